"""Reading by the habits of a source: patterns of lines, rules, and where a rule does not count."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.dumps import ErrorCode, Overrides, Role, formats
from articles.dumps.formats import ParseOptions
from articles.dumps.lines import SHORT
from articles.dumps.profiles import LineRule, Profile, pattern_of

REFERENCE = date(2026, 1, 1)
TITLE = "Kite makers of Upper Dale open their workshop"
FIRST = "The workshop stands beside the old mill, and its doors are open every day but Sunday."
SECOND = "Children fold paper there, and boatmen from Shell Bay bring them cord and wax."


def dump(*below: str, title: str = TITLE, source: str = "Shell Bay Gazette") -> str:
    return "\n\n".join([title, f"{source}\n2025-11-03", *below]) + "\n"


def profile(*lines: str, role: Role = Role.NOISE, is_taught: bool = False) -> Profile:
    return Profile(
        {pattern_of(line, TITLE): LineRule(role, is_taught) for line in lines},
        (("shell bay gazette", 3),),
    )


def read(text: str, known: Profile, overrides: Overrides | None = None, key="shell bay gazette"):
    options = ParseOptions(REFERENCE, overrides, {key: known})
    return formats.parse("text", text.encode(), "utf-8", options)


@pytest.mark.parametrize(
    ("line", "pattern"),
    [
        ("۱٬۲۰۴ همسایه اینجا", "‹#› همسایه اینجا"),
        ("1,204 neighbours, page 7", "‹#› neighbours, page ‹#›"),
        ("Bundle tied on 3 May 2024", "bundle tied on ‹day›"),
        ("دسته بسته شده در ۱۴۰۴/۰۹/۱۴", "دسته بسته شده در ‹day›"),
        (f"You are reading: {TITLE}", "you are reading: ‹title›"),
        (TITLE, "kite makers of upper dale open their workshop"),
        ("2,317", ""),
        ("2024-05-03", ""),
        ("", ""),
        ("word " * SHORT, ""),
    ],
)
def test_numbers_days_and_the_title_are_blanks(line, pattern):
    assert pattern_of(line, TITLE) == pattern


def test_furniture_is_read_as_if_it_were_not_there():
    known = profile("Fold 12 pages away", "Pinned to our noticeboard")
    text = dump(FIRST, "Fold 9 pages away", SECOND).replace(
        TITLE, f"{TITLE}\n\nPinned to our noticeboard"
    )
    assert read(text, Profile()).title == "Pinned to our noticeboard"
    item = read(text, known)
    assert item.title == TITLE
    assert item.paragraphs == (FIRST, SECOND)
    assert item.noise == ("Pinned to our noticeboard", "Fold 9 pages away")
    assert item.profile == (("shell bay gazette", 3),)


def test_the_lines_still_tile_the_text():
    text = dump(FIRST, "Fold 9 pages away", SECOND)
    item = read(text, profile("Fold 12 pages away"))
    assert "".join(item.text[line.start : line.end] for line in item.lines) == text


def test_a_profile_is_no_business_of_another_source():
    known = profile("Fold this page away")
    item = read(dump("Fold this page away", FIRST, source="Lake Courier"), known)
    assert item.paragraphs == ("Fold this page away", FIRST)
    assert item.profile == ()


def test_only_a_person_can_make_a_sentence_furniture():
    text = dump(FIRST, "Thank you for reading our page today.")
    found = profile("Thank you for reading our page today.")
    assert read(text, found).paragraphs == (FIRST, "Thank you for reading our page today.")
    taught = profile("Thank you for reading our page today.", is_taught=True)
    assert read(text, taught).paragraphs == (FIRST,)


def test_a_line_within_a_paragraph_is_not_the_line():
    known = profile("Fold this page away")
    inside = "They say on each sheet: Fold this page away and keep it dry in the boat house."
    assert read(dump(FIRST, inside), known).paragraphs == (FIRST, inside)


def test_a_person_decides_about_one_item_against_the_habit():
    text = dump("Fold this page away", FIRST)
    line = text.splitlines().index("Fold this page away")
    item = read(text, profile("Fold this page away"), Overrides({line: Role.BODY}))
    assert item.paragraphs == ("Fold this page away", FIRST)


def test_a_habit_that_leaves_no_article_does_not_count():
    text = dump("Fold this page away and read it in the boat house by the lake")
    item = read(text, profile("Fold this page away and read it in the boat house by the lake"))
    assert item.error is None
    assert item.paragraphs
    assert read("", profile("Fold this page away")).error is ErrorCode.EMPTY


def test_other_roles_are_given_as_a_person_gives_them():
    text = dump("Penned in the boat house", FIRST)
    item = read(text, profile("Penned in the boat house", role=Role.AUTHOR))
    assert item.author == "Penned in the boat house"
    assert item.paragraphs == (FIRST,)


def test_a_heading_by_habit_has_its_list_below_it():
    stories = ["Paper lanterns of the lower dale", "Silk cords for tall kites"]
    text = dump(FIRST, "From the same shelf\n" + "\n".join(f"• {each}" for each in stories), SECOND)
    assert read(text, Profile()).related == ()
    item = read(text, profile("From the same shelf", role=Role.RELATED_HEADING))
    assert [story.title for story in item.related] == stories
    assert item.paragraphs == (FIRST, SECOND)


def test_what_hid_the_source_is_a_habit_of_what_it_was_read_as():
    text = f"{TITLE}\n\nBoat house edition\nUpper Dale\n2025-11-03\n\n{FIRST}\n\nFold it\n"
    misread = read(text, Profile()).source
    assert misread == "Boat house edition"
    profiles = {
        "boat house edition": Profile(
            {"boat house edition": LineRule(Role.NOISE, True)}, (("boat house edition", 1),)
        ),
        "upper dale": Profile(profile("Fold it").rules, (("upper dale", 3),)),
    }
    item = formats.parse("text", text.encode(), "utf-8", ParseOptions(REFERENCE, None, profiles))
    assert item.source == "Upper Dale"
    assert item.paragraphs == (FIRST,)
    assert item.profile == (("boat house edition", 1), ("upper dale", 3))


@given(st.text(max_size=SHORT + 5), st.text(max_size=40))
def test_any_line_has_one_pattern(line, title):
    assert pattern_of(line, title) == pattern_of(line, title)
    assert len(pattern_of(line, title)) <= 40 * SHORT


_LINES = (FIRST, SECOND, "Fold 3 pages away", "Folded by hand", "", "Subhead", "7")


@given(st.lists(st.sampled_from(_LINES), unique=True))
def test_reading_by_habits_loses_no_sentence(lines):
    item = read(dump(*lines), profile("Fold 12 pages away", "Folded by hand"))
    for line in {FIRST, SECOND} & set(lines):
        assert line in item.paragraphs

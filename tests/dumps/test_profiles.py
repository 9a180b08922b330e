"""Reading by the habits of a source: patterns of lines, rules, and where a rule does not count."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.dumps import ErrorCode, Overrides, Role, formats
from articles.dumps.formats import ParseOptions
from articles.dumps.lines import SHORT
from articles.dumps.profiles import (
    DAY,
    LineRule,
    Profile,
    forms_of,
    is_layout,
    pattern_of,
)
from articles.dumps.profiles import (
    TITLE as TITLE_RULE,
)

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


# -- labels ---------------------------------------------------------------------------------------


def by_form(pattern: str, role: Role, *, is_taught: bool = False) -> Profile:
    return Profile({pattern: LineRule(role, is_taught)}, (("shell bay gazette", 3),))


@pytest.mark.parametrize(
    ("line", "forms"),
    [
        ("Lens: Dana Merrow", {"lens: ‹…›", "‹…› : dana merrow"}),
        ("Kites / Lens: Dana", {"kites / ‹…›", "‹…› / lens: ‹…›", "‹…› : dana"}),
        ("کادر از ریم | کنار دریاچه", {"کادر از ریم | ‹…›", "‹…› | کنار دریاچه"}),
        ("ریم - عدسة", {"ریم - ‹…›", "‹…› - عدسه"}),
        ("Page 7: the mill of the old potters and weavers", {"page ‹#›: ‹…›"}),
        ("Fold this page away", set()),
        ("Kites above the mill and the lake (Dana Merrow)", {"‹…› (dana merrow)"}),
        ("Kites of the day, seen from the mill [Dana]", {"‹…› [dana]"}),
        ("Kites of the day, seen from mill 7 (Dana)", {"‹…› (dana)"}),
        ("Kites of the day, seen from the mill (7)", set()),
        ("Half-timbered", set()),
        ("[ Lens ]", set()),
        ("", set()),
    ],
)
def test_the_forms_of_a_line_are_its_labels_with_other_words_blank(line, forms):
    assert set(forms_of(pattern_of(line))) == forms


def test_a_label_tells_a_caption_and_its_credit():
    known = by_form("‹…› / lens: ‹…›", Role.CAPTION)
    item = read(dump(FIRST, "Kites above the Mill / Lens: Dana Merrow", SECOND), known)
    [figure] = item.figures
    assert (figure.caption, figure.credit, figure.position) == (
        "Kites above the Mill",
        "Dana Merrow",
        1,
    )
    assert item.paragraphs == (FIRST, SECOND)


def test_a_caption_by_its_whole_line_has_the_credit_of_its_bracket():
    known = profile("Kites of the day (Dana)", role=Role.CAPTION)
    [figure] = read(dump(FIRST, "Kites of the day (Dana)", SECOND), known).figures
    assert (figure.caption, figure.credit) == ("Kites of the day", "Dana")


def test_a_line_of_a_list_with_a_bracket_is_no_caption():
    known = by_form("‹…› (dana merrow)", Role.CAPTION)
    lines = ("55 kg: Tam Oakes (Upper Dale)", "60 kg: Perrin Vale (Shell Bay)")
    assert read(dump(FIRST, *lines, SECOND), known).paragraphs == (FIRST, *lines, SECOND)
    [figure] = read(dump(FIRST, "Kites above the Mill (Dana Merrow)", SECOND), known).figures
    assert (figure.caption, figure.credit) == ("Kites above the Mill", "Dana Merrow")


def test_a_label_tells_other_articles_and_writers():
    known = by_form("next shelf: ‹…›", Role.RELATED_ITEM)
    item = read(dump(FIRST, "Next shelf: Silk Cords for tall kites", SECOND), known)
    assert [story.title for story in item.related] == ["Silk Cords for tall kites"]
    known = by_form("penned by: ‹…›", Role.AUTHOR)
    item = read(dump("Penned by: Tam Oakes", FIRST), known)
    assert (item.author, item.paragraphs) == ("Tam Oakes", (FIRST,))


@pytest.mark.parametrize("role", [Role.NOISE, Role.CAPTION, Role.RELATED_ITEM])
def test_no_label_takes_a_sentence(role):
    sentence = "Lens: the Bay keeps its lamp in the old boat house until spring."
    for is_taught in (False, True):
        known = by_form("lens: ‹…›", role, is_taught=is_taught)
        assert read(dump(FIRST, sentence), known).paragraphs == (FIRST, sentence)


def test_a_label_within_a_line_is_not_the_label():
    known = by_form("lens: ‹…›", Role.NOISE)
    line = "Through the long lens: a day at the mill"
    assert read(dump(FIRST, line, SECOND), known).paragraphs == (FIRST, line, SECOND)


def test_a_rule_about_the_line_wins_over_one_about_its_label():
    rules = {
        "lens: ‹…›": LineRule(Role.CAPTION, False),
        "lens: off": LineRule(Role.NOISE, False),
    }
    item = read(dump(FIRST, "Lens: off", SECOND), Profile(rules, (("shell bay gazette", 1),)))
    assert (item.figures, item.noise) == ((), ("Lens: off",))


# -- days and heads -------------------------------------------------------------------------------


def about(pattern: str, value: str, role: Role = Role.DATE) -> Profile:
    return Profile({pattern: LineRule(role, False, value)}, (("shell bay gazette", 2),))


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("03/05/2025", date(2025, 3, 5)),
        ("3.5.2025", date(2025, 3, 5)),
        ("03/25/2025", date(2025, 3, 25)),
        ("25/03/2025", date(2025, 3, 25)),  # cannot be a month
        ("2025-05-03", date(2025, 5, 3)),
        ("3 May 2025", date(2025, 5, 3)),
        ("Saturday 03/05/2025", date(2025, 5, 3)),  # its weekday is sure
        ("1404/03/05", date(2025, 5, 26)),
    ],
)
def test_a_source_that_prints_the_month_first(printed, day):
    text = dump(FIRST, SECOND).replace("2025-11-03", printed)
    item = read(text, about(DAY, "month-first"))
    assert (item.published_on, item.warnings) == (day, ())
    assert item.paragraphs == (FIRST, SECOND)


def test_a_day_that_only_the_habit_puts_into_the_past():
    text = dump(FIRST, SECOND).replace("2025-11-03", "12/03/2026")
    options = ParseOptions(
        date(2026, 12, 10), None, {"shell bay gazette": about(DAY, "month-first")}
    )
    assert formats.parse("text", text.encode(), "utf-8", options).published_on == date(2026, 12, 3)
    options = ParseOptions(
        date(2026, 6, 10), None, {"shell bay gazette": about(DAY, "month-first")}
    )
    item = formats.parse("text", text.encode(), "utf-8", options)
    assert [code.value for code in item.warnings] == ["future_date"]


def test_a_source_that_prints_lunar_days_leaves_nothing_to_assume():
    text = dump(FIRST, SECOND).replace("2025-11-03", "1447/07/09")
    assert [code.value for code in read(text, Profile()).warnings] == ["assumed_calendar"]
    item = read(text, about(DAY, "hijri"))
    assert (item.published_on, item.date_calendar, item.warnings) == (
        date(2025, 12, 29),
        "hijri",
        (),
    )


def test_a_typed_day_wins_over_the_form_of_days():
    text = dump(FIRST, SECOND).replace("2025-11-03", "03/05/2025")
    item = read(text, about(DAY, "month-first"), Overrides(day="2025-01-02"))
    assert item.published_on == date(2025, 1, 2)


LEAD = "What the children of the bay have to say about it"
KICKER = "From the workshops of the dale"


def headed(*blocks: str) -> str:
    return "\n\n".join(["Shell Bay Gazette\n2025-11-03", *blocks, FIRST, SECOND]) + "\n"


@pytest.mark.parametrize(
    ("layout", "blocks", "title", "paragraphs"),
    [
        ("date source title lead", (TITLE, LEAD), TITLE, (LEAD, FIRST, SECOND)),
        ("date source title lead", (TITLE,), TITLE, (FIRST, SECOND)),
        ("date source kicker title", (KICKER, TITLE), TITLE, (FIRST, SECOND)),
        ("date source kicker title lead", (KICKER, TITLE, LEAD), TITLE, (LEAD, FIRST, SECOND)),
    ],
)
def test_the_layout_of_the_head_tells_which_line_is_the_title(layout, blocks, title, paragraphs):
    item = read(headed(*blocks), about(TITLE_RULE, layout, Role.TITLE))
    assert (item.title, item.paragraphs) == (title, paragraphs)
    assert item.warnings == ()


def test_a_layout_that_does_not_fit_leaves_the_item_as_it_is():
    text = headed(KICKER, TITLE, LEAD)
    alone = read(text, Profile())
    assert [code.value for code in alone.warnings] == ["title_by_place"]
    item = read(text, about(TITLE_RULE, "date source title lead", Role.TITLE))
    assert (item.title, item.warnings) == (alone.title, alone.warnings)


def test_a_title_that_is_sure_does_not_follow_the_layout():
    text = f"{TITLE}\n{TITLE}\n\n{LEAD}\n\nShell Bay Gazette\n2025-11-03\n\n{FIRST}\n\n{SECOND}\n"
    item = read(text, about(TITLE_RULE, "kicker title", Role.TITLE))
    assert (item.title, item.warnings) == (TITLE, ())


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        ("date title lead", True),
        ("title", True),
        ("date lead", False),
        ("title title", False),
        ("title king", False),
        ("", False),
    ],
)
def test_what_names_the_lines_of_a_head(value, is_one):
    assert is_layout(value) is is_one


_LINES = (FIRST, SECOND, "Fold 3 pages away", "Folded by hand", "", "Subhead", "7")


@given(st.lists(st.sampled_from(_LINES), unique=True))
def test_reading_by_habits_loses_no_sentence(lines):
    known = profile("Fold 12 pages away", "Folded by hand")
    rules = {
        DAY: LineRule(Role.DATE, False, "month-first"),
        TITLE_RULE: LineRule(Role.TITLE, False, "date kicker title lead"),
        "fold ‹…›: ‹…›": LineRule(Role.NOISE, True),
    }
    item = read(dump(*lines), Profile({**known.rules, **rules}, known.versions))
    for line in {FIRST, SECOND} & set(lines):
        assert line in item.paragraphs

"""What staff decide about an item wins over what the parser reads, line by line."""

from __future__ import annotations

import json
from datetime import date

import pytest

from articles.dumps import ErrorCode, Overrides, Role, WarningCode, parse_item

REFERENCE = date(2026, 11, 23)
LINES = [
    "پایگاه خبری کوی انار",
    "",
    "فانوس‌های تازه بر پل چوبی",
    "",
    "فانوس‌های تازه بر پل چوبی",
    "",
    "خبرخانه ساحل",
    "1404/09/14",
    "12 بازدید",
    "",
    "شهرداری نوآباد نورپردازی تازهٔ پل چوبی را آغاز کرد و فانوس‌ها را آویخت.",
    "",
    "گزارش از مهتاب رستگار و همکاران در ساحل رودخانه برای خوانندگان این صفحه.",
    "",
    "داستان‌های پیشنهادی",
    "",
    "  • فهرست 1 از 2تنور سنگی روشن شد",
    "  • فهرست 2 از 2نان داغ در کوچه",
    "پایان فهرست",
]


def parse(lines=LINES, roles=None, **typed):
    overrides = Overrides({line: Role(role) for line, role in (roles or {}).items()}, **typed)
    raw = ("\n".join(lines) + "\n").encode()
    return parse_item(raw, "utf-8", reference=REFERENCE, overrides=overrides)


def roles_of(item):
    return [line.role.value for line in item.lines]


def test_without_a_decision_the_item_is_what_the_parser_reads():
    assert parse() == parse(roles={10: "body", 6: "source", 1: "title"})
    assert parse().title == "فانوس‌های تازه بر پل چوبی"
    assert parse().related == (parse().related[0], parse().related[1])


@pytest.mark.parametrize("role", [role for role in Role if role not in ("blank", "separator")])
def test_only_the_line_that_was_chosen_takes_another_role(role):
    before, after = roles_of(parse()), roles_of(parse(roles={12: role}))
    assert after[12] == role
    assert after[:12] + after[13:] == before[:12] + before[13:]


def test_a_paragraph_can_be_noise_and_noise_a_paragraph():
    item = parse(roles={12: "noise", 0: "body"})
    assert item.noise == (LINES[12],)
    assert item.paragraphs == (LINES[0], LINES[10])
    assert item.banner == ()


def test_a_line_of_the_body_can_be_the_author():
    item = parse(roles={12: "author"})
    assert item.author == LINES[12]
    assert item.source == "خبرخانه ساحل"


def test_another_line_can_be_the_source_and_the_old_one_is_none_any_more():
    item = parse(roles={0: "source"})
    assert (item.source, item.author) == (LINES[0], "")
    assert dict(item.spans)["source"] == (0, len(LINES[0]))


def test_the_title_is_what_all_lines_of_that_role_say():
    assert parse(roles={0: "title"}).title == f"{LINES[0]} {LINES[2]}"
    item = parse(roles={2: "banner", 4: "banner", 0: "title"})
    assert item.title == LINES[0]
    assert item.banner == (LINES[2], LINES[4])


def test_an_item_without_a_title_is_taken_once_a_line_is_called_its_title():
    lines = ["منبع: خبرخانه ساحل", "1404/09/14", "", *LINES[10:13]]
    assert parse(lines).error == ErrorCode.NO_TITLE
    item = parse(lines, {3: "title"})
    assert (item.error, item.title, item.paragraphs) == (None, LINES[10], (LINES[12],))


def test_a_line_can_be_the_date_or_the_views_where_the_parser_saw_none():
    lines = [*LINES[2:7], "", LINES[10], "", "این شماره روز ۵ آذر ۱۴۰۴ به دست ما رسید", "", "۵۱۲"]
    before = parse(lines)
    assert (before.published_on, before.views) == (None, None)
    item = parse(lines, {8: "date", 10: "views"})
    assert (item.published_on, item.views) == (date(2025, 11, 26), 512)
    assert WarningCode.NO_DATE not in item.warnings


def test_related_stories_are_taken_away_and_added():
    item = parse(roles={17: "noise", 12: "related-item"})
    assert [story.title for story in item.related] == [LINES[12], "تنور سنگی روشن شد"]


def test_figures_and_captions_are_taken_away_and_added():
    lines = [*LINES[:11], "", "<عکس> زنی با فانوس", "زنی فانوسی می‌آویزد [عکس: ساختگی]", *LINES[11:]]
    assert parse(lines).figures[0].credit == "عکس: ساختگی"
    assert parse(lines, {12: "body", 13: "body"}).figures == ()
    [first, second] = parse(lines, {15: "figure"}).figures
    assert (first.caption, second.alt) == ("زنی فانوسی می‌آویزد", LINES[12])
    [figure] = parse(lines, {15: "caption"}).figures
    assert figure.caption.endswith(LINES[12])


def test_a_typed_source_and_day_win_and_have_no_place_in_the_text():
    item = parse(source="روزنامهٔ دیگر", day="5 آذر 1404")
    assert (item.source, item.published_on) == ("روزنامهٔ دیگر", date(2025, 11, 26))
    assert (item.date_text, item.date_calendar) == ("5 آذر 1404", "jalali")
    assert not {"source", "date"} & {name for name, _ in item.spans}


def test_a_typed_day_answers_the_warnings_of_the_printed_one():
    lines = [line.replace("1404/09/14", "1404/13/44") for line in LINES]
    assert WarningCode.BAD_DATE in parse(lines).warnings
    assert parse(lines, day="1404/09/14").warnings == ()
    assert WarningCode.FUTURE_DATE in parse(lines, day="1450/01/01").warnings


def test_what_cannot_be_is_left_to_the_parser():
    assert parse(roles={999: "title", 1: "title", -1: "noise"}) == parse()
    assert parse(day="هرگز") == parse()


def test_decisions_are_kept_as_json():
    overrides = Overrides({3: Role.NOISE, 1: Role.TITLE}, day="1404/09/14", language="ar")
    fields = json.loads(json.dumps(overrides.as_json()))
    roles = {"1": "title", "3": "noise"}
    assert fields == {"roles": roles, "day": "1404/09/14", "language": "ar"}
    assert Overrides.from_json(fields) == overrides
    assert not Overrides.from_json({})


def test_a_typed_language_wins_and_is_not_unsure():
    doubtful = parse(["12345", "67890", "", "0987 6543 21"])
    item = parse(["12345", "67890", "", "0987 6543 21"], language="ar")
    assert (parse(language="ar").language, parse().language) == ("ar", "fa")
    assert "unknown_language" not in item.warnings
    assert {*doubtful.warnings} - {*item.warnings} <= {"unknown_language"}

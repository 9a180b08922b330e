"""Parsing costs no more than its text, whatever lines the text is made of."""

from __future__ import annotations

from datetime import date

import pytest

from articles.dumps import Role, formats, parse_item
from articles.dumps.profiles import LineRule, Profile
from tests.scaling import OUT_OF_PROPORTION, growth

REFERENCE = date(2026, 11, 23)
HEAD = (
    "A mill opens\n\nA mill opens\n\nBay Press\n28 Dec 2025\n3 views\n\n"
    "It turns every hour now.\n\n"
)
TAIL = "\n\nThe flour is sold at the door every day."

# One line of text for each rule that could look for more than is there.
LINES = {
    "letters": "a",
    "words": "word ",
    "dots": "a. ",
    "marks": "« » ",
    "digits": "1 ",
    "slashes": "a/b ",
    "share words": "Share ",
    "networks": "Facebook 12 ",
    "counted": "list 1 of 4 ",
    "read also": "read also ",
    "bars": "ab | ",
    "dates": "28 Dec 2025 ",
    "ordinals": "بیست و یکم ",
    "brackets": "[a] ",
    "labels": "منبع: ",
    "prompts": "get alerts newsletter ",
    "rights": "copyright by © ",
    "comments": "leave a reply ",
    "addresses": "https://a.example/1 ",
    "emoji": "🔹 ",
    "dashes": "- ",
    "mojibake": "ãÓÇÑ ",
    "breaks": "a<br>",
}
# Blocks of many lines: each alone, and with a blank line behind each.
ROLES = {
    "names": "Bay Press",
    "dates": "28 Dec 2025",
    "views": "3 views",
    "figures": "<figure>Mill",
    "captions": "<figure>Mill\nA wheel [File: AFP]",
    "bracketed": "A wheel [File: AFP]",
    "headings": "Read also",
    "headed": "Read also: A mill",
    "counted": "list 1 of 2 A mill",
    "bullets": "• A mill",
    "share": "Share",
    "networks": "Facebook",
    "end marks": "End of message",
    "clocks": "10:30",
    "numbers": "12",
    "players": "Play video",
    "comments": "3 comments",
    "cues": "Reply",
    "prompts": "Get the latest alerts in your inbox.",
    "buttons": "Subscribe",
    "tags": "Tags: mill",
    "codes": "NID: 12",
    "links": "https://a.example/1",
    "sentences": "It turns every hour of the day.",
    "short": "A wheel",
    "labels": "Source:",
}


def parsed(text):
    raw = text.encode()
    return lambda: parse_item(raw, "utf-8", reference=REFERENCE)


@pytest.mark.parametrize("unit", LINES.values(), ids=LINES)
def test_a_long_line_costs_no_more_than_its_length(unit):
    less, more = (HEAD + (unit * size)[:size] + TAIL for size in (10_000, 40_000))
    assert growth(parsed(less), parsed(more)) < OUT_OF_PROPORTION


@pytest.mark.parametrize("unit", LINES.values(), ids=LINES)
def test_lines_of_the_length_of_furniture_cost_no_more_than_their_number(unit):
    line = (unit * 300)[:280]
    less, more = (HEAD + "\n\n".join([line] * size) + TAIL for size in (100, 400))
    assert growth(parsed(less), parsed(more)) < OUT_OF_PROPORTION


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["together", "apart"])
@pytest.mark.parametrize("line", ROLES.values(), ids=ROLES)
def test_many_lines_of_one_role_cost_no_more_than_their_number(line, gap):
    less, more = (HEAD + gap.join([line] * size) + TAIL for size in (400, 1_600))
    assert growth(parsed(less), parsed(more)) < OUT_OF_PROPORTION


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["together", "apart"])
@pytest.mark.parametrize("line", ROLES.values(), ids=ROLES)
def test_many_lines_at_the_end_cost_no_more_than_their_number(line, gap):
    less, more = (HEAD + gap.join([line, "28 Dec 2025"] * size) for size in (200, 800))
    assert growth(parsed(less), parsed(more)) < OUT_OF_PROPORTION


@pytest.mark.parametrize("first", ROLES.values(), ids=ROLES)
def test_lines_of_two_roles_in_turn_cost_no_more_than_their_number(first):
    roles = list(ROLES.values())
    for second in roles[roles.index(first) :]:
        less, more = (HEAD + "\n".join([first, second] * size) + TAIL for size in (100, 400))
        assert growth(parsed(less), parsed(more)) < OUT_OF_PROPORTION, second


PAGE = "A mill opens in the bay | Bay Press\nHome\nPolitics\nSports\nA mill opens in the bay\n"
HABITS = Profile(
    {
        "lens: ‹…›": LineRule(Role.CAPTION, False),
        "next: ‹…›": LineRule(Role.RELATED_ITEM, False),
        "walk on": LineRule(Role.RELATED_HEADING, False),
        "‹title›": LineRule(Role.TITLE, False, "date kicker title lead"),
        "‹day›": LineRule(Role.DATE, False, "month-first"),
    },
    (("bay press", 1),),
)


def read(text):
    options = formats.ParseOptions(REFERENCE, profiles={"bay press": HABITS})
    raw = text.encode()
    return lambda: formats.parse("text", raw, "utf-8", options)


@pytest.mark.parametrize("line", ROLES.values(), ids=ROLES)
def test_the_text_of_a_page_costs_no_more_than_its_lines(line):
    less, more = (PAGE + "\n".join([line] * size) + TAIL for size in (400, 1_600))
    assert growth(read(less), read(more)) < OUT_OF_PROPORTION


@pytest.mark.parametrize("unit", LINES.values(), ids=LINES)
def test_the_text_of_a_page_costs_no_more_than_its_long_lines(unit):
    line = (unit * 280)[:280]
    less, more = (PAGE + "\n".join([line] * size) + TAIL for size in (100, 400))
    assert growth(read(less), read(more)) < OUT_OF_PROPORTION


@pytest.mark.parametrize("line", ["Lens: Dana", "Next: a mill", "Walk on", "a: b | c / d (e) "])
def test_lines_of_habits_cost_no_more_than_their_number(line):
    less, more = (HEAD + "\n".join([line] * size) + TAIL for size in (400, 1_600))
    assert growth(read(less), read(more)) < OUT_OF_PROPORTION

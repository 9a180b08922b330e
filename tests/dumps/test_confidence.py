"""What the parser is unsure of, with its reason; and what looks alike, of which it is sure."""

from __future__ import annotations

from datetime import date

import pytest

from articles.dumps import WarningCode, parse_item, unsure_fields
from articles.dumps.records import UNSURE

REFERENCE = date(2026, 11, 23)
BODY = (
    "The harbour council of Elmport said on Monday that the old lighthouse reopens next spring.",
    "Engineers have replaced the lamp and repaired the stairs, which had been closed for years.",
)
TITLE, SOURCE, DAY = "Lighthouse to reopen in Elmport", "Elmport Gazette", "14 October 2025"
COMMENTS = (
    "2 comments",
    "Rob says:\nIt was about time that they did something about those stairs.",
)
REPLY = "Leave a reply"


def unsure(*blocks):
    item = parse_item("\n\n".join(blocks).encode(), "utf-8", reference=REFERENCE)
    assert item.error is None
    return unsure_fields(item.warnings)


def test_a_plain_item_is_sure():
    assert unsure(TITLE, TITLE, f"{SOURCE}\n{DAY}", *BODY) == {}


@pytest.mark.parametrize(
    ("blocks", "field", "reason"),
    [
        ((TITLE, f"{SOURCE}\n{DAY}", *BODY), None, None),
        (("The whole town is out tonight", TITLE, *BODY), "title", "title_by_place"),
        ((TITLE, TITLE, DAY, *BODY), "source", "no_source"),
        ((TITLE, TITLE, f"Source: {SOURCE}\n{DAY}", *BODY), None, None),
        ((TITLE, TITLE, SOURCE, *BODY), "date", "no_date"),
        ((TITLE, TITLE, f"{SOURCE}\n1404/13/45", *BODY), "date", "bad_date"),
        ((TITLE, TITLE, f"{SOURCE}\n14 October 2031", *BODY), "date", "future_date"),
        ((TITLE, TITLE, f"{SOURCE}\n23 November 2026", *BODY), None, None),
        ((TITLE, TITLE, f"{SOURCE}\nMonday 14 October 2025", *BODY), "date", "weekday_mismatch"),
        ((TITLE, TITLE, f"{SOURCE}\nTuesday 14 October 2025", *BODY), None, None),
        ((TITLE, TITLE, f"{SOURCE}\nUpdated: {DAY}", *BODY), "date", "date_of_update"),
        ((TITLE, TITLE, f"{SOURCE}\n{DAY}\n16 October 2025", *BODY), "date", "dates_differ"),
        ((TITLE, TITLE, f"{SOURCE}\n{DAY}", *BODY, *COMMENTS, REPLY), "body", "body_left_out"),
        ((TITLE, TITLE, f"{SOURCE}\n{DAY}", *BODY, "a" * 20_001), "body", "long_line"),
    ],
)
def test_the_reason_belongs_to_its_field(blocks, field, reason):
    found = unsure(*blocks)
    assert found.get(field, []) == ([reason] if reason else [])
    if field is None:
        assert found == {}


def test_each_reason_names_a_warning_and_one_of_four_fields():
    assert UNSURE.keys() <= set(WarningCode)
    assert set(UNSURE.values()) == {"title", "source", "date", "body"}

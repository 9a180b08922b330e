"""Dates among the words of a query."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.language.query import parse
from articles.search.language.written_dates import without_date, written_dates

TODAY = date(2026, 11, 20)


def found(text):
    query = parse(text, reference=TODAY)
    return [
        (each.text, each.days.first.isoformat(), without_date(query, each))
        for each in written_dates(query, reference=TODAY)
    ]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("23 يوليو 2015", [("23 يوليو 2015", "2015-07-23", "")]),
        ("۱۵ مرداد ۱۳۹۴", [("۱۵ مرداد ۱۳۹۴", "2015-08-06", "")]),
        ("زلزله ۱۳۹۸ کرمان", [("۱۳۹۸", "2019-03-21", "زلزله کرمان")]),
        (
            "سیل 1398 زلزله 2019",
            [("1398", "2019-03-21", "سیل زلزله 2019"), ("2019", "2019-01-01", "سیل 1398 زلزله")],
        ),
        ("1000 نفر", []),
        ("12 نفر", []),
        ("سال 2090", []),  # nothing is archived yet
        ('"1398"', []),
        ("-1398 زلزله", []),
        ("title:1398", []),
        ("date:1398", []),
        ("", []),
    ],
)
def test_dates_are_found_where_they_are_plain_words(text, dates):
    assert found(text) == dates


@given(st.text(alphabet='۱۲۳۴ 1398/-يوليومرداد\u200c"', max_size=60))
def test_any_text_is_read(text):
    for written, _, rest in found(text):
        assert written in text
        assert len(rest) <= len(text)

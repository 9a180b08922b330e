"""The tables of names are data that people add to: what must hold for every line of them."""

import pytest

from articles.calendars.dialects import DIALECTS
from articles.calendars.folding import FoldedText, fold
from articles.calendars.labels import PUBLISHED_LABELS, UPDATED_LABELS
from articles.calendars.names import key
from articles.calendars.words import CALENDAR_MARKS


def test_no_name_means_two_months():
    meanings = {}
    for dialect in DIALECTS:
        for calendar, months in dialect.months.items():
            assert len(months) == 12
            for number, names in enumerate(months, start=1):
                for name in names:
                    assert meanings.setdefault(key(name), (calendar, number)) == (calendar, number)


def test_no_name_means_two_weekdays():
    meanings = {}
    for dialect in DIALECTS:
        assert len(dialect.weekdays) in (0, 7)
        for number, names in enumerate(dialect.weekdays):
            for name in names:
                assert meanings.setdefault(key(name), number) == number


def test_no_mark_means_two_calendars():
    meanings = {}
    for calendar, marks in CALENDAR_MARKS.items():
        for mark in marks:
            assert meanings.setdefault(key(mark), calendar) is calendar


def test_no_label_is_both_of_publication_and_of_update():
    published = {fold(label) for labels in PUBLISHED_LABELS.values() for label in labels}
    updated = {fold(label) for labels in UPDATED_LABELS.values() for label in labels}

    assert not published & updated


@pytest.mark.parametrize("text", ["ساده", "يَكْشَنبه\u200c ﻻ ۱۲", "", "\u200f", "A１ﷲ"])
def test_every_folded_character_has_its_place_in_the_printed_text(text):
    folded = FoldedText(text)

    assert folded.text == fold(text)
    for position in range(len(folded.text)):
        offset = folded.original(position)
        assert len(fold(text[:offset])) <= position < len(fold(text[: offset + 1]))
    assert folded.original(len(folded.text)) == len(text)

"""Dates among the words of a query: «زلزله ۱۳۹۸», «23 يوليو 2015».

They stay words to be found. Beside that, articles of these days are preferred, and the page offers
the days as a filter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from articles.calendars.day_ranges import DayRange, read_days
from articles.search.language.query import Query, Word

MOST_WORDS = 6
"""Words of a date: weekday, day, month and year, «الموافق»."""

YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """The characters ``start`` to ``end`` (excluded) of a query's text, and the days they name."""

    text: str
    start: int
    end: int
    days: DayRange


def written_dates(query: Query, *, reference: date) -> tuple[WrittenDate, ...]:
    """The dates in a query, from the left, the longest first; none of them in the future."""
    words = [_plain_word(group) for group in query.groups]
    return tuple(_dates(query.text, words, reference))


def without_date(query: Query, written: WrittenDate) -> str:
    """The query's text without the date."""
    return " ".join((query.text[: written.start] + query.text[written.end :]).split())


def _plain_word(group: Sequence[object]) -> Word | None:
    word = group[0]
    is_plain = len(group) == 1 and isinstance(word, Word) and not (word.negated or word.field)
    return word if is_plain and isinstance(word, Word) else None


def _dates(text: str, words: list[Word | None], reference: date) -> Iterator[WrittenDate]:
    at = 0
    while at < len(words):
        found = next(_dates_from(text, words, at, reference), None)
        if found is None:
            at += 1
            continue
        count, written = found
        yield written
        at += count


def _dates_from(
    text: str, words: list[Word | None], at: int, reference: date
) -> Iterator[tuple[int, WrittenDate]]:
    """Dates that begin with a word, the longest first, with the number of their words."""
    run: list[Word] = []
    for word in words[at : at + MOST_WORDS]:
        if word is None:
            break
        run.append(word)
    for count in range(len(run), 0, -1):
        start, end = run[0].start, run[count - 1].end
        if sum(each.isdecimal() for each in text[start:end]) < YEAR_DIGITS:
            continue
        days = read_days(text[start:end], reference=reference)
        if days is not None and days.first <= reference:
            yield count, WrittenDate(text[start:end], start, end, days)

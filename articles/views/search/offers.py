"""What a search page offers above the results: one language only, and days that a query names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from articles.display import first_calendar, period_words
from articles.models.articles import Language
from articles.search import Answer, WrittenDate, without_date
from articles.views.by_date.paths import period_path, typed_period

from .address import SearchAddress
from .facets import FacetValue, most_frequent


@dataclass(frozen=True, slots=True)
class DateOffer:
    """A date in a query: the page of its day, month or year, and the search with it as a filter."""

    words: str
    page: str
    filtered: str


def offers(answer: Answer, address: SearchAddress, reference: date) -> dict[str, Any]:
    """``reference`` is today."""
    dates = (_date_offer(each, answer, address, reference) for each in answer.dates)
    return {
        "only_languages": _only_languages(answer, address),
        "date_offers": [each for each in dates if each],
    }


def _only_languages(answer: Answer, address: SearchAddress) -> Sequence[FacetValue]:
    """Each language of a search that found several, the most frequent first."""
    found = answer.counts.languages if answer.counts else {}
    if len(found) < 2 or any(address.chosen.values()) or not answer.query.groups:
        return ()
    return [
        FacetValue(str(Language(code).label), count, address.choosing("language", code))
        for code, count in most_frequent(found)
    ]


def _date_offer(
    written: WrittenDate, answer: Answer, address: SearchAddress, reference: date
) -> DateOffer | None:
    period = typed_period(written.text, first_calendar(), reference)
    if period is None:
        return None
    filtered = address.changed(
        text=without_date(answer.query, written),
        first=written.days.first.isoformat(),
        last=written.days.last.isoformat(),
    )
    return DateOffer(period_words(period), period_path(period), filtered)

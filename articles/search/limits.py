"""Reads the filters of a search: languages, sources and days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from articles.calendars import DayRange, read_days
from articles.models import Source, SourceAlias
from articles.search.answers.filtering import Limits
from articles.search.engine.schema import LANGUAGE
from articles.search.language.query_words import LANGUAGES
from articles.text.folding import fold_key


class UnreadableLimitError(Exception):
    """``value`` is not valid for ``limit``: ``language``, ``source``, ``from`` or ``to``."""

    def __init__(self, limit: str, value: str) -> None:
        super().__init__(f"{limit}: {value}")
        self.limit = limit
        self.value = value


class EmptySpanError(Exception):
    """The last day is before the first."""


def read_limits(
    *,
    languages: Iterable[str] = (),
    sources: Iterable[str] = (),
    first: str = "",
    last: str = "",
    reference: date,
) -> Limits:
    """The limits; ``first`` and ``last`` are days as text, empty for none.

    Languages are codes or names in any language (:mod:`articles.search.language.query_words`); for
    sources see :func:`sources_called`; days are dates of any calendar and precision, and
    ``reference`` is today. Raises UnreadableLimitError and EmptySpanError.
    """
    return Limits(
        {LANGUAGE: {_language(text) for text in languages}},
        sources={pk for text in sources for pk in _sources(text)},
        days=_days(first, last, reference) if first or last else None,
    )


def sources_called(text: str) -> set[int]:
    """The source with this slug, otherwise those with exactly this name, printed or edited.

    Names are compared folded, so either keyboard works.
    """
    text = text.replace("\x00", " ")  # which databases refuse
    by_slug = Source.objects.filter(slug=text.strip()).values_list("pk", flat=True)
    if by_slug:
        return set(by_slug)
    key = fold_key(text)
    if not key:
        return set()
    found = set(SourceAlias.objects.filter(folded_name=key).values_list("source_id", flat=True))
    for pk, *names in Source.objects.values_list("pk", "name_fa", "name_ar", "name_en"):
        if any(fold_key(name) == key for name in names):
            found.add(pk)
    return found


def _language(text: str) -> str:
    code = LANGUAGES.get(fold_key(text))
    if code is None:
        raise UnreadableLimitError("language", text)
    return code


def _sources(text: str) -> set[int]:
    found = sources_called(text)
    if not found:
        raise UnreadableLimitError("source", text)
    return found


def _days(first: str, last: str, reference: date) -> DayRange:
    span = DayRange(
        _day_range("from", first, reference).first if first else date.min,
        _day_range("to", last, reference).last if last else date.max,
    )
    if span.first > span.last:
        raise EmptySpanError
    return span


def _day_range(limit: str, text: str, reference: date) -> DayRange:
    found = read_days(text, reference=reference)
    if found is None:
        raise UnreadableLimitError(limit, text)
    return found

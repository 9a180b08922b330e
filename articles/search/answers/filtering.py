"""What limits a search beside its words: languages, sources, days and facets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from articles.calendars import DayRange
from articles.search.answers.bounded import Combiner
from articles.search.engine import schema
from articles.search.engine.protocol import Part
from articles.search.language.query import Query, SourceFilter

DAY_BONUS = 2.0
"""What an article of the days that a query names gains: about as much as by a usual word."""

DAYS_AFTER = 3
"""News of a day is printed until so many days later."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a search is limited to beside the words of its query.

    ``chosen`` has values by facet (:data:`.schema.FACETS`). Empty sequences and None do not limit;
    ``sources`` are primary keys, 0 for articles without one; ``after`` is the primary key behind
    which those of the articles begin.
    """

    chosen: Mapping[str, Collection[str]] = field(default_factory=dict)
    sources: Collection[int] = ()
    days: DayRange | None = None
    after: int = 0


class Filters:
    """Collects what articles must be, and must not be."""

    def __init__(self, combiner: Combiner, sources_named: Callable[[str], Collection[int]]) -> None:
        self.required: list[Part] = []
        self.excluded: list[Part] = []
        self._make = combiner
        self._sources_named = sources_named

    def of_query(self, query: Query) -> None:
        """The filters that stand in a query itself."""
        languages = [each.language for each in query.languages if not each.negated]
        if languages:
            self.required.append(self._values(schema.LANGUAGE, languages))
        self.excluded += [
            self._values(schema.LANGUAGE, [each.language])
            for each in query.languages
            if each.negated
        ]
        self._add_sources(query.sources)
        days = query.days()
        if days is not None:
            self.required.append(self._days(days))

    def of_limits(self, limits: Limits) -> None:
        """The limits beside a query."""
        self.required += [
            self._values(facet, values) for facet, values in limits.chosen.items() if values
        ]
        if limits.sources:
            self.required.append(self._numbers(schema.SOURCE, limits.sources))
        if limits.days:
            self.required.append(self._days([limits.days]))
        if limits.after:
            between = self._make.queries.between
            self.required.append(between(schema.ARTICLE, limits.after + 1, None))

    def preferred(self, days: DayRange) -> Part:
        """A bonus for articles of the days, or shortly after."""
        last = date.fromordinal(min(days.last.toordinal() + DAYS_AFTER, date.max.toordinal()))
        return self._make.queries.constant(self._days([DayRange(days.first, last)]), DAY_BONUS)

    def _add_sources(self, filters: Iterable[SourceFilter]) -> None:
        wanted: set[int] = set()
        limits = False
        for each in filters:
            ids = self._sources_named(each.text)
            if each.negated:
                self.excluded += [self._numbers(schema.SOURCE, ids)] if ids else []
            else:
                limits = True
                wanted |= set(ids)
        if limits:
            self.required.append(self._numbers(schema.SOURCE, wanted))

    def _values(self, facet: str, values: Iterable[str]) -> Part:
        known = schema.FACETS[facet]
        return self._numbers(facet, [known.index(each) for each in values if each in known])

    def _numbers(self, name: str, numbers: Iterable[int]) -> Part:
        """Articles with one of the numbers: a filter that adds nothing to the score."""
        numbers = sorted(numbers)
        if not numbers:
            return self._make.queries.nothing()
        return self._make.filter(self._make.queries.number(name, number) for number in numbers)

    def _days(self, ranges: Iterable[DayRange]) -> Part:
        between = self._make.queries.between
        made = [
            between(schema.DAY, days.first.toordinal(), days.last.toordinal()) for days in ranges
        ]
        return self._make.filter(made) if made else self._make.queries.nothing()

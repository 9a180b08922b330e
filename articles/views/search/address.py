"""Parses the address of a search page, and builds the addresses of other searches."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, Self
from urllib.parse import quote_plus

from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.calendars import Calendar, DayRange, ascii_digits, read_days
from articles.expressions import regex
from articles.search import FACETS, Match, Sort

from .choices import CHOICES, LANGUAGE, Choice

LONGEST_TEXT = 1_000
"""How many characters of a query a page reads. In Persian that is an address of 6,000 bytes, and
web servers refuse addresses of 8,000; each link that filters the results repeats it."""

MOST_VALUES = 20
"""The most sources, and the most values of a facet, that an address may name."""

NO_SOURCE = "-"
"""Used instead of a slug for articles without a known source."""

MOST_DIGITS = 9
"""The most digits of a page number."""

_SLUG = regex(r"[-\w]{1,120}")
_SPACES = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Remark:
    """A message about a part of the search that was ignored, and that part."""

    sentence: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class SearchAddress:
    """The parameters of a search page. ``first`` and ``last`` are days as typed (``from``, ``to``).

    ``sources`` are slugs or :data:`NO_SOURCE`, ``chosen`` values by facet
    (:data:`.choices.CHOICES`). What was not understood is left out of ``sort``, ``chosen`` and so
    on, and reported by a remark.
    """

    text: str = ""
    sources: tuple[str, ...] = ()
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: str = ""
    last: str = ""
    match: Match = Match.ALL
    sort: Sort = Sort.RELEVANCE
    has_names: bool = True
    is_as_typed: bool = False
    calendar: Calendar | None = None
    is_split: bool = False
    page: int = 1
    remarks: tuple[Remark, ...] = ()

    @classmethod
    def read(cls, parameters: QueryDict) -> Self:
        """Read a query string; never raises."""
        remarks: list[Remark] = []
        return cls(
            text=_text(_clean(parameters.get("q", "")), remarks),
            sources=_sources(parameters.getlist("source"), remarks),
            chosen={
                each.facet: _values(each, parameters.getlist(each.parameter), remarks)
                for each in CHOICES
            },
            first=_clean(parameters.get("from", ""))[:LONGEST_TEXT],
            last=_clean(parameters.get("to", ""))[:LONGEST_TEXT],
            match=_one_of(Match, parameters.get("match"), Match.ALL),
            sort=_sort(_clean(parameters.get("sort", "")), remarks),
            has_names=parameters.get("names") != "off",
            is_as_typed=parameters.get("spelling") == "off",
            calendar=_one_of(Calendar, parameters.get("calendar"), None),
            is_split=parameters.get("chart") == LANGUAGE.facet,
            page=_page(_clean(parameters.get("page", "")), remarks),
            remarks=tuple(remarks),
        )

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing in particular."""
        chosen = any(self.chosen.values())
        return not (self.text or self.sources or chosen or self.first or self.last)

    def parameters(self) -> list[tuple[str, str]]:
        """Names and values, without defaults."""
        pairs = [("q", self.text)]
        pairs += [("source", slug) for slug in self.sources]
        for each in CHOICES:
            pairs += [(each.parameter, value) for value in self.chosen.get(each.facet, ())]
        pairs += [
            ("from", self.first),
            ("to", self.last),
            ("match", "" if self.match is Match.ALL else self.match.value),
            ("sort", "" if self.sort is Sort.RELEVANCE else self.sort.value),
            ("names", "" if self.has_names else "off"),
            ("spelling", "off" if self.is_as_typed else ""),
            ("calendar", self.calendar.value if self.calendar else ""),
            ("chart", LANGUAGE.facet if self.is_split else ""),
            ("page", "" if self.page == 1 else str(self.page)),
        ]
        return [pair for pair in pairs if pair[1]]

    @property
    def lasting(self) -> str:
        """The query string of the search itself, without what only affects how it is shown."""
        return self.changed(sort=Sort.RELEVANCE, calendar=None, is_split=False).removesuffix("?")

    def changed(self, **changes: Any) -> str:
        """The query string, with its question mark, of a search with these changes; its first page
        unless another is named."""
        pairs = replace(self, **{"page": 1, **changes}).parameters()
        return "?" + "&".join([f"{name}={_quoted(value)}" for name, value in pairs])

    def choosing(self, facet: str, *values: str) -> str:
        """The query string of a search with these values of the facet."""
        return self.changed(chosen={**self.chosen, facet: values})

    def days(self, reference: date) -> tuple[DayRange | None, Sequence[str]]:
        """The days asked for, and the names of the parameters that are not dates."""
        read = {
            name: read_days(text, reference=reference)
            for name, text in (("from", self.first), ("to", self.last))
            if text
        }
        unreadable = [name for name, days in read.items() if days is None]
        first, last = read.get("from"), read.get("to")
        if first and last:
            return DayRange(min(first.first, last.first), max(first.last, last.last)), unreadable
        if first:
            return DayRange(first.first, date.max), unreadable
        if last:
            return DayRange(date.min, last.last), unreadable
        return None, unreadable


_quoted = lru_cache(maxsize=1_000)(quote_plus)
"""Cached: a page has a hundred addresses that repeat the same words."""


def _clean(text: str) -> str:
    """Without characters that databases refuse and pages cannot show."""
    shown = ("" if unicodedata.category(each) in _SPACES else each for each in text)
    return "".join(each or " " for each in shown).strip()


def _text(text: str, remarks: list[Remark]) -> str:
    if len(text) <= LONGEST_TEXT:
        return text
    space = text.rfind(" ", 0, LONGEST_TEXT + 1)
    cut = space if space > 0 else LONGEST_TEXT
    remarks.append(Remark(_("This was too much for one search and was left out:"), text[cut:]))
    return text[:cut]


def _sources(slugs: Sequence[str], remarks: list[Remark]) -> tuple[str, ...]:
    known: dict[str, None] = {}
    for slug in map(_clean, slugs[:MOST_VALUES]):
        if _SLUG.fullmatch(slug):
            known[slug] = None
        elif slug:
            remarks.append(no_such_source(slug))
    return tuple(known)


def no_such_source(slug: str) -> Remark:
    """The remark for a slug that no source has."""
    return Remark(_("There is no source with this name, so it was ignored:"), slug)


def _values(choice: Choice, values: Sequence[str], remarks: list[Remark]) -> tuple[str, ...]:
    known: dict[str, None] = {}
    for value in map(_clean, values[:MOST_VALUES]):
        if value in FACETS[choice.facet]:
            known[value] = None
        elif value:
            remarks.append(Remark(str(choice.unknown), value))
    return tuple(known)


def _sort(text: str, remarks: list[Remark]) -> Sort:
    sort = _one_of(Sort, text, Sort.RELEVANCE)
    if text and text != sort:
        remarks.append(Remark(_("There is no such order; the best matches come first:"), text))
    return Sort(sort)


def _page(text: str, remarks: list[Remark]) -> int:
    digits = ascii_digits(text)
    if re.fullmatch(rf"0*[1-9][0-9]{{0,{MOST_DIGITS - 1}}}", digits):
        return int(digits)
    if text:
        remarks.append(Remark(_("There is no such page; this is the first one:"), text))
    return 1


def _one_of(choices: Any, text: str | None, default: Any) -> Any:
    try:
        return choices(text)
    except ValueError:
        return default

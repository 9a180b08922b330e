"""What the index holds of an article, and under which names.

Text fields are named ``{scope}_{stream}``: the whole article, and its title alone, each in the
exact, stem and extra streams of :mod:`articles.text.analyzer`. The whole holds the title
:data:`TITLE_COUNT` times, so that a word has one rarity and an article one length wherever the
word stands (BM25F, Robertson, Zaragoza and Taylor 2004); a field for each part gave a word of the
title a rarity of its own, which ranked a Persian news collection below plain BM25. Nothing is
stored: hits give the article's id, the database its text.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple

VERSION = 6
"""Raised whenever the fields below change: the index must then be rebuilt."""

ARTICLE = "article"
"""Primary key of the article."""
SOURCE = "source"
"""Primary key of the source; 0 for none."""
DAY = "day"
"""Proleptic Gregorian ordinal (:meth:`datetime.date.toordinal`); 0 for an article of no day."""
CATEGORIES = "categories"
MONTHS = "months"
"""What is counted, several to a field since the engine counts each field in a pass of its own:
source and facets (:func:`packed_categories`); the months of all calendars (:func:`packed_months`),
0 for an article of no day."""
NEWEST = "newest"
OLDEST = "oldest"
"""Sort keys: the day, then the beginning of the article's key, so that equal days have one order
in every index. An article of no day comes last in both (``oldest`` is sorted upwards)."""

LENGTH = "length"
"""How many words the article has: title, text and captions, each once."""

FINGERPRINT = "fingerprint"
"""A hash of the article's texts and language, by which a check finds what the index has missed."""

COUNTED_OR_SORTED = (CATEGORIES, MONTHS, NEWEST, OLDEST, FINGERPRINT)

LANGUAGES = ("und", "fa", "ar", "en")

LANGUAGE = "language"

COPY = "copy"
ONCE, COPIED = "no", "yes"

FACETS = {LANGUAGE: LANGUAGES, COPY: (ONCE, COPIED)}
"""What articles are counted and filtered by, beside their source and days: an attribute of
:class:`.documents.IndexedArticle` with its few known values. A field of the same name holds the
number of the value. Readers choose by :data:`articles.views.search.choices.CHOICES`."""

COMBINATIONS = math.prod(map(len, FACETS.values()))
"""Of the values of all facets: the remainder by it of what is packed stands for these, and the
quotient for the source."""


def packed_categories(source: int, values: Mapping[str, int]) -> int:
    """One number for a source and the number of the value of each facet."""
    packed = source
    for name, known in FACETS.items():
        packed = packed * len(known) + values[name]
    return packed


@cache
def unpacked_categories(packed: int) -> tuple[int, Mapping[str, str]]:
    """The source, and the value of each facet."""
    source, packed = divmod(packed, COMBINATIONS)
    values = {}
    for name, known in reversed(FACETS.items()):
        packed, number = divmod(packed, len(known))
        values[name] = known[number]
    return source, values


_MONTH_BITS = 17
"""Of a month as its year times 12 plus its number from 0: all three make an integer that a float
holds exactly, which is what engines give for a bucket."""
_EACH_MONTH = (1 << _MONTH_BITS) - 1


NO_MONTH = (0, 1)
"""Stands for the Hijri month of a day outside its tables."""


class Months(NamedTuple):
    """The months of a day, each as (year, month)."""

    jalali: tuple[int, int]
    gregorian: tuple[int, int]
    hijri: tuple[int, int] = NO_MONTH


def packed_months(months: Months) -> int:
    """One number for the months of a day."""
    packed = 0
    for year, month in months:
        packed = (packed << _MONTH_BITS) + year * 12 + month - 1
    return packed


def by_month(packed: Mapping[int, int], place: int) -> dict[tuple[int, int], int]:
    """Numbers by packed months, none of them 0, as those by the month at a place of
    :class:`Months`; in order."""
    shift = (len(Months._fields) - 1 - place) * _MONTH_BITS
    counts: dict[int, int] = {}
    for months, count in packed.items():
        month = months >> shift & _EACH_MONTH
        counts[month] = counts.get(month, 0) + count
    return {(month // 12, month % 12 + 1): counts[month] for month in sorted(counts)}


class Scope(StrEnum):
    """What of an article a field holds."""

    WHOLE = "whole"
    TITLE = "title"


class Stream(StrEnum):
    """The streams of the analyser, in its order."""

    EXACT = "exact"
    STEM = "stem"
    EXTRA = "extra"


class Kept(StrEnum):
    """What is kept of a token beside the articles that have it."""

    PLACES = "places"
    COUNTS = "counts"
    NOTHING = "nothing"


KEPT = {Stream.EXACT: Kept.PLACES, Stream.STEM: Kept.COUNTS, Stream.EXTRA: Kept.NOTHING}
"""Of each stream; of extras each article has a set."""

TITLE_COUNT = 3
"""How often the whole holds the title."""

TITLE_ONLY = "title_only"
"""The tokens of the title, of all streams, that the article has nowhere else: what stands in the
whole and not here stands in the body or a caption."""


REPEATED = "repeated"
"""How often the article has each of its counted tokens that it has more than once: one less than
that, as the bits of which it is the sum (:func:`repeated`). With the articles that have a token,
and those that have each of these, an engine that counts articles tells how often a token stands in
all of them.
The token by which a word of a text counts is its stem, or the word itself if it is a number; words
of the Arabic script count by their Arabic stems in Arabic articles, by their Persian ones in all
others, so that each counts once."""

MOST_BITS = 24
"""No article has so many words that one more would be needed."""


def repeated(token: str, bit: int) -> str:
    """The token of :data:`REPEATED` for a bit; no token of the analyser has such a sign."""
    return f"{token}+{bit}"


def field_name(scope: Scope, stream: Stream) -> str:
    """The field that holds one stream of one scope."""
    return f"{scope}_{stream}"


def pair(first: str, second: str) -> str:
    """The extra of two words side by side; no token of the analyser has such a sign."""
    return f"{first}+{second}"


KEY_BITS = 40
"""How many bits of the article's key stand below the day in a sort key."""

NO_DAY_LAST = (1 << 23) - 1
"""Stands for the day of an undated article where the smallest comes first."""

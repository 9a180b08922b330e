"""Articles in the form of the index: analysed, with days and keys as numbers. Pure.

Analysis takes most of the time of indexing, so :func:`analyze` and its arguments and results can be
passed to and from worker processes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain, compress, pairwise, starmap
from operator import and_

from articles.calendars import to_hijri, to_jalali
from articles.search.engine import schema
from articles.search.engine.schema import Months, Scope, Stream, field_name
from articles.text.analyzer import STEM_MARKS, Analyzer, chunks, joined
from articles.text.function_words import IN_ANY_LANGUAGE
from articles.text.language import ARABIC

ANALYZER = Analyzer()
"""The process's own analyser: its tables of words serve the index and queries alike."""


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """What the index needs to know of an article; facets are attributes of their names."""

    pk: int
    key: str
    language: str
    source: int | None
    day: date | None
    title: str
    body: str
    caption: str
    copy: str = schema.ONCE


@dataclass(frozen=True, slots=True)
class AnalyzedArticle:
    """An article's fields as the index takes them: values of tokens parted by spaces, and numbers.

    No phrase goes from one value into the next.
    """

    pk: int
    texts: dict[str, tuple[str, ...]]
    numbers: dict[str, int]


_WHOLE = [field_name(Scope.WHOLE, stream) for stream in Stream]
_TITLE = [field_name(Scope.TITLE, stream) for stream in Stream]


def analyze(article: IndexedArticle, analyzer: Analyzer) -> AnalyzedArticle:
    """The streams of an article and the numbers it is filtered and sorted by."""
    streams = [
        analyzer.streams_of(chunks(text), article.language)
        for text in (article.title, article.body, article.caption)
    ]
    title, body, caption = map(joined, streams)
    copies = schema.TITLE_COUNT * [title]
    exact, stem, _ = zip(*copies, body, caption, strict=True)
    each_once = title, body, caption
    extras = [of_part[2] for of_part in each_once]
    pairs = [_common_pairs(of_part[0]) for of_part in each_once]
    elsewhere = _tokens(chain.from_iterable(chain(*streams[1:])))
    texts = dict(zip(_WHOLE, (exact, stem, (_distinct((*extras, *pairs)),)), strict=True))
    texts |= {name: (tokens,) for name, tokens in zip(_TITLE, title, strict=True)}
    texts[schema.TITLE_ONLY] = (_distinct(title, without=elsewhere),)
    words = " ".join([of_part[0] for of_part in each_once]).split()
    stems = " ".join([of_part[1] for of_part in each_once]).split()
    texts[schema.REPEATED] = (_repeated(words, stems, article.language),)
    return AnalyzedArticle(article.pk, texts, numbers(article, len(words)))


def _tokens(values: Iterable[str]) -> set[str]:
    """All tokens. Of a text's chunks most have one, and many recur, so few are split."""
    found = set(values)
    return found.union(" ".join([value for value in found if " " in value]).split())


def _distinct(values: Iterable[str], *, without: Collection[str] = ()) -> str:
    """Each token once."""
    tokens = dict.fromkeys(" ".join(values).split())
    return " ".join([token for token in tokens if token not in without])


def _common_pairs(exact: str) -> str:
    """The pairs of words that carry nothing: by them phrases of these are found, since nearly every
    article has both words and to compare where they stand takes the engine very long."""
    words = exact.split()
    carries_nothing = list(map(IN_ANY_LANGUAGE.__contains__, words))
    both = map(and_, carries_nothing, carries_nothing[1:])
    return " ".join(starmap(schema.pair, compress(pairwise(words), both)))


def _repeated(words: Iterable[str], stems: Iterable[str], language: str) -> str:
    """The tokens of :data:`.schema.REPEATED`."""
    counted = Counter(stems)
    counted.update(filter(str.isdecimal, words))
    return " ".join(
        schema.repeated(token, bit)
        for token, count in counted.items()
        if count > 1 and (language == ARABIC or token[0] != STEM_MARKS[ARABIC])
        for bit in range((count - 1).bit_length())
        if (count - 1) >> bit & 1
    )


def analyze_step(articles: Sequence[IndexedArticle]) -> list[AnalyzedArticle]:
    """Several articles in one go, by the process's own analyser: work for a worker process."""
    return [analyze(article, ANALYZER) for article in articles]


def numbers(article: IndexedArticle, words: int = 0) -> dict[str, int]:
    """What the index holds of an article beside its words, of which it has so many."""
    day = article.day
    tie = int.from_bytes(article.key[: schema.KEY_BITS // 8].encode("ascii"), "big")
    ordinal = day.toordinal() if day else 0
    source = article.source or 0
    values = {name: known.index(getattr(article, name)) for name, known in schema.FACETS.items()}
    return {
        schema.ARTICLE: article.pk,
        schema.SOURCE: source,
        **values,
        schema.CATEGORIES: schema.packed_categories(source, values),
        schema.DAY: ordinal,
        schema.MONTHS: _months(day) if day else 0,
        schema.NEWEST: (ordinal << schema.KEY_BITS) + tie,
        schema.OLDEST: ((ordinal or schema.NO_DAY_LAST) << schema.KEY_BITS) + tie,
        schema.LENGTH: words,
        schema.FINGERPRINT: _fingerprint(article),
    }


@lru_cache(10_000)
def _months(day: date) -> int:
    jalali, hijri = to_jalali(day)[:2], to_hijri(day)
    gregorian = (day.year, day.month)
    months = Months(jalali, gregorian, hijri[:2]) if hijri else Months(jalali, gregorian)
    return schema.packed_months(months)


def _fingerprint(article: IndexedArticle) -> int:
    """Tells texts of one article apart: 63 bits, since the database's integers have a sign."""
    text = "\x1f".join((article.language, article.title, article.body, article.caption))
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1

"""Articles in the form of the index: analysed, with days and keys as numbers. Pure.

Analysis takes most of the time of indexing, so :func:`analyze` and its arguments and results can be
passed to and from worker processes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from articles.calendars import to_jalali
from articles.search.engine import schema
from articles.search.engine.schema import Scope, Stream, field_name
from articles.text.analyzer import Analyzer
from articles.text.function_words import IN_ANY_LANGUAGE

ANALYZER = Analyzer()
"""The process's own analyser: its tables of words serve the index and queries alike."""


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """What the index needs to know of an article."""

    pk: int
    key: str
    language: str
    source: int | None
    day: date | None
    title: str
    body: str
    caption: str


@dataclass(frozen=True, slots=True)
class AnalyzedArticle:
    """An article's fields as the index takes them: values of tokens parted by spaces, and numbers.

    No phrase goes from one value into the next.
    """

    pk: int
    texts: dict[str, tuple[str, ...]]
    numbers: dict[str, int]


def analyze(article: IndexedArticle, analyzer: Analyzer) -> AnalyzedArticle:
    """The streams of an article and the numbers it is filtered and sorted by."""
    title, body, caption = (
        analyzer.joined(text, article.language)
        for text in (article.title, article.body, article.caption)
    )
    copies = schema.TITLE_COUNT * [title]
    exact, stem, _ = zip(*copies, body, caption, strict=True)
    each_once = title, body, caption
    extras = [of_part[2] for of_part in each_once]
    pairs = [_common_pairs(of_part[0]) for of_part in each_once]
    elsewhere = set(" ".join((*body, *caption)).split())
    texts = {
        field_name(Scope.WHOLE, Stream.EXACT): exact,
        field_name(Scope.WHOLE, Stream.STEM): stem,
        field_name(Scope.WHOLE, Stream.EXTRA): (_distinct((*extras, *pairs)),),
        **{field_name(Scope.TITLE, each): (title[at],) for at, each in enumerate(Stream)},
        schema.TITLE_ONLY: (_distinct(title, without=elsewhere),),
    }
    return AnalyzedArticle(article.pk, texts, numbers(article))


def _distinct(values: Iterable[str], *, without: Collection[str] = ()) -> str:
    """Each token once."""
    tokens = dict.fromkeys(" ".join(values).split())
    return " ".join([token for token in tokens if token not in without])


def _common_pairs(exact: str) -> str:
    """The pairs of words that carry nothing: by them phrases of these are found, since nearly every
    article has both words and to compare where they stand takes the engine very long."""
    return " ".join(
        [
            schema.pair(first, second)
            for first, second in pairwise(exact.split())
            if first in IN_ANY_LANGUAGE and second in IN_ANY_LANGUAGE
        ]
    )


def analyze_step(articles: Sequence[IndexedArticle]) -> list[AnalyzedArticle]:
    """Several articles in one go, by the process's own analyser: work for a worker process."""
    return [analyze(article, ANALYZER) for article in articles]


def numbers(article: IndexedArticle) -> dict[str, int]:
    """What the index holds of an article beside its words."""
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
        schema.FINGERPRINT: _fingerprint(article),
    }


def _months(day: date) -> int:
    jalali_year, jalali_month, _ = to_jalali(day)
    jalali, gregorian = jalali_year * 100 + jalali_month, day.year * 100 + day.month
    return jalali * schema.JALALI_UNIT + gregorian


def _fingerprint(article: IndexedArticle) -> int:
    """Tells texts of one article apart: 63 bits, since the database's integers have a sign."""
    text = "\x1f".join((article.language, article.title, article.body, article.caption))
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1

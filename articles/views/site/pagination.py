"""Keyset pagination of articles: as fast at the end of the archive as at its start.

The order is: dated articles by (day, key), latest first, then those without a day by key. An
address names the place where a page begins, ``?before=2025-12-28.<key>`` (older articles than that
one) or ``?after=…`` (newer ones); nothing is counted or skipped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

import jdatetime
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.models import Article
from articles.models.articles import ArticleQuerySet

from .errors import Missing

PAGE_SIZE = 30
UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the order of articles: the article with this day and key."""

    day: date | None
    key: str

    @classmethod
    def at(cls, article: Article) -> Self:
        return cls(article.day, article.key)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what :meth:`__str__` wrote; raises ValueError for anything else."""
        day, _dot, key = text.partition(".")
        if not re.fullmatch("[a-z0-9]{16}", key):
            raise ValueError(f"not a key: {key!r}")
        if day == UNDATED:
            return cls(None, key)
        gregorian = date.fromisoformat(day)
        # Days before the first Jalali year, which no article can have, raise ValueError here.
        jdatetime.date.fromgregorian(date=gregorian)
        return cls(gregorian, key)

    def __str__(self) -> str:
        return f"{self.day or UNDATED}.{self.key}"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of articles, newest first, and the query strings of its neighbours (empty if none)."""

    articles: list[Article]
    newer: str = ""
    older: str = ""


def page_of(articles: ArticleQuerySet, parameters: QueryDict, size: int = PAGE_SIZE) -> Page:
    """The page that the address asks for, otherwise the newest one; takes one or two queries.

    Raises Missing for an invalid place.
    """
    before, after = _cursor(parameters, "before"), _cursor(parameters, "after")
    if before:
        found = _older(articles, before, size + 1)
        return _page(found[:size], has_newer=True, has_older=len(found) > size)
    if after:
        found = _newer(articles, after, size + 1)
        if len(found) > size:
            return _page(found[-size:], has_newer=True, has_older=True)
        # There is nothing newer, so this is the newest page: fill it.
    found = _older(articles, None, size + 1)
    return _page(found[:size], has_newer=False, has_older=len(found) > size)


def _cursor(parameters: QueryDict, name: str) -> Cursor | None:
    text = parameters.get(name)
    if text is None:
        return None
    try:
        return Cursor.parse(text)
    except ValueError:
        raise Missing(_("There is no such place in the list.")) from None


def _page(articles: list[Article], *, has_newer: bool, has_older: bool) -> Page:
    if not articles:
        return Page(articles)
    return Page(
        articles,
        newer=f"after={Cursor.at(articles[0])}" if has_newer else "",
        older=f"before={Cursor.at(articles[-1])}" if has_older else "",
    )


def _older(articles: ArticleQuerySet, cursor: Cursor | None, count: int) -> list[Article]:
    """At most ``count`` articles after the place (None: from the start), newest first."""
    found: list[Article] = []
    dated, undated = articles.newest_first(), articles.undated()
    if cursor and cursor.day:
        # The first condition repeats the second, so that the index finds where to start.
        dated = dated.filter(
            Q(published_on__lt=cursor.day) | Q(key__lt=cursor.key), published_on__lte=cursor.day
        )
    elif cursor:
        undated = undated.filter(key__lt=cursor.key)
    if cursor is None or cursor.day:
        found = list(dated[:count])
    if len(found) < count:
        found += undated[: count - len(found)]
    return found


def _newer(articles: ArticleQuerySet, cursor: Cursor, count: int) -> list[Article]:
    """At most ``count`` articles right before the place, newest first."""
    found: list[Article] = []
    dated = articles.newest_first().reverse()
    if cursor.day:
        dated = dated.filter(
            Q(published_on__gt=cursor.day) | Q(key__gt=cursor.key), published_on__gte=cursor.day
        )
    else:
        found = list(articles.undated().reverse().filter(key__gt=cursor.key)[:count])
    if len(found) < count:
        found += dated[: count - len(found)]
    return found[::-1]

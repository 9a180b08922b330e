"""Keyset pagination of articles: as fast at the end of the archive as at its start.

The order is: dated articles by (day, key), latest first, then those without a day by key. An
address names the place where a page begins, ``?before=2025-12-28.<key>`` (older articles than that
one) or ``?after=…`` (newer ones); nothing is counted or skipped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

import jdatetime
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.db.prepared import Given, Prepared
from articles.models import Article
from articles.models.articles import PUBLISHED_ON, ArticleQuerySet

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

    def with_parameter(self, parameter: str) -> Self:
        """With a parameter in the query strings of its neighbours; itself if that is empty."""
        if not parameter:
            return self
        newer, older = (f"{parameter}&{each}" if each else "" for each in (self.newer, self.older))
        return replace(self, newer=newer, older=older)


class ArticleList:
    """A list of articles, newest first, that is read by pages.

    ``articles`` composes it; what differs from one list of the kind to the next is
    :class:`~articles.db.prepared.Given`. A list that ``is_dated`` has no articles without a day.
    """

    def __init__(
        self,
        articles: Callable[[], ArticleQuerySet],
        size: int = PAGE_SIZE,
        *,
        is_dated: bool = False,
    ) -> None:
        day, key = Given("day", PUBLISHED_ON), Given("key")

        def prepared(compose: Callable[[], ArticleQuerySet]) -> Prepared[Article]:
            return Prepared(lambda: compose()[: size + 1])  # one more tells that there is a page

        def newest_first() -> ArticleQuerySet:
            return articles().newest_first()

        def undated() -> ArticleQuerySet:
            return articles().undated()

        # Of the conditions on days, the first repeats the second, so that the index finds where
        # to start.
        older = {"published_on__lte": day}
        newer = {"published_on__gte": day}
        self._size = size
        self._is_dated = is_dated
        self._dated = prepared(newest_first)
        self._dated_before = prepared(
            lambda: newest_first().filter(Q(published_on__lt=day) | Q(key__lt=key), **older)
        )
        self._dated_after = prepared(
            lambda: (
                newest_first().reverse().filter(Q(published_on__gt=day) | Q(key__gt=key), **newer)
            )
        )
        self._dated_from_end = prepared(lambda: newest_first().reverse())
        self._undated = prepared(undated)
        self._undated_before = prepared(lambda: undated().filter(key__lt=key))
        self._undated_after = prepared(lambda: undated().reverse().filter(key__gt=key))

    def page(self, parameters: QueryDict, **given: Any) -> Page:
        """The page that the address asks for, otherwise the newest one; takes one or two queries.

        Raises Missing for an invalid place.
        """
        size = self._size
        before, after = _cursor(parameters, "before"), _cursor(parameters, "after")
        if before:
            found = self.older(before, **given)
            return _page(found[:size], has_newer=True, has_older=len(found) > size)
        if after:
            found = self._newer(after, given)
            if len(found) > size:
                return _page(found[-size:], has_newer=True, has_older=True)
            # There is nothing newer, so this is the newest page: fill it.
        found = self.older(None, **given)
        return _page(found[:size], has_newer=False, has_older=len(found) > size)

    def older(self, cursor: Cursor | None, **given: Any) -> list[Article]:
        """A page and one more after the place (None: from the start), newest first."""
        if cursor and cursor.day is None:
            return self._undated_before.rows(key=cursor.key, **given)
        if cursor:
            found = self._dated_before.rows(day=cursor.day, key=cursor.key, **given)
        else:
            found = self._dated.rows(**given)
        if len(found) <= self._size and not self._is_dated:
            found += self._undated.rows(**given)
        return found[: self._size + 1]

    def _newer(self, cursor: Cursor, given: dict[str, Any]) -> list[Article]:
        """A page and one more right before the place, newest first."""
        if cursor.day:
            found = self._dated_after.rows(day=cursor.day, key=cursor.key, **given)
        else:
            found = self._undated_after.rows(key=cursor.key, **given)
            if len(found) <= self._size:
                found += self._dated_from_end.rows(**given)
        return found[: self._size + 1][::-1]


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

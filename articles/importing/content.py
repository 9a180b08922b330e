"""The content of an article, taken from one of its captures. Pure.

The current content of an article is that of its first capture in the order of :func:`recency`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from operator import itemgetter
from typing import Any, NamedTuple

import jdatetime

from articles.fields import CONTENT, EMPTY, SEVERAL, Kind

from .identity import body_key, fold_body, title_key

_NEVER = datetime.min


def recency(
    views: int | None, captured_at: datetime | None, content_hash: str
) -> tuple[bool, int, datetime, str]:
    """Sort key for the captures of one article: the greatest is the latest scrape.

    View counts only grow, so the highest one is the latest scrape, without a clock; times come
    second, and a hash of the content decides the rest, so that the order of imports does not
    matter.
    """
    moment = captured_at.replace(tzinfo=None) if captured_at else _NEVER
    return (views is not None, views or 0, moment, content_hash)


class FigureContent(NamedTuple):
    position: int
    alt: str
    caption: str
    credit: str


class ContentKeys(NamedTuple):
    """The hashes of a content's title, body and related titles (:mod:`.identity`)."""

    title: str
    body: str
    related: tuple[str, ...]


def keys_of(parsed: dict[str, Any]) -> ContentKeys:
    """The keys of a capture's parsed fields."""
    return ContentKeys(
        title=title_key(parsed["title"]),
        body=body_key(fold_body(parsed["paragraphs"])),
        related=tuple(title_key(title) for title in parsed["related"]),
    )


class ArticleContent(NamedTuple):
    """The imported fields of an article.

    ``source_name`` is the source as printed: which :class:`~articles.models.Source` that is, the
    database knows. ``columns`` are the article's own columns except the ``day``, by name.
    """

    source_name: str
    day: date | None
    columns: dict[str, Any]
    figures: tuple[FigureContent, ...]
    related: tuple[tuple[str, str], ...]
    """Titles, each with its key."""

    @property
    def fields(self) -> dict[str, Any]:
        """The article's own columns, by name, as an article has them."""
        day = jdatetime.date.fromgregorian(date=self.day) if self.day else None
        return self.columns | {"published_on": day}

    @property
    def body_key(self) -> str:
        """By which duplicates find each other; empty for a body too short to tell."""
        return str(self.columns["body_key"])


_PLAIN = {
    field.name: field.key for field in CONTENT if field.kind not in {Kind.DAY, Kind.TIME, *SEVERAL}
}
_read_plain = itemgetter(*_PLAIN.values())


def parsed_values(parsed: Mapping[str, Any]) -> dict[str, Any]:
    """What a capture's parsed fields say in the fields of one value and the body; the source is
    its name as printed, the day a Gregorian date."""
    parsed = {**EMPTY, **parsed}
    day, clock = parsed["published_gregorian"], parsed["time"]
    return {
        **dict(zip(_PLAIN, _read_plain(parsed), strict=True)),
        "body": "\n\n".join(parsed["paragraphs"]),
        "published_on": date.fromisoformat(day) if day else None,
        "published_time": time.fromisoformat(clock) if clock else None,
    }


def content_of(parsed: dict[str, Any], keys: ContentKeys) -> ArticleContent:
    """The content that a capture's parsed fields give an article."""
    columns = parsed_values(parsed)
    source_name, day = columns.pop("source"), columns.pop("published_on")
    return ArticleContent(
        source_name=source_name,
        day=day,
        columns=columns | {"title_key": keys.title, "body_key": keys.body},
        figures=tuple(
            FigureContent(
                position=figure["position"],
                alt=figure["alt"],
                caption=figure["caption"],
                credit=figure["credit"] or "",
            )
            for figure in parsed["figures"]
        ),
        related=tuple(zip(parsed["related"], keys.related, strict=True)),
    )

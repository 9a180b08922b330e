"""The content of an article, taken from one of its captures. Pure.

The current content of an article is that of its first capture in the order of :func:`recency`.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, NamedTuple

import jdatetime

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
    database knows. ``columns`` are the article's own columns but for the ``day``, by name.
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


def content_of(parsed: dict[str, Any], keys: ContentKeys) -> ArticleContent:
    """The content that a capture's parsed fields give an article."""
    day = parsed["published_gregorian"]
    clock = parsed["time"]
    return ArticleContent(
        source_name=parsed["source"],
        day=date.fromisoformat(day) if day else None,
        columns={
            "author": parsed["author"],
            "language": parsed["language"],
            "title": parsed["title"],
            "body": "\n\n".join(parsed["paragraphs"]),
            "published_time": time.fromisoformat(clock) if clock else None,
            "date_text": parsed["date_text"],
            "date_calendar": parsed["date_calendar"],
            "views": parsed["views"],
            "url": parsed["url"],
            "external_id": parsed["external_id"],
            "title_key": keys.title,
            "body_key": keys.body,
        },
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

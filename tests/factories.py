"""Small makers of database rows for tests of pages and commands; all news in them is invented."""

from __future__ import annotations

import hashlib
import itertools
from datetime import date
from typing import Any

import jdatetime

from articles.importing.identity import body_key, fold_body, hash_of, identity_hash, title_key
from articles.models import (
    Article,
    ArticleIdentity,
    Capture,
    Figure,
    ImportBatch,
    RawBytes,
    RelatedStory,
    Source,
)
from articles.packing import packed

_numbers = itertools.count(1)


def make_source(name: str = "روزنامهٔ بامداد نو", language: str = "fa", **fields: Any) -> Source:
    fields.setdefault("slug", f"outlet-{next(_numbers)}")
    return Source.objects.create(**{f"name_{language}": name}, language=language, **fields)


def make_article(
    title: str = "", *, day: date | None = date(2025, 12, 28), **fields: Any
) -> Article:
    """An article with its identity; ``day`` is Gregorian."""
    title = title or f"خبر شمارهٔ {next(_numbers)}"
    body = fields.setdefault("body", "باران دیروز خیابان‌های شهر ساختگی را شست.")
    identity = identity_hash(str(fields.get("source") or ""), title, day)
    fields.setdefault("key", identity[:16])
    fields.setdefault("language", "fa")
    article = Article.objects.create(
        title=title,
        published_on=jdatetime.date.fromgregorian(date=day) if day else None,
        title_key=title_key(title),
        body_key=body_key(fold_body([body])),
        **fields,
    )
    ArticleIdentity.objects.create(article=article, hash=fields["key"] + identity[16:])
    return article


def make_figure(article: Article, position: int = 0, **fields: Any) -> Figure:
    return Figure.objects.create(article=article, position=position, **fields)


def make_related(article: Article, title: str, target: Article | None = None) -> RelatedStory:
    return RelatedStory.objects.create(
        article=article,
        position=article.related_stories.count(),
        title=title,
        title_key=title_key(title),
        target=target,
    )


def make_capture(
    article: Article, raw: bytes, *, encoding: str = "utf-8", **fields: Any
) -> Capture:
    """A live capture of the article, with its bytes, in a batch of its own."""
    sha256 = hashlib.sha256(raw).hexdigest()
    RawBytes.objects.get_or_create(sha256=sha256, part=0, compressed=packed(raw))
    return Capture.objects.create(
        batch=ImportBatch.objects.create(state=ImportBatch.State.DONE),
        article=article,
        file_name="invented.txt",
        item_number=1,
        start=0,
        end=len(raw),
        encoding=encoding,
        sha256=sha256,
        outcome=Capture.Outcome.CREATED,
        content_hash=hash_of("content", sha256),
        **fields,
    )

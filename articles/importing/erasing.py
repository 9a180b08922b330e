"""Takedowns: deletes an article, its captures and their bytes; leaves a tombstone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.utils import timezone

from articles.models import (
    Article,
    ArticleChange,
    ArticleIdentity,
    Capture,
    LogLeaf,
    RawBytes,
    Tombstone,
    TombstoneHash,
)

from . import sources
from .identity import (
    DUPLICATE_MIN_WORDS,
    body_hash,
    fold_body,
    identity_hash,
    variant_hash,
)
from .reconciling import Changes, remove_articles


def erase(article: Article, *, reason: str, by: Any = None) -> Tombstone:
    """Erase an article with everything that holds its text, in one transaction.

    The tombstone keeps only hashes, of the captured identities, bodies and bytes, by which imports
    refuse the item.
    """
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        captures = list(_captures_of(article))
        tombstone = Tombstone.objects.create(key=article.key, reason=reason, erased_by=by)
        TombstoneHash.objects.bulk_create(
            TombstoneHash(tombstone=tombstone, hash=hash_)
            for hash_ in sorted(_hashes(article, captures))
        )
        changes = Changes()
        remove_articles([article], changes)
        Article.history.filter(id=article.pk).delete()
        _forget_title(article)
        ids = [capture.pk for capture in captures]
        Capture.objects.filter(pk__in=ids).delete()
        LogLeaf.objects.erase(ids, timezone.now())
        shas = {capture.sha256 for capture in captures}
        shas -= set(Capture.objects.filter(sha256__in=shas).values_list("sha256", flat=True))
        changes.follow_up()
        sources.prune(capture.parsed["source"] for capture in captures if capture.parsed)
        RawBytes.objects.erase(shas)
    return tombstone


def _forget_title(article: Article) -> None:
    """Django's admin log contains the article's title."""
    entries = LogEntry.objects.filter(
        content_type__app_label="articles", content_type__model="article", object_id=article.pk
    )
    entries.update(object_repr=article.key)


def _captures_of(article: Article) -> set[Capture]:
    """The article's captures, and withdrawn ones with the same bodies."""
    captures = set(article.captures.all())
    bodies = {(capture.identity, capture.body_hash) for capture in captures}
    for identity, body in bodies:
        captures |= set(Capture.objects.filter(identity=identity, body_hash=body, withdrawn=True))
    return captures


def _hashes(article: Article, captures: list[Capture]) -> set[str]:
    hashes = set(ArticleIdentity.objects.filter(article=article).values_list("hash", flat=True))
    for capture in captures:
        hashes.add(capture.sha256)
        hashes.add(variant_hash(capture.identity, capture.body_hash))
        if capture.parsed:
            hashes |= _hashes_as_read(capture)
    return hashes


def _hashes_as_read(capture: Capture) -> set[str]:
    """Hashes of the latest parse, because the current parser will read the next scrape the same
    way."""
    parsed = capture.parsed
    assert parsed
    day = parsed["published_gregorian"]
    printed_day = date.fromisoformat(day) if day else None
    folded = fold_body(parsed["paragraphs"])
    identity = identity_hash(parsed["source"], parsed["title"], printed_day)
    hashes = {variant_hash(identity, body_hash(folded))}
    if identity != capture.identity:
        hashes.add(identity)
    if folded.count(" ") + 1 >= DUPLICATE_MIN_WORDS:
        hashes |= {capture.body_hash, body_hash(folded)}
    return hashes

"""Stores planned items: one chunk per transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from articles.db.rows import JsonText, insert, reserve_ids
from articles.models import (
    Article,
    ArticleChange,
    ArticleIdentity,
    Capture,
    Figure,
    ImportBatch,
    RawBytes,
    RelatedStory,
)
from articles.packing import DamagedBytesError, unpacked

from . import sources
from .content import ArticleContent
from .identity import key_of
from .linking import find_targets
from .planning import ERASED, PlannedItem, plan
from .preparing import PreparedItem
from .reconciling import Changes, settle


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item after storing: its outcome and the key of its article."""

    item: PreparedItem
    outcome: Capture.Outcome
    error: str
    key: str | None


def store_chunk(batch: ImportBatch, items: Sequence[PreparedItem]) -> list[StoredItem]:
    """Plan and store a chunk of items in one transaction; return the result of each, in order.

    Raises database errors; nothing of the chunk is stored then.
    """
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        planned = plan(items)
        changes = Changes()
        _store_new_articles(planned, changes)
        captures = _store_captures(batch, planned)
        changes.follow_up()
        if joining := {entry.item.identity for entry in planned if entry.settle}:
            settle(joining).follow_up()
        _count(batch, planned)
        keys = _keys(planned, captures, new=changes.created)
    return [
        StoredItem(entry.item, entry.outcome, entry.error, keys.get(pk))
        for entry, pk in zip(planned, captures, strict=True)
    ]


def _store_new_articles(planned: Sequence[PlannedItem], changes: Changes) -> None:
    """The fast path for most items: new ones with an identity of their own."""
    new: list[tuple[PlannedItem, ArticleContent]] = [
        (entry, entry.item.content)
        for entry in planned
        if entry.item.content
        and entry.outcome != Capture.Outcome.REJECTED
        and entry.article_id is None
        and not entry.settle
    ]
    if not new:
        return
    contents = [content for _, content in new]
    source_ids = sources.resolve(
        sources.PrintedSource(content.source_name, content.columns["language"])
        for content in contents
    )
    ids = reserve_ids(Article, len(new))
    articles, identities, figures, related = [], [], [], []
    for article_id, (entry, content) in zip(ids, new, strict=True):
        entry.article_id = article_id
        identity = entry.item.identity
        source_id = source_ids.get(sources.alias_of(content.source_name))
        columns = content.columns.values()
        articles.append((article_id, key_of(identity), source_id, content.day, *columns))
        identities.append((identity, article_id))
        figures += [
            (article_id, figure.position, figure.alt, figure.caption, figure.credit)
            for figure in content.figures
        ]
        related += [
            (article_id, position, title, key, source_id)
            for position, (title, key) in enumerate(content.related)
        ]
        changes.titles.add(content.columns["title_key"])
        changes.bodies.add(content.body_key)
    changes.created |= set(ids)
    names = ("id", "key", "source_id", "published_on", *contents[0].columns)
    insert(Article, names, articles)
    insert(ArticleIdentity, ("hash", "article_id"), identities)
    insert(Figure, ("article_id", "position", "alt", "caption", "credit"), figures)
    targets = find_targets((article, source, key) for article, _, _, key, source in related)
    insert(
        RelatedStory,
        ("article_id", "position", "title", "title_key", "target_id"),
        [
            (article, position, title, key, targets[article, source, key])
            for article, position, title, key, source in related
        ],
    )


def _store_captures(batch: ImportBatch, planned: Sequence[PlannedItem]) -> Sequence[int]:
    """Store the items as captures, with their bytes; return the captures' ids in order."""
    _store_raw_bytes(planned)
    ids = reserve_ids(Capture, len(planned))
    insert(
        Capture,
        _CAPTURE_FIELDS,
        [_capture_row(batch, pk, entry) for pk, entry in zip(ids, planned, strict=True)],
    )
    return ids


def _store_raw_bytes(planned: Sequence[PlannedItem]) -> None:
    # Bytes of erased items are not stored again.
    wanted = {entry.item.sha256: entry.item.parts for entry in planned if entry.error != ERASED}
    for sha256, _part, stored in list(RawBytes.objects.packed(wanted, part=0)):
        _mend(sha256, stored, wanted.pop(sha256))
    RawBytes.objects.keep((sha256, 0, parts[0]) for sha256, parts in wanted.items())
    for sha256, parts in wanted.items():
        # The parts of a very long item are stored one at a time, so that they are never all in
        # memory.
        for number in range(1, len(parts)):
            RawBytes.objects.keep([(sha256, number, parts[number])])


def _mend(sha256: str, stored: bytes | None, parts: Sequence[bytes]) -> None:
    """Repair stored bytes that are damaged when the same bytes are imported again."""
    if not _is_same(stored, parts[0]):
        RawBytes.objects.replace(sha256, 0, parts[0])
    for number in range(1, len(parts)):
        given = parts[number]
        if [given] != [packed for _, _, packed in RawBytes.objects.packed([sha256], part=number)]:
            RawBytes.objects.replace(sha256, number, given)


def _is_same(stored: bytes | None, given: bytes) -> bool:
    if stored is None or stored == given:
        return stored is not None
    try:  # an earlier release has packed differently
        return unpacked(stored) == unpacked(given)
    except DamagedBytesError:
        return False


_CAPTURE_FIELDS = (
    "id",
    "batch_id",
    "article_id",
    "file_name",
    "item_number",
    "start",
    "end",
    "format",
    "encoding",
    "captured_at",
    "sha256",
    "outcome",
    "error",
    "warnings",
    "parsed",
    "identity",
    "source_key",
    "body_hash",
    "content_hash",
    "views",
)


def _capture_row(batch: ImportBatch, pk: int, entry: PlannedItem) -> tuple[Any, ...]:
    item = entry.item
    place = item.place
    row = (
        pk,
        batch.pk,
        entry.article_id,
        place.file,
        place.number,
        place.start,
        place.end,
        item.format,
        item.encoding,
        place.captured_at,
        item.sha256,
        entry.outcome.value,
        entry.error,
        list(item.warnings),
    )
    if entry.outcome == Capture.Outcome.REJECTED:
        return (*row, None, "", "", "", "", None)
    return (
        *row,
        JsonText(item.parsed_json),
        item.identity,
        item.source_key,
        item.body_hash,
        item.content_hash,
        item.views,
    )


def _count(batch: ImportBatch, planned: Sequence[PlannedItem]) -> None:
    for entry in planned:
        name = entry.outcome.value
        batch.counts[name] = batch.counts.get(name, 0) + 1
    batch.save(update_fields=["counts"])


def _keys(
    planned: Sequence[PlannedItem], captures: Sequence[int], *, new: set[int]
) -> dict[int, str]:
    """Capture id → key of its article; read from the database if reconciling may have changed
    it."""
    keys = {}
    moved = []
    for entry, pk in zip(planned, captures, strict=True):
        if entry.article_id in new and not entry.settle:
            keys[pk] = key_of(entry.item.identity)
        else:
            moved.append(pk)
    rows = Capture.objects.filter(pk__among=moved, article__isnull=False)
    return keys | dict(rows.values_list("pk", "article__key"))

"""Items that programs push: read, stored in the import of the day, and answered one by one.

A push is stored as a whole or not at all, together with its answer: who was cut off sends the same
again, and with the same ``Idempotency-Key`` gets the answer that was lost.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles.models import AnsweredPush, ApiToken, ArticleChange, ImportScope
from articles.models.api_tokens import KEPT

from .daily_batches import store_today
from .limits import LimitExceededError, Limits, Tally
from .mappings import UnknownMappingError
from .outcomes import json_object
from .preparing import PreparedItem
from .preview_runs import dry_run
from .running import ImportOptions, read_items
from .storing import StoredItem

MOST_ITEMS = 1000
"""The most items of one push: they are stored in one transaction, for which others wait."""

ANSWERED = (
    "item",
    "outcome",
    "key",
    "error",
    "message",
    "warnings",
    "unsure",
    "language",
    "title",
    "source",
    "published_gregorian",
    "jalali",
    "url",
)
"""What is answered of each item, as in the JSON of ``import_dumps``; ``batch`` is added."""
_TOLD = (*ANSWERED, "batch")

_BLOCK = 64 * 1024
_SUFFIXES = {
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/gzip": ".gz",
    "application/zstd": ".zst",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/warc": ".warc",
    "multipart/related": ".mhtml",
    "text/plain": ".txt",
}
"""Names of forms, which matter only where the content leaves the form open."""

Answer = list[dict[str, Any]]


class Refusal(StrEnum):
    """Why a push is refused as a whole; nothing of it is stored."""

    TOO_LARGE = "too_large"
    TOO_MANY_ITEMS = "too_many_items"
    NOTHING = "nothing"
    INCOMPLETE = "incomplete"
    KEY_REUSED = "key_reused"
    UNKNOWN_MAPPING = "unknown_mapping"


class PushRefusedError(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Push:
    """What a program asks: its items' length and form, and how they are to be imported.

    ``key`` is the ``Idempotency-Key``; ``is_preview`` tells what would happen and stores nothing.
    """

    token: ApiToken
    length: int
    content_type: str = ""
    label: str = ""
    mapping: str = ""
    key: str = ""
    is_preview: bool = False

    @property
    def suffix(self) -> str:
        return _SUFFIXES.get(self.content_type.partition(";")[0].strip().lower(), "")

    def fingerprint(self, sha256: str) -> str:
        """A hash of all that is asked."""
        asked = (sha256, self.content_type, self.label, self.mapping, str(self.is_preview))
        return hashlib.sha256("\0".join(asked).encode()).hexdigest()


def push(asked: Push, body: Callable[[int], bytes]) -> Answer:
    """Read a body, store its items and answer each; ``body`` reads so many bytes of it.

    Raises :class:`PushRefusedError`; errors of the database leave nothing stored.
    """
    if asked.length > settings.MAX_PUSH_BYTES:
        raise PushRefusedError(Refusal.TOO_LARGE)
    with tempfile.NamedTemporaryFile(suffix=asked.suffix) as file:
        sha256 = _copy(asked.length, body, file)
        fingerprint = asked.fingerprint(sha256)
        if (answer := _earlier_answer(asked, fingerprint)) is not None:
            return answer
        options = _options(asked, file.name, sha256)
        try:
            if asked.is_preview:
                return _previewed(file.name, options)
            tally = Tally(options.limits)
            items = _read(file.name, tally, options)
        except LimitExceededError as error:
            raise PushRefusedError(Refusal.TOO_LARGE) from error
        except UnknownMappingError as error:
            raise PushRefusedError(Refusal.UNKNOWN_MAPPING) from error
    return _stored(asked, items, tally.skipped, fingerprint)


def _copy(length: int, body: Callable[[int], bytes], file: Any) -> str:
    """Copy a body into a file; returns its SHA-256."""
    digest = hashlib.sha256()
    left = length
    while left and (block := body(min(left, _BLOCK))):
        digest.update(block)
        file.write(block)
        left -= len(block)
    if left:
        raise PushRefusedError(Refusal.INCOMPLETE)
    file.flush()
    return digest.hexdigest()


def _options(asked: Push, path: str, sha256: str) -> ImportOptions:
    token = asked.token
    allowed = token.allowed_sources()
    if (scope := ImportScope.of(token.owner)) is not None:
        allowed = scope if allowed is None else allowed & scope
    return ImportOptions(
        label=asked.label or token.name,
        user=token.owner,
        names={path: f"{asked.label or token.name}/{sha256[:12]}{asked.suffix}"},
        limits=Limits(files=MOST_ITEMS, total_bytes=settings.MAX_PUSH_BYTES),
        mapping=asked.mapping,
        sources=allowed,
    )


def _read(path: str, tally: Tally, options: ImportOptions) -> list[PreparedItem]:
    """All items of a push."""
    items: list[PreparedItem] = []
    with closing(read_items(path, tally, options)) as found:
        for item in found:
            items.append(item)
            _check_count(len(items))
    if not items:
        raise PushRefusedError(Refusal.NOTHING)
    return items


def _previewed(path: str, options: ImportOptions) -> Answer:
    """What :func:`_stored` would answer."""
    answer: Answer = []

    def tell(stored: StoredItem) -> None:
        answer.append(_answered(stored, None))
        _check_count(len(answer))

    dry_run([path], options, on_item=tell)
    if not answer:
        raise PushRefusedError(Refusal.NOTHING)
    return answer


def _check_count(count: int) -> None:
    if count > MOST_ITEMS:
        raise PushRefusedError(Refusal.TOO_MANY_ITEMS)


def _stored(asked: Push, items: Sequence[PreparedItem], skipped: int, fingerprint: str) -> Answer:
    token, now = asked.token, timezone.now()
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        # Again: the same push may have been stored while this one was read.
        if (answer := _earlier_answer(asked, fingerprint)) is not None:
            return answer
        batch, stored = store_today(
            items,
            origin=f"token {token.pk}",
            label=asked.label or token.name,
            user=token.owner,
            skipped=skipped,
        )
        answer = [_answered(each, batch) for each in stored]
        if asked.key:
            AnsweredPush.objects.filter(created_at__lt=now - KEPT).delete()
            AnsweredPush.objects.create(
                token=token,
                key=asked.key,
                fingerprint=fingerprint,
                answer=answer,
                created_at=now,
            )
    return answer


def _earlier_answer(asked: Push, fingerprint: str) -> Answer | None:
    """The answer that a push with the same key was given. Raises :class:`PushRefusedError` where
    it was for something else."""
    if not asked.key or asked.is_preview:
        return None
    earlier = AnsweredPush.objects.filter(
        token=asked.token, key=asked.key, created_at__gte=timezone.now() - KEPT
    ).first()
    if earlier and earlier.fingerprint != fingerprint:
        raise PushRefusedError(Refusal.KEY_REUSED)
    # In the order of the first time, which PostgreSQL does not keep.
    return [{name: each[name] for name in _TOLD} for each in earlier.answer] if earlier else None


def _answered(stored: StoredItem, batch: int | None) -> dict[str, Any]:
    told = json_object(stored)
    return {name: told[name] for name in ANSWERED} | {"batch": batch}

"""Signs the root of the log once a day."""

from __future__ import annotations

from datetime import UTC, datetime

from articles.archive_key import ArchiveKey
from articles.models import LogHead

from .log import hashes, size
from .merkle import root
from .notes import Checkpoint, is_signed, origin_of, signed


def sign_if_due(now: datetime) -> LogHead | None:
    """Sign the log as it is, if it has grown and was not signed on this day (UTC)."""
    last = LogHead.objects.order_by("-size").first()
    if last and last.signed_at.astimezone(UTC).date() >= now.astimezone(UTC).date():
        return None
    return sign(now)


def sign(now: datetime) -> LogHead | None:
    """Sign the log as it is; nothing if no leaf is new. Raises OSError where the key cannot be
    read."""
    count = size()
    if not count or LogHead.objects.filter(size=count).exists():
        return None
    key = ArchiveKey()
    public = key.public_bytes()
    said = Checkpoint(origin_of(public), count, root(count, hashes), now)
    head, _ = LogHead.objects.get_or_create(
        size=count,
        defaults={
            "root": said.root,
            "signed_at": now,
            "note": signed(said, public, key.sign),
            "public_key": public,
        },
    )
    return head


def is_sound(head: LogHead) -> bool:
    """Whether a head is signed with the key that it names, and says what was signed."""
    public = bytes(head.public_key)
    said = Checkpoint(origin_of(public), head.size, bytes(head.root), head.signed_at)
    return is_signed(head.note, said, public)

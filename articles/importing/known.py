"""What earlier imports have read from the same bytes, so that known items need not be parsed.

The text of an item depends on its bytes, the code, the profiles of sources, the mappings, and what
a person has decided about it. A batch keeps the digest of the first three (:func:`reader_of`):
where it is that of today, its captures hold what parsing would give. The day of the import matters
to days that lie in the future or may be of two calendars; both give a warning, and an item with a
warning about its day is parsed again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from articles.code_digest import code
from articles.dumps.records import unsure_fields
from articles.models import Capture, ImportBatch
from articles.packing import packed

from .identity import variant_hash
from .preparing import ItemPlace, PreparedItem, Reading

READER = "reader"
"""The option of a batch that holds :func:`reader_of` all its captures."""

_MOST_MISSES = 15
"""So many tasks of which nothing was known let as many pass before the next is looked up."""


def reader_of(reading: Reading) -> str:
    """A digest of what decides how bytes are read, apart from the day and people's decisions."""
    given = (code(), sorted(reading.profiles.items()), reading.mappings, reading.proposes)
    return hashlib.sha256(repr(given).encode()).hexdigest()


class KnownReading(NamedTuple):
    """What a capture holds of an item that was read before."""

    format: str
    encoding: str
    warnings: list[str]
    parsed_json: str
    identity: str
    source_key: str
    body_hash: str
    content_hash: str
    views: int | None

    def item(self, place: ItemPlace, sha256: str, raw: bytes) -> PreparedItem:
        """The item at another place. Its content is left out, which an article of the same bytes
        already has."""
        return PreparedItem(
            place=place,
            format=self.format,
            encoding=self.encoding,
            sha256=sha256,
            parts=(packed(raw),),
            warnings=tuple(self.warnings),
            parsed_json=self.parsed_json,
            identity=self.identity,
            variant=variant_hash(self.identity, self.body_hash),
            source_key=self.source_key,
            body_hash=self.body_hash,
            content_hash=self.content_hash,
            views=self.views,
        )


class KnownReadings:
    """Finds the readings of known bytes."""

    def __init__(self, reading: Reading) -> None:
        self._overrides = reading.overrides
        batches = ImportBatch.objects.filter(**{f"options__{READER}": reader_of(reading)})
        self._batches = set(batches.values_list("pk", flat=True))
        self._misses = 0
        self._to_pass = 0

    def is_asked(self) -> bool:
        """Whether the next task is looked up: always while something is known, else now and then,
        since to look up what is new costs the process that stores."""
        if not self._batches:
            return False
        if self._to_pass:
            self._to_pass -= 1
            return False
        return True

    def among(self, sha256s: Collection[str]) -> Mapping[str, KnownReading]:
        """The readings of these bytes, by their SHA-256."""
        rows = (
            Capture.objects.live()
            .filter(sha256__among=sha256s, article__isnull=False, parsed__isnull=False)
            .annotate(parsed_json=Cast("parsed", TextField()))
            .values_list("sha256", "batch_id", *KnownReading._fields)
        )
        found = {
            sha256: KnownReading(*fields)
            for sha256, batch, *fields in rows
            if batch in self._batches and sha256 not in self._overrides
        }
        found = {sha256: each for sha256, each in found.items() if _is_of_any_day(each)}
        self._misses = 0 if found else min(self._misses + 1, _MOST_MISSES)
        self._to_pass = self._misses
        return found


def _is_of_any_day(known: KnownReading) -> bool:
    return "date" not in unsure_fields(known.warnings) and '"overrides"' not in known.parsed_json

"""One item's bytes → everything storing needs, worked out once and off the main process. Pure.

Runs in worker processes: parsing, folding, hashing and compressing are what an import spends its
time on, and none of it needs the database. What goes between processes is made of named tuples,
which are pickled far faster than frozen dataclasses.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from articles.calendars import Calendar, format_iso
from articles.dumps import Overrides, ParsedItem, formats

from .content import ArticleContent, ContentKeys, content_of
from .identity import (
    body_hash,
    body_key,
    fold_body,
    hash_of,
    identity_hash,
    source_key,
    title_key,
    variant_hash,
)

_COMPRESSION = 3  # two thirds of the time of level 6, for 5% more bytes


class ItemPlace(NamedTuple):
    """Where an item stands: its file as named to the user, its number from 1, its bytes in it."""

    file: str
    number: int
    start: int
    end: int
    captured_at: datetime | None


class PreparedItem(NamedTuple):
    """An item ready to be planned and stored.

    ``parsed_json`` is JSON of the text fields of the output (docs/import-formats.md),
    ``date_text``, ``date_calendar``, ``spans`` (field → [start, end], or a list of these) and,
    where a person has decided something about the item, ``overrides``; ``content`` is what these
    give an article. Both are made here, so that the process that stores need not. Rejected items
    have neither. ``parts`` are the compressed raw bytes; an over-long item has one part per
    stretch.
    """

    place: ItemPlace
    format: str
    encoding: str
    sha256: str
    parts: Sequence[bytes]
    error: str = ""
    detail: str = ""
    warnings: tuple[str, ...] = ()
    parsed_json: str = ""
    content: ArticleContent | None = None
    identity: str = ""
    variant: str = ""
    source_key: str = ""
    body_hash: str = ""
    content_hash: str = ""
    published_on: date | None = None
    views: int | None = None

    @property
    def parsed(self) -> dict[str, Any]:
        """The parsed fields, decoded at each use; empty for rejected items."""
        return json.loads(self.parsed_json) if self.parsed_json else {}


def compress(raw: bytes) -> bytes:
    """Raw bytes as :class:`articles.models.RawBytes` keeps them (zlib)."""
    return zlib.compress(raw, _COMPRESSION)


@dataclass(frozen=True, slots=True)
class Reading:
    """How items are read: the day after which a date lies in the future, and what people have
    decided about items, by the SHA-256 of their bytes."""

    reference: date
    overrides: Mapping[str, Overrides] = field(default_factory=dict)

    def options_for(self, sha256: str) -> formats.ParseOptions:
        """What an item's parser is told."""
        return formats.ParseOptions(self.reference, self.overrides.get(sha256))


def prepare(
    place: ItemPlace, format_name: str, raw: bytes, encoding: str, reading: Reading
) -> PreparedItem:
    """Parse one item's bytes."""
    sha256 = hashlib.sha256(raw).hexdigest()
    options = reading.options_for(sha256)
    item = formats.parse(format_name, raw, encoding, options)
    warnings = tuple(code.value for code in item.warnings)
    if item.error:
        return PreparedItem(
            place=place,
            format=format_name,
            encoding=encoding,
            sha256=sha256,
            parts=(compress(raw),),
            error=item.error.value,
            warnings=warnings,
        )
    folded = fold_body(item.paragraphs)
    identity = identity_hash(item.source, item.title, item.published_on)
    body = body_hash(folded)
    parsed = parsed_fields(item)
    if options.overrides:
        parsed["overrides"] = options.overrides.as_json()
    keys = ContentKeys(
        title=title_key(item.title),
        body=body_key(folded, body),
        related=tuple(title_key(story.title) for story in item.related),
    )
    return PreparedItem(
        place=place,
        format=format_name,
        encoding=encoding,
        sha256=sha256,
        parts=(compress(raw),),
        warnings=warnings,
        parsed_json=json.dumps(parsed, ensure_ascii=False),
        content=content_of(parsed, keys),
        identity=identity,
        variant=variant_hash(identity, body),
        source_key=source_key(item.source),
        body_hash=body,
        content_hash=content_hash(parsed),
        published_on=item.published_on,
        views=item.views,
    )


def parsed_fields(item: ParsedItem) -> dict[str, Any]:
    """What a capture keeps of the parse: the fields of docs/import-formats.md, as JSON values."""
    day = item.published_on
    spans: dict[str, Any] = {}
    for name, span in item.spans:
        place = [span.start, span.end]
        if name == "paragraphs":
            spans.setdefault(name, []).append(place)
        else:
            spans[name] = place
    spans["figures"] = [[figure.span.start, figure.span.end] for figure in item.figures]
    spans["related"] = [[story.span.start, story.span.end] for story in item.related]
    return {
        "language": item.language,
        "title": item.title,
        "source": item.source,
        "author": item.author,
        "url": item.url,
        "external_id": item.external_id,
        "published_gregorian": day.isoformat() if day else None,
        "jalali": format_iso(day, Calendar.JALALI) if day else None,
        "time": item.published_time.strftime("%H:%M") if item.published_time else None,
        "views": item.views,
        "paragraphs": list(item.paragraphs),
        "figures": [
            {
                "alt": figure.alt,
                "caption": figure.caption,
                "credit": figure.credit,
                "position": figure.position,
            }
            for figure in item.figures
        ],
        "related": [story.title for story in item.related],
        "banner": list(item.banner),
        "noise": list(item.noise),
        "date_text": item.date_text,
        "date_calendar": item.date_calendar,
        "spans": spans,
    }


_CONTENT = (
    "language",
    "title",
    "source",
    "author",
    "url",
    "external_id",
    "published_gregorian",
    "time",
    "views",
    "paragraphs",
    "figures",
    "related",
    "date_text",
    "date_calendar",
)


def content_hash(parsed: dict[str, Any]) -> str:
    """Equal for captures that would make the same article.

    Settles the order of captures that have the same view count and time. The SHA-256 of the bytes
    would not do: it changes with the blank lines and separators around an item when dumps are
    grouped into files in another way.
    """
    # Sorted, since PostgreSQL gives the keys of an object back in an order of its own.
    content = json.dumps([parsed[name] for name in _CONTENT], ensure_ascii=False, sort_keys=True)
    return hash_of("content", content)

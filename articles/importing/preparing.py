"""Prepares an item for storing: everything that does not need the database. Pure.

Runs in worker processes, because parsing, folding, hashing and compressing take most of the time of
an import. Data between processes are named tuples, which are pickled much faster than frozen
dataclasses.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple

from articles.calendars import Calendar, format_iso
from articles.dumps import Overrides, ParsedItem, formats
from articles.dumps.formats.mapping import FieldMapping
from articles.dumps.profiles import Profile
from articles.fields import CONTENT, PARSED
from articles.packing import packed

from .content import ArticleContent, ContentKeys, content_of, keys_of
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


class ItemPlace(NamedTuple):
    """The place of an item: the display name of its file, its number from 1, its byte range."""

    file: str
    number: int
    start: int
    end: int
    captured_at: datetime | None


class PreparedItem(NamedTuple):
    """An item ready to be planned and stored.

    ``parsed_json`` is JSON of what :data:`articles.fields.PARSED` names, ``spans`` (field → [start,
    end], or a list of these) and, where there are such, ``overrides`` (what a person has decided
    about the item) and ``profile`` (folded name of the source → version of its profile);
    ``content`` is the resulting content of an article. Both are computed here, to relieve the
    process that stores. Rejected items have neither. ``parts`` are the packed raw bytes; a very
    long item has several.
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

    def with_content(self) -> PreparedItem:
        """Itself, with the content that was left out because an article had the same bytes."""
        if self.content or not self.parsed_json:
            return self
        return self._replace(content=content_of(self.parsed, keys_of(self.parsed)))


@dataclass(frozen=True, slots=True)
class Reading:
    """Parameters of reading: the day after which a date is in the future, people's decisions about
    items, by the SHA-256 of their bytes, and the profiles of sources by their folded names."""

    reference: date
    overrides: Mapping[str, Overrides] = field(default_factory=dict)
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    mappings: tuple[FieldMapping, ...] = ()
    proposes: bool = True

    def options_for(self, sha256: str) -> formats.ParseOptions:
        """The arguments of an item's parser."""
        return formats.ParseOptions(
            self.reference,
            self.overrides.get(sha256),
            self.profiles,
            mappings=self.mappings,
            proposes=self.proposes,
        )


def rejected(
    place: ItemPlace, format_name: str, raw: bytes, encoding: str, error: str
) -> PreparedItem:
    """An item that is damaged already as a part of its file."""
    return PreparedItem(
        place=place,
        format=format_name,
        encoding=encoding,
        sha256=hashlib.sha256(raw).hexdigest(),
        parts=(packed(raw),),
        error=error,
    )


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
            parts=(packed(raw),),
            error=item.error.value,
            warnings=warnings,
        )
    folded = fold_body(item.paragraphs)
    identity = identity_hash(item.source, item.title, item.published_on)
    body = body_hash(folded)
    parsed = stored_fields(item, options)
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
        parts=(packed(raw),),
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


def stored_fields(item: ParsedItem, options: formats.ParseOptions) -> dict[str, Any]:
    """The parsed fields as a capture stores them: with what they depend on beside the bytes."""
    parsed = parsed_fields(item)
    if options.overrides:
        parsed["overrides"] = options.overrides.as_json()
    if item.profile:
        parsed["profile"] = dict(item.profile)
    return parsed


_read = attrgetter(*PARSED.values())


def parsed_fields(item: ParsedItem) -> dict[str, Any]:
    """The parsed fields that a capture stores (docs/import-formats.md), as JSON values."""
    day, clock = item.published_on, item.published_time
    spans: dict[str, Any] = {}
    for name, span in item.spans:
        place = [span.start, span.end]
        if name == "paragraphs":
            spans.setdefault(name, []).append(place)
        else:
            spans[name] = place
    spans["figures"] = [[figure.span.start, figure.span.end] for figure in item.figures]
    spans["related"] = [[story.span.start, story.span.end] for story in item.related]
    # Keys keep their order; those of plain texts and numbers come with their values.
    mapping = {"mapping": dict(item.mapping)} if item.mapping else {}
    return (
        mapping
        | _addresses(item)
        | dict(zip(PARSED, _read(item), strict=True))
        | {
            "published_gregorian": day.isoformat() if day else None,
            "jalali": format_iso(day, Calendar.JALALI) if day else None,
            "time": clock.strftime("%H:%M") if clock else None,
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
            "spans": spans,
        }
    )


def _addresses(item: ParsedItem) -> dict[str, Any]:
    """The addresses of pictures and related articles, where the item's form tells any."""
    figures = [figure.address for figure in item.figures]
    related = [story.address for story in item.related]
    return {"addresses": {"figures": figures, "related": related}} if any(figures + related) else {}


_CONTENT = tuple(field.key for field in CONTENT)
_NOTHING: tuple[Any, ...] = ("", None, [])


def content_hash(parsed: dict[str, Any]) -> str:
    """A hash that is equal for captures with the same content.

    It decides the order of captures with the same view count and time. The SHA-256 of the bytes
    would not work: it depends on blank lines and separators around an item, which change if dumps
    are grouped into other files.
    """
    # Without empty values, so that a new field does not change hashes; sorted, because PostgreSQL
    # does not keep the order of keys.
    said = {key: value for key in _CONTENT if (value := parsed.get(key)) not in _NOTHING}
    return hash_of("content", json.dumps(said, ensure_ascii=False, sort_keys=True))

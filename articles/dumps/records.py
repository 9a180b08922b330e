"""The result of parsing a dump: immutable records with the place of each value.

Offsets are characters of the *decoded item* (:attr:`ParsedItem.text`), start included, end
excluded, so that ``item.text[span.start:span.end]`` is the text as printed, before any cleaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """The one role of a line; the preview colours lines by it."""

    BANNER = "banner"
    TITLE = "title"
    SOURCE = "source"
    AUTHOR = "author"
    DATE = "date"
    VIEWS = "views"
    META = "meta"
    BODY = "body"
    RELATED_HEADING = "related-heading"
    RELATED_ITEM = "related-item"
    FIGURE = "figure"
    CAPTION = "caption"
    NOISE = "noise"
    SEPARATOR = "separator"
    BLANK = "blank"


class ErrorCode(StrEnum):
    """Why an item was rejected; the codes are documented in docs/import-formats.md."""

    EMPTY = "empty"
    NO_CONTENT = "no_content"
    NO_TITLE = "no_title"
    BINARY = "binary"
    BAD_ENCODING = "bad_encoding"
    TOO_LARGE = "too_large"
    TOO_COSTLY = "too_costly"
    HTML = "html"
    UNREADABLE = "unreadable"
    NO_ARTICLE = "no_article"
    MALFORMED = "malformed"
    NO_MAPPING = "no_mapping"
    TOO_COMPLEX = "too_complex"


class WarningCode(StrEnum):
    """What is doubtful about an item that was accepted; documented in docs/import-formats.md."""

    NO_DATE = "no_date"
    BAD_DATE = "bad_date"
    FUTURE_DATE = "future_date"
    WEEKDAY_MISMATCH = "weekday_mismatch"
    ASSUMED_CALENDAR = "assumed_calendar"
    NO_SOURCE = "no_source"
    NUL_BYTES = "nul_bytes"
    REPAIRED_ENCODING = "repaired_encoding"
    HTML_STRIPPED = "html_stripped"
    LONG_LINE = "long_line"
    UNKNOWN_LANGUAGE = "unknown_language"
    TITLE_BY_PLACE = "title_by_place"
    SOURCE_FROM_TEXT = "source_from_text"
    SOURCE_AMONG_NAMES = "source_among_names"
    DATE_OF_UPDATE = "date_of_update"
    DATES_DIFFER = "dates_differ"
    BODY_LEFT_OUT = "body_left_out"


UNSURE: Mapping[str, str] = {
    WarningCode.TITLE_BY_PLACE: "title",
    WarningCode.NO_SOURCE: "source",
    WarningCode.SOURCE_FROM_TEXT: "source",
    WarningCode.SOURCE_AMONG_NAMES: "source",
    WarningCode.NO_DATE: "date",
    WarningCode.BAD_DATE: "date",
    WarningCode.FUTURE_DATE: "date",
    WarningCode.WEEKDAY_MISMATCH: "date",
    WarningCode.ASSUMED_CALENDAR: "date",
    WarningCode.DATE_OF_UPDATE: "date",
    WarningCode.DATES_DIFFER: "date",
    WarningCode.LONG_LINE: "body",
    WarningCode.BODY_LEFT_OUT: "body",
}
"""The field that a warning makes unsure; each code is a reason."""


def unsure_fields(codes: Iterable[str]) -> dict[str, list[str]]:
    """The reasons for which title, source, date and body are unsure, by field."""
    found: dict[str, list[str]] = {}
    for code in codes:
        name = UNSURE.get(code)
        if name is not None:
            found.setdefault(name, []).append(code)
    return found


class Span(NamedTuple):
    """Characters ``start`` (included) to ``end`` (excluded) of the decoded item."""

    start: int
    end: int


class Line(NamedTuple):
    """One line with its line end; the lines of an item tile its text."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture's words. ``position`` counts the body paragraphs that stand before it;
    ``address`` is that of the picture, where the form of the item tells it."""

    position: int
    alt: str
    caption: str
    credit: str | None
    span: Span = field(compare=False)
    address: str = ""


@dataclass(frozen=True, slots=True)
class RelatedStory:
    """A recommended story's title, without its list label."""

    title: str
    span: Span = field(compare=False)
    address: str = ""


@dataclass(frozen=True, slots=True)
class ParsedItem:
    """One item of a dump, read. ``error`` is set when it must be rejected; nothing else then
    counts.

    Texts are cleaned for storing: bidi marks and BOM removed, entities decoded
    once, white space joined, every letter as printed. Absent text values are ``""``, absent
    numbers and dates ``None``. The attributes stand in the order of ``import_dumps --json``
    (:mod:`articles.fields`).
    """

    text: str
    lines: tuple[Line, ...]
    error: ErrorCode | None = None
    warnings: tuple[WarningCode, ...] = ()
    language: str = "und"
    title: str = ""
    source: str = ""
    author: str = ""
    url: str = ""
    external_id: str = ""
    published_on: date | None = None
    published_time: time | None = None
    views: int | None = None
    paragraphs: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    related: tuple[RelatedStory, ...] = ()
    banner: tuple[str, ...] = ()
    noise: tuple[str, ...] = ()
    date_text: str = ""
    date_calendar: str = ""
    mapping: tuple[tuple[str, str], ...] = ()
    """Of a scraper's record: field → path, as it was read."""
    spans: tuple[tuple[str, Span], ...] = field(default=(), compare=False)
    """Field name → span; ``paragraphs`` appears once per paragraph, in order."""
    profile: tuple[tuple[str, int], ...] = field(default=(), compare=False)
    """The profiles by which it was read: the folded name of the source, and the version."""

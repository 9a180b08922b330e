"""Input formats. Each is a module that recognises its files, splits them and parses items. Pure.

A format is registered in :data:`FORMATS`, and named in every capture that it has read, so that the
same format reads the bytes again. A new format needs its module, a line here and golden files; all
other code only calls :func:`format_of`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from articles.dumps.formats import feed, json_text, mhtml, page, table, telegram, text, warc
from articles.dumps.formats.protocol import (
    Blocks,
    InputFormat,
    ParseOptions,
    RecordFormat,
    Skipped,
    SplitItem,
)
from articles.dumps.profiles import read_by_habits
from articles.dumps.records import ParsedItem

__all__ = [
    "FORMATS",
    "TEXT",
    "Blocks",
    "InputFormat",
    "ParseOptions",
    "RecordFormat",
    "Skipped",
    "SplitItem",
    "format_of",
    "parse",
    "recognise",
    "record_of",
    "text_of",
]

TEXT = text.FORMAT

FORMATS: tuple[InputFormat, ...] = (
    warc.FORMAT,
    mhtml.FORMAT,
    page.FORMAT,
    feed.FEED,
    table.XLSX,
    telegram.FORMAT,
    feed.JSON_FEED,
    json_text.LINES,
    json_text.DOCUMENT,
    table.CSV,
    TEXT,
)
"""All formats, in the order in which they are asked; the first that knows a file reads it."""

BEGINNING = 64 * 1024
"""So many bytes of a file, or all of a shorter one, are enough to recognise it."""

_BY_NAME = {each.name: each for each in FORMATS}


def recognise(beginning: bytes, name: str) -> InputFormat | None:
    """The format of a file by its first bytes; ``name`` settles only what these leave open."""
    return next((each for each in FORMATS if each.recognises(beginning, name)), None)


def format_of(name: str) -> InputFormat:
    """The format that a capture names."""
    return _BY_NAME[name]


def parse(name: str, raw: bytes, encoding: str, options: ParseOptions) -> ParsedItem:
    """Read one item's bytes by the format of this name and the habits of its source; never
    raises."""
    form = format_of(name)
    return read_by_habits(
        lambda habits: form.parse(raw, encoding, replace(options, habits=habits)), options.profiles
    )


def record_of(name: str, raw: bytes, encoding: str) -> dict[str, Any] | None:
    """An item as the record of a scraper; None where its format has none."""
    form = format_of(name)
    return form.record(raw, encoding) if isinstance(form, RecordFormat) else None


def text_of(name: str, raw: bytes, encoding: str) -> str:
    """An item as people are shown it: the text that the spans of its fields are of."""
    return format_of(name).text(raw, encoding)

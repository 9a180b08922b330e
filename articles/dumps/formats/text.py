"""Text dumps: pages saved as text, with one or more items per file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from articles.dumps.decode import decode, detect_encoding
from articles.dumps.formats.composed import read_composed
from articles.dumps.formats.page import is_page, page_text, read_page
from articles.dumps.formats.page_lines import compose_lines, is_page_text, lines_text
from articles.dumps.formats.protocol import Blocks, InputFormat, ParseOptions, SplitItem
from articles.dumps.parser import parse_item
from articles.dumps.records import ErrorCode, ParsedItem, WarningCode
from articles.dumps.splitting import split_items
from articles.dumps.web.charset import charset_of, decode_page
from articles.expressions import regex

_SUFFIXES = frozenset({"txt", "text", ""})
"""Inside folders and archives; a file named directly is a text when nothing else knows it."""


class TextDump:
    name = "text"

    def recognises(self, beginning: bytes, name: str) -> bool:
        """By its name: any text could be a dump, and a style sheet is text too."""
        _, dot, suffix = name.rpartition("/")[2].rpartition(".")
        return not dot or suffix.lower() in _SUFFIXES

    def split(self, blocks: Blocks, *, max_item_bytes: int) -> Iterator[SplitItem]:
        encoding = detect_encoding(blocks())
        for item in split_items(blocks(), encoding, max_item_bytes=max_item_bytes):
            yield SplitItem(item.number, item.start, item.end, item.raw, encoding.name)

    def parse(self, raw: bytes, encoding: str, options: ParseOptions) -> ParsedItem:
        if is_page(raw):
            return self._parse_page(raw, options)
        if (text := _page_text(raw, encoding)) and (
            composed := compose_lines(text, "", options.reference)
        ):
            return read_composed(composed, options)
        return parse_item(
            raw,
            encoding,
            reference=options.reference,
            overrides=options.overrides,
            habits=options.habits,
        )

    def _parse_page(self, raw: bytes, options: ParseOptions) -> ParsedItem:
        """A page that was saved under the name of a text."""
        item = read_page(decode_page(raw, charset_of(raw)), "", options)
        if item.error is ErrorCode.NO_ARTICLE:
            return replace(item, error=ErrorCode.HTML)
        warnings = {*item.warnings, WarningCode.HTML_STRIPPED}
        return replace(item, warnings=tuple(code for code in WarningCode if code in warnings))

    def text(self, raw: bytes, encoding: str) -> str:
        if is_page(raw):
            return page_text(decode_page(raw, charset_of(raw)), "")
        text = _page_text(raw, encoding)
        return lines_text(text, "") if text else decode(raw, encoding)


def _page_text(raw: bytes, encoding: str) -> str:
    """The text of an item that is all that a page shows; empty for a dump."""
    # Most dumps are told by their first line.
    if not _MAY_BE_TITLE.search(raw[:_FIRST_LINE].lstrip().partition(b"\n")[0]):
        return ""
    text = decode(raw, encoding)
    return text if is_page_text(text) else ""


_FIRST_LINE = 1_200
_MAY_BE_TITLE = regex(rb"[|:-]|\xe2\x80[\x93\x94\xa2]|\xc2[\xab\xbb\xb7]|[\x96\x97\xab\xbb]|\x00")
"""The bytes of a mark between title and site, in any encoding of dumps."""


FORMAT: InputFormat = TextDump()

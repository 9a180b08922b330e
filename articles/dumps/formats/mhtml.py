"""Web pages with all that they load in one file (RFC 2557), as browsers save them: .mht, .mhtml."""

from __future__ import annotations

import email
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from articles.dumps.formats.page import page_text, read_page
from articles.dumps.formats.protocol import Blocks, InputFormat, ParseOptions, SplitItem, joined
from articles.dumps.records import ErrorCode, ParsedItem
from articles.dumps.web.charset import charset_of, decode_page
from articles.expressions import regex

_HEADER = regex(rb"[\w-]{2,40}:[^\r\n]*\r?\n")
_RELATED = regex(rb"(?im)^content-type:\s*multipart/related")
_HEAD = 8192


class Mhtml:
    name = "mhtml"

    def recognises(self, beginning: bytes, name: str) -> bool:
        """By the header of a message whose parts belong together."""
        head = beginning[:_HEAD]
        return bool(_HEADER.match(head)) and bool(_RELATED.search(head))

    def split(self, blocks: Blocks, *, max_item_bytes: int) -> Iterator[SplitItem]:
        raw, size = joined(blocks(), max_item_bytes)
        moment = _saved_at(email.message_from_bytes(raw[:_HEAD])) if raw else None
        yield SplitItem(1, 0, size, raw, "mime", moment)

    def parse(self, raw: bytes, encoding: str, options: ParseOptions) -> ParsedItem:
        markup, address = _page_of(raw)
        if not markup:
            return ParsedItem(text="", lines=(), error=ErrorCode.MALFORMED)
        return read_page(markup, address, options)

    def text(self, raw: bytes, encoding: str) -> str:
        markup, address = _page_of(raw)
        return page_text(markup, address) if markup else ""


FORMAT: InputFormat = Mhtml()


def _saved_at(message: Message) -> datetime | None:
    try:
        moment = parsedate_to_datetime(str(message["Date"]))
    except (TypeError, ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _page_of(raw: bytes) -> tuple[str, str]:
    """The page itself and its address; empty where the message holds none.

    It is the part that the message names as its root, else the one at its address, else the first.
    """
    try:
        message = email.message_from_bytes(raw)
        pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
        root, address = str(message.get_param("start") or ""), _address(message)
        chosen = next(
            (part for part in pages if root and part["Content-ID"] == root),
            next((part for part in pages if address and _address(part) == address), None),
        ) or next(iter(pages), None)
        if chosen is None:
            return "", ""
        payload = chosen.get_payload(decode=True)
        content_type = str(chosen["Content-Type"] or "")
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return "", ""
    if not isinstance(payload, bytes):
        return "", ""
    where = address or _address(chosen)
    return decode_page(payload, charset_of(payload, content_type)), where


_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def _address(message: Message) -> str:
    address = str(message["Snapshot-Content-Location"] or message["Content-Location"] or "").strip()
    return address if address.lower().startswith(("http://", "https://")) else ""

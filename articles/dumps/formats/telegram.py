"""The export of a channel from Telegram Desktop: ``result.json``, one message an item.

The first line of a message is its title. A message without text is no item, nor is one of the
service. The bytes of an item are the message in an envelope that names its channel.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from articles.dumps.formats.composed import Composed, read_composed
from articles.dumps.formats.json_text import load, objects_in
from articles.dumps.formats.moments import read_moment
from articles.dumps.formats.protocol import Blocks, InputFormat, ParseOptions, Skipped, SplitItem
from articles.dumps.formats.record import failed, read_layout
from articles.dumps.records import ErrorCode, ParsedItem
from articles.expressions import regex

_KEYS = regex(rb'"messages"\s*:\s*\[')
_CHANNEL = regex(rb'"type"\s*:\s*"(?:public|private|personal|saved|bot)_?\w*"')
_NAME = regex(rb'"name"\s*:\s*("(?:[^"\\]|\\.){0,400}")')
_ORNAMENT = regex(r"^[^\w«\"“'(\[‹]+")
_HASHTAGS = regex(r"(?:[#@]\S+\s*)+")
_TITLE_LENGTH = 300


class Telegram:
    name = "telegram"

    def recognises(self, beginning: bytes, name: str) -> bool:
        """By its list of messages behind the type of the chat."""
        head = beginning.lstrip()
        return head.startswith(b"{") and bool(_KEYS.search(head)) and bool(_CHANNEL.search(head))

    def split(self, blocks: Blocks, *, max_item_bytes: int) -> Iterator[SplitItem | Skipped]:
        head = next(iter(blocks()), b"")[: 64 * 1024]
        found = _NAME.search(head)
        envelope = b'{"name": ' + (found[1] if found else b'""') + b', "message": '
        number = 0
        for item in objects_in(blocks(), b"messages", max_item_bytes):
            number += 1
            if item.error or item.raw is None:
                yield item._replace(number=number)
                continue
            message, error = load(item.raw)
            if error is None and (why := _no_article(message)):
                yield Skipped(why)
                continue
            raw = envelope + item.raw + b"}"
            yield item._replace(number=number, raw=raw, error=error)
        if not number:
            yield SplitItem(1, 0, len(head), head, "utf-8", None, ErrorCode.NO_CONTENT)

    def parse(self, raw: bytes, encoding: str, options: ParseOptions) -> ParsedItem:
        composed, error = _composed(raw, options.reference)
        return read_composed(composed, options) if composed else failed(error)

    def text(self, raw: bytes, encoding: str) -> str:
        composed, _ = _composed(raw, date.max)
        return composed.text if composed else raw.decode("utf-8", "replace")


FORMAT: InputFormat = Telegram()


def _no_article(message: Any) -> str:
    """Why a message is no item; empty where it is one."""
    if not isinstance(message, dict) or message.get("type") != "message":
        return "telegram service message"
    return "" if _text_of(message).strip() else "telegram message without text"


def _text_of(message: dict[str, Any]) -> str:
    """The text of a message, whose pieces are strings and objects with a text."""
    text = message.get("text")
    pieces = text if isinstance(text, list) else [text]
    return "".join(
        piece if isinstance(piece, str) else str(piece.get("text", ""))
        for piece in pieces
        if isinstance(piece, str | dict)
    )


def _address_of(message: dict[str, Any]) -> str:
    """The last link of a message with words of its own, which leads to the article."""
    entities = message.get("text_entities") or message.get("text")
    links = [
        str(entity.get("href") or (entity.get("text") if entity.get("type") == "link" else ""))
        for entity in (entities if isinstance(entities, list) else [])
        if isinstance(entity, dict) and entity.get("type") in ("text_link", "link")
    ]
    return next((link for link in reversed(links) if link.startswith("http")), "")


def _composed(raw: bytes, reference: date) -> tuple[Composed | None, ErrorCode]:
    value, error = load(raw)
    if error or not isinstance(value, dict) or not isinstance(value.get("message"), dict):
        return None, error or ErrorCode.MALFORMED
    message = value["message"]
    lines = [line.strip() for line in _text_of(message).splitlines()]
    lines = [line for line in lines if line and not _HASHTAGS.fullmatch(line)]
    ending = _link_words(message)
    while lines and lines[-1] in ending:
        lines.pop()
    if not lines:
        return None, ErrorCode.NO_CONTENT
    title = _ORNAMENT.sub("", lines[0]) if len(lines[0]) <= _TITLE_LENGTH else ""
    paragraphs, figures, related = read_layout("\n".join(lines[1:] if title else lines))
    return (
        Composed(
            title=title,
            paragraphs=paragraphs,
            source=str(message.get("forwarded_from") or value.get("name") or ""),
            url=_address_of(message),
            external_id=str(message.get("id", "")),
            moment=read_moment(str(message.get("date", "")), reference),
            figures=figures,
            related=related,
        ),
        ErrorCode.NO_TITLE,
    )


def _link_words(message: dict[str, Any]) -> set[str]:
    """What links and mentions say, which at the end of a message are no text of it."""
    pieces = message.get("text")
    return {
        str(piece.get("text", "")).strip()
        for piece in (pieces if isinstance(pieces, list) else [])
        if isinstance(piece, dict) and piece.get("type") in ("text_link", "link", "mention")
    }

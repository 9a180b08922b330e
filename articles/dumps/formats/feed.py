"""Feeds: RSS and Atom, also malformed ones, and JSON Feed; one entry an item.

The bytes of an item are the entry as it stands, in an envelope with the names that its feed
declares and the feed's own title, so that they can be read by themselves and stay the same while
the rest of the feed changes. Nothing outside a feed is ever fetched, and no entity but those of XML
is known.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from articles.dumps.formats.composed import Composed, figure, read_composed
from articles.dumps.formats.json_text import load, objects_in
from articles.dumps.formats.moments import read_moment
from articles.dumps.formats.page import fragment
from articles.dumps.formats.protocol import Blocks, InputFormat, ParseOptions, SplitItem, joined
from articles.dumps.formats.record import failed, read_layout
from articles.dumps.formats.record_values import is_markup, pictures_of, text_of
from articles.dumps.records import ErrorCode, ParsedItem
from articles.dumps.web.charset import charset_of, decode_page
from articles.expressions import regex

_FEED = regex(
    rb"\s*+(?:<\?xml[^>]{0,300}>\s*+)?"
    rb"(?><!--(?:[^-]|-(?!->))*+-->\s*+|<\?[^>]{0,500}>\s*+"
    rb"|<!DOCTYPE(?:[^\[>]|\[[^\]]{0,5000}\])*+>\s*+)*+"
    rb"<(?:rss|feed|rdf:RDF)\b[^>]{0,4000}>"
)
_OPENING = regex(r"<(rss|feed|rdf:RDF)\b[^>]{0,4000}>", re.IGNORECASE)
_ENTRY = regex(r"<(item|entry)\b[^>]{0,1000}>", re.IGNORECASE)
_CHANNEL_TITLE = regex(r"<title\b[^>]{0,200}>.{0,1000}?</title>", re.IGNORECASE | re.DOTALL)
_LARGEST = 64 * 1024 * 1024
_TRACKING = regex(r"(?:utm_\w+|fbclid|gclid|yclid|ref|from_rss)=[^&#]*&?")
_JSON_FEED = regex(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org')


class Feed:
    name = "feed"

    def recognises(self, beginning: bytes, name: str) -> bool:
        """By its outermost element."""
        return bool(_FEED.match(beginning.removeprefix(b"\xef\xbb\xbf")[:16_384]))

    def split(self, blocks: Blocks, *, max_item_bytes: int) -> Iterator[SplitItem]:
        raw, size = joined(blocks(), max(max_item_bytes, _LARGEST))
        if raw is None:
            yield SplitItem(1, 0, size, None, "utf-8")
            return
        text = decode_page(raw, charset_of(raw))
        opening = _OPENING.search(text)
        entries = list(_entries(text))
        if opening is None or not entries:
            yield SplitItem(1, 0, size, raw[:max_item_bytes], "utf-8", None, ErrorCode.NO_CONTENT)
            return
        head, tail = _envelope(text, opening, entries[0][0])
        at, place = 0, 0
        for number, (start, end, is_whole) in enumerate(entries, 1):
            place += len(text[at:start].encode())
            length = len(text[start:end].encode())
            item = f"{head}{text[start:end]}{tail}".encode()
            error = None if is_whole else ErrorCode.MALFORMED
            yield SplitItem(number, place, place + length, item, "utf-8", None, error)
            at, place = end, place + length

    def parse(self, raw: bytes, encoding: str, options: ParseOptions) -> ParsedItem:
        composed = _of_xml(raw, options.reference)
        return read_composed(composed, options) if composed else failed(ErrorCode.MALFORMED)

    def text(self, raw: bytes, encoding: str) -> str:
        composed = _of_xml(raw, date.max)
        return composed.text if composed else raw.decode("utf-8", "replace")


def _entries(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each entry, and whether it has an end."""
    at = 0
    while match := _ENTRY.search(text, at):
        closing = f"</{match[1]}>"
        end = text.find(closing, match.end())
        at = end + len(closing) if end >= 0 else len(text)
        yield match.start(), at, end >= 0


def _envelope(text: str, opening: re.Match[str], first: int) -> tuple[str, str]:
    """What stands around an entry: the outermost element with its names, and the feed's title."""
    title = _CHANNEL_TITLE.search(text, opening.end(), first)
    named = title[0] if title else ""
    if opening[1].lower() == "feed":
        return f"{opening[0]}{named}", "</feed>"
    return f"{opening[0]}<channel>{named}", f"</channel></{opening[1]}>"


def _of_xml(raw: bytes, reference: date) -> Composed | None:
    import feedparser  # here, because it is slow to import and few imports need it

    text = _without_doctype(raw.decode("utf-8", "replace"))
    # A stream is neither fetched nor opened, whatever its text looks like.
    stream = io.BytesIO(text.encode())
    parsed: Any = feedparser.parse(stream, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries:
        return None
    entry, feed = parsed.entries[0], parsed.feed
    contents = [_text_of(each, "value") for each in entry.get("content") or ()]
    source = entry.get("source") or {}
    return _composed(
        title=_plain(_text_of(entry, "title")),
        body=max([*contents, _text_of(entry, "summary")], key=len),
        source=_plain(_text_of(source, "title", "value") or _text_of(feed, "title")),
        author=_plain(_text_of(entry, "author")),
        url=_text_of(entry, "link"),
        external_id="",
        when=_text_of(entry, "published", "updated"),
        pictures=[],
        reference=reference,
    )


def _text_of(part: Any, *names: str) -> str:
    """The first of these that a part of a feed has; damaged markup gives None for a text."""
    return next((str(part[name]) for name in names if part.get(name)), "")


def _composed(
    *,
    title: str,
    body: str,
    source: str,
    author: str,
    url: str,
    external_id: str,
    when: str,
    pictures: list[tuple[str, str, str | None, str]],
    reference: date,
) -> Composed:
    if is_markup(body):
        inner = fragment(body, title, reference)
        paragraphs, figures, related = inner.paragraphs, inner.figures, inner.related
        source = inner.source or source
    else:
        paragraphs, figures, related = read_layout(_plain(body, keep_lines=True))
    if len(paragraphs) > 1 and _is_appended(paragraphs[-1], title):
        paragraphs = paragraphs[:-1]
    told = [figure(0, *each) for each in pictures]
    return Composed(
        title=title,
        paragraphs=paragraphs,
        source=source,
        author=author,
        url=_without_tracking(url),
        external_id=external_id,
        moment=read_moment(when, reference),
        figures=[*told, *figures],
        related=related,
    )


def _is_appended(paragraph: str, title: str) -> bool:
    """The line that blogs append: «The post … appeared first on …»."""
    return bool(title) and title in paragraph and len(paragraph) <= len(title) + 90


def _plain(text: str, *, keep_lines: bool = False) -> str:
    text = html.unescape(re.sub(r"<[^<>]{1,500}>", " ", text))
    return text if keep_lines else " ".join(text.split())


def _without_tracking(url: str) -> str:
    """An address without what only counts where its readers came from."""
    base, mark, query = url.partition("?")
    if not mark:
        return url
    rest = _TRACKING.sub("", query).rstrip("&")
    return f"{base}?{rest}" if rest else base


class JsonFeed:
    name = "jsonfeed"

    def recognises(self, beginning: bytes, name: str) -> bool:
        """By the version that it names."""
        head = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
        return head.startswith(b"{") and bool(_JSON_FEED.search(head))

    def split(self, blocks: Blocks, *, max_item_bytes: int) -> Iterator[SplitItem]:
        head = next(iter(blocks()), b"")[: 64 * 1024]
        found = re.search(rb'"title"\s*:\s*("(?:[^"\\]|\\.){0,400}")', head)
        envelope = b'{"title": ' + (found[1] if found else b'""') + b', "item": '
        number = 0
        for item in objects_in(blocks(), b"items", max_item_bytes):
            number += 1
            if item.raw is not None and not item.error:
                item = item._replace(raw=envelope + item.raw + b"}")
            yield item._replace(number=number)
        if not number:
            yield SplitItem(1, 0, len(head), head, "utf-8", None, ErrorCode.NO_CONTENT)

    def parse(self, raw: bytes, encoding: str, options: ParseOptions) -> ParsedItem:
        composed, error = _of_json(raw, options.reference)
        return read_composed(composed, options) if composed else failed(error)

    def text(self, raw: bytes, encoding: str) -> str:
        composed, _ = _of_json(raw, date.max)
        return composed.text if composed else raw.decode("utf-8", "replace")


def _of_json(raw: bytes, reference: date) -> tuple[Composed | None, ErrorCode]:
    value, error = load(raw)
    entry = value.get("item") if isinstance(value, dict) else None
    if error or not isinstance(entry, dict):
        return None, error or ErrorCode.MALFORMED
    composed = _composed(
        title=" ".join(text_of(entry.get("title")).split()),
        body=text_of(entry.get("content_html")) or text_of(entry.get("content_text")),
        source=text_of(value.get("title")),
        author=text_of(entry.get("authors") or entry.get("author"), "name"),
        url=text_of(entry.get("url")) or text_of(entry.get("external_url")),
        external_id="",
        when=text_of(entry.get("date_published")),
        pictures=list(pictures_of(entry.get("images"))),
        reference=reference,
    )
    return composed, ErrorCode.NO_CONTENT


def links_of(raw: bytes) -> list[str]:
    """The addresses of a feed's entries, also of those without a text, in their order."""
    import feedparser

    if FEED.recognises(raw, ""):
        text = decode_page(raw, charset_of(raw))
        parsed: Any = feedparser.parse(
            io.BytesIO(_without_doctype(text).encode()), sanitize_html=False
        )
        found = [str(entry.get("link", "")) for entry in parsed.entries]
    else:
        items = [load(item.raw)[0] for item in objects_in([raw], b"items", len(raw)) if item.raw]
        found = [text_of(each.get("url")) for each in items if isinstance(each, dict)]
    return list(dict.fromkeys(filter(None, map(_without_tracking, found))))


def _without_doctype(text: str) -> str:
    return re.sub(r"<!DOCTYPE(?:[^\[>]|\[[^\]]{0,5000}\])*+>", "", text)


FEED: InputFormat = Feed()
JSON_FEED: InputFormat = JsonFeed()

"""Atom 1.0 (RFC 4287): what is new, for feed readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from articles.exporting.one_line import is_mixed, is_web_address, isolated, one_line

NAMESPACE = "http://www.w3.org/2005/Atom"

_FIRST_LINE = "<?xml version='1.0' encoding='utf-8'?>\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a feed.

    ``id`` never changes, ``address`` is its page, ``original`` the address where it was published
    (linked only if it is a web address). ``author`` is its source. Times have a time zone;
    ``published`` may be unknown. ``summary`` is plain text.
    """

    id: str
    title: str
    address: str
    original: str
    author: str
    homepage: str
    published: datetime | None
    updated: datetime
    language: str
    summary: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its entries, newest first. ``address`` is the feed's own, ``page`` its HTML page.

    ``author`` is for entries that have none; ``updated`` is for a feed without entries.
    """

    id: str
    title: str
    address: str
    page: str
    author: str
    language: str
    updated: datetime
    entries: Sequence[Entry]


def atom(feed: Feed) -> bytes:
    """The document, in UTF-8."""
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", _in_a_line(feed.title))
    updated = max((entry.updated for entry in feed.entries), default=feed.updated)
    _add(root, "updated", _moment(updated))
    _link(root, "self", feed.address, "application/atom+xml")
    _link(root, "alternate", feed.page, "text/html")
    _person(root, feed.author)
    for entry in feed.entries:
        _entry(SubElement(root, "entry"), entry)
    # As a text first: to write bytes, ElementTree encodes each name and each text alone.
    return (_FIRST_LINE + tostring(root, encoding="unicode")).encode("utf-8", "xmlcharrefreplace")


def _entry(element: Element, entry: Entry) -> None:
    if entry.language != "und":
        element.set("xml:lang", entry.language)
    _add(element, "id", entry.id)
    _add(element, "title", _in_a_line(entry.title))
    _link(element, "alternate", entry.address, "text/html")
    if is_web_address(entry.original):
        _link(element, "via", entry.original)
    if entry.author:
        _person(element, entry.author, entry.homepage)
    if entry.published:
        _add(element, "published", _moment(entry.published))
    _add(element, "updated", _moment(entry.updated))
    if entry.summary:
        _add(element, "summary", _in_a_line(entry.summary))


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _link(parent: Element, relation: str, address: str, kind: str = "") -> None:
    attributes = {"rel": relation, "href": one_line(address)}
    if kind:
        attributes["type"] = kind
    SubElement(parent, "link", attributes)


def _person(parent: Element, name: str, homepage: str = "") -> None:
    author = SubElement(parent, "author")
    _add(author, "name", one_line(name))
    if is_web_address(homepage):
        _add(author, "uri", one_line(homepage))


def _in_a_line(text: str) -> str:
    """Text that keeps its order in a feed reader with the other direction."""
    line = one_line(text)
    return isolated(line) if is_mixed(line) else line


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")

"""A page as the blocks of text that a reader sees, each with what its markup says about it.

Scripts, styles, forms and what the page hides are no text. A block ends where a browser would
begin a new line; what stands in inline elements of their own inside it is kept as its pieces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from articles.expressions import regex

_MUTE = frozenset(
    "script style noscript template iframe object svg math canvas audio video head "
    "select option datalist textarea input button dialog amp-ad amp-sidebar amp-video "
    "amp-analytics amp-iframe amp-embed amp-consent amp-social-share amp-user-notification".split()
)
_BLOCKS = frozenset(
    "html body address article aside blockquote caption center dd details div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul amp-img img picture amp-carousel".split()
)
_PICTURES = frozenset({"img", "amp-img"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = regex(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Block:
    """One line of the page; ``picture`` is set on a block that is a picture and has no text.

    ``parts`` are the texts of which it consists, and ``starts`` the numbers of those with which an
    inline element begins or has ended.
    """

    element: Any
    text: str
    parts: list[str] = field(default_factory=list)
    starts: set[int] = field(default_factory=set)
    link_length: int = 0
    links: list[tuple[str, str]] = field(default_factory=list)
    times: list[Any] = field(default_factory=list)
    picture: Any = None

    @property
    def pieces(self) -> list[str]:
        """The text in parts, where inline elements begin and end."""
        cuts = sorted({0, *self.starts, len(self.parts)})
        pieces = (_join(self.parts[start:end]) for start, end in pairwise(cuts))
        return [piece for piece in pieces if piece]

    @property
    def link_share(self) -> float:
        return self.link_length / len(self.text) if self.text else 0.0

    @property
    def is_heading(self) -> bool:
        element = self.element
        return element.tag in _HEADINGS or element.get("role") == "heading"


def read_blocks(root: Any) -> list[Block]:
    """The blocks of a parsed page, in the order in which they are read; what is no text of the page
    is taken out of it."""
    _drop_mute(root)
    return _Reader().read(root)


def _drop_mute(root: Any) -> None:
    """Remove all elements in which nothing is text of the page."""
    from lxml import etree  # here, because few imports need it

    etree.strip_elements(root, *_MUTE, with_tail=False)
    for element in root.xpath("//*[@hidden or @style]"):
        is_hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
        if is_hidden and (parent := element.getparent()) is not None:
            _leave_tail(element, parent)
            parent.remove(element)


def _leave_tail(element: Any, parent: Any) -> None:
    """Give the text behind an element to what stands before it."""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    element.tail = None


class _Reader:
    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._elements: list[tuple[Any, int]] = []  # the block elements that are open
        self._inline = 0  # inline elements open inside the innermost
        self._links: list[tuple[str, int]] = []  # address and start of open links
        self._begin()

    def _begin(self) -> None:
        self._parts: list[str] = []
        self._starts: set[int] = set()  # parts with which a piece begins
        self._linked: list[tuple[str, str]] = []
        self._link_length = 0
        self._times: list[Any] = []

    def read(self, root: Any) -> list[Block]:
        from lxml import etree  # here, because few imports need it

        # Not by recursion: pages are as deep as their authors like.
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self._start(element)
                text = element.text
            else:
                self._end(element)
                text = element.tail
            # What stands between blocks is mostly the indentation of the markup.
            if text and (self._parts or not text.isspace()):
                self._parts.append(text)
        self._cut()
        return self._blocks

    def _start(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._cut()
            if tag in _PICTURES:
                self._blocks.append(Block(element, "", picture=element))
            else:
                self._elements.append((element, self._inline))
                self._inline = 0
            return
        if tag == "br":
            self._cut()
        if self._inline == 0:
            self._starts.add(len(self._parts))
        self._inline += 1
        if tag == "a":
            self._links.append((element.get("href") or "", len(self._parts)))
        elif tag == "time":
            self._times.append(element)

    def _end(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            if tag not in _PICTURES:
                self._cut()
                self._inline = self._elements.pop()[1]
            return
        self._inline -= 1
        if self._inline == 0:
            self._starts.add(len(self._parts))
        if tag == "a" and self._links:
            address, start = self._links.pop()
            self._end_link(address, start)

    def _end_link(self, address: str, start: int) -> None:
        text = _join(self._parts[start:])
        if text:
            self._linked.append((text, address))
            self._link_length += len(text)

    def _cut(self) -> None:
        """End the block that is being read."""
        if not self._parts:
            if self._times or self._starts:
                self._begin()
            return
        for place, (address, start) in enumerate(self._links):
            self._end_link(address, start)
            self._links[place] = (address, 0)
        text = _join(self._parts)
        if text:
            self._blocks.append(
                Block(
                    self._elements[-1][0],
                    text,
                    self._parts,
                    self._starts,
                    self._link_length,
                    self._linked,
                    self._times,
                )
            )
        self._begin()


def _join(parts: list[str]) -> str:
    return " ".join("".join(parts).split())

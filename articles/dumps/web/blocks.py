"""A page as the blocks of text that a reader sees, each with what its markup says about it.

Scripts, styles, forms and what the page hides are no text. A block ends where a browser would
begin a new line; what stands in inline elements of their own inside it is kept as its pieces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

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
_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Block:
    """One line of the page; ``picture`` is set on a block that is a picture and has no text."""

    element: Any
    text: str
    pieces: list[str]
    link_length: int = 0
    links: list[tuple[str, str]] = field(default_factory=list)
    times: list[Any] = field(default_factory=list)
    picture: Any = None

    @property
    def link_share(self) -> float:
        return self.link_length / len(self.text) if self.text else 0.0

    @property
    def is_heading(self) -> bool:
        element = self.element
        return element.tag in _HEADINGS or element.get("role") == "heading"


def read_blocks(root: Any) -> list[Block]:
    """The blocks of a parsed page, in the order in which they are read."""
    return _Reader().read(root)


class _Reader:
    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._elements: list[Any] = []  # the block elements that are open
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
        # By hand and not by recursion: pages are as deep as their authors like.
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            element, is_end = stack.pop()
            if is_end:
                self._end(element)
                self._add(element.tail)
                continue
            if not isinstance(element.tag, str) or is_mute(element):
                self._add(element.tail)
                continue
            self._start(element)
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
        self._cut()
        return self._blocks

    def _start(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS or tag == "br":
            self._cut()
        if tag in _PICTURES:
            self._blocks.append(Block(element, "", [], picture=element))
        elif tag in _BLOCKS:
            self._elements.append((element, self._inline))
            self._inline = 0
        else:
            if self._inline == 0:
                self._starts.add(len(self._parts))
            self._inline += 1
            if tag == "a":
                self._links.append((element.get("href") or "", len(self._parts)))
            elif tag == "time":
                self._times.append(element)
        self._add(element.text)

    def _end(self, element: Any) -> None:
        tag = element.tag
        if tag in _PICTURES or tag == "br":
            return
        if tag in _BLOCKS:
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

    def _add(self, text: str | None) -> None:
        if text:
            self._parts.append(text)

    def _cut(self) -> None:
        """End the block that is being read."""
        for place, (address, start) in enumerate(self._links):
            self._end_link(address, start)
            self._links[place] = (address, 0)
        text = _join(self._parts)
        if text:
            pieces = [_join(part) for part in _parted(self._parts, self._starts)]
            self._blocks.append(
                Block(
                    self._elements[-1][0],
                    text,
                    [piece for piece in pieces if piece],
                    self._link_length,
                    self._linked,
                    self._times,
                )
            )
        self._begin()


def is_mute(element: Any) -> bool:
    """Whether nothing in the element is text of the page."""
    if element.tag in _MUTE or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))


def _join(parts: list[str]) -> str:
    return _SPACE.sub(" ", "".join(parts)).strip()


def _parted(parts: list[str], starts: set[int]) -> list[list[str]]:
    cuts = sorted({0, *starts, len(parts)})
    return [parts[start:end] for start, end in pairwise(cuts)]

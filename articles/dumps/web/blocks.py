"""A page as the blocks of text that a reader sees, each with what its markup says about it.

Scripts, styles, forms and what the page hides are no text. A block ends where a browser would
begin a new line; what stands in inline elements of their own inside it is kept as its pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from articles.dumps.web.words import words_in
from articles.expressions import regex
from articles.text.folding import fold_lines

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


class Node:
    """An element of a page.

    ``number`` counts the elements in the order in which they begin; those inside this one have the
    numbers behind its own, up to ``last``.
    """

    __slots__ = (
        "_markup",
        "_words",
        "begins_piece",
        "is_block",
        "last",
        "number",
        "parent",
        "tag",
    )

    def __init__(self, markup: Any, parent: Node | None, number: int) -> None:
        self._markup = markup
        self._words: frozenset[str] | None = None
        self.tag: str = markup.tag
        self.parent = parent
        self.number = self.last = number
        self.is_block = self.tag in _BLOCKS
        self.begins_piece = parent is None or parent.is_block

    def get(self, name: str) -> str:
        """An attribute; empty where there is none."""
        value: str = self._markup.get(name, "")
        return value

    @property
    def words(self) -> frozenset[str]:
        """The words of its class and id, in lower case."""
        if self._words is None:
            self._words = words_in(self.get("class"), self.get("id"))
        return self._words

    @property
    def whole_text(self) -> str:
        """All text in it, as one line."""
        return _join(text for _, _, text in _walk(self._markup) if text)

    def holds(self, other: Node) -> bool:
        """Whether ``other`` is this element or inside it."""
        return self.number <= other.number <= self.last

    def up(self, most: int) -> Iterator[Node]:
        """It and those above it, so many levels at most."""
        node: Node | None = self
        while node is not None and most >= 0:
            yield node
            node = node.parent
            most -= 1


@dataclass(slots=True, eq=False)
class Block:
    """One line of the page; a picture is a block without text.

    ``key`` is the text folded for comparing; ``parts`` are the texts of which it consists, with an
    empty one where an inline element begins or has ended.
    """

    node: Node
    text: str
    key: str = ""
    parts: list[str] = field(default_factory=list)
    link_length: int = 0
    link_share: float = 0.0
    links: list[tuple[str, str]] = field(default_factory=list)
    times: list[Node] = field(default_factory=list)
    is_picture: bool = False

    @property
    def pieces(self) -> list[str]:
        """The text in parts, where inline elements begin and end."""
        if "" not in self.parts:
            return [self.text]
        pieces = (_join(parts) for has_text, parts in groupby(self.parts, bool) if has_text)
        return [piece for piece in pieces if piece]

    @property
    def is_heading(self) -> bool:
        return self.node.tag in _HEADINGS or self.node.get("role") == "heading"


class Outline(NamedTuple):
    """The elements of a page by their numbers, and its blocks in the order of reading."""

    nodes: list[Node]
    blocks: list[Block]


def read_blocks(root: Any) -> Outline:
    """The blocks of a parsed page."""
    return _Reader().read(root)


def _walk(root: Any) -> Iterator[tuple[str, Any, str | None]]:
    """Where each element begins and ends, with the text behind that place.

    Of an element in which nothing is text of the page only its end is told, as ``passed``. Not by
    recursion: pages are as deep as their authors like.
    """
    from lxml import etree  # here, because few imports need it

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            yield event, element, None if element is root else element.tail
        elif element is not root and _is_mute(element):
            walk.skip_subtree()
            next(walk)
            yield "passed", element, element.tail
        else:
            yield event, element, element.text


def _is_mute(element: Any) -> bool:
    """Whether nothing in an element is text of the page."""
    if element.tag in _MUTE or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


class _Reader:
    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._open: list[Node] = []  # block elements
        self._links: list[tuple[str, int]] = []  # address and start of open links
        self._begin()

    def _begin(self) -> None:
        self._parts: list[str] = []
        self._linked: list[tuple[str, str]] = []
        self._link_length = 0
        self._times: list[Node] = []

    def read(self, root: Any) -> Outline:
        nodes: list[Node] = []
        above: Node | None = None
        for event, element, text in _walk(root):
            if event == "start":
                above = Node(element, above, len(nodes))
                nodes.append(above)
                self._start(above)
            elif event == "end" and above:
                self._end(above)
                above.last = len(nodes) - 1
                above = above.parent
            # What stands between blocks is mostly the indentation of the markup.
            if text and (self._parts or not text.isspace()):
                self._parts.append(text)
        self._cut()
        self._fold()
        return Outline(nodes, self._blocks)

    def _fold(self) -> None:
        blocks = [block for block in self._blocks if block.text]
        for block, key in zip(blocks, fold_lines([each.text for each in blocks]), strict=True):
            block.key = key

    def _start(self, node: Node) -> None:
        tag = node.tag
        if node.is_block:
            self._cut()
            if tag in _PICTURES:
                self._blocks.append(Block(node, "", is_picture=True))
            else:
                self._open.append(node)
            return
        if tag == "br":
            self._cut()
        if node.begins_piece:
            self._parts.append("")
        if tag == "a":
            self._links.append((node.get("href"), len(self._parts)))
        elif tag == "time":
            self._times.append(node)

    def _end(self, node: Node) -> None:
        tag = node.tag
        if node.is_block:
            if tag not in _PICTURES:
                self._cut()
                self._open.pop()
            return
        if node.begins_piece:
            self._parts.append("")
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
            self._times.clear()
            return
        for place, (address, start) in enumerate(self._links):
            self._end_link(address, start)
            self._links[place] = (address, 0)
        text = _join(self._parts)
        if text:
            self._blocks.append(
                Block(
                    self._open[-1],
                    text,
                    parts=self._parts,
                    link_length=self._link_length,
                    link_share=self._link_length / len(text),
                    links=self._linked,
                    times=self._times,
                )
            )
        self._begin()


def _join(parts: Iterable[str]) -> str:
    return " ".join("".join(parts).split())

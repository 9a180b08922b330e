"""Splits a decoded item into lines, each as printed and as stored.

Lines end where :meth:`str.splitlines` ends them: LF, CR, CRLF, NEL (U+0085), U+2028, U+2029,
vertical tab, form feed and the separators U+001C to U+001E; also behind a tag that breaks the line
with text after it (``<br>``, ``</p>``). A form feed, U+2029 and such a tag also end a paragraph.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from articles.expressions import regex
from articles.text.folding import fold_key

SHORT = 160
"""The longest line, in characters, that may be anything but prose, banner or title."""

_BIDI_AND_BOM = regex("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
_UNUSUAL = regex(
    r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\t\v\f\x1c-\x1f\x85\xa0"
    r"\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)
"""A mark, or white space that is neither a space nor a usual line end: few texts have any."""
_ENTITY = regex(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_INLINE_TAGS = "a|abbr|b|bdi|bdo|cite|code|del|em|font|i|ins|mark|q|s|small|span|strong|sub|sup|u"
_BLOCK_TAGS = (
    "article|aside|blockquote|body|br|center|div|dd|dl|dt|figcaption|footer|h[1-6]|head|header|hr|"
    "html|iframe|img|li|link|main|meta|nav|ol|p|picture|pre|script|section|source|style|table|tbody|"
    "td|tfoot|th|thead|title|tr|ul|video|audio|wbr"
)
_INLINE_TAG = regex(rf"</?(?:{_INLINE_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCK_TAG = regex(rf"</?(?:{_BLOCK_TAGS})(?:\s[^<>]*)?/?>|</figure\s*>|<!--[^<>]*-->", re.I)
_PARAGRAPH_ENDS = ("\u2029", "\f")
_BREAK = regex(r"(?:<br\s?/?>|</(?:p|div|li|h[1-6])>)\s*(?=\S)", re.IGNORECASE)


class TextLine:
    """One line: its place in the item, and its text as it is stored (cleaned of what no field
    keeps).

    ``text`` is empty for a blank line. ``had_tags`` says that HTML tags were taken out,
    ``ends_paragraph`` that the line end is also that of a paragraph, ``is_short`` that the line is
    short enough to be a label, a name or a heading.
    """

    __slots__ = (
        "_core",
        "_key",
        "_spaceless",
        "ends_paragraph",
        "had_tags",
        "is_short",
        "printed",
        "start",
        "text",
    )

    def __init__(
        self,
        start: int,
        printed: str,
        text: str,
        *,
        had_tags: bool = False,
        ends_paragraph: bool = False,
    ) -> None:
        self.start = start
        self.printed = printed
        self.text = text
        self.had_tags = had_tags
        self.is_short = len(text) <= SHORT
        self.ends_paragraph = ends_paragraph
        self._key: str | None = None
        self._core: str | None = None
        self._spaceless: str | None = None

    @property
    def end(self) -> int:
        """The offset behind the line and its line end."""
        return self.start + len(self.printed)

    @property
    def key(self) -> str:
        """The text folded for comparing, worked out when first asked for."""
        if self._key is None:
            self._key = fold_key(self.text)
        return self._key

    @property
    def core(self) -> str:
        """The folded text without the marks and spaces around it."""
        if self._core is None:
            self._core = _without_outer_marks(self.key)
        return self._core

    @property
    def spaceless(self) -> str:
        """The folded text without its spaces, for comparing titles."""
        if self._spaceless is None:
            self._spaceless = self.key.replace(" ", "")
        return self._spaceless


def read_lines(text: str) -> list[TextLine]:
    """The lines of a decoded item; they tile it."""
    has_markup = "&" in text or "<" in text
    is_usual = not _UNUSUAL.search(text)
    lines: list[TextLine] = []
    start = 0
    for printed in text.splitlines(keepends=True):
        if has_markup and ("<" in printed or "&" in printed):
            lines.extend(_lines_of_markup(start, printed))
        elif is_usual:
            cleaned = printed.strip()
            if "  " in cleaned:
                cleaned = " ".join(cleaned.split())
            lines.append(TextLine(start, printed, cleaned))
        else:
            ends_paragraph = printed.endswith(_PARAGRAPH_ENDS)
            lines.append(TextLine(start, printed, clean(printed), ends_paragraph=ends_paragraph))
        start += len(printed)
    return lines


def _lines_of_markup(start: int, printed: str) -> Iterator[TextLine]:
    """The lines of a printed line that may have tags, of which some break it."""
    cuts = [0, *(match.end() for match in _BREAK.finditer(printed)), len(printed)]
    for begin, end in pairwise(cuts):
        part = printed[begin:end]
        yield TextLine(
            start + begin,
            part,
            clean(part),
            had_tags=len(cuts) > 2 or _without_tags(part) != part,
            ends_paragraph=end < len(printed) or part.endswith(_PARAGRAPH_ENDS),
        )


def clean(printed: str) -> str:
    """``printed`` as it is stored: the rules for stored text of docs/text-rules.md."""
    return " ".join(_BIDI_AND_BOM.sub("", _without_entities(_without_tags(printed))).split())


def parts_as_printed(printed: str) -> str:
    """A line without marks and markup but with its white space, for finding runs of it."""
    return _BIDI_AND_BOM.sub("", _without_entities(_without_tags(printed))).strip()


def printed_offset(text: str, folded_offset: int) -> int:
    """The offset in ``text`` of what stands at ``folded_offset`` in its key."""
    cuts = range(len(text) + 1)
    # The letter keeps a space at the end of a beginning from being folded away.
    return bisect_left(cuts, folded_offset + 1, key=lambda end: len(fold_key(text[:end] + "x")))


def _without_outer_marks(key: str) -> str:
    if key and key[0].isalnum() and key[-1].isalnum():
        return key
    start, end = 0, len(key)
    while start < end and not key[start].isalnum():
        start += 1
    while start < end and not key[end - 1].isalnum():
        end -= 1
    return key[start:end]


def _without_tags(printed: str) -> str:
    return _BLOCK_TAG.sub(" ", _INLINE_TAG.sub("", printed)) if "<" in printed else printed


def _without_entities(printed: str) -> str:
    return (
        _ENTITY.sub(lambda match: html.unescape(match[0]), printed) if "&" in printed else printed
    )

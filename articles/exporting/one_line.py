"""Makes text of dumps safe for one line of another document, and isolates mixed directions."""

from __future__ import annotations

import re
import unicodedata

from articles.expressions import regex

FSI, PDI = "\u2068", "\u2069"
"""First strong isolate and its end: the text between them gets its direction from its own
letters."""

_BIDI_CONTROLS = "\u202a-\u202e\u2066-\u2069"
_DROPPED = regex(f"[{_BIDI_CONTROLS}\ud800-\udfff\ufffe\uffff]")
_NOT_IN_A_LINE = regex("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Characters of the Unicode categories Cc, Zl and Zp, to which none will ever be added."""


def one_line(text: str) -> str:
    """``text`` as one line that cannot affect what follows it.

    Control characters and everything that a program may treat as the end of a line become spaces.
    Embeddings, overrides and isolates are removed, because an open one would affect what follows;
    so are lone surrogates and characters that XML forbids. ZWNJ and direction marks stay.
    """
    return " ".join(_NOT_IN_A_LINE.sub(" ", _DROPPED.sub("", text)).split())


def isolated(text: str) -> str:
    """``text`` between isolates, so that its direction and that of the line do not affect each
    other."""
    return f"{FSI}{text}{PDI}" if text else ""


def isolated_parts(text: str) -> list[tuple[str, bool]]:
    """The parts of a text with isolates, without these, and whether each was between them; for
    documents that have other means to isolate."""
    parts = []
    for part in text.split(FSI):
        inside, end, outside = part.partition(PDI)
        if not end:
            inside, outside = "", part
        parts += [(inside, True), (outside, False)]
    return [(each, is_isolated) for each, is_isolated in parts if each]


def is_mixed(text: str) -> bool:
    """Whether the text has letters of both directions."""
    directions = {unicodedata.bidirectional(letter) for letter in set(text)}
    return "L" in directions and not directions.isdisjoint({"R", "AL"})


_WEB_ADDRESS = regex(r"https?://[^\s/]", re.IGNORECASE)


def is_web_address(text: str) -> bool:
    """Whether the text is a web address that a program may follow."""
    return _WEB_ADDRESS.match(text) is not None

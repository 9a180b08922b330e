"""Text of dumps made fit for one line of another document, and isolated where scripts mix."""

from __future__ import annotations

import re
import unicodedata

FSI, PDI = "\u2068", "\u2069"
"""First strong isolate, and its end: what stands between them orders itself by its own letters."""

_BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_DROPPED = dict.fromkeys(map(ord, f"{_BIDI_CONTROLS}\ufffe\uffff"))
_NOT_IN_A_LINE = {"Cc", "Zl", "Zp"}


def one_line(text: str) -> str:
    """``text`` in one line that cannot reach beyond itself.

    Control characters and everything that some reader takes for the end of a line become spaces;
    embeddings, overrides and isolates go, since one left open would turn what follows; so do lone
    surrogates and what no XML may hold. The half-space and the direction marks stay.
    """
    shown = (
        " " if unicodedata.category(each) in _NOT_IN_A_LINE else each
        for each in text.translate(_DROPPED)
        if not "\ud800" <= each <= "\udfff"
    )
    return " ".join("".join(shown).split())


def isolated(text: str) -> str:
    """``text`` between isolates, so that its order and that of the line leave each other alone."""
    return f"{FSI}{text}{PDI}" if text else ""


def is_mixed(text: str) -> bool:
    """Whether letters of both directions stand in the text."""
    directions = {unicodedata.bidirectional(letter) for letter in text}
    return "L" in directions and not directions.isdisjoint({"R", "AL"})


_WEB_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)


def is_web_address(text: str) -> bool:
    """Whether the text begins as an address that a program may follow."""
    return _WEB_ADDRESS.match(text) is not None

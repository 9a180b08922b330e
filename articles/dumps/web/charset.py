"""In which encoding a page is: what its bytes say outweighs what it declares.

The order: a byte order mark; bytes that are valid UTF-8 (or UTF-16 and UTF-32 by the shape of their
units); bytes that spell Arabic script in windows-1256, whatever is declared; then the charset of
the HTTP header, that of the page's own declaration, and windows-1252, as browsers have it.
"""

from __future__ import annotations

import codecs
import re

from articles.dumps.decode import (
    WIDE_UNITS,
    WINDOWS_1256,
    clean_text,
    detect_encoding,
    is_binary,
)
from articles.dumps.mojibake import UTF_8
from articles.expressions import regex

_DECLARED = regex(
    rb"""<(?:meta|\?xml)\b[^<>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_HEAD = 4096
_IN_HEADER = regex(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_CODECS = {UTF_8: "utf-8", WINDOWS_1256: "cp1256"} | {name: name for name in WIDE_UNITS}


def charset_of(raw: bytes, content_type: str = "") -> str:
    """The codec of a page; ``content_type`` is the header with which it came."""
    said = detect_encoding([raw]).name if raw else UTF_8
    if said in _CODECS:
        return _CODECS[said]
    in_header, in_page = _IN_HEADER.search(content_type), _DECLARED.search(raw[:_HEAD])
    declared = [in_header[1] if in_header else "", in_page[1].decode() if in_page else ""]
    return next(filter(None, map(_known, declared)), "cp1252")


def decoded(raw: bytes, content_type: str) -> str:
    """The text of a page that came with this header; never raises."""
    # Nearly all pages are UTF-8, which is known for sure only once it has been decoded.
    text = clean_text(raw)
    if text and not is_binary(raw):
        return text.removeprefix("\ufeff")
    return decode_page(raw, charset_of(raw, content_type))


def decode_page(raw: bytes, charset: str) -> str:
    """The page's text in a codec that :func:`charset_of` has given; never raises."""
    text = raw.decode(_known(charset) or UTF_8, "replace")
    return text.removeprefix("\ufeff").replace("\0", "")


def _known(name: str) -> str:
    """The codec of a declared charset where there is one that reads text, else ""."""
    try:
        found = codecs.lookup(name).name
        b"".decode(found)
    except (LookupError, ValueError):
        return ""
    # Its declaration is met so often on pages that are none that browsers ignore it as well.
    return "cp1252" if found in ("iso8859-1", "ascii") else found

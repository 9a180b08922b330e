"""HTML pages that were saved as text."""

from __future__ import annotations

import re
from typing import Any

from articles.dumps.web.attributes import with_fewer_attributes
from articles.expressions import regex

_PAGE = regex(
    r"\s*(?:<\?xml[^<>]{0,200}>\s*)?(?:<!--[^<>]{0,500}-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE,
)


def is_html_page(text: str) -> bool:
    """Whether ``text`` begins as an HTML document does."""
    return bool(_PAGE.match(text))


def readable_text(page: str) -> str:
    """The article of an HTML page as a dump: title, block of source and date, paragraphs.

    Returns ``""`` when the extractor finds no article in it.
    """
    import trafilatura  # here, because it is slow to import and few dumps need it

    page = with_fewer_attributes(page)
    document: Any = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False)
    if document is None or not document.text:
        return ""
    facts = (("Author: ", document.author), ("Source: ", document.sitename), ("", document.date))
    meta = "\n".join(f"{label}{value}" for label, value in facts if value)
    title = document.title or ""
    paragraphs = [line.strip() for line in document.text.splitlines() if line.strip()]
    if paragraphs and title and paragraphs[0] in title:
        del paragraphs[0]
    return "\n\n".join(part for part in (title, meta, *paragraphs) if part)

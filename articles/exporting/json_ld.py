"""An article as schema.org describes a NewsArticle, for search engines that read its page."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from articles.exporting.citations import CitedArticle
from articles.exporting.one_line import one_line

_ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


def news_article(
    cited: CitedArticle,
    *,
    description: str,
    published: datetime | None,
    changed: datetime,
    homepage: str,
) -> dict[str, Any]:
    """The JSON-LD object. Unknown values are left out.

    ``published`` includes a time if one was printed.
    """
    source = {"@type": "NewsMediaOrganization", "name": cited.source, "url": homepage}
    fields: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": cited.title,
        "description": one_line(description),
        "inLanguage": "" if cited.language == "und" else cited.language,
        "datePublished": _moment(cited, published),
        "dateModified": changed.isoformat(timespec="seconds"),
        "author": {"@type": "Person", "name": cited.author} if cited.author else None,
        "publisher": _known(source) if cited.source else None,
        "mainEntityOfPage": cited.url,
        "url": cited.url,
        "archivedAt": cited.url,
        "isBasedOn": cited.original_url,
        "identifier": cited.key,
        "isAccessibleForFree": True,
    }
    return _known(fields)


def script_text(data: dict[str, Any]) -> str:
    """JSON that is safe inside a script element: no text can start a tag or a comment."""
    return json.dumps(data, ensure_ascii=False).translate(_ESCAPES)


def _moment(cited: CitedArticle, published: datetime | None) -> str:
    if published:
        return published.isoformat(timespec="seconds")
    return cited.day.isoformat() if cited.day else ""


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}

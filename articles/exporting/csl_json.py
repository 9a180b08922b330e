"""CSL-JSON, which Zotero, Pandoc and citeproc read: a list with one item."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from articles.exporting.citations import CitedArticle


def csl_json(cited: CitedArticle) -> str:
    """An item of type ``article-newspaper``, one field per line to be readable for people.

    The byline is one literal name, as printed.
    """
    item: dict[str, Any] = {
        "id": cited.key,
        "type": "article-newspaper",
        "title": cited.title,
        "author": [{"literal": cited.author}] if cited.author else [],
        "container-title": cited.source,
        "issued": _day(cited.day) if cited.day else None,
        "accessed": _day(cited.accessed),
        "URL": cited.url,
        "language": cited.language,
        "archive": cited.archive,
        "archive_location": cited.key,
        "note": cited.note,
    }
    lines = [
        f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in item.items()
        if value
    ]
    return "\n".join(["[{", ",\n".join(lines), "}]", ""])


def _day(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}

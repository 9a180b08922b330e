"""RIS for reference managers: a two-letter tag and a value per line."""

from __future__ import annotations

from datetime import date

from articles.exporting.citations import CitedArticle


def ris(cited: CitedArticle) -> str:
    """A record of type NEWS; lines end with CR LF, as the format requires."""
    day = cited.day
    values = [
        ("TY", "NEWS"),
        ("ID", cited.key),
        ("TI", cited.title),
        ("AU", cited.author),
        ("T2", cited.source),
        ("PY", f"{day.year:04}" if day else ""),
        ("DA", _day(day) if day else ""),
        ("LA", cited.language),
        ("UR", cited.url),
        ("Y2", _day(cited.accessed)),
        ("DB", cited.archive),
        ("AN", cited.key),
        ("N1", cited.note),
    ]
    lines = [f"{tag}  - {value}" for tag, value in values if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _day(day: date) -> str:
    """Year, month and day; the optional part after the last slash (a season) is left out."""
    return f"{day.year:04}/{day.month:02}/{day.day:02}/"

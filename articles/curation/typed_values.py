"""What people type and programs send for a field, made the value that is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.calendars import Calendar, Precision, ascii_digits, format_iso, parse_date

FIRST_NEWSPAPERS = date(1820, 1, 1)
"""The first newspapers in Arabic and Persian began in 1828 and 1837; nothing here is older."""
MOST_POSITION = 100_000
"""The greatest number of paragraphs before a figure."""


def tidy_line(text: str) -> str:
    """One line, with single spaces."""
    return " ".join(text.split())


def tidy_body(text: str) -> str:
    """Paragraphs separated by one blank line; browsers end lines with CR LF."""
    paragraphs = text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    return "\n\n".join(tidy for each in paragraphs if (tidy := each.strip()))


def tidy_titles(lines: Iterable[str]) -> list[str]:
    """The titles of related stories, without empty ones."""
    return [title for line in lines if (title := tidy_line(line))]


def tidy_figures(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Rows of position, alternative text, caption and credit, in order; those without texts are
    dropped. Raises ``ValidationError``."""
    tidy = []
    for position, *texts in rows:
        cleaned = [tidy_line(str(text)) for text in texts]
        if any(cleaned):
            tidy.append([_position(str(position)), *cleaned])
    return sorted(tidy, key=lambda row: row[0])


def _position(text: str) -> int:
    digits = ascii_digits(text.strip())
    if not digits.isascii() or not digits.isdigit() or int(digits[:9]) > MOST_POSITION:
        raise ValidationError(
            _("Enter the number of the paragraph before the figure; 0 is before the first.")
        )
    return int(digits[:9])


def day_in(text: str) -> date | None:
    """The day that a text names, in any calendar; None for anything else."""
    found = parse_date(text, reference=timezone.localdate())
    return found.day if found and found.precision is Precision.DAY else None


def day_named(text: str) -> date:
    """The day that a text names, in any calendar. Raises ``ValidationError``."""
    day = day_in(text)
    if day is None:
        raise ValidationError(
            _("“%(text)s” is not a day. Use, for example, 1404/10/07 or 28 December 2025."),
            params={"text": text},
        )
    return day


def day_text(day: date, calendar: Calendar) -> str:
    """A day so that it is read as this day again, in a calendar if possible."""
    text = format_iso(day, calendar)
    # A Jalali day far in the future is read as one of the Hijri calendar.
    return text if day_in(text) == day else format_iso(day, Calendar.GREGORIAN)


def doubt_about(day: date) -> str | Promise:
    """Why the day of an article is hard to believe; empty if it is not."""
    if day > timezone.localdate():
        return _("This day is in the future.")
    return _("There were no newspapers then.") if day < FIRST_NEWSPAPERS else ""

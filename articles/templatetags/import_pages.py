"""What the pages of imports need beyond the archive's own tags."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils.timezone import localtime

from articles.importing.outcomes import sentences_of
from articles.importing.previews import PreviewedItem

from .archive import digits, readers_day

register = template.Library()


@register.filter
def day_of_iso(text: str) -> str:
    """A day of a preview in words, in the calendar of the reader's language."""
    return readers_day(date.fromisoformat(text))


@register.filter
def moment(when: datetime) -> str:
    """A day in words and the time of day, in the calendar and digits of the reader's language."""
    here = localtime(when)
    return f"{readers_day(here.date())}، {digits(here.strftime('%H:%M'))}"


@register.filter
def doubts(item: PreviewedItem) -> str:
    """What is wrong or doubtful about a previewed item."""
    return sentences_of(item.error, item.warnings, item.detail)

"""What the pages of imports need beyond the archive's own tags."""

from __future__ import annotations

from datetime import date

from django import template

from articles.display import readers_day
from articles.importing.outcomes import sentences_of
from articles.importing.previews import PreviewedItem

register = template.Library()


@register.filter
def day_of_iso(text: str) -> str:
    """A day of a preview in words, in the calendar of the reader's language."""
    return readers_day(date.fromisoformat(text))


@register.filter
def doubts(item: PreviewedItem) -> str:
    """What is wrong or doubtful about a previewed item."""
    return sentences_of(item.error, item.warnings, item.detail)

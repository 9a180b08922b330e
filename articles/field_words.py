"""An article's fields in words: labels, which are those of the model, and values."""

from __future__ import annotations

from typing import Any, cast

import jdatetime
from django.db.models import Field

from articles.display import both_days, clock, number
from articles.fields import BY_NAME, Kind
from articles.models import Article, Figure, RelatedStory

_PART_MODELS = {"figures": Figure, "related": RelatedStory}


def label_of(name: str) -> str:
    """The name of a field for people."""
    model = _PART_MODELS.get(name)
    return str(model._meta.verbose_name_plural if model else _column(name).verbose_name)


def label_of_one(name: str) -> str:
    """The same for one figure or related story."""
    model = _PART_MODELS.get(name)
    return str(model._meta.verbose_name) if model else label_of(name)


def _column(name: str) -> Field[Any, Any]:
    return cast("Field[Any, Any]", Article._meta.get_field(name))


def words_of(name: str, value: Any) -> str:
    """A single value of a field in words; empty for what is not known."""
    if value is None or value == "":
        return ""
    match BY_NAME[name].kind:
        case Kind.CHOICE:
            return str(dict(_column(name).flatchoices).get(value, value))
        case Kind.DAY:
            return both_days(value.togregorian() if isinstance(value, jdatetime.date) else value)
        case Kind.TIME:
            return clock(value)
        case Kind.COUNT:
            return number(value)
        case _:
            return str(value)


def figure_words(alt: str, caption: str, credit: str | None) -> str:
    """The words of a picture in one line."""
    return " – ".join(filter(None, (alt, caption, credit)))

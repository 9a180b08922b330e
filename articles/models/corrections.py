"""What editors have corrected of an article, and when: read from its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.db.models.functions import MD5

from .articles import Article

LONGEST_REASON = 100
"""Longest reason, in characters, as stored in histories."""
MOST_CHANGES = 200
"""How many of the latest changes of an article are searched for its corrections."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A field that an editor has set. ``made_at`` is the last time, None if unknown."""

    field: str
    made_at: datetime | None


class _Change(NamedTuple):
    """A history row: which fields were corrected at that time, and the values of some."""

    moment: datetime
    corrected: Sequence[str]
    values: Sequence[object]


def corrections_of(article: Article) -> list[Correction]:
    """The corrected fields of an article. Takes one query, none for an article without
    corrections."""
    corrected = [str(name) for name in article.corrected_fields]
    if not corrected:
        return []
    kept = [name for name in corrected if _is_kept(Article.history.model, name)]
    changes = _changes(article, kept)
    return [
        Correction(name, _last_set(changes, name, kept.index(name)) if name in kept else None)
        for name in corrected
    ]


def _is_kept(history: type[Model], name: str) -> bool:
    try:
        history._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def _changes(article: Article, names: Sequence[str]) -> list[_Change]:
    """The latest history rows, earliest first. Bodies, which may be long, are hashed."""
    columns = [MD5("body") if name == "body" else name for name in names]
    rows = (
        Article.history.filter(id=article.pk)
        .order_by("-history_id")  # not by date: the clock may have been set back
        .values_list("history_date", "corrected_fields", *columns)[:MOST_CHANGES]
    )
    changes = [_Change(moment, corrected, values) for moment, corrected, *values in rows]
    return changes[::-1]


def _last_set(changes: Sequence[_Change], name: str, place: int) -> datetime | None:
    """When an editor last set the field; changes before it was corrected may come from imports."""
    moments = [
        after.moment
        for before, after in pairwise(changes)
        if name in after.corrected
        and (name not in before.corrected or before.values[place] != after.values[place])
    ]
    return moments[-1] if moments else None

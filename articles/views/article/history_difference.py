"""The difference between two captures: fields, text, pictures and related stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from articles.field_words import figure_words
from articles.text.difference import Effort, difference

from .field_differences import SINGLE, FieldDifference, captured_words, field_difference
from .passages import Passage, passages


@dataclass(frozen=True, slots=True)
class CaptureDifference:
    """Each part is empty if both captures are equal in it."""

    fields: Sequence[FieldDifference]
    text: Sequence[Passage]
    pictures: Sequence[Passage]
    related: Sequence[Passage]

    @property
    def is_empty(self) -> bool:
        return not (self.fields or self.text or self.pictures or self.related)


def capture_difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> CaptureDifference:
    """Compare the parsed content of two captures; all comparisons share one effort."""
    effort = Effort()
    old, new = captured_words(before), captured_words(after)
    fields = [
        field_difference(name, old[name], new[name], effort)
        for name in SINGLE
        if old[name] != new[name]
    ]
    return CaptureDifference(
        fields=fields,
        text=_changed(before.get("paragraphs", []), after.get("paragraphs", []), effort),
        pictures=_changed(pictures_in_words(before), pictures_in_words(after), effort),
        related=_changed(before.get("related", []), after.get("related", []), effort),
    )


def _changed(before: Sequence[str], after: Sequence[str], effort: Effort) -> list[Passage]:
    if list(before) == list(after):
        return []
    return passages(difference(before, after, effort))


def pictures_in_words(parsed: Mapping[str, Any]) -> list[str]:
    """The text of each picture in one line."""
    return [
        figure_words(figure["alt"], figure["caption"], figure["credit"])
        for figure in parsed.get("figures", [])
    ]

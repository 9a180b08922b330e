"""Form fields for an article's figures and related stories, each corrected as a whole.

They are not formsets: an import recreates these rows, so a form that names their ids would be
refused without need.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from articles.curation.typed_values import tidy_figures, tidy_titles

COLUMNS = ("position", "alt", "caption", "credit")
BLANK_ROWS = 1


class FiguresInput(forms.Widget):
    """A row of inputs for each figure, and an empty one for a new figure."""

    use_fieldset = True

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        blank: list[list[str]] = [[""] * len(COLUMNS)] * BLANK_ROWS
        context = {"name": name, "id": (attrs or {}).get("id", name), "rows": [*value, *blank]}
        return mark_safe(render_to_string("admin/articles/article/_figures.html", context))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[list[str]]:
        columns = [data.getlist(f"{name}-{column}") for column in COLUMNS]
        return [list(row) for row in zip_longest(*columns, fillvalue="") if any(row)]

    def put(self, data: Any, name: str, value: list[list[Any]]) -> None:
        """Write this value into posted data."""
        for number, column in enumerate(COLUMNS):
            data.setlist(f"{name}-{column}", [str(row[number]) for row in value])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-{COLUMNS[0]}" not in data


class FiguresField(forms.Field):
    """Rows of position, alternative text, caption and credit; rows without texts are dropped."""

    widget = FiguresInput

    def to_python(self, value: Any) -> list[list[Any]]:
        return tidy_figures(value or [])

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class TitlesField(forms.Field):
    """Titles of related stories, one per line."""

    widget = forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField", "dir": "auto"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return tidy_titles(lines)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(data) != initial)

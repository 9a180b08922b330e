"""Form fields for titles and bodies: normalizes what browsers send to the form of articles."""

from __future__ import annotations

from typing import Any

from django import forms

from articles.curation.typed_values import tidy_body, tidy_line


class BodyField(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 18, "class": "vLargeTextField", "dir": "auto"})

    def to_python(self, value: Any) -> str:
        return tidy_body(str(super().to_python(value)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != self.to_python(initial)


class TitleField(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField", "dir": "auto"})

    def to_python(self, value: Any) -> str:
        return tidy_line(str(super().to_python(value)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != self.to_python(initial)

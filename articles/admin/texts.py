"""Form fields for titles and bodies: normalizes what browsers send to the form of articles."""

from __future__ import annotations

from typing import Any

from django import forms


def tidy_body(text: str) -> str:
    """Paragraphs separated by one blank line; browsers end lines with CR LF."""
    paragraphs = text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    return "\n\n".join(tidy for each in paragraphs if (tidy := each.strip()))


class BodyField(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 18, "class": "vLargeTextField", "dir": "auto"})

    def to_python(self, value: Any) -> str:
        return tidy_body(str(super().to_python(value)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != self.to_python(initial)


class TitleField(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField", "dir": "auto"})

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value)).split())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != self.to_python(initial)

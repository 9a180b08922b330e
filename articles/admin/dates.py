"""Form fields for days of any calendar and for times, typed in any digits."""

from __future__ import annotations

from datetime import date
from typing import Any

import jdatetime
from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from articles.calendars import Calendar, ascii_digits
from articles.curation.typed_values import day_in, day_named, day_text, doubt_about
from articles.display import hijri_day, other_day, readers_day


class TypedDay(str):
    """What was typed for a day, and whether the box was ticked that says that it is meant so."""

    is_sure = False


class DayInput(forms.TextInput):
    """An input for a day, with its words in all calendars; static/common/day-picker.js adds a
    calendar to choose it from, static/admin/day-words.js the words of what is being typed.

    A day that is hard to believe comes with a box to tick, by the name of the input and ``-sure``.
    """

    class Media:
        js = [
            Script("common/day-picker.js", type="module"),
            Script("admin/day-words.js", type="module"),
        ]

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().build_attrs(*args, **kwargs) | {
            "class": "day-input",
            "autocomplete": "off",
            "data-open": _("From a calendar"),
            "data-title": _("Choose the day from a calendar"),
            "data-close": _("Close"),
            "data-earlier": _("Previous month"),
            "data-later": _("Next month"),
            "data-persian": _("Jalali"),
            "data-gregory": _("Gregorian"),
            "data-words": reverse_lazy("admin:day_words"),
        }

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        id_ = (attrs or {}).get("id") or f"id_{name}"
        described = f"{id_}_words {(attrs or {}).get('aria-describedby', '')}".strip()
        box = super().render(
            name, value, {**(attrs or {}), "aria-describedby": described}, renderer
        )
        day = day_in(str(value)) if value else None
        context = {
            "box": box,
            "name": f"{name}-sure",
            "id": f"{id_}_words",
            "words": words_of(day) if day else [],
            "doubt": doubt_about(day) if day else "",
            # What is stored already was meant so.
            "is_sure": not isinstance(value, TypedDay) or value.is_sure,
        }
        return mark_safe(render_to_string("admin/_day_input.html", context))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        if value is None:
            return None
        typed = TypedDay(value)
        typed.is_sure = bool(data.get(f"{name}-sure"))
        return typed


class DayField(forms.CharField):
    """A day in any form that dumps print dates in; gives a ``jdatetime.date`` or None.

    A day in the future, or before there were newspapers, is asked about: it is an error until the
    box beside it is ticked.
    """

    widget = DayInput

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, jdatetime.date):
            return value
        return day_text(value.togregorian(), Calendar.JALALI)

    def to_python(self, value: Any) -> jdatetime.date | None:
        if isinstance(value, jdatetime.date):
            return value
        text = super().to_python(value)
        if not text:
            return None
        day = day_named(text)
        if isinstance(value, TypedDay) and not value.is_sure and (doubt := doubt_about(day)):
            raise ValidationError(
                _("%(day)s: %(doubt)s If it is meant so, tick the box and save again."),
                params={"day": readers_day(day, weekday=True), "doubt": doubt},
                code="doubtful",
            )
        return jdatetime.date.fromgregorian(date=day)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


def words_of(day: date) -> list[str]:
    """The day with its weekday, and in the other two calendars; the last one where it has it."""
    return [*filter(None, (readers_day(day, weekday=True), other_day(day), hijri_day(day)))]


class ClockField(forms.TimeField):
    """A time such as 14:05, in any digits."""

    widget = forms.TextInput(attrs={"dir": "ltr", "size": 8, "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        return super().to_python(ascii_digits(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else value.isoformat("minutes")

"""Form fields for days of any calendar and for times, typed in any digits."""

from __future__ import annotations

from typing import Any

import jdatetime
from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.calendars import Calendar, Precision, ascii_digits, format_iso, parse_date


class DayInput(forms.TextInput):
    """An input for a day; static/admin/day-picker.js adds a calendar to choose it from."""

    class Media:
        js = [Script("admin/day-picker.js", type="module")]

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
        }


class DayField(forms.CharField):
    """A day in any form that dumps print dates in; gives a ``jdatetime.date`` or None."""

    widget = DayInput

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, jdatetime.date):
            return format_iso(value.togregorian(), Calendar.JALALI)
        return value

    def to_python(self, value: Any) -> jdatetime.date | None:
        if isinstance(value, jdatetime.date):
            return value
        text = super().to_python(value)
        if not text:
            return None
        found = parse_date(text, reference=timezone.localdate())
        if found is None or found.day is None or found.precision is not Precision.DAY:
            raise ValidationError(
                _("“%(text)s” is not a day. Use, for example, 1404/10/07 or 28 December 2025."),
                params={"text": text},
            )
        return jdatetime.date.fromgregorian(date=found.day)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class ClockField(forms.TimeField):
    """A time such as 14:05, in any digits."""

    widget = forms.TextInput(attrs={"dir": "ltr", "size": 8, "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        return super().to_python(ascii_digits(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else value.isoformat("minutes")

"""A form field for days that takes any calendar and any digits."""

from __future__ import annotations

from typing import Any

import jdatetime
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.calendars import Calendar, Precision, format_iso, parse_date


class DayField(forms.CharField):
    """A day typed in any form that dumps print dates in; gives a ``jdatetime.date`` or None."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, jdatetime.date):
            return format_iso(value.togregorian(), Calendar.JALALI)
        return value

    def to_python(self, value: Any) -> jdatetime.date | None:
        text = super().to_python(value)
        if not text:
            return None
        found = parse_date(text, reference=timezone.localdate())
        if found is None or found.day is None or found.precision is not Precision.DAY:
            raise ValidationError(
                _("“%(text)s” is no day. Type one such as 1404/10/07 or 28 December 2025."),
                params={"text": text},
            )
        return jdatetime.date.fromgregorian(date=found.day)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True

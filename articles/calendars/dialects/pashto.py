"""Pashto: the months of the solar year, and the weekdays that differ from Dari."""

from __future__ import annotations

from articles.calendars.names import Dialect
from articles.calendars.records import Calendar

PASHTO = Dialect(
    months={
        Calendar.JALALI: (
            ("وری",),
            ("غویی",),
            ("غبرګولی",),
            ("چنګاښ",),
            ("زمری",),
            ("وږی",),
            ("تله",),
            ("لړم",),
            ("لیندۍ",),
            ("مرغومی",),
            ("سلواغه",),
            ("کب",),
        ),
    },
    weekdays=(
        ("دوشنبه",),
        ("سه‌شنبه",),
        ("چهارشنبه",),
        ("پنجشنبه", "پنځشنبه"),
        ("جمعه",),
        ("شنبه",),
        ("یکشنبه", "یوشنبه"),
    ),
)

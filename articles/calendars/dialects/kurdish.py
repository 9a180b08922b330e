"""Sorani Kurdish: Gregorian months as in Iraq, with the vowel that joins them to the year, and the
weekdays."""

from __future__ import annotations

from articles.calendars.names import Dialect
from articles.calendars.records import Calendar

KURDISH = Dialect(
    months={
        Calendar.GREGORIAN: (
            ("کانوونی دووەم", "کانوونی دووەمی"),
            ("شوبات", "شوباتی"),
            ("ئازار", "ئازاری", "مارت", "مارتی"),
            ("نیسانی",),
            ("ئایار", "ئایاری", "مایسی"),
            ("حوزەیران", "حوزەیرانی"),
            ("تەممووز", "تەممووزی", "تەمموز", "تەمموزی"),
            ("ئاب", "ئابی"),
            ("ئەیلوول", "ئەیلوولی"),
            ("تشرینی یەکەم", "تشرینی یەکەمی"),
            ("تشرینی دووەم", "تشرینی دووەمی"),
            ("کانوونی یەکەم", "کانوونی یەکەمی"),
        ),
    },
    weekdays=(
        ("دووشەممە",),
        ("سێشەممە", "سێ شەممە"),
        ("چوارشەممە", "چوار شەممە"),
        ("پێنجشەممە", "پێنج شەممە"),
        ("هەینی",),
        ("شەممە",),
        ("یەکشەممە", "یەک شەممە"),
    ),
)

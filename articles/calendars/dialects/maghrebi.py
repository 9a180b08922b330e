"""Gregorian months in Tunisia and Algeria (from French), and in Morocco."""

from __future__ import annotations

from articles.calendars.names import Dialect
from articles.calendars.records import Calendar

MAGHREBI = Dialect(
    months={
        Calendar.GREGORIAN: (
            ("جانفي",),
            ("فيفري",),
            ("مارس",),
            ("أفريل",),
            ("ماي",),
            ("جوان",),
            ("جويلية", "يوليوز"),
            ("أوت", "غشت", "أغشت"),
            ("سبتمبر", "شتنبر"),
            ("أكتوبر",),
            ("نوفمبر", "نونبر"),
            ("ديسمبر", "دجنبر"),
        ),
    },
)

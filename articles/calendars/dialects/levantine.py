"""Gregorian months in Iraq and the Levant (also the second name in «ديسمبر/كانون الأول»)."""

from __future__ import annotations

from articles.calendars.names import Dialect
from articles.calendars.records import Calendar

LEVANTINE = Dialect(
    months={
        Calendar.GREGORIAN: (
            ("كانون الثاني", "كانون ثاني", "كانون2", "ك2"),
            ("شباط",),
            ("آذار",),
            ("نيسان",),
            ("أيار", "نوار", "مايس"),
            ("حزيران",),
            ("تموز",),
            ("آب",),
            ("أيلول",),
            ("تشرين الأول", "تشرين أول", "تشرين1", "ت1"),
            ("تشرين الثاني", "تشرين ثاني", "تشرين2", "ت2"),
            ("كانون الأول", "كانون أول", "كانون1", "ك1"),
        ),
    },
)

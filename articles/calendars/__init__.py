"""Dates of the archive: text to day, day to words, in three calendars and three languages."""

from articles.calendars.conversion import (
    from_hijri,
    from_jalali,
    is_leap_jalali,
    jalali_month_range,
    jalali_year_range,
    to_hijri,
    to_jalali,
)
from articles.calendars.formatting import (
    ascii_digits,
    format_date,
    format_iso,
    format_numeric,
    localize_digits,
    month_name,
    weekday_letter,
    weekday_name,
)
from articles.calendars.labels import PUBLISHED_LABELS, UPDATED_LABELS
from articles.calendars.parsing import find_date, parse_date
from articles.calendars.periods import Period, weeks
from articles.calendars.records import Calendar, DateMatch, Precision

__all__ = [
    "PUBLISHED_LABELS",
    "UPDATED_LABELS",
    "Calendar",
    "DateMatch",
    "Period",
    "Precision",
    "ascii_digits",
    "find_date",
    "format_date",
    "format_iso",
    "format_numeric",
    "from_hijri",
    "from_jalali",
    "is_leap_jalali",
    "jalali_month_range",
    "jalali_year_range",
    "localize_digits",
    "month_name",
    "parse_date",
    "to_hijri",
    "to_jalali",
    "weekday_letter",
    "weekday_name",
    "weeks",
]

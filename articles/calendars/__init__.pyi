from .conversion import (
    from_hijri,
    from_jalali,
    is_leap_jalali,
    month_range,
    to_hijri,
    to_jalali,
    year_range,
)
from .day_ranges import DayRange, overlap, read_days
from .formatting import (
    ascii_digits,
    format_date,
    format_iso,
    localize_digits,
    month_name,
    weekday_letter,
    weekday_name,
)
from .labels import PUBLISHED_LABELS, UPDATED_LABELS
from .parsing import day_form, find_date, parse_date
from .periods import Period, weeks
from .records import Calendar, DateMatch, DayForm, Precision

__all__ = [
    "PUBLISHED_LABELS",
    "UPDATED_LABELS",
    "Calendar",
    "DateMatch",
    "DayForm",
    "DayRange",
    "Period",
    "Precision",
    "ascii_digits",
    "day_form",
    "find_date",
    "format_date",
    "format_iso",
    "from_hijri",
    "from_jalali",
    "is_leap_jalali",
    "localize_digits",
    "month_name",
    "month_range",
    "overlap",
    "parse_date",
    "read_days",
    "to_hijri",
    "to_jalali",
    "weekday_letter",
    "weekday_name",
    "weeks",
    "year_range",
]

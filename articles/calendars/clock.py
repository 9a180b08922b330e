"""Clock times next to a date: 14:30, «ساعت ۲:۳۰ ب.ظ», «الساعة 3 مساءً», 2:30 PM,
T14:30:00+03:30."""

from __future__ import annotations

import re
from datetime import time

from articles.calendars.names import alternatives, key
from articles.calendars.words import LETTER, NOT_AFTER_LETTER, NOT_BEFORE_LETTER

PARTS_OF_DAY: dict[str, tuple[str, ...]] = {
    "morning": (
        "AM",
        "A.M",
        "A.M.",
        "ق.ظ",
        "ق.ظ.",
        "ق ظ",
        "قبل از ظهر",
        "پیش از ظهر",
        "صبح",
        "بامداد",
        "سحر",
        "ص",
        "صباحا",
        "صباحاً",
        "فجرا",
        "قبل الظهر",
    ),
    "afternoon": (
        "PM",
        "P.M",
        "P.M.",
        "ب.ظ",
        "ب.ظ.",
        "ب ظ",
        "بعد از ظهر",
        "پس از ظهر",
        "عصر",
        "م",
        "مساء",
        "مساءا",
        "عصرا",
        "بعد الظهر",
    ),
    "noon": ("ظهر", "ظهرا", "noon"),
    "night": ("شب", "نیمه شب", "ليلا", "midnight"),
}
"""Words after a twelve-hour time."""

_PARTS = {key(word): part for part, words in PARTS_OF_DAY.items() for word in words}

_LABEL = rf"{NOT_AFTER_LETTER}(?:(?:در |علی |فی )?(?:ساعت|الساعه)|زمان|الوقت|at|time|t)"
_PLACES = alternatives(
    (
        *("مكة المكرمة", "مكة", "غرينتش", "جرينتش", "القاهرة", "بغداد", "الرياض", "دبي", "أبوظبي"),
        *("بيروت", "دمشق", "عمان", "تونس", "الجزائر", "الرباط", "القدس", "الدوحة", "المحلي"),
        *("گرینویچ", "تهران", "ایران", "کابل", "محلی", "مكة المكرمة المحلي"),
    )
)
_ZONE = (
    r"(?P<zone> ?\(?(?:(?:gmt|utc|z)(?:[+-][0-9]{1,2}(?::?[0-9]{2})?)?"
    r"|[+-][0-9]{2}:?[0-9]{2}(?![0-9/.-])"
    r"|(?:irst|ast|ist|gst|msk|trt|eet|eest|cet|cest|bst|est|edt|et|cst|pst|pdt)"
    rf"|(?:بتوقیت|به وقت) (?:مکه المکرمه|{LETTER}+)|بالتوقیت المحلی){NOT_BEFORE_LETTER}\)?"
    # Its name, or the place, in brackets: "GMT+0330 (Iran Standard Time)", «16:25 (مكة المكرمة)».
    rf"(?: ?\((?:[a-z]{{2,12}}(?: [a-z]{{2,12}}){{0,3}} time)\))?"
    rf"| ?\((?:(?:ب?توقیت|به وقت) )?{_PLACES}\))?"
)
ANY_CLOCK = (
    rf"(?:{_LABEL} ?:? ?)?[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?"
    rf"(?: ?{alternatives(w for words in PARTS_OF_DAY.values() for w in words)}"
    rf"{NOT_BEFORE_LETTER})?{_ZONE.replace('?P<zone>', '?:')}"
)
"""One more clock time beside another, with a colon."""
CLOCK = (
    rf"(?P<clock_label>{_LABEL} ?:? ?)?"
    r"(?P<hour>[0-9]{1,2})(?:(?P<colon>[:.h]| ?و ?)(?P<minute>[0-9]{2}))?"
    r"(?::(?P<second>[0-9]{2}))?(?: ?(?:دقیقه|hrs?|hours|uhr))?"
    r"(?:[.,][0-9]{1,9})?(?![0-9/:])"
    rf"(?: ?(?P<part>{alternatives(w for words in PARTS_OF_DAY.values() for w in words)})"
    rf"{NOT_BEFORE_LETTER})?{_ZONE}"
)
"""A clock time in folded text; :func:`is_clock` checks whether a match really is one."""


def is_clock(match: re.Match[str]) -> bool:
    """Whether a match of :data:`CLOCK` is a time and not a plain number.

    It needs minutes after a colon, the word for hour before it, or a part of the day (of more than
    one letter) after it; 14.30 is a time only after that word or before a time zone.
    """
    if match["clock_label"] or match["colon"] in (":", "h"):
        return True
    if match["colon"]:
        return match["colon"] == "." and match["zone"] is not None
    return match["part"] is not None and len(match["part"]) > 1


def read_clock(match: re.Match[str]) -> time | None:
    """The time of day of a match of :data:`CLOCK`; None if there is no such time (25:70)."""
    hour = int(match["hour"])
    if match["part"] and hour <= 12:
        hour = _hour_of_day(hour, _PARTS[key(match["part"])])
    try:
        return time(hour, int(match["minute"] or 0), int(match["second"] or 0))
    except ValueError:
        return None


def _hour_of_day(hour: int, part: str) -> int:
    """Convert 1..12 with a part of the day to 0..23; noon is from 11 to 4, night from 6 to 5."""
    after_noon = {
        "morning": False,
        "afternoon": True,
        "noon": hour <= 4 or hour == 12,
        "night": 6 <= hour < 12,
    }[part]
    return hour % 12 + 12 if after_noon else (hour if part == "noon" else hour % 12)

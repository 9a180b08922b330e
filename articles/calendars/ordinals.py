"""Dates whose day is an ordinal in words: «سی‌ام اسفند ۱۳۸۷», «الثامن والعشرون من ديسمبر 2025»."""

from __future__ import annotations

import re

from articles.calendars.names import alternatives, key
from articles.calendars.records import Reading
from articles.calendars.words import (
    MARK,
    MONTH,
    MONTHS,
    NOT_AFTER_LETTER,
    NOT_BEFORE_LETTER,
    NUMBER,
    PLAUSIBLE_YEARS,
)
from articles.expressions import regex

_PERSIAN_UNITS = "یکم دوم سوم چهارم پنجم ششم هفتم هشتم نهم".split()
_PERSIAN = (
    *("اول", *_PERSIAN_UNITS[1:], "دهم", "یازدهم", "دوازدهم", "سیزدهم", "چهاردهم", "پانزدهم"),
    *("شانزدهم", "هفدهم", "هجدهم", "نوزدهم", "بیستم"),
    *(f"بیست و {unit}" for unit in _PERSIAN_UNITS),
    *("سی ام", "سی و یکم"),
)
_ARABIC_UNITS = "الحادي الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع".split()
_ARABIC = (
    *("الأول", *_ARABIC_UNITS[1:], "العاشر"),
    *(f"{unit} عشر" for unit in _ARABIC_UNITS),
    "العشرون",
    *(f"{unit} والعشرون" for unit in _ARABIC_UNITS),
    *("الثلاثون", "الحادي والثلاثون"),
)
_OTHERS = {"یکم": 1, "هیجدهم": 18, "غرة": 1}

ORDINALS: dict[str, int] = {
    key(form): day
    for names in (_PERSIAN, _ARABIC)
    for day, name in enumerate(names, start=1)
    for form in (name, name.replace("ون", "ين") if name.endswith("ون") else name)
} | {key(name): day for name, day in _OTHERS.items()}
"""Words of either language to the day of the month they count."""

_WORDS = (
    *_PERSIAN,
    *_ARABIC,
    *(name[:-2] + "ين" for name in _ARABIC if name.endswith("ون")),
    *_OTHERS,
)
_DATE = regex(
    rf"{NOT_AFTER_LETTER}(?P<day>{alternatives(_WORDS)}){NOT_BEFORE_LETTER} (?:(?:من|شهر|ماه) )?"
    rf"(?P<month>{MONTH})(?: ?ماه)?{NOT_BEFORE_LETTER}[ ،,]{{1,3}}"
    r"(?:(?:سال|ل?عام|ل?سنه) )?(?P<year>[0-9]{4})$"
)
_MARK = regex(MARK)
_REACH = 45
"""So many characters before its year an ordinal begins."""


def find_ordinal_date(text: str, start: int) -> Reading | None:
    """The first date with an ordinal in words at or after ``start`` of a folded text."""
    for number in NUMBER.finditer(text, start):
        if number.end() - number.start() != 4:
            continue
        match = _DATE.search(text, max(start, number.start() - _REACH), number.end())
        reading = match and _reading(text, match)
        if reading is not None:
            return reading
    return None


def _reading(text: str, match: re.Match[str]) -> Reading | None:
    calendar, month = MONTHS[key(match["month"])]
    year = int(match["year"])
    if year not in PLAUSIBLE_YEARS[calendar]:
        return None
    mark = _MARK.match(text, match.end())
    end = mark.end() if mark else match.end()
    return Reading(calendar, year, month, ORDINALS[key(match["day"])], match.start(), end)

"""Formats days in words and numbers, by native convention, in Persian, Arabic and English.

A Hijri date has its mark, because its year alone looks Jalali; so does a Jalali date in Arabic
words, where readers would take 1404 for a Hijri year.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from articles.calendars.conversion import to_hijri, to_jalali
from articles.calendars.dialects.arabic import ARABIC
from articles.calendars.dialects.english import ENGLISH
from articles.calendars.dialects.persian import PERSIAN
from articles.calendars.names import Dialect
from articles.calendars.records import Calendar

_DIALECTS: dict[str, Dialect] = {"fa": PERSIAN, "ar": ARABIC, "en": ENGLISH}

HIJRI_MARKS: dict[str, str] = {"fa": "ه‍.ق", "ar": "هـ", "en": "AH"}
JALALI_MARKS: dict[str, str] = {"fa": "", "ar": "هـ.ش", "en": ""}

_WEEKDAY_LETTERS: dict[str, str] = {"fa": "دسچپجشی", "ar": "نثرخجسح", "en": "MTWTFSS"}
"""Weekday letters from Monday, as in wall calendars; in English they are not unique."""

_LATIN = "0123456789"
_DIGITS: dict[str, str] = {"fa": "۰۱۲۳۴۵۶۷۸۹", "ar": "٠١٢٣٤٥٦٧٨٩", "en": _LATIN}
_LOCALIZED = {
    language: str.maketrans("".join(_DIGITS.values()), digits * len(_DIGITS))
    for language, digits in _DIGITS.items()
}


def localize_digits(text: str, language: str) -> str:
    """``text`` with its ASCII, Persian and Arabic-Indic digits replaced by those of the language.

    ``language`` is fa (۰۱۲), ar (٠١٢) or en (012); here and below KeyError for any other.
    """
    return text.translate(_LOCALIZED[language])


def ascii_digits(text: str) -> str:
    """``text`` with Persian and Arabic-Indic digits replaced by ASCII ones."""
    return text.translate(_LOCALIZED["en"])


def month_name(calendar: Calendar, month: int, language: str) -> str:
    """The name of month 1..12; ValueError for another number."""
    if not 1 <= month <= 12:
        raise ValueError(f"month {month} is not in 1..12")
    return _DIALECTS[language].months[calendar][month - 1][0]


def weekday_name(day: date, language: str) -> str:
    """The name of the day of the week."""
    return _DIALECTS[language].weekdays[day.weekday()][0]


def weekday_letter(day: date, language: str) -> str:
    """The letter for a day of the week, above the columns of a calendar."""
    return _WEEKDAY_LETTERS[language][day.weekday()]


@lru_cache(maxsize=4_096)
def format_date(day: date, calendar: Calendar, language: str, *, weekday: bool = False) -> str:
    """In words: «یکشنبه ۷ دی ۱۴۰۴», «٢٨ ديسمبر ٢٠٢٥», "28 December 2025", «٧ رجب ١٤٤٧ هـ».

    ValueError if the calendar does not cover the day.
    """
    year, month, number = _parts(day, calendar)
    words = [str(number), month_name(calendar, month, language), str(year)]
    if weekday:
        words.insert(0, weekday_name(day, language))
    if calendar is Calendar.HIJRI:
        words.append(HIJRI_MARKS[language])
    elif calendar is Calendar.JALALI and JALALI_MARKS[language]:
        words.append(JALALI_MARKS[language])
    return localize_digits(" ".join(words), language)


def format_iso(day: date, calendar: Calendar) -> str:
    """For machines: "1404-10-07", ASCII only; ValueError like format_date.

    Hijri has no mark, because another field names the calendar; read as free text, "1447-07-07" is
    Jalali.
    """
    return "{:04}-{:02}-{:02}".format(*_parts(day, calendar))


def _parts(day: date, calendar: Calendar) -> tuple[int, int, int]:
    if calendar is Calendar.JALALI:
        return to_jalali(day)
    if calendar is Calendar.HIJRI:
        hijri = to_hijri(day)
        if hijri is None:
            raise ValueError(f"the tables of Umm al-Qura do not cover {day}")
        return hijri
    return day.year, day.month, day.day

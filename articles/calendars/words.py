"""All dialects together: the meaning of printed names, and the expressions that find them.

All expressions are for text folded by :mod:`articles.calendars.folding`.
"""

from __future__ import annotations

from articles.calendars.dialects import DIALECTS
from articles.calendars.names import alternatives, key
from articles.calendars.records import Calendar
from articles.expressions import regex

CALENDAR_MARKS: dict[Calendar, tuple[str, ...]] = {
    Calendar.JALALI: (
        "ش",
        "ه.ش",
        "ه ش",
        "ه. ش",
        "شمسی",
        "هجری شمسی",
        "هجریه شمسیه",
        "خورشیدی",
        "هجری خورشیدی",
        "SH",
    ),
    Calendar.GREGORIAN: ("م", "میلادی", "میلادیة", "للمیلاد", "AD", "A.D", "CE"),
    Calendar.HIJRI: (
        "ه",
        "ق",
        "ه.ق",
        "ه ق",
        "ه. ق",
        "هجری",
        "هجریة",
        "للهجرة",
        "قمری",
        "هجری قمری",
        "هجریة قمریة",
        "AH",
        "A.H",
    ),
}
"""Words after a date that name its calendar; a bare «هجری» is read as lunar."""

PLAUSIBLE_YEARS: dict[Calendar, range] = {
    Calendar.JALALI: range(1200, 1501),
    Calendar.GREGORIAN: range(1800, 2151),
    Calendar.HIJRI: range(1200, 1501),
}
"""Plausible years for a news archive; anything else with the shape of a date is not a date."""

MONTHS: dict[str, tuple[Calendar, int]] = {
    key(name): (calendar, number)
    for dialect in DIALECTS
    for calendar, months in dialect.months.items()
    for number, names in enumerate(months, start=1)
    for name in names
}
WEEKDAYS: dict[str, int] = {
    key(name): number
    for dialect in DIALECTS
    for number, names in enumerate(dialect.weekdays)
    for name in names
}
MARKS: dict[str, Calendar] = {
    key(mark): calendar for calendar, marks in CALENDAR_MARKS.items() for mark in marks
}

LETTER = r"[^\W\d_]"
NOT_AFTER_LETTER = f"(?<!{LETTER})"
NOT_BEFORE_LETTER = f"(?!{LETTER})"

FILLER = r"[\W_]{0,8}"
"""Characters between a date and its weekday or time: spaces, commas, bars, brackets."""

MONTH = alternatives(
    name for dialect in DIALECTS for m in dialect.months.values() for names in m for name in names
)
WEEKDAY = (
    rf"{NOT_AFTER_LETTER}(?:(?:روز|ل?یوم|on) )?"
    rf"(?P<weekday>{alternatives(n for d in DIALECTS for names in d.weekdays for n in names)})"
    rf"{NOT_BEFORE_LETTER}"
)
_MARK_WORDS = alternatives(mark for marks in CALENDAR_MARKS.values() for mark in marks)
MARK = rf"(?: ?\(?(?P<mark>{_MARK_WORDS}){NOT_BEFORE_LETTER}\)?)?"

# Digits that continue to the left or right are something else: a telephone number, an IP address, a
# version, a path in a link, a range. A time may follow directly, also after a dash.
NUMBER_STARTS = r"(?<![a-z0-9_])(?<![a-z0-9_][./])(?<![0-9][:,])(?:(?<=:[0-9][0-9]-)|(?<![0-9]-))"
NUMBER = regex("[0-9]+")  # where expressions for dates that start with a number are tried
NUMBER_ENDS = (
    r"(?:(?=[0-2]?[0-9]:[0-5][0-9])"
    r"|(?![0-9_])(?![./][a-z0-9])(?!-[0-9](?![0-9]?:[0-9])))"
)


def weekday_number(word: str) -> int:
    """The weekday (Monday is 0) for a word that :data:`WEEKDAY` matched."""
    return WEEKDAYS[key(word)]


def calendar_of_year(year: int, mark: str | None) -> Calendar | None:
    """The calendar of a date in numbers: from its mark, otherwise from the year.

    None if the year is plausible in no calendar, or not in the one of the mark. A Hijri date in
    numbers needs its mark, because 1200..1500 alone is Jalali.
    """
    candidates = [MARKS[key(mark)]] if mark else [Calendar.JALALI, Calendar.GREGORIAN]
    return next((each for each in candidates if year in PLAUSIBLE_YEARS[each]), None)

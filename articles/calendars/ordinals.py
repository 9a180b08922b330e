"""Dates whose day is an ordinal in words: «سی‌ام اسفند ۱۳۸۷», «الثامن والعشرون من ديسمبر 2025».

The year can be in words too, in a text that is a date as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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
_DAY_AND_MONTH = (
    rf"{NOT_AFTER_LETTER}(?P<day>{alternatives(_WORDS)}){NOT_BEFORE_LETTER} (?:(?:من|شهر|ماه) )?"
    rf"(?P<month>{MONTH})(?: ?ماه)?{NOT_BEFORE_LETTER}[ ،,]{{1,3}}(?:(?:سال|ل?عام|ل?سنه) )?"
)
_DATE = regex(rf"{_DAY_AND_MONTH}(?P<year>[0-9]{{4}})$")
_PERSIAN_NUMBERS = (
    *"یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده".split(),
    *"سیزده چهارده پانزده شانزده هفده هجده نوزده".split(),
)
_PERSIAN_TENS = "بیست سی چهل پنجاه شصت هفتاد هشتاد نود".split()
_ARABIC_NUMBERS = "واحد اثنين ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split()
_ARABIC_TEENS = ("أحد عشر", "اثني عشر", *(f"{unit} عشر" for unit in _ARABIC_NUMBERS[2:9]))
_ARABIC_TENS = "عشرين ثلاثين أربعين خمسين".split()


def _persian_years() -> Iterator[tuple[str, int]]:
    """The years 1300 to 1499."""
    below = ["", *_PERSIAN_NUMBERS]
    for ten in _PERSIAN_TENS:
        below += [ten, *(f"{ten} و {unit}" for unit in _PERSIAN_NUMBERS[:9])]
    for hundreds, first in (("سیصد", 1300), ("چهارصد", 1400)):
        for rest, words in enumerate(below):
            told = f"هزار و {hundreds}{f' و {words}' if words else ''}"
            yield from ((told, first + rest), (f"یک {told}", first + rest))


def _arabic_years() -> Iterator[tuple[str, int]]:
    """The years 2000 to 2059; the feminine and the masculine form of units."""
    units = ["", *_ARABIC_NUMBERS, *_ARABIC_TEENS]
    for ten in _ARABIC_TENS:
        units += [ten, *(f"{unit} و{ten}" for unit in _ARABIC_NUMBERS[:9])]
    for rest, words in enumerate(units):
        told = f" و{words}" if words else ""
        for form in {
            told,
            told.replace("ة ", " ").removesuffix("ة"),
            told.replace("اثنين", "اثنتين"),
        }:
            yield f"ألفين{form}", 2000 + rest
            yield f"ألفان{form.replace('ين', 'ون')}", 2000 + rest


_YEARS = {
    key(words): year for years in (_persian_years(), _arabic_years()) for words, year in years
}
_IN_WORDS = regex(rf"{_DAY_AND_MONTH}(?P<year>(?:یک[ -]?)?هزار .{{4,40}}|الف[یا]ن(?: .{{1,40}})?)")
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


def may_hold_year_in_words(text: str) -> bool:
    """Whether a text, printed or folded, has a thousand and more: far cheaper than reading it."""
    return "هزار و" in text or "لفین" in text or "لفين" in text or "لفان" in text


def find_date_in_words(text: str, start: int) -> Reading | None:
    """The date in words, its year too, with which a folded text ends."""
    match = _IN_WORDS.search(text, start)
    while match is not None:
        words = match["year"].rstrip(" .)،,")
        if key(words) in _YEARS:
            calendar, month = MONTHS[key(match["month"])]
            day, end = ORDINALS[key(match["day"])], match.start("year") + len(words)
            return Reading(calendar, _YEARS[key(words)], month, day, match.start(), end)
        match = _IN_WORDS.search(text, match.start() + 1)
    return None


def _reading(text: str, match: re.Match[str]) -> Reading | None:
    calendar, month = MONTHS[key(match["month"])]
    year = int(match["year"])
    if year not in PLAUSIBLE_YEARS[calendar]:
        return None
    mark = _MARK.match(text, match.end())
    end = mark.end() if mark else match.end()
    return Reading(calendar, year, month, ORDINALS[key(match["day"])], match.start(), end)

"""Reads dates: a registry of small parsers, and the rules for what may surround a date.

A parser takes a folded text and an offset and returns the first :class:`Reading` from there, or
None. Weekday, time and the same day in another calendar around a reading belong to it; a label says
whether it is the day of publication or of an update. The machine's clock is never read: the caller
passes a reference day, after which a date is in the future.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time

from articles.calendars.clock import ANY_CLOCK, CLOCK, is_clock, read_clock
from articles.calendars.conversion import month_range, to_gregorian, year_range
from articles.calendars.folding import FoldedText
from articles.calendars.labels import PUBLISHED_LABELS, UPDATED_LABELS
from articles.calendars.named import (
    find_named_date,
    find_short_named_date,
    read_named_month,
)
from articles.calendars.names import alternatives
from articles.calendars.numeric import find_numeric_date, read_numeric_month, read_year
from articles.calendars.ordinals import (
    find_date_in_words,
    find_ordinal_date,
    may_hold_year_in_words,
)
from articles.calendars.records import Calendar, DateMatch, DayForm, Precision, Reading
from articles.calendars.words import (
    FILLER,
    NOT_AFTER_LETTER,
    NOT_BEFORE_LETTER,
    WEEKDAY,
    weekday_number,
)
from articles.expressions import regex

MAX_DATE_LENGTH = 250
"""Longest text, in characters, that can be one date with its labels; anything longer is prose."""

EXAMINED_LENGTH = 400
"""How many characters of a longer text :func:`find_date` examines: a line of metadata."""

SIGHTING_DAYS = 2
"""How many days a Hijri date may differ from the Gregorian one next to it: months start with a
sighting of the moon, which Umm al-Qura only calculates."""

LUNAR_YEARS = 30
"""How far back a day in numbers alone is taken for Hijri: as far as pages of news go."""

DayParser = Callable[[str, int], Reading | None]
DAY_PARSERS: tuple[DayParser, ...] = (
    find_numeric_date,
    find_named_date,
    find_ordinal_date,
)
SHORT_PARSERS: tuple[DayParser, ...] = (find_short_named_date,)
"""Where no number is long enough for a year."""
WORD_PARSERS: tuple[DayParser, ...] = (find_date_in_words,)
"""Where there is no number."""
COARSE_PARSERS: tuple[Callable[[str], Reading | None], ...] = (
    read_year,
    read_numeric_month,
    read_named_month,
)

_EQUIVALENCE_WORDS = (
    "الموافق",
    "الموافق ل",
    "الموافق يوم",
    "الموافق ليوم",
    "الموافق في",
    "موافق",
    "وافق",
    "برابر",
    "برابر با",
    "مصادف با",
    "مطابق با",
    "مطابق",
    "معادل",
    "معادل با",
    "corresponding to",
)

_LINK = rf"(?:(?:{alternatives(_EQUIVALENCE_WORDS)}){NOT_BEFORE_LETTER}{FILLER})?"

# A year of four digits, or the short one of 85/03/21; much cheaper than folding first.
_MAY_HOLD_DATE = regex(r"\d\d(?:\d\d|/)")
# A year of two digits behind a month's name, in a short text.
_MAY_HOLD_SHORT_DATE = regex(r"(?<!\d)\d\d?\D{0,6}[^\W\d_]{2,}\D{0,4}\d\d\b")
_SHORT_LENGTH = 60
_CORE = regex(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
_CLOSING_BRACKET = regex(r" ?\)")
_CLOCK_AFTER = regex(rf"{FILLER}(?:(?:در|فی|الی|علی|at) )?{CLOCK}")
_CLOCK_BEFORE = regex(f"(?<![0-9:./]){CLOCK}{FILLER}$")
# Not that of another day behind it: «… 14:18 الاثنين 20 جويلية».
_WEEKDAY_AFTER = regex(rf"{FILLER}{WEEKDAY}(?!{FILLER}[0-9]{{1,2}}(?:[ /][^\W\d]|[/.-][0-9]))")
_WEEKDAY_BEFORE = regex(f"{WEEKDAY}{FILLER}{_LINK}$")
_EQUIVALENT_FOLLOWS = regex(rf"{FILLER}{_LINK}(?:{WEEKDAY}{FILLER})?(?=[^\W_])")
_FIRST_NUMBER = regex(r"[0-9]+")
_BEFORE_REACH = 60  # how far before a date its weekday and time may be


def _label_expression(labels: dict[str, tuple[str, ...]]) -> str:
    return alternatives(label for of_language in labels.values() for label in of_language)


_LABEL = (
    rf"{NOT_AFTER_LETTER}(?:(?P<published>{_label_expression(PUBLISHED_LABELS)})"
    rf"|(?P<updated>{_label_expression(UPDATED_LABELS)})){NOT_BEFORE_LETTER}"
)
_ONLY_LABEL = regex(rf"[\W_]*(?:{_LABEL})?[\W_]*")
_LEADING_LABEL = regex(
    rf"[\W_]*(?:(?:{_label_expression(PUBLISHED_LABELS)}){NOT_BEFORE_LETTER}|سال|ل?عام|ل?سنه|year)(?![^\W\d_])"
)
_RELATIVE = (
    r"(?:(?:منذ|قبل) )?(?:[0-9]{1,3} ?)?[^\W\d_]{2,12}(?: (?:ago|پیش|قبل))|(?:منذ|قبل) "
    r"(?:[0-9]{1,3} ?)?[^\W\d_]{2,12}"
)
# «… آخر تحديث: 14:30»: an update on the same day, given only as a time; times in other zones.
_TAIL = regex(
    rf"[\W_]*(?:(?:{_label_expression(UPDATED_LABELS)}){NOT_BEFORE_LETTER}{FILLER}"
    rf"(?:(?:{_RELATIVE}){FILLER})?)?(?:{ANY_CLOCK}{FILLER}){{0,2}}[\W_]*"
)
_UPDATE_BEFORE = regex(
    rf"{NOT_AFTER_LETTER}(?:{_label_expression(UPDATED_LABELS)}){NOT_BEFORE_LETTER}{FILLER}$"
)


@dataclass(slots=True)
class _Surroundings:
    """A reading and what was found around it; offsets are in the folded text."""

    reading: Reading
    start: int
    end: int
    clock: time | None = None
    has_clock: bool = False
    weekday: int | None = None
    equivalent: Reading | None = None


def parse_date(text: str, *, reference: date, form: DayForm | None = None) -> DateMatch | None:
    """The date that is the whole of ``text``; None if the text is anything else.

    Besides white space, bidi marks and outer punctuation, there may be one label before the date,
    and a weekday, a time and the same day in another calendar around it. A second date is accepted
    only with the label of an update; the day of publication is returned, whatever the order.
    Without a day, a month («دی ۱۴۰۴», 2025-12) or a year (1404) is read; a bare year of 1200..1500
    is Jalali, of 1800..2150 Gregorian. Texts of more than ``MAX_DATE_LENGTH`` characters are never
    a date. ``reference`` is the day after which a date is in the future; ``form`` decides about
    numbers that leave the day open. Never raises.
    """
    text_start = len(text) - len(text.lstrip())
    stripped = text.strip()
    if len(stripped) > MAX_DATE_LENGTH:
        return None
    parsers = _parsers_for(stripped)
    if not parsers:
        return None
    folded = FoldedText(stripped)
    line = folded.text
    published: _Surroundings | None = None
    updated: _Surroundings | None = None
    has_label = False
    position = 0
    while position < len(line) and (found := _next_date(line, position, parsers)) is not None:
        label = _ONLY_LABEL.fullmatch(line, position, found.start)
        if label is None:
            return None
        if label["updated"]:
            updated = updated or found
        elif published is not None:
            if not _is_copy(published, found):
                return None
            published.clock = published.clock or found.clock
        else:
            published = found
            has_label = label["published"] is not None
        position = found.end
    chosen = published or updated
    if chosen is None:
        return _coarse_date(folded, text_start, reference)
    if position < len(line) and _TAIL.fullmatch(line, position) is None:
        return None
    is_update = published is None
    return _match(
        chosen, folded, text_start, reference, is_update=is_update, has_label=has_label, form=form
    )


def _parsers_for(text: str) -> Sequence[DayParser]:
    """The parsers by what a text that can be a date holds; none where it holds no year."""
    if _MAY_HOLD_DATE.search(text) is not None:
        return DAY_PARSERS
    if (
        len(text) <= _SHORT_LENGTH
        and text[-1:].isdigit()
        and _MAY_HOLD_SHORT_DATE.search(text) is not None
    ):
        return SHORT_PARSERS
    return WORD_PARSERS if may_hold_year_in_words(text) else ()


def find_date(text: str, *, reference: date) -> DateMatch | None:
    """The first date with a day inside a longer text, such as a line of source, date and views.

    A possible date wins over an impossible one, and one without the label of an update over one
    with it. Only the first ``EXAMINED_LENGTH`` characters are examined. Never raises.
    """
    examined = text[:EXAMINED_LENGTH]
    if _MAY_HOLD_DATE.search(examined) is None:
        return None
    folded = FoldedText(examined)
    line = folded.text
    fallback: DateMatch | None = None
    position = 0
    while (found := _next_date(line, position)) is not None:
        is_update = _UPDATE_BEFORE.search(line, position, found.start) is not None
        match = _match(found, folded, 0, reference, is_update=is_update)
        if match.day is not None and not is_update:
            return match
        if fallback is None or (fallback.day is None and match.day is not None):
            fallback = match
        position = found.end
    return fallback


def day_form(text: str, *, reference: date) -> DayForm | None:
    """What the numbers of a date tell of the form in which its source prints days.

    None where they leave it open, have the mark of a calendar, or begin with a Gregorian year.
    """
    line = FoldedText(text[:EXAMINED_LENGTH]).text
    reading = find_numeric_date(line, 0)
    if reading is None or not reading.is_assumed:
        return None
    if reading.calendar is Calendar.JALALI:
        return DayForm.HIJRI if _day_as_hijri(reading, reference) else DayForm.JALALI
    first = _FIRST_NUMBER.match(line, reading.start)
    if first is None or len(first[0]) > 2 or (reading.day or 0) <= 12:
        return None
    return DayForm.DAY_FIRST if int(first[0]) == reading.day else DayForm.MONTH_FIRST


def _next_date(
    line: str, position: int, parsers: Sequence[DayParser] = DAY_PARSERS
) -> _Surroundings | None:
    """The first date at or after ``position``, with what belongs to it before and after."""
    reading = _next_reading(line, position, parsers)
    if reading is None:
        return None
    found = _Surroundings(reading, reading.start, reading.end)
    if reading.end < len(line):
        _take_in_after(line, found)
    if position < reading.start:
        _take_in_before(line, position, found)
    return found


def _is_copy(first: _Surroundings, second: _Surroundings) -> bool:
    """Whether a page has printed one day twice."""
    return first.reading[:4] == second.reading[:4]


def _next_reading(
    line: str, position: int, parsers: Sequence[DayParser] = DAY_PARSERS
) -> Reading | None:
    first: Reading | None = None
    for parser in parsers:
        reading = parser(line, position)
        if reading is not None and (first is None or reading.start < first.start):
            first = reading
            if first.start == position:
                break
    return first


def _take_in_after(line: str, found: _Surroundings) -> None:
    """Equivalent, time and weekday after the date, in any order, each once."""
    while True:
        end = found.end
        if not found.has_clock:
            clock = _CLOCK_AFTER.match(line, end)
            if clock is not None and is_clock(clock):
                found.clock, found.has_clock, found.end = read_clock(clock), True, clock.end()
        if found.equivalent is None:
            _take_in_equivalent(line, found)
        if found.weekday is None:
            weekday = _WEEKDAY_AFTER.match(line, found.end)
            if weekday is not None:
                found.weekday, found.end = weekday_number(weekday["weekday"]), weekday.end()
        if found.end in (end, len(line)):
            return


def _take_in_equivalent(line: str, found: _Surroundings) -> None:
    link = _EQUIVALENT_FOLLOWS.match(line, found.end)
    if link is None:
        return
    reading = _next_reading(line, link.end())
    if reading is None or reading.start != link.end():
        return
    if reading.calendar is found.reading.calendar:
        return
    bracket = _CLOSING_BRACKET.match(line, reading.end) if "(" in link[0] else None
    found.equivalent, found.end = reading, bracket.end() if bracket else reading.end
    if link["weekday"] and found.weekday is None:
        found.weekday = weekday_number(link["weekday"])


def _take_in_before(line: str, position: int, found: _Surroundings) -> None:
    """Time and weekday before the date, in any order, each once."""
    position = max(position, found.start - _BEFORE_REACH)
    while True:
        start = found.start
        if found.weekday is None:
            weekday = _WEEKDAY_BEFORE.search(line, position, start)
            if weekday is not None:
                found.weekday, found.start = weekday_number(weekday["weekday"]), weekday.start()
        if not found.has_clock:
            clock = _CLOCK_BEFORE.search(line, position, found.start)
            if clock is not None and is_clock(clock):
                found.clock, found.has_clock, found.start = read_clock(clock), True, clock.start()
        if found.start in (start, position):
            return


def _day_of(reading: Reading) -> date | None:
    if reading.month is None or reading.day is None:
        return None
    try:
        return to_gregorian(reading.calendar, reading.year, reading.month, reading.day)
    except ValueError:
        return None


def _day_as_hijri(reading: Reading, reference: date) -> date | None:
    """The day of numbers that were read as Jalali and lie in the future, when they are a day of the
    lunar calendar that has been: «۱۴۴۷/۷/۹» is of 2025, not of 2068."""
    if reading.calendar is not Calendar.JALALI or not reading.is_assumed:
        return None
    first = _day_of(reading._replace(day=1))
    as_jalali = _day_of(reading) or first
    if as_jalali is None or (as_jalali - reference).days <= 1:
        return None
    day = _day_of(reading._replace(calendar=Calendar.HIJRI))
    age = (reference - day).days if day is not None else -2
    return day if -1 <= age <= LUNAR_YEARS * 365 else None


def _fits(day: date | None, weekday: int | None) -> bool:
    """Whether the weekday that is printed beside a day is its own."""
    return day is not None and day.weekday() == weekday


def _match(
    found: _Surroundings,
    folded: FoldedText,
    offset: int,
    reference: date,
    *,
    is_update: bool,
    has_label: bool = False,
    form: DayForm | None = None,
) -> DateMatch:
    reading, warnings = found.reading, []
    day = _day_of(reading)
    if reading.is_open and form is DayForm.MONTH_FIRST and not _fits(day, found.weekday):
        reading = reading._replace(month=reading.day, day=reading.month)
        day = _day_of(reading)
    lunar_day = _day_as_hijri(reading, reference)
    if lunar_day is not None:
        day, reading = lunar_day, reading._replace(calendar=Calendar.HIJRI)
        if form is not DayForm.HIJRI:
            warnings.append("assumed_calendar")
    if found.equivalent is not None:
        other = _day_of(found.equivalent)
        lunar = Calendar.HIJRI in (reading.calendar, found.equivalent.calendar)
        tolerance = SIGHTING_DAYS if lunar else 0
        if day is None or other is None or abs((day - other).days) > tolerance:
            warnings.append("bad_date")
        if day is None or (other is not None and reading.calendar is Calendar.HIJRI):
            day, reading = other, found.equivalent
    elif day is None:
        warnings.append("bad_date")
    if day is not None and day > reference:
        warnings.append("future_date")
    if day is not None and found.weekday not in (None, day.weekday()):
        warnings.append("weekday_mismatch")
    return DateMatch(
        day=day,
        last_day=day,
        precision=Precision.DAY,
        calendar=reading.calendar,
        time=found.clock,
        start=offset + folded.original(found.start),
        end=offset + folded.original(found.end),
        warnings=tuple(warnings),
        is_update=is_update,
        has_label=has_label or is_update,
    )


def _coarse_date(folded: FoldedText, offset: int, reference: date) -> DateMatch | None:
    """A month or a year that is the whole text, apart from a label of publication."""
    label = _LEADING_LABEL.match(folded.text)
    start = label.end() if label else 0
    core = _CORE.search(folded.text, start)
    if core is None:
        return None
    for parser in COARSE_PARSERS:
        reading = parser(core[0])
        if reading is not None:
            break
    else:
        return None
    try:
        if reading.month is None:
            first, last = year_range(reading.calendar, reading.year)
        else:
            first, last = month_range(reading.calendar, reading.year, reading.month)
    except ValueError:  # a Hijri year before the tables of Umm al-Qura
        return None
    return DateMatch(
        day=first,
        last_day=last,
        precision=Precision.YEAR if reading.month is None else Precision.MONTH,
        calendar=reading.calendar,
        time=None,
        start=offset + folded.original(core.start()),
        end=offset + folded.original(core.end()),
        warnings=("future_date",) if first > reference else (),
    )

"""Chooses which parts of head and footer become the fields of the item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from articles.calendars import DateMatch, DayForm, Precision, parse_date
from articles.dumps.grammar import BYLINE_DESKS, DESK_WORDS, SOURCE_BYLINES, any_of
from articles.dumps.lines import printed_offset
from articles.dumps.metadata import Part, PartKind
from articles.dumps.names import (
    has_source_cue,
    is_byline,
    is_name,
    is_outlet,
    is_section,
    is_short_name,
)
from articles.dumps.records import WarningCode
from articles.expressions import regex
from articles.text.folding import fold_key, fold_spaceless

Placed = tuple[int, Part]
"""A part and the index of its line."""

_DESK = regex(any_of(DESK_WORDS))
_DASH = regex(r"\s[-–—]\s")
_TOWN_AND_OUTLET = regex(r"[^:«»\"“”]{2,30}: ?[«\"“](?P<name>[^«»\"“”]{2,40})[»\"”]")
_WIRE_BYLINE = regex(r"by (?P<name>.+?) and (?:news )?agencies")
_OPENING_BYLINE = regex(
    rf"{any_of(SOURCE_BYLINES)} (?:{any_of(BYLINE_DESKS)} )?(?P<name>[^،,:؛.]{{2,50}})[،,:؛]"
)
_BYLINE_REACH = 100
_BYLINE_WORDS = 6


@dataclass(frozen=True, slots=True)
class Value:
    """A field's text as stored, and the index of the line it stands on."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Facts:
    """The settled metadata of an item; ``None`` for what it does not tell."""

    source: Value | None
    author: Value | None
    code: Value | None
    day: DateMatch | None
    day_printed: Value | None
    clock: time | None
    views: int | None
    views_printed: Value | None
    bad_dates: bool
    doubts: frozenset[WarningCode] = frozenset()


def settle(head: Sequence[Placed], footer: Sequence[Placed]) -> Facts:
    """Choose among the parts of the head, and of the footer for what the head does not tell.

    A labelled source wins over a bare name. Publication wins over update, a possible date over an
    impossible one; apart from that the first wins.
    """
    placed = (*head, *footer)
    source, author = _source_and_author(head)
    if footer:
        footer_source, footer_author = _source_and_author(footer)
        source, author = source or footer_source, author or footer_author
    dates = [(index, part) for index, part in placed if part.day is not None]
    chosen = min(dates, key=lambda item: _date_rank(item[1].day), default=None)
    day = chosen[1].day if chosen else None
    views = next(((i, part) for i, part in placed if part.views is not None), None)
    clocks = (part.clock for _, part in placed if part.clock is not None)
    return Facts(
        source=source,
        author=author,
        code=_first(placed, PartKind.CODE),
        day=day,
        day_printed=Value(chosen[1].printed, chosen[0]) if chosen else None,
        clock=(day.time if day and day.time else None) or next(clocks, None),
        views=views[1].views if views else None,
        views_printed=Value(views[1].printed, views[0]) if views else None,
        bad_dates=any("bad_date" in part.day.warnings for _, part in dates if part.day),
        doubts=frozenset(_doubts(head, source, day, [part.day for _, part in dates])),
    )


def in_form(facts: Facts, form: DayForm, reference: date) -> Facts:
    """The facts with the day that their source means by numbers that leave it open."""
    if facts.day is None or facts.day_printed is None:
        return facts
    told = parse_date(facts.day_printed.text, reference=reference, form=form)
    if told is None or told.day is None:
        return facts
    day = replace(
        facts.day,
        day=told.day,
        last_day=told.last_day,
        calendar=told.calendar,
        warnings=told.warnings,
    )
    return replace(facts, day=day)


def _doubts(
    head: Sequence[Placed],
    source: Value | None,
    day: DateMatch | None,
    days: Sequence[DateMatch | None],
) -> Iterator[WarningCode]:
    """What makes the choice of source and date unsure."""
    names = {
        fold_spaceless(part.printed)
        for _, part in head
        if part.kind is PartKind.NAME and not (is_byline(part.printed) or is_section(part.printed))
    }
    has_label = any(part.kind is PartKind.SOURCE for _, part in head)
    if source is not None and not has_label and len(names) > 1 and not has_source_cue(source.text):
        yield WarningCode.SOURCE_AMONG_NAMES
    if day is not None and day.is_update:
        yield WarningCode.DATE_OF_UPDATE
    told = {each.day for each in days if each and each.day and not each.is_update}
    if len(told) > 1:
        yield WarningCode.DATES_DIFFER


def byline_source(paragraph: str) -> str:
    """The source that the first words of a body name: «به گزارش X، …»; ``""`` when they do not."""
    opening = paragraph[:_BYLINE_REACH]
    match = _OPENING_BYLINE.match(fold_key(opening))
    if match is None or len(match["name"].split()) > _BYLINE_WORDS:
        return ""
    tail = opening[printed_offset(opening, match.start("name")) :]
    name = re.split("[،,:؛]", tail, maxsplit=1)[0].strip()
    outlet, _, town = name.partition(" از ")
    return outlet if town and has_source_cue(outlet) else name


def _date_rank(day: DateMatch | None) -> tuple[bool, bool, bool]:
    """Sorts dates: a real day first, of publication, given to the day."""
    if day is None:
        return True, True, True
    return day.day is None, day.is_update, day.precision is not Precision.DAY


def _first(placed: Iterable[Placed], kind: PartKind) -> Value | None:
    return next((Value(p.printed, i) for i, p in placed if p.kind is kind and p.printed), None)


def _source_and_author(placed: Sequence[Placed]) -> tuple[Value | None, Value | None]:
    source = _first(placed, PartKind.SOURCE)
    authors = [Value(p.printed, i) for i, p in placed if p.kind is PartKind.AUTHOR and p.printed]
    names = [Value(p.printed, i) for i, p in placed if p.kind is PartKind.NAME]
    plain = [name for name in names if not (is_byline(name.text) or is_section(name.text))]
    if source is None and plain:
        source = next(
            (name for name in plain if has_source_cue(name.text) or is_outlet(name.text)), plain[0]
        )
        source = _named_in(source)
    for name in names:
        if (is_section(name.text) and not is_byline(name.text)) or name is source:
            continue
        if source is None or (fold_spaceless(name.text) != fold_spaceless(source.text)):
            authors.append(name)
    if source is None:
        source = next(filter(None, map(_outlet_of, authors)), None)
    return source, authors[0] if authors else None


def _named_in(name: Value) -> Value:
    """The outlet without the town before it: «لندن: «الشرق»»."""
    match = _TOWN_AND_OUTLET.fullmatch(name.text)
    return Value(match["name"], name.line) if match else name


def _outlet_of(byline: Value) -> Value | None:
    """The outlet that a byline names: «عين اليوم – متابعات», "By Bay Press and News Agencies"."""
    first, *rest = _DASH.split(byline.text)
    if rest and (_DESK.fullmatch(fold_key(rest[-1])) or has_source_cue(first)):
        return Value(first, byline.line)
    if len(rest) == 1 and has_source_cue(rest[0]) and is_short_name(rest[0]):
        return Value(rest[0], byline.line)
    match = _WIRE_BYLINE.fullmatch(fold_key(byline.text))
    if match and has_source_cue(match["name"]) and is_name(match["name"]):
        printed = byline.text.split(maxsplit=1)[1]
        return Value(printed[: len(match["name"])], byline.line)
    return None

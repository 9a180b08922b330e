"""Splits a line of an article's head or footer into source, author, date, views, time and code.

The parts are on separate lines, or several on one line separated by `` - ``, ``|``, ``·``,
``•`` or runs of spaces, in any order; the unlabelled remainder is a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum, auto
from functools import cached_property, lru_cache
from itertools import pairwise

from articles.calendars import (
    PUBLISHED_LABELS,
    UPDATED_LABELS,
    DateMatch,
    Precision,
    find_date,
    parse_date,
)
from articles.calendars.clock import CLOCK, is_clock, read_clock
from articles.calendars.folding import fold
from articles.dumps.grammar import (
    ASIDE_FORMS,
    ASIDE_LABELS,
    AUTHOR_BYLINES,
    AUTHOR_LABELS,
    BYLINE_DESKS,
    CODE_LABELS,
    DAY_WORDS,
    PUBLISHED_IN,
    RELATIVE_TIMES,
    ROLE_LABELS,
    SOURCE_BYLINES,
    SOURCE_LABELS,
    VIEW_WORDS,
    VIEWS_IN_WORDS,
    any_of,
    forms_of,
    one_of,
)
from articles.dumps.lines import TextLine, clean, parts_as_printed, printed_offset
from articles.dumps.names import is_name, is_outlet
from articles.dumps.noise import read_code
from articles.dumps.records import Role
from articles.dumps.view_counts import read_views
from articles.expressions import regex
from articles.text.folding import fold_key


class PartKind(StrEnum):
    """What one part of a line of metadata is."""

    SOURCE = auto()
    AUTHOR = auto()
    DATE = auto()
    CLOCK = auto()
    VIEWS = auto()
    CODE = auto()
    ASIDE = auto()
    RELATIVE = auto()
    NAME = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a line; ``printed`` is its value, label removed, as it is stored.

    ``has_label`` tells «منبع: X» from a name behind a byline word, which a sentence can begin with.
    """

    kind: PartKind
    printed: str
    day: DateMatch | None = None
    clock: time | None = None
    views: int | None = None
    has_label: bool = False


@dataclass(frozen=True)
class Meta:
    """A line that is metadata as a whole.

    ``is_loose`` says that only a date among other words speaks for it (a title can hold one too).
    """

    parts: tuple[Part, ...]
    is_loose: bool = False

    @cached_property
    def kinds(self) -> frozenset[PartKind]:
        """What the line tells."""
        return frozenset(part.kind for part in self.parts)

    @cached_property
    def is_anchor(self) -> bool:
        """Whether the line tells a date, views or a labelled fact, which only metadata do."""
        return not self.is_loose and any(
            part.has_label or part.kind in _TELLING_KINDS for part in self.parts
        )

    @property
    def role(self) -> Role:
        """The role of a line with these parts in head or footer."""
        kinds = self.kinds
        for role, own in _ROLES:
            if kinds <= own:
                return role
        return Role.META


_LABELLED_KINDS = (PartKind.SOURCE, PartKind.AUTHOR, PartKind.ASIDE)
_TELLING_KINDS = (PartKind.DATE, PartKind.VIEWS, PartKind.CODE, PartKind.RELATIVE)
_ROLES = (
    (Role.NOISE, {PartKind.CODE, PartKind.ASIDE, PartKind.RELATIVE}),
    (Role.DATE, {PartKind.DATE, PartKind.CLOCK}),
    (Role.VIEWS, {PartKind.VIEWS}),
    (Role.SOURCE, {PartKind.SOURCE}),
    (Role.AUTHOR, {PartKind.AUTHOR}),
)

_PARTING = regex(r"(?=[\s|·•¦])(?:\s+[-–—/]\s+|\s*[|·•¦]\s*|\t+|\s{2,})")
_CLOCK_PART = regex(CLOCK)
_LABELLED = regex(
    rf"(?:(?P<source>{any_of(SOURCE_LABELS)})|(?P<author>{any_of(AUTHOR_LABELS)})"
    rf"|(?P<aside>{any_of(ASIDE_LABELS)})) ?: ?(?P<value>[^:].*|)"
)
_INNER_LABEL = regex(
    rf"(?<!\S)(?:{any_of(SOURCE_LABELS, AUTHOR_LABELS, ASIDE_LABELS, VIEW_WORDS, CODE_LABELS)}"
    rf"|{any_of(PUBLISHED_LABELS, UPDATED_LABELS)}) ?:"
)
_LABEL_OF_TIME = rf"(?:{any_of(PUBLISHED_LABELS, UPDATED_LABELS)} ?:? ?)?"
_ASIDE = regex(rf"(?:{forms_of(ASIDE_FORMS)}|{any_of(ROLE_LABELS)}[،,] ?[^،,.]{{2,50}})")
_RELATIVE = regex(
    rf"{_LABEL_OF_TIME}{forms_of(RELATIVE_TIMES)}"
    rf"|{any_of(UPDATED_LABELS)} ?:? ?(?:(?:در|فی|at|ساعت|الساعه) )*"
    r"\d{1,2}:\d{2}(?: .{1,16})?"
)
_LABELLED_AUTHOR = regex(rf"{any_of(AUTHOR_LABELS)}[،,] ?(?P<value>[^،,.]{{2,50}})")
_PUBLISHED_IN = regex(rf"{any_of(PUBLISHED_IN)} ?(?P<name>.{{2,40}}?)(?: {any_of(DAY_WORDS)})?")
_SOURCE_BYLINE = regex(rf"{any_of(SOURCE_BYLINES)} (?:{any_of(BYLINE_DESKS)} )?(?P<name>.+)")
_ANOTHER_SOURCE = regex(rf"(?<=\w\w) (?:و |and )?{any_of(SOURCE_BYLINES)} ")
_AUTHOR_BYLINE = regex(rf"{any_of(AUTHOR_BYLINES)}(?: ?[-–] ?| ).+")
_SYMBOLS = regex(
    r"^(?:[^\w\[({«\"'+-]|_(?=[^_]*_$))+"
)  # a bullet, a clock or a calendar drawn before a part
_MARKS_BEFORE = "•·|- "
_MARKUP = "*_~"
_DIGIT = regex(r"\d")
_LETTER = regex(r"[^\W\d_]")
_MARK_OF_META = regex(r"[\d:\N{EYE}]")
_BEGINS_META = regex(
    rf"{any_of(SOURCE_BYLINES, AUTHOR_BYLINES)}(?: |[-–])|{any_of(AUTHOR_LABELS)}[،,]"
    rf"|(?:{_ASIDE.pattern}|{_RELATIVE.pattern})$|{one_of(VIEWS_IN_WORDS)}[ .]*$"
)
_ENDS_IN_VIEWS = regex(rf"{any_of(VIEW_WORDS)} ?[:|]?$")
_VIEWS_REACH = max(len(word) for words in VIEW_WORDS.values() for word in words) + 2
_LAST_WORDS_OF_VIEWS = tuple(
    {fold_key(word).split()[-1] for words in VIEW_WORDS.values() for word in words}
)
_CLAUSE = regex("[،,.]")
_BY_WHOM = regex(
    r"(?:by|توسط|بواسطه|من طرف) (?P<name>[^|،,:/\d]{2,40}?)"
    r"(?: (?:in|فی|در) [^|/\d]{2,30})?(?: ?[|/]+ ?.{0,30})?"
)
_ONLY_LABEL = regex(rf"[\W_]*{any_of(PUBLISHED_LABELS, UPDATED_LABELS)}[\W_]*")
_COMMENT_BUTTON = regex(
    r"\s[|•·-]\s(?:\d{1,4} (?:نظر|دیدگاه|تعليق|تعلیق|comments?)|(?:بدون|0) نظر|نظر بدهید|"
    r"(?:leave a|no) comments?|اترک تعلیقا?)$",
    re.IGNORECASE,
)
# Of messages: «Name, [day]», «[day] Name:».
_STAMP = regex(r"[^\[\]]{2,40}[,،] ?\[[^\[\]]{8,40}\]|\[[^\[\]]{8,40}\] ?[^\[\]]{2,40}:")
_AROUND_RUN = " -–—|،,:/"
_AROUND_STAMP = _AROUND_RUN + "[]"
_IN_BRACKETS = regex(rf"\[ ?(?P<said>{any_of(SOURCE_BYLINES, SOURCE_LABELS)}(?: |:).*[^\s]) ?\]")
_LONGEST_RUN_NAME = 40


def read_meta(line: TextLine, reference: date) -> Meta | None:
    """The parts of a line that is metadata as a whole, else ``None``."""
    if not line.is_short or not _may_be_meta(line.key):
        return None
    # What stands around a line says nothing, but would hide that it is known.
    return _read_candidate(line.printed.strip(), line.text, line.key, reference)


# Outlets, dates and labels come again and again in the dumps of an import.
@lru_cache(maxsize=4_096)
def _read_candidate(printed: str, text: str, key: str, reference: date) -> Meta | None:
    day = _read_day(text, reference)
    if day:
        return Meta((day,))
    pieces = [piece for piece in _PARTING.split(parts_as_printed(printed)) if piece]
    if len(pieces) == 1:
        pieces = _parted_at_labels(text, key)
    if len(pieces) > 1:
        parts = tuple(_read_part(clean(piece), reference) for piece in pieces)
        typed = [part for part in parts if part.kind is not PartKind.NAME]
        # «منبع: X – شهر» is one labelled part, whose value holds a dash.
        is_one_label = typed == [parts[0]] and parts[0].kind in _LABELLED_KINDS
        names = [part.printed for part in parts if part.kind is PartKind.NAME]
        if typed and not is_one_label and len(names) <= 2 and all(map(is_name, names)):
            return Meta(parts)
    part = _read_views(text, key) or _read_undated(text, key)
    if part.kind is not PartKind.NAME:
        return Meta((part,))
    return _read_run(text, reference)


def _may_be_meta(key: str) -> bool:
    """Whether a folded line has digits, a label's colon, or words that speak without either.

    Far cheaper than reading every part.
    """
    return bool(
        _MARK_OF_META.search(key)
        or _BEGINS_META.match(key)
        or (key[:1] == "[" and _BEGINS_META.match(key, 1))
        or "هزار و" in key
        or "الف" in key[-40:]
        or (
            key.rstrip(" :|").endswith(_LAST_WORDS_OF_VIEWS)
            and _ENDS_IN_VIEWS.search(key, max(0, len(key) - _VIEWS_REACH))
        )
    )


def _parted_at_labels(text: str, key: str) -> list[str]:
    """The line cut before every label but the first: «منبع: X بازدید: Y»."""
    if key.count(":") < 2:
        return [text]
    cuts = [match.start() for match in _INNER_LABEL.finditer(key)]
    offsets = [0, *(printed_offset(text, cut) for cut in cuts if cut), len(text)]
    return [text[start:end].strip() for start, end in pairwise(offsets)]


def _read_day(text: str, reference: date) -> Part | None:
    day = parse_date(text, reference=reference)
    if day is None or (day.precision is not Precision.DAY and day.start == 0):
        return None  # a bare year or month says too little to be told from other numbers
    return Part(PartKind.DATE, text[day.start : day.end], day=day)


def _read_part(text: str, reference: date) -> Part:
    """What one part says; a :attr:`PartKind.NAME` when nothing tells it."""
    key = fold_key(text)
    return _read_views(text, key) or _read_day(text, reference) or _read_undated(text, key)


def _read_views(text: str, key: str) -> Part | None:
    views = read_views(key.strip(" .،,"))
    return None if views is None else Part(PartKind.VIEWS, text, views=views)


def _read_undated(text: str, key: str) -> Part:
    """What a part says that is neither views nor a date."""
    if _DIGIT.search(key):
        code = read_code(key)
        if code:
            return Part(PartKind.CODE, code)
        match = _CLOCK_PART.fullmatch(fold(_SYMBOLS.sub("", text)))
        if match and is_clock(match):
            return Part(PartKind.CLOCK, text, clock=read_clock(match))
    return _read_words(text, key)


def _read_words(text: str, key: str) -> Part:
    labelled = _LABELLED.fullmatch(_SYMBOLS.sub("", key)) if ":" in key else None
    if labelled:
        value = re.split("[:：]", text, maxsplit=1)[1].strip()
        value = value.partition(" ** ")[0]  # behind it another hand of the agency
        if text[0] in _MARKUP:  # of messengers: «_المصدر: X_»
            value = value.rstrip(_MARKUP)
        if _RELATIVE.fullmatch(fold_key(value)):
            return Part(PartKind.RELATIVE, value)
        if labelled["aside"]:
            return Part(PartKind.ASIDE, value)
        if value and not _LETTER.search(value):
            return Part(PartKind.ASIDE, value)  # the number of a reporter
        if value == "" or is_name(value.rstrip(".")):
            if labelled["author"]:
                return Part(PartKind.AUTHOR, value.rstrip("."), has_label=True)
            name = _name_of_byline(value, fold_key(value)) or value.rstrip(".")
            return Part(PartKind.SOURCE, name, has_label=True)
    bracketed = _IN_BRACKETS.fullmatch(key) if key[:1] == "[" else None
    if bracketed:
        start, end = (printed_offset(text, each) for each in bracketed.span("said"))
        return _read_words(text[start:end], bracketed["said"])
    author = _LABELLED_AUTHOR.fullmatch(key)
    if author:
        return Part(PartKind.AUTHOR, _printed_after_comma(text), has_label=True)
    if is_name(text):
        name = _name_of_byline(text, key)
        if name:
            return Part(PartKind.SOURCE, name)
        if ";" not in key and _AUTHOR_BYLINE.fullmatch(key):
            return Part(PartKind.AUTHOR, text.rstrip(" :"))
    if _RELATIVE.fullmatch(key.lstrip(_MARKS_BEFORE)):
        return Part(PartKind.RELATIVE, text)
    if _ASIDE.fullmatch(key) or _ONLY_LABEL.fullmatch(key):
        return Part(PartKind.ASIDE, text)
    return Part(PartKind.NAME, text)


def _name_of_byline(text: str, key: str) -> str:
    """The name behind «به گزارش» and its like, when it is all there is."""
    byline = _SOURCE_BYLINE.fullmatch(key.rstrip(":،,"))
    if byline is None or _CLAUSE.search(byline["name"]):
        return ""
    name = key[byline.start("name") :]
    another = _ANOTHER_SOURCE.search(name)
    end = byline.start("name") + another.start() if another else len(key)
    return text[printed_offset(text, byline.start("name")) : printed_offset(text, end)].strip(
        " :،,"
    )


def _read_published_in(text: str) -> Part | None:
    """The source in «نشر في X يوم», before a date."""
    match = _PUBLISHED_IN.fullmatch(fold_key(text))
    if match is None:
        return None
    start, end = (
        printed_offset(text, match.start("name")),
        printed_offset(text, match.end("name")),
    )
    name = text[start:end].strip()
    return Part(PartKind.SOURCE, name, has_label=True) if is_name(name) else None


def _printed_after_comma(text: str) -> str:
    return re.split("[،,]", text, maxsplit=1)[1].strip()


def _read_run(text: str, reference: date) -> Meta | None:
    """A short line of date, views and name with nothing but single spaces between them."""
    day = find_date(text, reference=reference)
    if day is None:
        return None
    text = _COMMENT_BUTTON.sub("", text)
    parts = [Part(PartKind.DATE, text[day.start : day.end], day=day)]
    is_stamp = _STAMP.fullmatch(text) is not None
    for rest in (text[: day.start], text[day.end :]):
        rest = rest.strip(_AROUND_STAMP if is_stamp else _AROUND_RUN)
        if rest:
            author = _BY_WHOM.fullmatch(fold_key(rest))
            if author:
                start, end = (printed_offset(rest, each) for each in author.span("name"))
                name = rest[start:end]
                parts.append(Part(PartKind.AUTHOR, name, has_label=True))
            elif not _ONLY_LABEL.fullmatch(fold_key(rest)):
                parts.append(_read_published_in(rest) or _read_part(rest, reference))
    names = [part for part in parts if part.kind is PartKind.NAME]
    if any(len(part.printed) > _LONGEST_RUN_NAME for part in names) or len(names) > 1:
        return None
    is_sure = is_stamp or (day.start == 0 and any(is_outlet(p.printed) for p in names))
    return Meta(tuple(parts), is_loose=not is_sure and len(parts) - len(names) < 2)

"""The query language: parses a query into clauses, filters and notes.

    سیل تهران          all words
    "سیل تهران"        the words side by side; « » “ ” „ “ do as well
    -سیل               without the word, the phrase or the filter
    سیل*               words that begin like this
    سیل OR زلزله       either of the neighbours (or «|»); binds closer than a space
    عنوان:سیل          in the title (also متن, title, body, العنوان, …)
    منبع:ایسنا         filters: source, language, and days in any calendar and precision
    زبان:عربی
    تاریخ:1404/10      date:1404/10/07..1404/10/20, از:دی ۱۴۰۴, to:"28 December 2025"

There are few operator words on purpose: «یا», «أو», NOT and AND are everyday words. Anything that
is not an operator where it is (an open quotation mark, a lone minus, OR at an end, an unknown word
before a colon) is text. The parser never raises, and its work is bounded by the three MAX
constants; what they leave out is named in ``Query.notes``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from articles.calendars.day_ranges import (
    MAX_DAYS_LENGTH,
    DayRange,
    difference,
    overlap,
    read_days,
    read_range,
    union,
)
from articles.expressions import regex
from articles.search.language.query_words import (
    BARS,
    CLOSING_QUOTES,
    COLONS,
    FIELDS,
    LANGUAGES,
    MINUS_SIGNS,
    STARS,
    Field,
)
from articles.text.folding import fold_key, folded_words
from articles.text.tokens import WORD, pieces

MAX_LENGTH = 2_000
"""How many characters of a query are read."""

MAX_WORDS = 64
"""How many words are searched, counting those inside phrases; a longer phrase is shortened."""

MAX_FILTERS = 32
"""How many filters are applied, including unreadable ones."""

MIN_PREFIX_LENGTH = 2
"""Letters needed before a star; with fewer, the star is ignored."""

MAX_DATE_WORDS = 16
"""How many words after ``date:`` may belong to the date without quotation marks."""

_ZWNJ = "\u200c"
_ONE_SIGN = (
    str.maketrans(dict.fromkeys(MINUS_SIGNS, "-"))
    | str.maketrans(dict.fromkeys(COLONS, ":"))
    | str.maketrans(dict.fromkeys(BARS, "|"))
    | str.maketrans(dict.fromkeys(STARS, "*"))
)
_SEPARATORS = frozenset({"Cc", "Cs", "Zl", "Zp", "Zs"})

# A straight quotation mark inside a word is an inch sign or Hebrew; the others end the word.
_ENDS_WORD = "".join(CLOSING_QUOTES).replace('"', "").replace("＂", "").replace("″", "") + "|"
_SPACE = regex(r"\s*")
_OR = regex(rf"OR(?=[\s{_ENDS_WORD}]|$)|\|+")
_MINUS = regex(r"-(?=[^\s-])")
_FIELD = regex(rf"(?P<word>[^\W\d_][^\s:{_ENDS_WORD}]{{0,23}})\s*:\s*")
_BARE = regex(rf"[^\s{_ENDS_WORD}]+")
_CLOSING = {mark: regex(f"[{closing}]") for mark, closing in CLOSING_QUOTES.items()}
_DATE_FIELDS = frozenset({Field.DATE, Field.FROM, Field.TO})


class NoteCode(StrEnum):
    """Remarks about a query for the page."""

    LEFT_OUT = "left_out"  # more than the MAX constants allow
    BAD_DATE = "bad_date"  # not a date, or an impossible one; the filter is ignored
    UNKNOWN_LANGUAGE = "unknown_language"  # the filter is ignored
    SHORT_PREFIX = "short_prefix"  # the star is ignored
    OR_BESIDE_FILTER = "or_beside_filter"  # the operator is ignored


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on the characters ``start`` to ``end`` (excluded) of the query."""

    code: NoteCode
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word to find in any of its forms.

    ``text`` has no operators or outer punctuation, but may contain several tokens (``co-op``). In
    every clause and filter ``start`` and ``end`` (excluded) are offsets in the query and include
    minus, field word and quotation marks; ``field`` is ``title``, ``body`` or None for anywhere.
    """

    text: str
    start: int
    end: int
    field: Field | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side, exactly as written; ``text`` is without its quotation marks."""

    text: str
    start: int
    end: int
    field: Field | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word; ``text`` is without the star."""

    text: str
    start: int
    end: int
    field: Field | None = None
    negated: bool = False


Clause = Word | Phrase | Prefix


@dataclass(frozen=True, slots=True)
class LanguageFilter:
    """Articles in one language: ``fa``, ``ar``, ``en`` or ``und``."""

    language: str
    start: int
    end: int
    negated: bool = False


@dataclass(frozen=True, slots=True)
class SourceFilter:
    """Articles of the sources whose names contain ``text``."""

    text: str
    start: int
    end: int
    negated: bool = False


@dataclass(frozen=True, slots=True)
class DateFilter:
    """Articles of some days; ``text`` is the value as written.

    ``field`` is DATE, FROM or TO; unless its value is a range, ``days`` of FROM end with
    ``date.max`` and those of TO begin with ``date.min``.
    """

    days: DayRange
    text: str
    start: int
    end: int
    field: Field = Field.DATE
    negated: bool = False


Filter = LanguageFilter | SourceFilter | DateFilter
Group = tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query, in the order in which it was typed.

    An article must match every group, and matches a group if it matches any of its clauses; a
    negated clause matches articles that do not match it. Filters of one kind are alternatives (an
    article has one language and one source); negated ones are all excluded; for dates see
    :meth:`days`.
    """

    text: str
    groups: tuple[Group, ...] = ()
    filters: tuple[Filter, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(clause for group in self.groups for clause in group)

    @property
    def languages(self) -> tuple[LanguageFilter, ...]:
        return tuple(each for each in self.filters if isinstance(each, LanguageFilter))

    @property
    def sources(self) -> tuple[SourceFilter, ...]:
        return tuple(each for each in self.filters if isinstance(each, SourceFilter))

    @property
    def dates(self) -> tuple[DateFilter, ...]:
        return tuple(each for each in self.filters if isinstance(each, DateFilter))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to search for, not even a filter."""
        return not self.groups and not self.filters

    def written(self, part: Clause | Filter) -> str:
        """A clause or filter as it was typed."""
        return self.text[part.start : part.end]

    def days(self) -> tuple[DayRange, ...] | None:
        """The days that the date filters allow, as disjoint ranges in order; None without date
        filters.

        Any of the ``date:`` ranges, all of ``from:`` and ``to:``, without those negated. An empty
        tuple means that no day can match.
        """
        if not self.dates:
            return None
        taken = [each for each in self.dates if not each.negated]
        allowed = union(each.days for each in taken if each.field is Field.DATE)
        if not allowed:
            allowed = [DayRange(date.min, date.max)]
        for bound in taken:
            if bound.field is not Field.DATE:
                both = (overlap(each, bound.days) for each in allowed)
                allowed = [days for days in both if days is not None]
        for excluded in (each.days for each in self.dates if each.negated):
            allowed = [rest for each in allowed for rest in difference(each, excluded)]
        return tuple(allowed)


def parse(text: str, *, reference: date) -> Query:
    """Read a query; ``reference`` is the day of today. Never raises."""
    return _Parser(text, reference).run()


def without(query: Query, *parts: Clause | Filter) -> str:
    """The query's text without some of its clauses or filters, for the link that removes them.

    Dates are moved to the end, where no following word can be read as part of them.
    """
    groups = [[clause for clause in group if clause not in parts] for group in query.groups]
    written = [
        (group[0].start, " OR ".join(map(query.written, group))) for group in groups if group
    ]
    rest = [each for each in query.filters if each not in parts]
    written += [(each.start, query.written(each)) for each in rest if each not in query.dates]
    dates = [query.written(each) for each in rest if each in query.dates]
    return " ".join([*(text for _, text in sorted(written)), *dates])


@dataclass(frozen=True, slots=True)
class _Plain:
    """A normalized query: one character per operator, no direction marks.

    Control characters and lone surrogates become spaces, and ZWNJ stays only inside words.
    ``offsets`` has the original offset of each character.
    """

    text: str
    offsets: list[int]

    @classmethod
    def of(cls, text: str) -> _Plain:
        kept: list[tuple[str, int]] = []
        for offset, character in enumerate(f"{text} "):
            category = unicodedata.category(character)
            if category in _SEPARATORS:
                character = " "
            elif category == "Cf" and character != _ZWNJ:
                continue
            if not _is_of_word(character):
                while kept and kept[-1][0] == _ZWNJ:
                    kept.pop()
            if character != _ZWNJ or (kept and _is_of_word(kept[-1][0])):
                kept.append((character, offset))
        del kept[-1]  # the space that was added to end the last word
        plain = "".join(character for character, _ in kept).translate(_ONE_SIGN)
        return cls(plain, [offset for _, offset in kept])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original text of a part of the plain one that is not empty."""
        return self.offsets[start], self.offsets[end - 1] + 1


def _is_of_word(character: str) -> bool:
    """Whether a character at the edge of a word belongs to it: a letter, digit, mark, ligature."""
    return (
        character.isalnum()
        or unicodedata.category(character)[0] == "M"
        or any(part.isalnum() for part in unicodedata.normalize("NFKC", character))
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of ``text`` from ``start`` to ``end`` without outer punctuation."""
    while start < end and not _is_of_word(text[start]):
        start += 1
    while start < end and not _is_of_word(text[end - 1]):
        end -= 1
    return start, end


def _count_words(text: str) -> int:
    """How many words a search would have; 0 for punctuation only.

    Digits next to Arabic letters are separate words, and a ligature may be several. Above MAX_WORDS
    the count may be too small, but stays above.
    """
    words = len(folded_words(text))
    if words > MAX_WORDS:
        return words
    return sum(len(pieces(word)) for word in WORD.findall(text))


@dataclass(frozen=True, slots=True)
class _Value:
    """The value after a field word; offsets in the plain text, ``outer_end`` is after the quote."""

    start: int
    end: int
    outer_end: int
    quoted: bool


class _Parser:
    """One pass over a query, from left to right."""

    def __init__(self, text: str, reference: date) -> None:
        self._original = text
        self._reference = reference
        length = len(text)
        if length > MAX_LENGTH:  # the last word may be cut, so drop it unless it is the only one
            length = max(text.rfind(" ", 0, MAX_LENGTH + 1), 0) or MAX_LENGTH
        self._plain = _Plain.of(text[:length])
        self._text = self._plain.text
        self._position = 0
        self._groups: list[list[Clause]] = []
        self._filters: list[Filter] = []
        self._notes: list[Note] = []
        self._left_out = [(length, len(text))] if length < len(text) else []
        self._words = 0
        self._filters_read = 0
        self._last: Clause | Filter | None = None
        self._pending_or: tuple[int, int] | None = None

    def run(self) -> Query:
        while self._skip_signs() < len(self._text):
            operator = _OR.match(self._text, self._position)
            if operator is not None:
                self._take_or(operator)
            else:
                self._take_part()
        if self._pending_or is not None:
            start, end = self._pending_or
            self._pending_or = None
            self._take_text(_Value(start, end, end, False), start, None, False)
        if self._left_out:
            start = min(start for start, _ in self._left_out)
            end = max(end for _, end in self._left_out)
            self._notes.append(Note(NoteCode.LEFT_OUT, start, end))
        return Query(
            self._original,
            tuple(map(tuple, self._groups)),
            tuple(self._filters),
            tuple(sorted(self._notes, key=lambda note: (note.start, note.end))),
        )

    def _skip_signs(self) -> int:
        """Skip to the next operator or word; brackets and open quotation marks are ignored."""
        while self._position < len(self._text):
            character = self._text[self._position]
            if character == "-":
                if _MINUS.match(self._text, self._position):
                    break
                while self._text.startswith("-", self._position):
                    self._position += 1
            elif character == "|" or _is_of_word(character) or self._closing_quote(self._position):
                break
            else:
                self._position += 1
        return self._position

    def _closing_quote(self, position: int) -> re.Match[str] | None:
        """The end of the quotation that starts at ``position``, if it ends."""
        closing = _CLOSING.get(self._text[position])
        return closing and closing.search(self._text, position + 1)

    def _take_or(self, operator: re.Match[str]) -> None:
        self._position = operator.end()
        if self._last is None:
            value = _Value(operator.start(), operator.end(), operator.end(), False)
            self._take_text(value, operator.start(), None, False)
        elif self._pending_or is None:
            self._pending_or = operator.span()

    def _take_part(self) -> None:
        """A clause, a filter, or meaningless punctuation."""
        text, start = self._text, self._position
        minus = _MINUS.match(text, start)
        value_start = minus.end() if minus else start
        found = self._field_at(value_start)
        if found is None:
            value = self._value_at(value_start)
            self._position = value.outer_end
            self._take_text(value, start, None, minus is not None)
            return
        field, word = found
        value_start = word.end()
        second_minus = None if minus else _MINUS.match(text, value_start)
        if second_minus is not None:
            value_start = second_minus.end()
        if not self._has_value(value_start):
            self._position = word.end()
            name = _Value(word.start("word"), word.end("word"), word.end("word"), False)
            self._take_text(name, start, None, minus is not None)
            return
        negated = minus is not None or second_minus is not None
        if field in (Field.TITLE, Field.BODY):
            value = self._value_at(value_start)
            self._position = value.outer_end
            self._take_text(value, start, field, negated)
        else:
            self._take_filter(field, start, value_start, negated)

    def _field_at(self, position: int) -> tuple[Field, re.Match[str]] | None:
        match = _FIELD.match(self._text, position)
        field = FIELDS.get(fold_key(match["word"])) if match else None
        return (field, match) if match and field else None

    def _has_value(self, position: int) -> bool:
        if position >= len(self._text) or _OR.match(self._text, position):
            return False
        if self._field_at(position) is not None:
            return False
        value = self._value_at(position)
        return _count_words(self._text[value.start : value.end]) > 0

    def _value_at(self, position: int) -> _Value:
        closing = self._closing_quote(position)
        if closing is not None:
            return _Value(position + 1, closing.start(), closing.end(), True)
        bare = _BARE.match(self._text, position)
        end_of_bare = bare.end() if bare else position + 1
        return _Value(position, end_of_bare, end_of_bare, False)

    def _take_text(self, value: _Value, start: int, field: Field | None, negated: bool) -> None:
        """A word, phrase or prefix; text without letters or digits is skipped."""
        inner, inner_end = _trimmed(self._text, value.start, value.end)
        text = self._text[inner:inner_end]
        if not _count_words(text):
            return
        has_star = not value.quoted and self._text.startswith("*", inner_end)
        if not (value.quoted or negated or field):
            start = inner
        end = value.outer_end if value.quoted else inner_end + has_star
        first, last = self._plain.span(start, end)
        fitting = self._fitting(text, divisible=value.quoted)
        if len(fitting) < len(text):
            self._left_out.append(self._plain.span(inner + len(fitting), inner_end))
        if not fitting:
            self._pending_or = None
            return
        clause: Clause
        if value.quoted:
            clause = Phrase(fitting, first, last, field, negated)
        elif not has_star:
            clause = Word(fitting, first, last, field, negated)
        elif len(fold_key(fitting)) < MIN_PREFIX_LENGTH:
            self._notes.append(Note(NoteCode.SHORT_PREFIX, first, last))
            clause = Word(fitting, first, last, field, negated)
        else:
            clause = Prefix(fitting, first, last, field, negated)
        self._add_clause(clause)

    def _fitting(self, text: str, *, divisible: bool) -> str:
        """``text`` up to the number of words still allowed; only a phrase is shortened."""
        parts = re.findall(r"\S+\s*", text) if divisible else [text]
        fitting = ""
        for part in parts:
            words = _count_words(part)
            if self._words + words > MAX_WORDS:
                break
            self._words += words
            fitting += part
        return fitting.rstrip()

    def _add_clause(self, clause: Clause) -> None:
        if self._pending_or is None:
            self._groups.append([clause])
        elif isinstance(self._last, Filter):
            self._note(NoteCode.OR_BESIDE_FILTER, *self._pending_or)
            self._groups.append([clause])
        else:
            self._groups[-1].append(clause)
        self._pending_or = None
        self._last = clause

    def _take_filter(self, field: Field, start: int, value_start: int, negated: bool) -> None:
        value, days = self._value_at(value_start), None
        if field in _DATE_FIELDS:
            value, days = self._days_at(value, field)
        self._position = value.outer_end
        first, last = self._plain.span(start, value.outer_end)
        if self._filters_read == MAX_FILTERS:
            self._left_out.append((first, last))
            return
        self._filters_read += 1
        text = self._text[slice(*_trimmed(self._text, value.start, value.end))]
        if field is Field.SOURCE:
            self._add_filter(SourceFilter(text, first, last, negated))
        elif field is Field.LANGUAGE:
            language = LANGUAGES.get(fold_key(text))
            if language is None:
                self._notes.append(Note(NoteCode.UNKNOWN_LANGUAGE, first, last))
            else:
                self._add_filter(LanguageFilter(language, first, last, negated))
        elif days is None:
            self._notes.append(Note(NoteCode.BAD_DATE, first, last))
        else:
            self._add_filter(DateFilter(days, text, first, last, field, negated))

    def _add_filter(self, made: Filter) -> None:
        if self._pending_or is not None and type(self._last) is not type(made):
            self._note(NoteCode.OR_BESIDE_FILTER, *self._pending_or)
        self._pending_or = None
        self._last = made
        self._filters.append(made)

    def _days_at(self, value: _Value, field: Field) -> tuple[_Value, DayRange | None]:
        """The longest run of words that is a date or a range, otherwise the first word and None."""
        ends = [value.end] if value.quoted else self._ends_of_words(value)
        for end in reversed(ends):
            days = self._days_of(self._text[value.start : end], field)
            if days is not None:
                return _Value(value.start, end, max(end, value.outer_end), value.quoted), days
        return value, None

    def _days_of(self, text: str, field: Field) -> DayRange | None:
        """``from:`` has no last day and ``to:`` no first day, unless a range gives both."""
        days = read_days(text, reference=self._reference)
        if days is None or field is Field.DATE or read_range(text, reference=self._reference):
            return days
        if field is Field.FROM:
            return DayRange(days.first, date.max)
        return DayRange(date.min, days.last)

    def _ends_of_words(self, value: _Value) -> list[int]:
        """The ends of the words from a value up to the next operator or field."""
        ends = [value.end]
        while len(ends) < MAX_DATE_WORDS:
            space = _SPACE.match(self._text, ends[-1])
            position = space.end() if space else ends[-1]
            bare = _BARE.match(self._text, position)
            if bare is None or position == ends[-1] or position - value.start > MAX_DAYS_LENGTH:
                break
            if any(each.match(self._text, position) for each in (_OR, _MINUS)):
                break
            if self._field_at(position) is not None or self._text[position] in CLOSING_QUOTES:
                break
            ends.append(bare.end())
        return ends

    def _note(self, code: NoteCode, start: int, end: int) -> None:
        """A note on a part of the plain text."""
        self._notes.append(Note(code, *self._plain.span(start, end)))

"""Habits of a source: what a profile says about the lines of its pages. Pure.

A rule is about all lines of one *pattern*: the folded text of a line with its numbers, its date and
the article's title left blank, so that «۱۲ نظر» and «۷ نظر» are one. Furniture and banners of a
profile are taken out before an item is read, as if the page had never had them, and a heading of
related stories has its list below it; every other role is given afterwards, as a person gives one
to a single line (:mod:`articles.dumps.overrides`).

A pattern may also be the *form* of lines with a label and other words each time, «Lens: ‹…›»,
«‹…› / Lens: ‹…›»: so are credits, captions and offers of other articles printed. Two patterns are
about no line alone: «‹day›» is the form of days in numbers, «‹title›» the layout of the head. These
decide only where an item leaves it open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from articles.calendars import Calendar, DayForm, find_date
from articles.dumps.lines import SHORT, TextLine, clean, printed_offset
from articles.dumps.names import ends_sentence, is_sentence
from articles.dumps.records import ParsedItem, Role, WarningCode
from articles.expressions import regex
from articles.text.folding import fold_key

NUMBER, DAY, TITLE, WORDS = "‹#›", "‹day›", "‹title›", "‹…›"
"""The blanks of a pattern; any words stand for the last, in a form."""

SET_ASIDE = frozenset({Role.NOISE, Role.BANNER})
"""Roles of lines that are taken out before an item is read."""

_MOST_ROUNDS = 2
"""What hid the source may be a habit too: so often a profile found by it may lead to another."""
_NUMBER = regex(r"\d+(?:[.,:/٫٬-]\d+)*")
_LETTERS = regex(r"[^\W\d_]{2}")
_BLANKS = regex(r"‹[a-z#…]+›")
_WORD = regex(r"\w")
_MARK_OF_LABEL = regex(r"\s?(?:[:|/»«>–—\[\]()]|(?<=\s)-(?=\s))\s?")
_LABEL_WORDS = 4
_MOST_LABELS = 4
"""So many labels of a line are looked at, half of them from either end."""
_LONGEST_PRINTED = 10 * SHORT
"""With the tags and entities that its text is cleaned of, a line may be so long as printed."""
_LEAST_TITLE = 12
"""A shorter title could be any word of a line."""


class LineRule(NamedTuple):
    """The role of the lines of one pattern.

    Only a person can say that a line that ends a sentence is furniture (``is_taught``): a rule that
    the archive found itself never takes one.
    """

    role: Role
    is_taught: bool
    value: str = ""


class HeadLine(StrEnum):
    """What stands in the head of an item, above its title or between title and body."""

    CODE = "code"
    DATE = "date"
    VIEWS = "views"
    SOURCE = "source"
    AUTHOR = "author"
    KICKER = "kicker"
    TITLE = "title"
    LEAD = "lead"


def is_layout(value: str) -> bool:
    """Whether a text names lines of a head, with the title among them and each once."""
    words, lines = value.split(), {line.value for line in HeadLine}
    return HeadLine.TITLE in words and len(set(words)) == len(words) and lines.issuperset(words)


class HeadLayout(NamedTuple):
    """Which lines of a head stand above its title, and which below."""

    above: frozenset[HeadLine]
    below: frozenset[HeadLine]


class Habit(NamedTuple):
    """The role that a line has by habit; where its words have a label, from where to where."""

    role: Role
    label: tuple[int, int] | None = None


@dataclass(frozen=True)
class Profile:
    """The rules of a source by pattern.

    The rule about days has a :class:`articles.calendars.DayForm` for its value, that about the head
    the lines of the head in their order, as :class:`HeadLine` names them. ``versions`` are those of
    the stored profiles it is made of, by the folded name of the source.
    """

    rules: Mapping[str, LineRule] = field(default_factory=dict)
    versions: tuple[tuple[str, int], ...] = ()

    def joined(self, other: Profile) -> Profile:
        """What both say; where they differ, this one is right."""
        versions = dict((*other.versions, *self.versions))
        return Profile({**other.rules, **self.rules}, tuple(sorted(versions.items())))

    @cached_property
    def form(self) -> DayForm | None:
        """How the source prints days that their numbers leave open."""
        rule = self.rules.get(DAY)
        return DayForm(rule.value) if rule else None

    @cached_property
    def layout(self) -> HeadLayout | None:
        """The layout of the source's head."""
        rule = self.rules.get(TITLE)
        if rule is None:
            return None
        lines = [HeadLine(word) for word in rule.value.split()]
        at = lines.index(HeadLine.TITLE)
        return HeadLayout(frozenset(lines[:at]), frozenset(lines[at + 1 :]))

    @cached_property
    def _has_forms(self) -> bool:
        return any(WORDS in pattern for pattern in self.rules)

    def habit_of(self, text: str, title: str = "") -> Habit | None:
        """What the profile says about a line; None if it does not know it."""
        pattern = pattern_of(text, title) if 0 < len(text) <= SHORT else ""
        rule = self.rules.get(pattern) if pattern else None
        form = ""
        if rule is None and pattern and self._has_forms and not is_sentence(text):
            form = next((each for each in forms_of(pattern) if each in self.rules), "")
            rule = self.rules.get(form)
        if rule is None or (ends_sentence(text) and not rule.is_taught):
            return None
        return Habit(rule.role, _label_in(text, form) if form else None)


@dataclass(frozen=True, slots=True)
class Habits:
    """A profile and the title of the item that is read by it."""

    profile: Profile
    title: str = ""

    def of_lines(self, lines: Sequence[TextLine]) -> dict[int, Habit]:
        """The lines that have a role by habit."""
        found = {}
        for index, line in enumerate(lines):
            habit = self.profile.habit_of(line.text, self.title)
            if habit is not None:
                found[index] = habit
        return found


def pattern_of(text: str, title: str = "") -> str:
    """The pattern of a line; ``""`` for one that is too long or has no words of its own."""
    if not 0 < len(text) <= SHORT:
        return ""
    pattern = _without_day(text)
    key = fold_key(title)
    if len(key) >= _LEAST_TITLE and key != pattern:  # furniture can be read as the title
        pattern = pattern.replace(key, TITLE)
    pattern = _NUMBER.sub(NUMBER, pattern)
    return pattern if _LETTERS.search(_BLANKS.sub("", pattern)) else ""


def forms_of(pattern: str) -> Iterator[str]:
    """The forms of a line with this pattern: each of its labels alone, other words left blank.

    A label is one to four words with a mark beside them, which parts them from the others.
    """
    marks = [(match.start(), match.end()) for match in _MARK_OF_LABEL.finditer(pattern)]
    cuts = [(0, 0), *marks, (len(pattern), len(pattern))]
    labels = [
        (start, end)
        for (start, behind), (before, end) in pairwise(cuts)
        if len(pattern[behind:before].split()) <= _LABEL_WORDS
        and _LETTERS.search(_BLANKS.sub("", pattern[behind:before]))
    ]
    if len(labels) > _MOST_LABELS:
        labels = labels[: _MOST_LABELS // 2] + labels[-_MOST_LABELS // 2 :]
    for start, end in labels:
        above, below = _WORD.search(pattern[:start]), _WORD.search(pattern[end:])
        if above or below:
            label = pattern[start:end].strip()
            yield " ".join(filter(None, (WORDS if above else "", label, WORDS if below else "")))


def _label_in(text: str, form: str) -> tuple[int, int] | None:
    """Where the label of a form stands in a line as printed."""
    label = form.replace(WORDS, "").strip()
    at = fold_key(text).find(label)
    if at < 0:  # it has blanks of its own
        return None
    return printed_offset(text, at), printed_offset(text, at + len(label) - 1) + 1


def _without_day(text: str) -> str:
    # Any day will do: the place of a date does not depend on it.
    day = find_date(text, reference=date.max) if any(map(str.isdigit, text)) else None
    if day is None:
        return fold_key(text)
    return fold_key(f"{text[: day.start]} {DAY} {text[day.end :]}")


def read_by_habits(
    read: Callable[[Habits | None], ParsedItem], profiles: Mapping[str, Profile]
) -> ParsedItem:
    """Read an item, and again by the profile of the source that it turns out to have.

    ``profiles`` are found by the folded name of the source. A reading by habits that leaves no
    article where there was one does not count. The result depends on the item and the profiles
    alone.
    """
    item = read(None)
    used = Profile()
    for _ in range(_MOST_ROUNDS if profiles else 0):
        profile = profiles.get(fold_key(item.source))
        if profile is None or set(profile.versions) <= set(used.versions):
            break
        used = used.joined(profile)
        if _says_more(used, item):
            again = read(Habits(used, item.title))
            if again.error and not item.error:
                break
            item = again
        item = replace(item, profile=used.versions)
    return item


def _says_more(profile: Profile, item: ParsedItem) -> bool:
    """Whether the item would be read in another way by the profile."""
    if profile.layout and (not item.title or WarningCode.TITLE_BY_PLACE in item.warnings):
        return True
    if profile.form and _is_open(item, profile.form):
        return True
    for line in item.lines:
        if line.end - line.start <= _LONGEST_PRINTED:
            habit = profile.habit_of(clean(item.text[line.start : line.end]), item.title)
            if habit is not None and habit.role is not line.role:
                return True
    return False


def _is_open(item: ParsedItem, form: DayForm) -> bool:
    """Whether the form of days could decide about the item's."""
    if form is DayForm.HIJRI:
        return WarningCode.ASSUMED_CALENDAR in item.warnings
    day = item.published_on
    return day is not None and day.day <= 12 and item.date_calendar == Calendar.GREGORIAN

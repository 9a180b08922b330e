"""Habits of a source: what a profile says about the lines of its pages. Pure.

A rule is about all lines of one *pattern*: the folded text of a line with its numbers, its date and
the article's title left blank, so that «۱۲ نظر» and «۷ نظر» are one. Furniture and banners of a
profile are taken out before an item is read, as if the page had never had them, and a heading of
related stories has its list below it; every other role is given afterwards, as a person gives one
to a single line (:mod:`articles.dumps.overrides`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from articles.calendars import find_date
from articles.dumps.lines import SHORT, TextLine, clean
from articles.dumps.names import ends_sentence
from articles.dumps.records import ParsedItem, Role
from articles.expressions import regex
from articles.text.folding import fold_key

NUMBER, DAY, TITLE = "‹#›", "‹day›", "‹title›"
"""The blanks of a pattern."""

SET_ASIDE = frozenset({Role.NOISE, Role.BANNER})
"""Roles of lines that are taken out before an item is read."""

_MOST_ROUNDS = 2
"""What hid the source may be a habit too: so often a profile found by it may lead to another."""
_NUMBER = regex(r"\d+(?:[.,:/٫٬-]\d+)*")
_LETTERS = regex(r"[^\W\d_]{2}")
_BLANKS = regex(r"‹[a-z#]+›")
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


@dataclass(frozen=True, slots=True)
class Profile:
    """The rules of a source by pattern.

    ``versions`` are those of the stored profiles it is made of, by the folded name of the source.
    """

    rules: Mapping[str, LineRule] = field(default_factory=dict)
    versions: tuple[tuple[str, int], ...] = ()

    def joined(self, other: Profile) -> Profile:
        """What both say; where they differ, this one is right."""
        versions = dict((*other.versions, *self.versions))
        return Profile({**other.rules, **self.rules}, tuple(sorted(versions.items())))

    def role_of(self, text: str, title: str = "") -> Role | None:
        """The role that a line has by habit; None if the profile does not know it."""
        rule = self.rules.get(pattern_of(text, title)) if 0 < len(text) <= SHORT else None
        if rule is None or (ends_sentence(text) and not rule.is_taught):
            return None
        return rule.role


@dataclass(frozen=True, slots=True)
class Habits:
    """A profile and the title of the item that is read by it."""

    profile: Profile
    title: str = ""

    def roles(self, lines: Sequence[TextLine]) -> dict[int, Role]:
        """The lines that have a role by habit."""
        found = {}
        for index, line in enumerate(lines):
            role = self.profile.role_of(line.text, self.title)
            if role is not None:
                found[index] = role
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
        if _is_known_line(item, used):
            again = read(Habits(used, item.title))
            if again.error and not item.error:
                break
            item = again
        item = replace(item, profile=used.versions)
    return item


def _is_known_line(item: ParsedItem, profile: Profile) -> bool:
    """Whether a line of the item has another role by habit than it was read with."""
    for line in item.lines:
        if line.end - line.start <= _LONGEST_PRINTED:
            role = profile.role_of(clean(item.text[line.start : line.end]), item.title)
            if role not in (None, line.role):
                return True
    return False

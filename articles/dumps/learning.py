"""Learns the habits of a source from its captures: furniture, labels, head, days. Pure.

What recurs below many different articles is the page's and not theirs. :class:`Evidence` counts the
lines of one source, capture by capture, in bounded memory, and :func:`proposals` says which lines
recur more often than the lines of articles do: the same line, or a label with other words each
time. Nothing is decided here: a proposal becomes a rule when a person accepts it.

Beside lines, a capture tells how its source prints days (the order of their numbers, the calendar),
and, where its title is sure, which lines of the head stand above and below it. These become
proposals only where some captures leave them open.

*Beyond chance*: the hypothesis to be refuted is that the line is an article's own, which another
article of the source repeats with a probability of at most :data:`CHANCES` for the place where it
stands. With ``n`` different bodies, ``k`` of them beside the line, Chernoff's bound
``exp(-n KL(k/n, p))`` on the probability of so many repetitions must stay below
:data:`SIGNIFICANCE`, divided by the number of lines that were compared. Captures with the same body
count once, however often they were scraped.

A line is remembered by a hash alone until different articles have it: what only one article says
is not kept. A line that ends a sentence is never proposed. Lines that tell the source, the date or
views, headings of related lists and credits of pictures are not counted at all.

The role that is proposed says what such lines mostly are; the person who accepts may choose
another.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import exp, log
from typing import Any, NamedTuple

from articles.calendars import Calendar, DayForm, day_form
from articles.dumps.names import ends_sentence, is_prose, is_sentence
from articles.dumps.profiles import DAY, TITLE, WORDS, HeadLine, forms_of, pattern_of
from articles.dumps.records import Role, WarningCode
from articles.text.folding import fold_key

LEAST_BODIES = 5
"""So many different articles must have the line, however unlikely fewer are."""

SIGNIFICANCE = 1e-3
"""The chance that any proposal of a source is an article's own line."""

MOST_LINES = 1_000
"""So many patterns of a source are remembered; the rarest are forgotten first."""

SMALLEST = 64
"""So many of the smallest hashes are kept to estimate how many different ones there were (within an
eighth)."""

_EVERY, _RARE = 100, 0.01
"""After so many captures a pattern is forgotten that fewer of them than this share had since it was
first seen (lossy counting): whatever is more frequent is never forgotten."""
_EXAMPLES = 3
_HEADS_LIST = 2
"""So many short lines below a line are a list."""
_LONG_WORDS = 4
"""So many words beside a label are a title rather than a name."""
_MOSTLY = 0.9
_ALSO_INSIDE = 0.25
"""What stands between paragraphs so often is more than furniture at their ends."""
_LEAST_OTHERS = 3
"""So many different words must stand beside a label."""


class Place(StrEnum):
    """Where a line stood, or what it was taken for."""

    EDGE = "edge"
    INSIDE = "inside"
    OFFERED = "offered"  # as another article
    TITLE = "title"
    AUTHOR = "author"
    KNOWN = "known"  # as furniture: nothing to be learnt


CHANCES = {
    Place.EDGE: 0.02,
    Place.INSIDE: 0.10,
    Place.OFFERED: 0.10,
    Place.TITLE: 0.5,
    Place.AUTHOR: 0.5,
}
"""How often at most a source's articles repeat a line of their own there: a closing word, a
subheading, the title of a daily column, the name of a busy reporter."""


class SeenLine(NamedTuple):
    """A line of a capture, and its place; whether a list of short lines stands below it."""

    text: str
    place: Place
    heads_list: bool = False


class Proposal(NamedTuple):
    """A habit, by the evidence: in ``bodies`` different articles of ``of``.

    ``captures`` are those that have it, ``chance`` bounds the probability that it is none, ``role``
    and ``value`` are those of the rule that it would be.
    """

    pattern: str
    captures: int
    bodies: int
    of: int
    chance: float
    examples: tuple[str, ...]
    role: Role = Role.NOISE
    value: str = ""


@dataclass(slots=True)
class Distinct:
    """Estimates how many different texts were added, from the smallest of their hashes."""

    hashes: list[int] = field(default_factory=list)

    def add(self, hash_: int) -> None:
        place = bisect_left(self.hashes, hash_)
        if place < SMALLEST and self.hashes[place : place + 1] != [hash_]:
            self.hashes.insert(place, hash_)
            del self.hashes[SMALLEST:]

    def __len__(self) -> int:
        if len(self.hashes) < SMALLEST:
            return len(self.hashes)
        return round((SMALLEST - 1) * _HASHES / self.hashes[-1])


_HASHES = 1 << 48


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:6], "big")


@dataclass(slots=True)
class LineEvidence:
    """What is known of one pattern; ``since`` is the number of the capture that had it first.

    ``pattern`` and ``examples`` are empty until :data:`LEAST_BODIES` articles have it. ``others``
    are the lines of a form, ``lists`` counts the lists below a line, ``long`` the many words beside
    a label.
    """

    since: int
    pattern: str = ""
    count: int = 0
    places: dict[str, int] = field(default_factory=dict)
    bodies: Distinct = field(default_factory=Distinct)
    examples: list[str] = field(default_factory=list)
    others: Distinct = field(default_factory=Distinct)
    lists: int = 0
    long: int = 0

    def add(self, line: SeenLine, pattern: str, body: int) -> None:
        self.count += 1
        if WORDS in pattern:
            self.others.add(_hash(fold_key(line.text)))
            label = pattern.replace(WORDS, "").split()
            self.long += len(line.text.split()) - len(label) >= _LONG_WORDS
        self.lists += line.heads_list
        self.places[line.place] = self.places.get(line.place, 0) + 1
        self.bodies.add(body)
        if len(self.bodies) >= LEAST_BODIES:
            self.pattern = pattern
            if len(self.examples) < _EXAMPLES and line.text not in self.examples:
                self.examples.append(line.text)

    def as_json(self) -> list[Any]:
        """The counts as JSON values, in the order of the fields."""
        bodies = self.bodies.hashes
        counts = [self.since, self.pattern, self.count, self.places, bodies, self.examples]
        return [*counts, self.others.hashes, self.lists, self.long]

    @classmethod
    def from_json(cls, stored: Sequence[Any]) -> LineEvidence:
        """Those that :meth:`as_json` has written, in this release or an earlier one."""
        since, pattern, count, places, bodies, examples, *more = stored
        others, lists, long = more or ([], 0, 0)
        return cls(
            since, pattern, count, places, Distinct(bodies), examples, Distinct(others), lists, long
        )

    @property
    def place(self) -> Place | None:
        """Where it stands most often, beside where it is known; None if it always is."""
        found = [(count, place) for place, count in self.places.items() if place != Place.KNOWN]
        return Place(max(found)[1]) if found else None

    @property
    def role(self) -> Role:
        """What such lines mostly are."""
        if self.places.get(Place.INSIDE, 0) < self.count * _ALSO_INSIDE:
            return Role.NOISE
        if WORDS not in self.pattern:
            is_heading = self.lists > self.count * _MOSTLY
            return Role.RELATED_HEADING if is_heading else Role.NOISE
        is_offer = self.pattern.endswith(WORDS) and not self.pattern.startswith(WORDS)
        return Role.RELATED_ITEM if is_offer and self.long * 2 > self.count else Role.CAPTION


class Fact(StrEnum):
    """What captures tell beside their lines, each by its value."""

    DAYS = "days"
    TITLE = "title"
    KICKERS = "kickers"


@dataclass(slots=True)
class Evidence:
    """What the captures of one source repeat.

    ``facts`` has the different articles (of kickers: the different texts) that tell a value,
    ``days`` some days as printed by their form.
    """

    captures: int = 0
    bodies: Distinct = field(default_factory=Distinct)
    lines: dict[str, LineEvidence] = field(default_factory=dict)
    facts: dict[str, dict[str, Distinct]] = field(default_factory=dict)
    days: dict[str, list[str]] = field(default_factory=dict)

    def add(self, parsed: Mapping[str, Any], warnings: Sequence[str] = ()) -> None:
        """Count the lines of a capture, from its parsed fields (docs/import-formats.md)."""
        self.captures += 1
        body = _hash("\n".join(_prose(parsed)))
        self.bodies.add(body)
        title = parsed.get("title") or ""
        seen = set()
        for line in lines_of(parsed):
            pattern = pattern_of(line.text, title)
            # A daily column's titles differ in their number or day: they are different titles.
            is_column = line.place is Place.TITLE and pattern != fold_key(line.text)
            if is_column:
                continue
            may_have_label = line.place in (Place.EDGE, Place.INSIDE, Place.KNOWN)
            for each in (pattern, *(forms_of(pattern) if may_have_label else ())):
                if each and each not in seen:
                    seen.add(each)
                    key = f"{_hash(each):x}"
                    evidence = self.lines.setdefault(key, LineEvidence(self.captures))
                    evidence.add(line, each, body)
        for fact, value, hash_ in _facts_of(parsed, warnings, body):
            self.facts.setdefault(fact, {}).setdefault(value, Distinct()).add(hash_)
            examples = self.days.setdefault(value, []) if fact is Fact.DAYS else [""] * _EXAMPLES
            if len(examples) < _EXAMPLES and parsed["date_text"] not in examples:
                examples.append(parsed["date_text"])
        if self.captures % _EVERY == 0 or len(self.lines) > 2 * MOST_LINES:
            self._forget()

    def _forget(self) -> None:
        kept = {
            key: line
            for key, line in self.lines.items()
            if line.count > (self.captures - line.since) * _RARE
        }
        often = sorted(kept, key=lambda key: (-kept[key].count, key))[:MOST_LINES]
        self.lines = {key: kept[key] for key in often}

    def as_json(self) -> dict[str, Any]:
        """The counts as JSON values."""
        return {
            "captures": self.captures,
            "bodies": self.bodies.hashes,
            "lines": {key: each.as_json() for key, each in self.lines.items()},
            "facts": {
                fact: {value: each.hashes for value, each in values.items()}
                for fact, values in self.facts.items()
            },
            "days": self.days,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Evidence:
        """Those that :meth:`as_json` has written."""
        if not stored:
            return cls()
        lines = {key: LineEvidence.from_json(each) for key, each in stored["lines"].items()}
        facts = {
            fact: {value: Distinct(hashes) for value, hashes in values.items()}
            for fact, values in stored.get("facts", {}).items()
        }
        bodies = Distinct(stored["bodies"])
        return cls(stored["captures"], bodies, lines, facts, stored.get("days", {}))

    def articles_with(self, fact: Fact, value: str) -> int:
        """How many different articles tell a value."""
        return len(self.facts.get(fact, {}).get(value, Distinct()))


def lines_of(parsed: Mapping[str, Any]) -> Iterator[SeenLine]:
    """The short lines of a capture that could be furniture, and those that are known to be."""
    for name, place in (("title", Place.TITLE), ("author", Place.AUTHOR)):
        if text := parsed.get(name):
            yield SeenLine(text, place)
    paragraphs = parsed.get("paragraphs") or ()
    prose = [index for index, text in enumerate(paragraphs) if _is_body(text)]
    for index, text in enumerate(paragraphs):
        if not _is_body(text) and not ends_sentence(text):
            is_inside = bool(prose) and prose[0] < index < prose[-1]
            below = paragraphs[index + 1 : index + 1 + _HEADS_LIST]
            heads_list = len(below) == _HEADS_LIST and not any(
                _is_body(each) or ends_sentence(each) for each in below
            )
            yield SeenLine(text, Place.INSIDE if is_inside else Place.EDGE, heads_list)
    for title in parsed.get("related") or ():
        if not ends_sentence(title):
            yield SeenLine(title, Place.OFFERED)
    for text in (*(parsed.get("noise") or ()), *(parsed.get("banner") or ())):
        yield SeenLine(text, Place.KNOWN)


def head_of(parsed: Mapping[str, Any]) -> Iterator[tuple[HeadLine, bool]]:
    """The lines of a head, and whether they stand above the title; for what is read as text."""
    spans = parsed.get("spans") or {}
    if "title" not in spans:
        return
    for name, line in _HEAD_LINES.items():
        if name in spans:
            yield line, spans[name][0] < spans["title"][0]
    banner: Sequence[str] = parsed.get("banner") or ()
    paragraphs: Sequence[str] = parsed.get("paragraphs") or ()
    if banner and _is_headline(banner[-1]):
        yield HeadLine.KICKER, True
    if len(paragraphs) > 1 and _is_headline(paragraphs[0]):
        yield HeadLine.LEAD, False


_HEAD_LINES = {
    "external_id": HeadLine.CODE,
    "date": HeadLine.DATE,
    "views": HeadLine.VIEWS,
    "source": HeadLine.SOURCE,
    "author": HeadLine.AUTHOR,
}


def layout_value(above: Collection[HeadLine], below: Collection[HeadLine]) -> str:
    """The lines of a head in one order, as a rule writes them."""
    order = [line for line in HeadLine if line is not HeadLine.TITLE]
    named = [*filter(above.__contains__, order), HeadLine.TITLE, *filter(below.__contains__, order)]
    return " ".join(named)


def _is_headline(text: str) -> bool:
    return len(text.split()) > _LONG_WORDS - 1 and not _is_body(text) and not ends_sentence(text)


def _facts_of(
    parsed: Mapping[str, Any], warnings: Sequence[str], body: int
) -> Iterator[tuple[Fact, str, int]]:
    """What a capture tells beside its lines, by the hash of what is counted."""
    form = day_form(parsed.get("date_text") or "", reference=date.max)
    if form is DayForm.JALALI and parsed.get("date_calendar") == Calendar.HIJRI:
        form = DayForm.HIJRI
    if form:
        yield Fact.DAYS, form, body
    if WarningCode.TITLE_BY_PLACE in warnings:
        yield Fact.TITLE, _OPEN, body
        return
    lines = list(head_of(parsed))
    if lines:
        yield Fact.TITLE, _SURE, body
    for line, is_above in lines:
        yield Fact.TITLE, f"{line}{_ABOVE if is_above else _BELOW}", body
        if line is HeadLine.KICKER:
            yield Fact.KICKERS, line, _hash(parsed["banner"][-1])


_OPEN, _SURE, _ABOVE, _BELOW = "open", "sure", "<", ">"


def proposals(evidence: Evidence) -> list[Proposal]:
    """The habits beyond chance: of days and head, then of lines, the most frequent first."""
    found = [*_of_days(evidence), *_of_head(evidence)]
    return found + _of_lines(evidence)


def _of_days(evidence: Evidence) -> Iterator[Proposal]:
    """The form of days, where the numbers of some tell another than the usual one."""
    for form, usual in _UNUSUAL_FORMS.items():
        tells, against = (evidence.articles_with(Fact.DAYS, each) for each in (form, usual))
        if tells and (chance := _tail(tells, tells + against, 0.5)) < SIGNIFICANCE:
            of = tells + against
            examples = tuple(evidence.days[form])
            yield Proposal(DAY, tells, tells, of, chance, examples, Role.DATE, form)


_UNUSUAL_FORMS = {
    DayForm.MONTH_FIRST: DayForm.DAY_FIRST,
    DayForm.HIJRI: DayForm.JALALI,
}


def _of_head(evidence: Evidence) -> Iterator[Proposal]:
    """The layout of the head, where a kicker or a lead leaves some titles open."""
    sure = evidence.articles_with(Fact.TITLE, _SURE)
    if sure < LEAST_BODIES or not evidence.articles_with(Fact.TITLE, _OPEN):
        return
    above: set[HeadLine] = set()
    below: set[HeadLine] = set()
    chances = []
    for line in HeadLine:
        at = [evidence.articles_with(Fact.TITLE, f"{line}{side}") for side in (_ABOVE, _BELOW)]
        if max(at) < LEAST_BODIES or max(at) < sum(at) * _MOSTLY:
            continue
        if line in (HeadLine.KICKER, HeadLine.LEAD):
            chance = _tail(max(at), sure, CHANCES[Place.INSIDE])
            if chance >= SIGNIFICANCE or (line is HeadLine.KICKER and _is_slogan(evidence)):
                continue
            chances.append(chance)
        (above if at[0] > at[1] else below).add(line)
    if chances:
        value = layout_value(above, below)
        yield Proposal(TITLE, sure, sure, sure, max(chances), (), Role.TITLE, value)


def _is_slogan(evidence: Evidence) -> bool:
    """Whether the lines above titles are mostly one, which is the site's."""
    with_one = evidence.articles_with(Fact.TITLE, f"{HeadLine.KICKER}{_ABOVE}")
    return evidence.articles_with(Fact.KICKERS, HeadLine.KICKER) * 2 < with_one


def _of_lines(evidence: Evidence) -> list[Proposal]:
    found = []
    of = len(evidence.bodies)
    for line in evidence.lines.values():
        place, bodies = line.place, min(len(line.bodies), of)
        if place is None or bodies < LEAST_BODIES or any(map(ends_sentence, line.examples)):
            continue
        chance = min(1.0, _tail(bodies, of, CHANCES[place]) * len(evidence.lines))
        if chance < SIGNIFICANCE:
            examples, role = tuple(line.examples), line.role
            found.append(Proposal(line.pattern, line.count, bodies, of, chance, examples, role))
    # Of two labels of the same lines that with a colon is one.
    found.sort(key=lambda each: (-each.bodies, ":" not in each.pattern, each.pattern))
    return list(_without_doubles(found, evidence))


def _without_doubles(found: Sequence[Proposal], evidence: Evidence) -> Iterator[Proposal]:
    """Each line proposed once: by itself where it is mostly one, else by its commonest label."""
    lines = {line.pattern: line for line in evidence.lines.values() if line.pattern}
    most: dict[str, int] = {}
    for each in lines.values():
        if WORDS not in each.pattern:
            for form in forms_of(each.pattern):
                most[form] = max(most.get(form, 0), each.count)
    taken: set[str] = set()
    for proposal in found:
        if WORDS in proposal.pattern:
            is_one = most.get(proposal.pattern, 0) > proposal.captures * _MOSTLY
            if is_one or len(lines[proposal.pattern].others) < _LEAST_OTHERS:
                continue
        patterns = [pattern_of(example) for example in proposal.examples]
        if patterns and all(not taken.isdisjoint(forms_of(each)) for each in patterns):
            continue
        taken.add(proposal.pattern)
        yield proposal


def _tail(k: int, n: int, p: float) -> float:
    """Chernoff's bound on the probability of ``k`` or more successes of ``n``."""
    share = k / n
    if share <= p:
        return 1.0
    rest = (1 - share) * log((1 - share) / (1 - p)) if share < 1 else 0.0
    return exp(-n * (share * log(share / p) + rest))


def _is_body(text: str) -> bool:
    return is_prose(text) or is_sentence(text)


def _prose(parsed: Mapping[str, Any]) -> Sequence[str]:
    """What tells one body from another: its prose, so that furniture does not make it another."""
    paragraphs = parsed.get("paragraphs") or ()
    return [text for text in paragraphs if _is_body(text)] or paragraphs

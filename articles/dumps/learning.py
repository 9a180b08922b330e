"""Learns from a source's captures which lines of its pages are furniture. Pure.

What recurs below many different articles is the page's and not theirs. :class:`Evidence` counts the
lines of one source, capture by capture, in bounded memory, and :func:`proposals` says which lines
recur more often than the lines of articles do. Nothing is decided here: a proposal becomes a rule
when a person accepts it.

*Beyond chance*: the hypothesis to be refuted is that the line is an article's own, which another
article of the source repeats with a probability of at most :data:`CHANCES` for the place where it
stands. With ``n`` different bodies, ``k`` of them beside the line, Chernoff's bound
``exp(-n KL(k/n, p))`` on the probability of so many repetitions must stay below
:data:`SIGNIFICANCE`, divided by the number of lines that were compared. Captures with the same body
count once, however often they were scraped.

A line is remembered by a hash alone until different articles have it: what only one article says
is not kept. A line that ends a sentence is never proposed. Lines that tell the source, the date or
views, headings of related lists and credits of pictures are not counted at all.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import exp, log
from typing import Any, NamedTuple

from articles.dumps.names import ends_sentence, is_prose, is_sentence
from articles.dumps.profiles import pattern_of
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


class Place(StrEnum):
    """Where a line stood, or what it was taken for."""

    EDGE = "edge"
    INSIDE = "inside"
    TITLE = "title"
    AUTHOR = "author"
    KNOWN = "known"  # as furniture: nothing to be learnt


CHANCES = {Place.EDGE: 0.02, Place.INSIDE: 0.10, Place.TITLE: 0.5, Place.AUTHOR: 0.5}
"""How often at most a source's articles repeat a line of their own there: a closing word, a
subheading, the title of a daily column, the name of a busy reporter."""


class SeenLine(NamedTuple):
    """A line of a capture, and its place."""

    text: str
    place: Place


class Proposal(NamedTuple):
    """A line that is furniture, by the evidence: in ``bodies`` different articles of ``of``.

    ``captures`` are those that have it, ``chance`` bounds the probability that it is not.
    """

    pattern: str
    captures: int
    bodies: int
    of: int
    chance: float
    examples: tuple[str, ...]


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

    ``pattern`` and ``examples`` are empty until :data:`LEAST_BODIES` articles have it.
    """

    since: int
    pattern: str = ""
    count: int = 0
    places: dict[str, int] = field(default_factory=dict)
    bodies: Distinct = field(default_factory=Distinct)
    examples: list[str] = field(default_factory=list)

    def add(self, line: SeenLine, pattern: str, body: int) -> None:
        self.count += 1
        self.places[line.place] = self.places.get(line.place, 0) + 1
        self.bodies.add(body)
        if len(self.bodies) >= LEAST_BODIES:
            self.pattern = pattern
            if len(self.examples) < _EXAMPLES and line.text not in self.examples:
                self.examples.append(line.text)

    def as_json(self) -> list[Any]:
        """The counts as JSON values, in the order of the fields."""
        bodies = self.bodies.hashes
        return [self.since, self.pattern, self.count, self.places, bodies, self.examples]

    @property
    def place(self) -> Place | None:
        """Where it stands most often, beside where it is known; None if it always is."""
        found = [(count, place) for place, count in self.places.items() if place != Place.KNOWN]
        return Place(max(found)[1]) if found else None


@dataclass(slots=True)
class Evidence:
    """What the captures of one source repeat."""

    captures: int = 0
    bodies: Distinct = field(default_factory=Distinct)
    lines: dict[str, LineEvidence] = field(default_factory=dict)

    def add(self, parsed: Mapping[str, Any]) -> None:
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
            if pattern and not is_column and pattern not in seen:
                seen.add(pattern)
                key = f"{_hash(pattern):x}"
                evidence = self.lines.setdefault(key, LineEvidence(self.captures))
                evidence.add(line, pattern, body)
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
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Evidence:
        """Those that :meth:`as_json` has written."""
        if not stored:
            return cls()
        lines = {
            key: LineEvidence(since, pattern, count, places, Distinct(hashes), examples)
            for key, (since, pattern, count, places, hashes, examples) in stored["lines"].items()
        }
        return cls(stored["captures"], Distinct(stored["bodies"]), lines)


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
            yield SeenLine(text, Place.INSIDE if is_inside else Place.EDGE)
    for title in parsed.get("related") or ():
        if not ends_sentence(title):
            yield SeenLine(title, Place.INSIDE)
    for text in (*(parsed.get("noise") or ()), *(parsed.get("banner") or ())):
        yield SeenLine(text, Place.KNOWN)


def proposals(evidence: Evidence) -> list[Proposal]:
    """The lines that are furniture beyond chance, the most frequent first."""
    found = []
    of = len(evidence.bodies)
    for line in evidence.lines.values():
        place, bodies = line.place, min(len(line.bodies), of)
        if place is None or bodies < LEAST_BODIES or any(map(ends_sentence, line.examples)):
            continue
        chance = min(1.0, _tail(bodies, of, CHANCES[place]) * len(evidence.lines))
        if chance < SIGNIFICANCE:
            found.append(
                Proposal(line.pattern, line.count, bodies, of, chance, tuple(line.examples))
            )
    return sorted(found, key=lambda each: (-each.bodies, each.pattern))


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

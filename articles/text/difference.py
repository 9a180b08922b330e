"""The difference between two texts, by paragraph and by word. Pure.

Nothing is lost: kept and removed parts together are the first text, kept and added parts the
second, including all spaces. The work is bounded: a comparison that would need more steps than its
:class:`Effort` has left shows the whole stretch as removed and added.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from articles.expressions import regex

ALIKE = 0.3
"""With at least this share of common words (of 1), a paragraph counts as changed, not as new."""

STEPS = 10_000_000
"""Steps of an effort: less than a second of work in the worst case, and enough for any article."""

_TOKEN = regex(r"\s+|\w[\w\u200c\u0300-\u036f\u064b-\u065f\u0670]*|.", re.DOTALL)
"""A run of spaces, a word with its marks and half-spaces, or any other character."""


class Kind(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


class Piece(NamedTuple):
    """A stretch of text that is in both texts, or only in the first, or only in the second."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class ParagraphDifference:
    """A paragraph that is in one text or in both, in pieces."""

    pieces: tuple[Piece, ...]
    stood_before: bool = True
    stands_after: bool = True

    @property
    def is_kept(self) -> bool:
        """Whether both texts have it unchanged."""
        return (
            self.stood_before
            and self.stands_after
            and all(piece.kind is Kind.KEPT for piece in self.pieces)
        )

    @property
    def before(self) -> str | None:
        return self._without(Kind.ADDED) if self.stood_before else None

    @property
    def after(self) -> str | None:
        return self._without(Kind.REMOVED) if self.stands_after else None

    def _without(self, kind: Kind) -> str:
        return "".join(piece.text for piece in self.pieces if piece.kind is not kind)


class Effort:
    """How many steps comparisons may take in total; the comparisons of one page share it."""

    def __init__(self, steps: int = STEPS) -> None:
        self._left = steps

    def spend(self, steps: int) -> bool:
        """Take ``steps`` steps; returns False, and takes nothing, if fewer are left."""
        if steps > self._left:
            return False
        self._left -= steps
        return True


def difference(
    before: Sequence[str], after: Sequence[str], effort: Effort | None = None
) -> list[ParagraphDifference]:
    """The paragraphs of two texts in reading order: kept, changed, removed and added ones."""
    effort = effort or Effort()
    found: list[ParagraphDifference] = []
    for is_kept, old, new in _stretches(before, after, effort):
        if is_kept:
            found += [ParagraphDifference(_pieces(Kind.KEPT, text)) for text in old]
        else:
            found += _changed(old, new, effort)
    return found


def word_difference(before: str, after: str, effort: Effort | None = None) -> tuple[Piece, ...]:
    """One text into another; spaces between two changed words count as changed."""
    effort = effort or Effort()
    raw: list[Piece] = []
    tokens = _TOKEN.findall(before), _TOKEN.findall(after)
    for is_kept, old, new in _stretches(*tokens, effort):
        if is_kept:
            raw.append(Piece(Kind.KEPT, "".join(old)))
        else:
            raw += [
                *_pieces(Kind.REMOVED, "".join(old)),
                *_pieces(Kind.ADDED, "".join(new)),
            ]
    return tuple(_joined(raw))


Stretch = tuple[bool, Sequence[str], Sequence[str]]
"""Pairs of stretches, and whether they are equal."""


def _stretches(before: Sequence[str], after: Sequence[str], effort: Effort) -> Iterator[Stretch]:
    """Both sequences, cut where they start and stop being equal."""
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    most = shorter - start
    end = next((at for at in range(most) if before[-1 - at] != after[-1 - at]), most)
    if start:
        yield True, before[:start], after[:start]
    yield from _inner_stretches(
        before[start : len(before) - end], after[start : len(after) - end], effort
    )
    if end:
        yield True, before[len(before) - end :], after[len(after) - end :]


def _inner_stretches(
    before: Sequence[str], after: Sequence[str], effort: Effort
) -> Iterator[Stretch]:
    if not before and not after:
        return
    if not before or not after or not effort.spend(_steps(before, after)):
        yield False, before, after
        return
    matcher = SequenceMatcher(str.isspace, before, after, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        yield tag == "equal", before[old_start:old_end], after[new_start:new_end]


def _steps(before: Sequence[str], after: Sequence[str]) -> int:
    """The most that :class:`difflib.SequenceMatcher` takes: for each equal stretch (at most one per
    token) it goes through the tokens and through all pairs of equal ones."""
    there = Counter(after)
    pairs = sum(there[token] for token in before if not token.isspace())
    return (len(before) + pairs) * min(len(before), len(after)) + len(after)


def _changed(
    before: Sequence[str], after: Sequence[str], effort: Effort
) -> Iterator[ParagraphDifference]:
    """Paragraphs that are not equal: similar ones paired, removed ones before added ones."""
    old, new = 0, 0
    for left, right in [*_pairs(before, after, effort), (len(before), len(after))]:
        for text in before[old:left]:
            yield ParagraphDifference(_pieces(Kind.REMOVED, text), stands_after=False)
        for text in after[new:right]:
            yield ParagraphDifference(_pieces(Kind.ADDED, text), stood_before=False)
        if left < len(before):
            yield ParagraphDifference(word_difference(before[left], after[right], effort))
        old, new = left + 1, right + 1


def _pairs(before: Sequence[str], after: Sequence[str], effort: Effort) -> list[tuple[int, int]]:
    """Pairs of paragraphs, in order, with the greatest total similarity."""
    old, new = [_words(text) for text in before], [_words(text) for text in after]
    words = sum(map(len, old)) * len(new) + sum(map(len, new)) * len(old)
    if not effort.spend(words + len(old) * len(new)):
        return []
    # best[i][j]: the greatest total similarity of the paragraphs from i and j on.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_likeness(left, right) for right in new] for left in old]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            found.append((i, j))
            i, j = i + 1, j + 1
    return found


def _words(text: str) -> Counter[str]:
    return Counter(token for token in _TOKEN.findall(text) if token[0].isalnum())


def _likeness(left: Counter[str], right: Counter[str]) -> float:
    """The share of words that both have (Jaccard, with multiplicity), from 0 to 1."""
    union = (left | right).total()
    return (left & right).total() / union if union else 0.0


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbouring changes as one removal and one addition, with the spaces between them."""
    merged = [
        Piece(kind, "".join(piece.text for piece in run))
        for kind, run in groupby(pieces, lambda piece: piece.kind)
    ]
    changing: list[Piece] = []
    for at, piece in enumerate(merged):
        is_between = 0 < at < len(merged) - 1 and piece.text.isspace()
        if piece.kind is Kind.KEPT and not is_between:
            yield from _one_change(changing)
            yield piece
            changing = []
        else:
            changing.append(piece)
    yield from _one_change(changing)


def _one_change(pieces: Sequence[Piece]) -> Iterator[Piece]:
    if {Kind.REMOVED, Kind.ADDED} <= {piece.kind for piece in pieces}:
        for kind, other in ((Kind.REMOVED, Kind.ADDED), (Kind.ADDED, Kind.REMOVED)):
            texts = (piece.text for piece in pieces if piece.kind is not other)
            yield from _pieces(kind, "".join(texts))
    else:
        yield from pieces


def _pieces(kind: Kind, text: str) -> tuple[Piece, ...]:
    return (Piece(kind, text),) if text else ()

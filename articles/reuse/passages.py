"""Passages that two texts have in common, word for word but for light edits. Pure.

Runs of equal words are found from any :data:`SEED` of them on; those that follow one another at
nearly the same distance in both texts are one passage, whatever stands between them. The work is
bounded: from words that a text has more than :data:`MOST_PLACES` times no run is looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

SEED = 3
"""Equal words from which a run is looked at."""

MOST_PLACES = 4
GAP = 8
"""Words that may stand between two runs of a passage, in either text: what was edited."""

LEAST_WORDS = 12
"""Equal words of a passage; fewer are phrases that anybody uses."""

LEAST_DENSE = 0.6
"""Share of a passage's words that are equal."""


class Run(NamedTuple):
    """Equal words: where they begin in both texts, and how many they are."""

    one: int
    other: int
    length: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of words of one text and one of the other, ends excluded; ``equal`` of them are
    the same."""

    one: tuple[int, int]
    other: tuple[int, int]
    equal: int


def passages(one: Sequence[int], other: Sequence[int]) -> list[Passage]:
    """The passages of two texts given by their words, in the order of the first; none overlap in
    either text. The other way round they are the same."""
    swapped = (len(other), other) < (len(one), one)
    if swapped:
        one, other = other, one
    chains = sorted(_chains(_runs(one, other)), key=lambda chain: (-_equal(chain), chain))
    taken_one, taken_other = bytearray(len(one)), bytearray(len(other))
    found = []
    for chain in chains:
        for part in _free(chain, taken_one, taken_other):
            first, last = part[0], part[-1]
            passage = Passage(
                (first.one, last.one + last.length),
                (first.other, last.other + last.length),
                _equal(part),
            )
            if not _counts(passage):
                continue
            taken_one[slice(*passage.one)] = b"\1" * (passage.one[1] - passage.one[0])
            taken_other[slice(*passage.other)] = b"\1" * (passage.other[1] - passage.other[0])
            found.append(passage)
    if swapped:
        found = [Passage(each.other, each.one, each.equal) for each in found]
    return sorted(found, key=lambda each: each.one)


def shared(found: Sequence[Passage]) -> tuple[int, int]:
    """How many words of each text stand in passages."""
    return (
        sum(each.one[1] - each.one[0] for each in found),
        sum(each.other[1] - each.other[0] for each in found),
    )


def _runs(one: Sequence[int], other: Sequence[int]) -> Iterator[Run]:
    """All longest runs of equal words, in the order of the first text."""
    seeds_of_one, seeds_of_other = _seeds(one), _seeds(other)
    common = set(seeds_of_other).intersection(seeds_of_one)
    places: dict[tuple[int, ...], list[int]] = {}
    for at, seed in enumerate(seeds_of_other):
        if seed in common:
            places.setdefault(seed, []).append(at)
    ends: dict[int, int] = {}  # by distance between both texts: where its last run ends
    for at, seed in enumerate(seeds_of_one):
        if seed not in common:
            continue
        found = places[seed]
        for place in found if len(found) <= MOST_PLACES else ():
            if ends.get(place - at, -1) > at:
                continue
            length = SEED
            while (
                at + length < len(one)
                and place + length < len(other)
                and one[at + length] == other[place + length]
            ):
                length += 1
            ends[place - at] = at + length
            yield Run(at, place, length)


def _seeds(words: Sequence[int]) -> list[tuple[int, int, int]]:
    return list(zip(words, words[1:], words[2:], strict=False))


def _chains(runs: Iterator[Run]) -> list[list[Run]]:
    """Runs that follow one another in both texts, with little between them."""
    open_chains: list[list[Run]] = []
    done: list[list[Run]] = []
    for run in runs:
        still = []
        best: tuple[list[Run], int] | None = None
        for chain in open_chains:
            last = chain[-1]
            gap_one = run.one - last.one - last.length
            gap_other = run.other - last.other - last.length
            if gap_one > GAP:
                done.append(chain)
                continue
            still.append(chain)
            # A word that both texts repeat may belong to either run.
            both = max(0, -gap_one, -gap_other)
            follows = gap_other <= GAP and both < run.length
            if follows and (best is None or _equal(chain) > _equal(best[0])):
                best = chain, both
        if best is not None:
            chain, both = best
            chain.append(Run(run.one + both, run.other + both, run.length - both))
        else:
            still.append([run])
        open_chains = still
    return done + open_chains


def _free(
    chain: Sequence[Run], taken_one: bytearray, taken_other: bytearray
) -> Iterator[list[Run]]:
    """The parts of a chain of which no word is taken by a longer one."""
    part: list[Run] = []
    for run in chain:
        is_taken = any(taken_one[run.one : run.one + run.length]) or any(
            taken_other[run.other : run.other + run.length]
        )
        between_is_taken = bool(part) and (
            any(taken_one[part[-1].one : run.one]) or any(taken_other[part[-1].other : run.other])
        )
        if part and (is_taken or between_is_taken):
            yield part
            part = []
        if not is_taken:
            part.append(run)
    if part:
        yield part


def _equal(chain: Sequence[Run]) -> int:
    return sum(run.length for run in chain)


def _counts(passage: Passage) -> bool:
    longest = max(passage.one[1] - passage.one[0], passage.other[1] - passage.other[0])
    return passage.equal >= LEAST_WORDS and passage.equal >= LEAST_DENSE * longest

"""Similarity of bodies, and which bodies are scrapes of the same item. Pure.

Likeness is the Jaccard coefficient of the sets of word 3-shingles (Broder, "On the resemblance and
containment of documents", 1997). Items are grouped by single linkage: two bodies are of one item
if a chain of similar bodies connects them. That does not depend on the order of arrival.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

SHINGLE_WORDS = 3
ALIKE = 0.3
"""From this coefficient up, a body is another scrape of the same item."""


def shingles(folded_body: str) -> frozenset[tuple[str, ...]]:
    """The sequences of three words in a folded body; a shorter body is one sequence."""
    words = folded_body.split()
    if len(words) < SHINGLE_WORDS:
        return frozenset([tuple(words)])
    return frozenset(zip(words, words[1:], words[2:], strict=False))


class LikenessIndex:
    """Finds similar bodies by name.

    An index from shingle to bodies keeps a lookup nearly linear if most bodies are not similar.
    """

    def __init__(self) -> None:
        self._holders: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        self._sizes: dict[str, int] = {}

    def alike(self, folded_body: str) -> set[str]:
        """The names of the bodies that are similar to this one."""
        own = shingles(folded_body)
        shared = Counter(name for shingle in own for name in self._holders.get(shingle, ()))
        return {
            name
            for name, count in shared.items()
            if count / (len(own) + self._sizes[name] - count) >= ALIKE
        }

    def add(self, name: str, folded_body: str) -> None:
        own = shingles(folded_body)
        self._sizes[name] = len(own)
        for shingle in own:
            self._holders[shingle].append(name)


def group_alike(bodies: Mapping[str, str]) -> list[set[str]]:
    """Group folded bodies, given by name, into items."""
    index = LikenessIndex()
    groups: list[set[str]] = []
    for name, body in bodies.items():
        joined = {name}
        alike = index.alike(body)
        apart = []
        for group in groups:
            if group.isdisjoint(alike):
                apart.append(group)
            else:
                joined |= group
        groups = [*apart, joined]
        index.add(name, body)
    return groups

"""How likely two reports are of one event, and what speaks for it. Pure.

A logistic model with few features and fixed weights, one for reports in one language, one for
reports in two. They were fitted by logistic regression on pairs of real reports that were labelled
by hand, and on generated ones in three languages; docs/performance.md tells how well they do on
those that were kept aside; ``tests/benchmarks/event_links.py`` and ``labelled_events.py`` measure
it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice
from math import exp, log1p

from .common_words import NAME_LEVELS, RAREST, STEM_LEVELS
from .signatures import Signature

MOST_DAYS_APART = 3
"""Reports of more days apart are of different events."""

LINKED = 600
"""From this score up, of :data:`SCALE`, two reports are linked."""

SCALE = 1000
"""Scores are stored as whole numbers of this part."""

_MOST_TOLD = 6
"""How many of each kind a link tells."""

_MOST_NUMBERS = 4.0
_MOST_SOUNDS = 30.0
_MOST_TOLD_NAMES = 30.0
_MOST_OTHER_COUNTS = 2
_FAR = 0.3
_SEVERAL = 3
_FEW_SHARED = 0.25
_FIRST_SOUNDS = 4
_RAREST_SHARED = 4
_LEAST_NAME = 3
"""Names of a lesser level are in too many reports to tell anything."""

_SHORT_SOUND, _LONG_SOUND = 3, 5

WITHIN: Mapping[str, float] = {
    "bias": -7.5,
    "told": 4.06,
    "rarest": 2.95,
    "openings": 1.28,
    "names": 1.59,
    "no_name": -2.05,
    "no_number": -1.93,
    "other_counts": -1.37,
    "other_days": -5.0,
    "apart": -0.57,
    "related": 1.0,
}
"""For two reports in one language. No labelled pair has one that recommends the other: that weight
is a guess."""

ACROSS: Mapping[str, float] = {
    "bias": -2.57,
    "names": 1.2,
    "told_names": 0.91,
    "sounds": 1.29,
    "heard": 0.75,
    "numbers": 2.13,
    "unheard": -0.98,
    "no_name": -1.78,
    "no_number": -0.98,
    "other_numbers": -0.21,
    "days": 2.37,
    "other_days": -2.37,
    "apart": -0.28,
    "related": 1.0,
}
"""For two reports in different languages."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What two reports share: keys of names, sounds of words that may be names, numbers, quoted
    phrases, stems, and ordinals of days. ``is_related``: one recommends the other."""

    names: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    days: tuple[int, ...] = ()
    is_related: bool = False


def are_comparable(one: Signature, other: Signature) -> bool:
    """Whether two reports may be of one event at all: a round-up is of none."""
    if one.is_round_up or other.is_round_up:
        return False
    return abs(one.day - other.day) <= MOST_DAYS_APART


def score(one: Signature, other: Signature) -> int:
    """How likely two reports are of one event, from 0 to :data:`SCALE`; in either order the
    same."""
    if not are_comparable(one, other):
        return 0
    within = one.language == other.language
    weights = WITHIN if within else ACROSS
    features = features_within(one, other) if within else features_across(one, other)
    sum_ = sum(weights[name] * value for name, value in features.items())
    return round(SCALE / (1 + exp(-max(-30.0, min(30.0, sum_)))))


def evidence(one: Signature, other: Signature) -> Evidence:
    """What two reports share, what tells most first."""
    stems = one.stems.keys() & other.stems.keys() if one.language == other.language else set()
    names = one.names.keys() & other.names.keys()
    return Evidence(
        names=_first(names, lambda key: one.names[key] * other.names[key]),
        sounds=_first(
            one.sounds.keys() & other.sounds.keys(), lambda each: _sound_weight(each, one, other)
        ),
        numbers=_first(one.numbers.keys() & other.numbers.keys(), one.numbers.__getitem__),
        quotes=tuple(sorted(one.quotes & other.quotes)),
        stems=_first(stems, lambda stem: one.stems[stem] * other.stems[stem]),
        days=tuple(sorted(one.days & other.days)),
        is_related=_is_related(one, other),
    )


def features_within(one: Signature, other: Signature) -> dict[str, float]:
    """The features of two reports in one language. How much of their beginnings they share counts
    by its logarithm: what they share first tells most."""
    return {
        "bias": 1.0,
        "told": max(_told(one, other), _told(other, one)),
        "rarest": _rarest(one, other),
        "openings": _shared({**one.title, **one.lead}, {**other.title, **other.lead}),
        "names": _cosine(one.names, other.names),
        "other_counts": float(min(_counted_otherwise(one, other), _MOST_OTHER_COUNTS)),
        **_common_features(one, other),
    }


def features_across(one: Signature, other: Signature) -> dict[str, float]:
    """The features of two reports in different languages."""
    shared = one.names.keys() & other.names.keys()
    heard = sum(_sound_weight(each, one, other) for each in one.sounds.keys() & other.sounds.keys())
    told = sum(NAME_LEVELS.get(key, RAREST) for key in shared)
    numbers = sum(one.numbers[number] for number in one.numbers.keys() & other.numbers.keys())
    return {
        "bias": 1.0,
        "names": _cosine(one.names, other.names),
        "told_names": min(told, _MOST_TOLD_NAMES) / 10,
        "sounds": min(heard, _MOST_SOUNDS) / 10,
        "heard": _heard(one, other),
        "numbers": min(numbers, _MOST_NUMBERS),
        "unheard": float(min(_unheard(one, other), _unheard(other, one))),
        "other_numbers": float(_have_other_numbers(one, other)),
        "days": float(not one.days.isdisjoint(other.days)),
        **_common_features(one, other),
    }


def _common_features(one: Signature, other: Signature) -> dict[str, float]:
    return {
        "no_name": float(_differ(_told_names(one), _told_names(other))),
        "no_number": float(_differ(_told_numbers(one), _told_numbers(other))),
        "other_days": float(_differ(one.days, other.days)),
        "apart": float(abs(one.day - other.day)),
        "related": float(_is_related(one, other)),
    }


def is_told(name: str) -> bool:
    """Whether a name tells something of an event: a place or an organisation that few articles
    have; not a language, whose name is that of a people too."""
    return not name.startswith("language:") and NAME_LEVELS.get(name, RAREST) >= _LEAST_NAME


def _told_names(report: Signature) -> set[str]:
    return set(filter(is_told, report.names))


def _told_numbers(report: Signature) -> set[str]:
    return {number for number, weight in report.numbers.items() if weight >= 1}


def _differ(one: AbstractSet[object], other: AbstractSet[object]) -> bool:
    """Whether both have some, and none is the same."""
    return bool(one and other) and one.isdisjoint(other)


def _unheard(one: Signature, other: Signature) -> int:
    """How many of the words that sound first in a report, likely its names, another has not."""
    return sum(sound not in other.sounds for sound in islice(one.sounds, _FIRST_SOUNDS))


def _heard(one: Signature, other: Signature) -> float:
    """Which part of the first sounds of one report are among those of the other."""
    first, others = (set(islice(each.sounds, 2 * _FIRST_SOUNDS)) for each in (one, other))
    return len(first & others) / (min(len(first), len(others)) or 1)


def _have_other_numbers(one: Signature, other: Signature) -> bool:
    """Whether both have several numbers, and few of them are the same."""
    if min(len(one.numbers), len(other.numbers)) < _SEVERAL:
        return False
    shared = len(one.numbers.keys() & other.numbers.keys())
    return shared < _FEW_SHARED * (len(one.numbers) + len(other.numbers) - shared)


def _counted_otherwise(one: Signature, other: Signature) -> int:
    """Beside how many words that both have there are numbers far from each other in both. Tolls
    rise, so near ones do not count."""
    return sum(
        all(_are_far(a, b) for a in one.counted[word] for b in other.counted[word])
        for word in one.counted.keys() & other.counted.keys()
    )


def _are_far(one: float, other: float) -> bool:
    return abs(one - other) > _FAR * max(one, other, 1.0)


def _is_related(one: Signature, other: Signature) -> bool:
    return one.title_key in other.related or other.title_key in one.related


def _sound_weight(sound: str, one: Signature, other: Signature) -> float:
    """A long sound tells more than a short one, a rare word more than a common one."""
    length = min(max(len(sound), _SHORT_SOUND), _LONG_SOUND) - _SHORT_SOUND
    return (0.25, 0.6, 1.0)[length] * min(one.sounds[sound], other.sounds[sound])


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[each] for each, weight in one.items() if each in other)


def _shared(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """How many stems are the same, the rarer counting more."""
    return log1p(sum(level for stem, level in one.items() if stem in other) / RAREST)


def _told(one: Signature, other: Signature) -> float:
    """Which part of the title of a report stands in the title and the beginning of another, the
    rarer words counting more."""
    told = sum(
        level for stem, level in one.title.items() if stem in other.title or stem in other.lead
    )
    return told / (sum(one.title.values()) or 1)


def _rarest(one: Signature, other: Signature) -> float:
    """How rare the rarest words are that both reports have, wherever; of 1. Two matches of a round
    share many words of their kind, two reports of one match its names, too."""
    levels = STEM_LEVELS.get(one.language, {})
    shared = (levels.get(stem[1:], RAREST) for stem in one.stems.keys() & other.stems.keys())
    return sum(nlargest(_RAREST_SHARED, shared)) / (_RAREST_SHARED * RAREST)


def _first(found: Iterable[str], weight: Callable[[str], float]) -> tuple[str, ...]:
    return tuple(sorted(found, key=lambda each: (-weight(each), each))[:_MOST_TOLD])

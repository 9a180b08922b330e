"""What tells a report's event: its names, numbers, days, quoted words and rare stems. Pure.

A signature is a function of one article, and small: comparing two takes microseconds, and a text of
any length has one of the same size. What it weighs by is fixed (:mod:`.common_words`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from math import log, sqrt
from typing import NamedTuple, Protocol, Self
from zlib import crc32

from articles.expressions import regex
from articles.packing import packed, unpacked
from articles.text.analyzer import LONGEST_REMEMBERED, Analyzer, chunks
from articles.text.folding import fold_key, folded_words
from articles.text.function_words import IN_ANY_LANGUAGE
from articles.text.language import ARABIC, ENGLISH
from articles.text.search_folding import fold

from .common_words import NAME_LEVELS, RAREST, STEM_LEVELS
from .mentioned_days import mentioned_days
from .numbers import counted, number_words, numbers
from .numbers import weight as number_weight
from .round_ups import is_round_up
from .sounding import sounds

VERSION = 4
"""Raised whenever the signature of some article or the score of some pair changes: all links must
then be made again."""

CHARACTERS = 2_400
"""What is read of a body: reports begin with their event, and end with what was before."""

_LEAD = 500
"""Characters of the body whose words count twice; those of the title count three times."""

_MOST_STEMS = 120
_MOST_OF_PART = 40
_MOST_NAMES = 16
_MOST_SOUNDS = 24
_MOST_NUMBERS = 16
_MOST_COUNTED = 24
_MOST_QUOTES = 6
_MOST_RELATED = 12
_MOST_DAYS = 8
_MOST_OF_ONE = 12
"""How often a word counts at most: one word a thousand times is no better a report of it."""

_COMMON_STEM = 3
"""Stems of this level and below are in every report."""

_COMMON_SOUND = 4
"""Words of this level and below are no names."""

_SHORTEST_STEM = 3
"""Letters, with the mark of the language."""

_WORDS_REMEMBERED = 120_000

_ANCHOR_STEMS = 10
_ANCHOR_SOUNDS = 12
_ANCHOR_NAME = 3

_QUOTED = regex('[«“"]([^«»“”"\n]{5,80})[»”"]')
_CAPITALIZED = regex(r"[A-Z][a-z]+")
_MOST_QUOTED_WORDS = 9
_TIMES_IN_TITLE = 3
_PUNCTUATION = "«»“”\"'()[].,،؛;:!?؟…-–—"


class Names(Protocol):
    """Whatever knows names across languages."""

    def things(self, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """First word, end, and key of each thing that folded words name."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is read of an article. ``title_key`` and ``related`` are hashes of its title and of
    those that it recommends."""

    language: str
    title: str
    body: str
    day: date
    title_key: str = ""
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """What two reports are compared by. The vectors ``stems`` and ``names`` have the length 1;
    ``title`` and ``lead`` (the beginning of the text) have the stems of these parts. ``title``,
    ``lead`` and ``sounds`` have levels of :mod:`.common_words`, and ``numbers`` what it tells that
    two reports share one. ``counted`` has the numbers beside each word. Days are ordinals. A
    round-up of many happenings is a report of none."""

    language: str
    day: int
    stems: Mapping[str, float]
    title: Mapping[str, int]
    lead: Mapping[str, int]
    names: Mapping[str, float]
    sounds: Mapping[str, int]
    numbers: Mapping[str, float]
    counted: Mapping[str, Sequence[float]]
    quotes: frozenset[str]
    days: frozenset[int]
    title_key: str
    related: frozenset[str]
    is_round_up: bool

    def anchors(self) -> frozenset[int]:
        """Hashes, of which two reports of one event share at least two. Of 32 bits, since each
        article's are kept."""
        stems = sorted(self.stems, key=lambda stem: (-self.stems[stem], stem))[:_ANCHOR_STEMS]
        told = islice(self.sounds, _ANCHOR_SOUNDS)
        names = [key for key in self.names if NAME_LEVELS.get(key, RAREST) >= _ANCHOR_NAME]
        telling = [number for number, weight in self.numbers.items() if weight >= 1]
        every = (*stems, *told, *names, *telling, *self.quotes)
        return frozenset(crc32(each.encode()) for each in every)

    def to_bytes(self) -> bytes:
        """As it is stored."""
        fields = [
            self.language,
            self.day,
            self.stems,
            self.title,
            self.lead,
            self.names,
            self.sounds,
            self.numbers,
            self.counted,
            sorted(self.quotes),
            sorted(self.days),
            self.title_key,
            sorted(self.related),
            self.is_round_up,
        ]
        return packed(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode())

    @classmethod
    def from_bytes(cls, stored: bytes | memoryview) -> Self:
        """What :meth:`to_bytes` has stored."""
        fields = json.loads(unpacked(stored))
        fields[8] = {word: tuple(values) for word, values in fields[8].items()}
        for at in (9, 10, 12):
            fields[at] = frozenset(fields[at])
        return cls(*fields)


class Word(NamedTuple):
    """A word of a text: its stem, the stem's level, how it sounds, and the word as folded."""

    stem: str
    level: int
    sounds: tuple[str, ...]
    folded: str


class SignatureMaker:
    """Makes signatures; remembers the words it has seen. Never raises, whatever the text."""

    def __init__(self, names: Names, analyzer: Analyzer) -> None:
        self._names = names
        self._analyzer = analyzer
        self._words = lru_cache(_WORDS_REMEMBERED)(self._read_words)

    def signature(self, report: Report) -> Signature:
        """What tells the event of a report."""
        title, body = report.title[:CHARACTERS], report.body[:CHARACTERS]
        words_counted = self._counted_words(report.language, title, body)
        text = f"{title}\n{body}"
        folded, words = fold(text), folded_words(text)
        found = dict.fromkeys((*numbers(folded), *number_words(words)))
        names = self._named(words, len(folded_words(title)))
        return Signature(
            language=report.language,
            day=report.day.toordinal(),
            stems=_unit(_most(_weighted(words_counted), _MOST_STEMS)),
            title=self._stems_of_part(report.language, title),
            lead=self._stems_of_part(report.language, body[:_LEAD]),
            names=_unit(_most(names, _MOST_NAMES)),
            sounds=_told(words_counted, _capitalized(report.language, text)),
            numbers={number: number_weight(number) for number in islice(found, _MOST_NUMBERS)},
            counted=dict(islice(counted(folded).items(), _MOST_COUNTED)),
            quotes=frozenset(_quotes(text)),
            days=frozenset(sorted(mentioned_days(words, report.day))[:_MOST_DAYS]),
            title_key=report.title_key,
            related=frozenset(report.related[:_MOST_RELATED]),
            is_round_up=is_round_up(title),
        )

    def printed(self, report: Report) -> dict[str, str]:
        """For each stem and sound of a report, the first word of its text that has it."""
        text = f"{report.title[:CHARACTERS]} {report.body[:CHARACTERS]}"
        found: dict[str, str] = {}
        for chunk in chunks(text):
            for word in self._words(report.language, chunk):
                for each in (word.stem, *word.sounds):
                    found.setdefault(each, chunk.strip(_PUNCTUATION))
        return found

    def _counted_words(self, language: str, title: str, body: str) -> list[tuple[Word, int]]:
        """The words with how often they count."""
        counts: Counter[str] = Counter()
        for text, times in ((title, _TIMES_IN_TITLE), (body[:_LEAD], 1), (body, 1)):
            for chunk in chunks(text):
                counts[chunk] += times
        words: dict[str, Word] = {}
        of_word: Counter[str] = Counter()
        for chunk, count in counts.items():
            for word in self._words(language, chunk):
                words[word.folded] = word
                of_word[word.folded] += count
        return [(words[folded], count) for folded, count in of_word.items()]

    def _stems_of_part(self, language: str, text: str) -> dict[str, int]:
        found = {
            word.stem: word.level
            for chunk in chunks(text)
            for word in self._words(language, chunk)
            if word.level > _COMMON_STEM
        }
        return dict(islice(found.items(), _MOST_OF_PART))

    def _read_words(self, language: str, chunk: str) -> tuple[Word, ...]:
        """The words of a run of characters without white space, but for function words."""
        levels = STEM_LEVELS.get(language, {})
        exact, stems, _extra = self._analyzer.streams_of([chunk[:LONGEST_REMEMBERED]], language)[0]
        folded = exact.split()
        found = []
        # Words of neither language have several stems each; then none is told by its place.
        own = stems.split()
        if len(own) != len(folded):
            own = own[:: len(own) // len(folded)] if folded and len(own) > len(folded) else []
        for word, stem in zip(folded, own, strict=False):
            if word in IN_ANY_LANGUAGE or len(stem) < _SHORTEST_STEM:
                continue
            level = levels.get(stem[1:], RAREST)
            bare = word[word.find(stem[1:]) :] if language == ARABIC else word
            heard = tuple(sounds(bare)) if level > _COMMON_SOUND else ()
            found.append(Word(stem, level, heard, word))
        return tuple(found)

    def _named(self, words: Sequence[str], in_title: int) -> dict[str, float]:
        counts: Counter[str] = Counter()
        for start, _end, key in self._names.things(words):
            counts[key] += _TIMES_IN_TITLE if start < in_title else 1
        return {
            key: _counting(count) * NAME_LEVELS.get(key, RAREST) for key, count in counts.items()
        }


def _weighted(counted: Iterable[tuple[Word, int]]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    levels = {}
    for word, count in counted:
        if word.level > _COMMON_STEM:
            counts[word.stem] += count
            levels[word.stem] = word.level
    return {stem: _counting(count) * levels[stem] for stem, count in counts.items()}


def _counting(count: int) -> float:
    return 1 + log(min(count, _MOST_OF_ONE))


def _capitalized(language: str, text: str) -> set[str] | None:
    """The words of an English text that may be names."""
    return set(map(fold, _CAPITALIZED.findall(text))) if language == ENGLISH else None


def _told(counted: Iterable[tuple[Word, int]], among: Container[str] | None) -> dict[str, int]:
    """How the words sound that may be names, those that count most first, by their level."""
    likely = [
        (-count * word.level, word.folded, word)
        for word, count in counted
        if word.sounds and (among is None or word.folded in among)
    ]
    found: dict[str, int] = {}
    for _, _, word in sorted(likely)[:_MOST_SOUNDS]:
        for sound in word.sounds:
            found.setdefault(sound, word.level)
    return found


def _quotes(text: str) -> Iterator[str]:
    found = dict.fromkeys(map(fold_key, _QUOTED.findall(text)))
    several = [quote for quote in found if 2 < len(quote.split()) <= _MOST_QUOTED_WORDS]
    yield from several[:_MOST_QUOTES]


def _most(weights: Mapping[str, float], most: int) -> dict[str, float]:
    return dict(sorted(weights.items(), key=lambda each: (-each[1], each[0]))[:most])


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    """A vector of the length 1, rounded: it must be the same before and after it is stored."""
    length = sqrt(sum(weight * weight for weight in weights.values()))
    return {each: round(weight / length, 3) for each, weight in weights.items()} if length else {}

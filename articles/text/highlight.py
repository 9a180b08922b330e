"""Highlighting: finds the words of a query in an original text, for titles and snippets.

There is no HTML here: the result is a list of runs that together give the text again; the template
escapes each and wraps those that match.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import accumulate
from operator import or_
from typing import NamedTuple

from articles.text.analyzer import Analyzer, QueryForms, Token
from articles.text.tokens import join_affixes

LONGEST_TEXT = 100_000
"""How many characters of a text are searched; a longer text is highlighted up to there."""

MOST_MATCHES = 2_000
"""How many matches are considered for fragments."""

FEW_CHUNKS, SHORT = 20, 60
"""So many different chunks of a text, of so many characters, are searched for one by one, which is
faster than to walk through the text. More, or longer ones in a text of one letter, would not be."""

LONGEST_PHRASE = 64
"""How many words of a phrase are searched."""

_ZWJ = "\u200d"
_PREPENDED = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f"
"""Arabic number signs (years, verses) and a Syriac one, written before what they mark."""


class Run(NamedTuple):
    """A stretch of the original text, and whether it matches the query."""

    text: str
    is_match: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """What to highlight: words, phrases (exact forms in order) and prefixes (``word*``), each as
    :class:`Analyzer` gives them."""

    words: tuple[QueryForms, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of a text around matches: its span in the text, and its runs.

    It starts inside the text if ``start`` is above 0, and ends inside if ``end`` is below the
    length of the text (the template then prints an ellipsis).
    """

    start: int
    end: int
    runs: tuple[Run, ...]


class _Word(NamedTuple):
    """A word of a chunk, and the number of the query term that it matches by itself."""

    start: int
    end: int
    term: int | None


class _Match(NamedTuple):
    start: int
    end: int
    term: int
    """Number of the query term that matched."""


class Highlighter:
    """Finds the terms of one query in texts. ``analyzer`` is the one that produced the terms."""

    def __init__(self, analyzer: Analyzer, terms: Terms) -> None:
        self._analyzer = analyzer
        self._forms: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        for number, forms in enumerate(terms.words):
            self._add(forms, number)
        first = len(terms.words)
        self._phrases = [
            (number, phrase[:LONGEST_PHRASE])
            for number, phrase in enumerate(terms.phrases, first)
            if phrase
        ]
        first += len(terms.phrases)
        self._prefixes = {
            prefix: number for number, prefix in enumerate(terms.prefixes, first) if prefix
        }
        self._any_prefix = tuple(self._prefixes)
        # By language; the texts of a page of results have many chunks in common.
        self._words: dict[str, dict[str, list[_Word]]] = {}
        self._looked_at: defaultdict[str, set[str]] = defaultdict(set)
        self._found: defaultdict[str, set[str]] = defaultdict(set)
        self._sought = [f" {term} " for term in {**self._forms, **self._stems}]
        self._sought += [f" {prefix}" for prefix in self._any_prefix]

    @property
    def seeks(self) -> bool:
        """Whether there is anything to be found; a search by day or source alone has no words."""
        return bool(self._sought or self._phrases)

    def mark(self, text: str, language: str) -> list[Run]:
        """The whole of ``text`` (a title) as runs; joined they equal ``text``."""
        return list(_runs(text, 0, len(text), self._matches(text, language)))

    def fragments(
        self, text: str, language: str, *, count: int = 3, length: int = 160
    ) -> list[Fragment]:
        """Up to ``count`` stretches of about ``length`` characters, in the order of the text.

        Chosen by the most terms not yet shown, then the most terms, then the most matches. A text
        without a match gives its beginning, as one fragment without marks; an empty text gives
        none.
        """
        if not text:
            return []
        matches = self._matches(text, language)
        spans: list[tuple[int, int]] = []
        for first, last in _best_windows(matches[:MOST_MATCHES], count, length):
            start, end = _around(text, matches[first].start, matches[last].end, length)
            if all(end <= other_start or start >= other_end for other_start, other_end in spans):
                spans.append((start, end))
        if not spans:
            spans = [_around(text, 0, 0, length)]
        return [
            Fragment(start, end, tuple(_runs(text, start, end, matches)))
            for start, end in sorted(spans)
        ]

    def _add(self, forms: QueryForms, number: int) -> None:
        self._forms.setdefault(forms.exact, number)
        for stem in forms.stems:
            self._stems.setdefault(stem, number)
        for part in forms.parts:
            self._add(part, number)

    def _matches(self, text: str, language: str) -> list[_Match]:
        """Every match, in the order of the text.

        Most chunks of a text match nothing: only those with a term among their streams are looked
        for, and split into words.
        """
        if not self.seeks:
            return []
        joined = join_affixes(text[:LONGEST_TEXT])
        chunks = joined.split()
        with_terms = self._with_terms(chunks, language)
        in_phrase, first_places = self._phrase_places(chunks, language)
        matches: list[_Match] = []
        if not with_terms and not in_phrase:
            return matches
        are_many = len(with_terms) > FEW_CHUNKS or any(len(each) > SHORT for each in with_terms)
        if in_phrase or are_many:
            found = _walked(joined, chunks, with_terms, in_phrase, first_places)
        else:
            found = iter(_searched(joined, with_terms))
        words = self._words.setdefault(language, {})
        for start, chunk, place in found:
            if chunk not in words:
                words[chunk] = self._words_of(chunk, language)
            for at, word in enumerate(words[chunk], place):
                term = word.term
                if term is None:
                    term = in_phrase.get(at)
                if term is not None:
                    past = _past_marks(text, start + word.end)
                    matches.append(_Match(start + word.start, past, term))
        return matches

    def _words_of(self, chunk: str, language: str) -> list[_Word]:
        return [
            _Word(token.start, token.end, self._term_of(token))
            for token in self._analyzer.tokens(chunk, language)
        ]

    def _with_terms(self, chunks: list[str], language: str) -> set[str]:
        """The chunks that may match, including all that do; phrases are handled separately."""
        distinct = set(chunks)
        new = list(distinct - self._looked_at[language])
        if new:
            self._looked_at[language].update(new)
            self._found[language] |= self._terms_on(self._streams_on_lines(new, language))
        return distinct & self._found[language]

    def _streams_on_lines(self, chunks: list[str], language: str) -> str:
        """Chunks with their streams: to search one string of all costs a fraction of searching
        chunk by chunk."""
        streams = self._analyzer.streams_of(chunks, language)
        return "".join(
            [
                f"\n{chunk} {exact} {stem} {extra} "
                for chunk, (exact, stem, extra) in zip(chunks, streams, strict=True)
            ]
        )

    def _terms_on(self, lines: str) -> set[str]:
        """The chunks on whose lines a term stands."""
        found: set[str] = set()
        for sought in self._sought:
            at = lines.find(sought)
            while at >= 0:
                start = lines.rindex("\n", 0, at) + 1
                found.add(lines[start : lines.index(" ", start)])
                at = lines.find(sought, _end_of_line(lines, at))
        return found

    def _phrase_places(self, chunks: list[str], language: str) -> tuple[dict[int, int], list[int]]:
        """The words of a text that are part of a phrase, by position, each with its term; and the
        position of each chunk's first word, with the end as last entry. Nothing for a text that
        lacks a word of each phrase, as most do."""
        terms: dict[int, int] = {}
        if not self._phrases:
            return terms, []
        exact = [forms for forms, _, _ in self._analyzer.streams_of(chunks, language)]
        words = " ".join(exact).split()
        distinct = set(words)
        phrases = [each for each in self._phrases if distinct.issuperset(each[1])]
        if not phrases:
            return terms, []
        text = _on_lines(words)
        for number, phrase in phrases:
            end = 0
            for at in _occurrences(text, words, phrase):
                places = range(max(at, end), at + len(phrase))
                terms.update(dict.fromkeys(places, number))
                end = places.stop
        return terms, list(accumulate((len(forms.split()) for forms in exact), initial=0))

    def _term_of(self, token: Token) -> int | None:
        term = self._forms.get(token.text)
        if term is not None:
            return term
        for stem in token.stems:
            if stem in self._stems:
                return self._stems[stem]
        for extra in token.extras:
            if extra in self._stems:
                return self._stems[extra]
            if extra in self._forms:
                return self._forms[extra]
        if token.text.startswith(self._any_prefix):
            return next(n for prefix, n in self._prefixes.items() if token.text.startswith(prefix))
        return None


def _searched(joined: str, sought: Iterable[str]) -> list[tuple[int, str, int]]:
    """Where these chunks stand in a text, in its order; the last number means nothing."""
    found = []
    for chunk in sought:
        start = joined.find(chunk)
        while start >= 0:
            end = start + len(chunk)
            before, after = joined[start - 1 : start], joined[end : end + 1]
            # Both are empty at the ends of the text.
            is_whole = (not before or before.isspace()) and (not after or after.isspace())
            if is_whole:
                found.append((start, chunk, 0))
            start = joined.find(chunk, end if is_whole else start + 1)
    return sorted(found)


def _walked(
    joined: str,
    chunks: list[str],
    sought: Collection[str],
    in_phrase: Mapping[int, int],
    first_places: Sequence[int],
) -> Iterator[tuple[int, str, int]]:
    """The same of these chunks and of all that have part in a phrase, with the position of the
    first word of each."""
    end = 0
    for number, chunk in enumerate(chunks):
        start = joined.index(chunk, end)
        end = start + len(chunk)
        place, next_place = first_places[number : number + 2] if in_phrase else (0, 0)
        if chunk in sought or any(at in in_phrase for at in range(place, next_place)):
            yield start, chunk, place


def _end_of_line(lines: str, at: int) -> int:
    end = lines.find("\n", at)
    return end if end >= 0 else len(lines)


def _occurrences(text: str, words: list[str], phrase: tuple[str, ...]) -> Iterator[int]:
    """Positions in ``words`` (also one per line in ``text``) where ``phrase`` starts."""
    sought = _on_lines(phrase)
    at = text.find(sought)
    if at < 0:
        return
    starts = list(accumulate((len(word) + 1 for word in words), initial=0))
    while at >= 0:
        yield bisect_left(starts, at)
        at = text.find(sought, at + 1)


def _on_lines(words: Sequence[str]) -> str:
    return "\n".join(("", *words, ""))  # no word contains a line feed


def _best_windows(matches: list[_Match], count: int, length: int) -> Iterator[tuple[int, int]]:
    """First and last match of each of the ``count`` best stretches."""
    # Sets of terms are bits of a number: there are as many sets as matches.
    terms = [1 << match.term for match in matches]
    windows: list[tuple[int, int, int]] = []
    last = -1
    for first, match in enumerate(matches):
        last = max(last, first)
        while last + 1 < len(matches) and matches[last + 1].end - match.start <= length:
            last += 1
        windows.append((first, last, reduce(or_, terms[first : last + 1])))
    shown = 0
    for _ in range(count):
        if not windows:
            return
        best = max(
            windows,
            key=lambda w: ((w[2] & ~shown).bit_count(), w[2].bit_count(), w[1] - w[0], -w[0]),
        )
        yield best[:2]
        shown |= best[2]
        windows = [w for w in windows if w[1] < best[0] or w[0] > best[1]]


def _around(text: str, start: int, end: int, length: int) -> tuple[int, int]:
    """``start`` to ``end`` widened to about ``length`` characters, cut between words if possible,
    and never inside a grapheme."""
    spare = max(length - (end - start), 0)
    left = max(start - spare // 2, 0)
    right = min(left + length, len(text))
    left = max(min(left, right - length), 0)
    if left > 0:
        space = _first_space(text, left - 1, start)
        left = left if space is None else space + 1
    if right < len(text):
        space = _last_space(text, max(end, left + 1), right + 1)
        right = right if space is None else space
    left = min(_cut_before(text, left), start)
    cut = _cut_before(text, right)
    return left, cut if cut > left else _past_marks(text, right)


def _first_space(text: str, start: int, end: int) -> int | None:
    return next((at for at in range(start, end) if text[at].isspace()), None)


def _last_space(text: str, start: int, end: int) -> int | None:
    return next((at for at in range(end - 1, start - 1, -1) if text[at].isspace()), None)


def _cut_before(text: str, at: int) -> int:
    """The nearest place at or before ``at`` between two graphemes."""
    while 0 < at < len(text) and _continues(text[at - 1], text[at]):
        at -= 1
    return at


def _past_marks(text: str, at: int) -> int:
    """The nearest place at or after ``at`` between two graphemes."""
    while 0 < at < len(text) and _continues(text[at - 1], text[at]):
        at += 1
    return at


@lru_cache(maxsize=10_000)
def _continues(before: str, character: str) -> bool:
    """Whether a character belongs to the grapheme of the one before it.

    Extended grapheme clusters of UAX 29, simplified: runs of regional indicators and of Hangul
    letters are never cut.
    """
    if character.isascii() and before.isascii():
        return character == "\n" and before == "\r"
    return (
        unicodedata.category(character) in ("Mn", "Mc", "Me")
        or character in ("\u200c", _ZWJ)
        or before == _ZWJ
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= character <= "\U000e007f"  # tags of flags
        or ("\U0001f1e6" <= character <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff")
        or (_is_hangul(before) and "\u1160" <= character <= "\u11ff")
        or ("\u1100" <= before <= "\u115f" and _is_hangul(character))
        or before in _PREPENDED
    )


def _is_hangul(character: str) -> bool:
    return "\u1100" <= character <= "\u11ff" or "\uac00" <= character <= "\ud7a3"


def _runs(text: str, start: int, end: int, matches: Iterable[_Match]) -> Iterator[Run]:
    """The runs of ``text`` from ``start`` to ``end``."""
    at = start
    for match in matches:
        if match.start >= end:
            break
        match_start, match_end = max(match.start, at), min(match.end, end)
        if match_start >= match_end:
            continue
        if match_start > at:
            yield Run(text[at:match_start], is_match=False)
        yield Run(text[match_start:match_end], is_match=True)
        at = match_end
    if at < end:
        yield Run(text[at:end], is_match=False)

"""Names by sound: ترامپ, ترامب and Trump, without a table of people and organisations. Pure.

Words of the index that sound alike are many (:mod:`.sounds`), and most of them are no names: so
each needs support.

* Any word is a name when it stands in some article beside one that sounds like the query's next
  word: Donald and Trump, دونالد and ترامب. Two together may sound less alike than one alone.
* A Latin word is a name when articles write it with a capital in the midst of sentences (or the
  reader did, of a word that no article has).
* Of words in the script that has no capitals, those with three consonants can be told apart. A
  Persian and an Arabic one are one name when a Latin name sounds like both; or when they differ as
  foreign names do and words of the two languages do not: in letters that Arabic lacks (پ چ ژ گ),
  or in و for ف.

No article has all words of a query unless it is of their language: so names in another one are of
use only where every word has one, or is a word there too.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Protocol

from articles.search.language import transliteration
from articles.search.language.transliteration import ROMAN, ROMANIZED, Spelling
from articles.search.names.sounds import ARTICLE, Farthest, Sounding, Words, sounding_like
from articles.text.language import ARABIC, ENGLISH, PERSIAN

MOST_WORDS = 4
"""Words of a query that may all be names; a longer one is a sentence, and tried for none."""

MOST_CANDIDATES = 8
"""Words of one language that sound like a name, of which support is looked for."""

MOST_SPELLINGS = 3
"""Spellings of a name in one language that are searched for."""

SHORTEST = 2
"""Letters of a name."""

FEWEST_CONSONANTS = 3
"""Consonants of a name without company: nearly every shorter word sounds like others. One less is
enough for a Latin one, of which capitals tell that it is a name, and where nothing differs."""

SHORTEST_OF_SAME_SOUND = 3
SAME_SOUND = 0.05
"""How far a word of fewer consonants may be, for each letter above these: ناتو, NATO."""

LONGEST_PARTICLE = 3
"""Letters of what may stand between names without a capital: bin, de, van."""

SHORTEST_ALONE = 5
"""Letters of a word of the Arabic script whose own letters alone may tell that it is a name."""

AS_LIKELY = 0.15
"""How far behind the likeliest spelling another may be."""

LEAST_TOGETHER = 0.1
"""The share of a word's articles in which it stands beside another that is its company: two common
words meet by chance."""

MOST_EXPECTED = 200
"""Words that sound alike, the likeliest, which are looked up together; hardly any has more."""

COMMONER = 0.015
"""How much of a distance a name excuses by being twice as common as another."""

HOME = 20
"""A word is at home in a language that has at least one in so many of its articles."""

_LETTERS_OF_PERSIAN = frozenset("پچژگ")
_LANGUAGES = (PERSIAN, ARABIC, ENGLISH)


class Usage(Protocol):
    """What is asked of a word's use: :class:`articles.search.answers.printed.Usage`."""

    @property
    def printed(self) -> str: ...

    @property
    def is_capitalized(self) -> bool: ...


Usages = Callable[[Iterable[str]], Mapping[str, Usage]]
"""How articles use each of some words; those that were not met are left out."""


def farthest_alone(letters: int) -> float:
    """How far a name of so many letters may be from another."""
    return 0.08 + 0.05 * letters


def farthest_in_company(letters: int) -> float:
    """The same where both have a neighbour that is one too."""
    return 0.15 + 0.07 * letters


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A word that may be the name in ``language``; ``is_near`` enough to be one alone."""

    word: str
    language: str
    rank: float
    is_near: bool
    distance: float


@dataclass(frozen=True, slots=True)
class _Run:
    """Words of a query that stand side by side, and the candidates for each."""

    typed: Sequence[str]
    exact: Sequence[str]
    near: Sequence[Sequence[_Candidate]]

    def neighbours(self, place: int, script_of: str) -> list[str]:
        """The word at a place and its candidates, those in the script of another word."""
        if not 0 <= place < len(self.near):
            return []
        words = [self.exact[place], *(each.word for each in self.near[place])]
        return [word for word in words if word and word.isascii() == script_of.isascii()]


class SoundedNames:
    """Finds the names of a query as other languages write them."""

    def __init__(self, words: Words, usages: Usages) -> None:
        self._words = words
        self._usages = usages

    def others(self, typed: Sequence[str], exact: Sequence[str]) -> list[tuple[str, ...]]:
        """For each of the words that stand side by side, given as typed and in their exact form
        (empty for one that is none), the names to look for beside it as articles print them, by
        language in the order fa, ar, en; mostly none."""
        if len(exact) > MOST_WORDS:
            return [()] * len(exact)
        farthest = farthest_in_company if len(exact) > 1 else farthest_alone
        run = _Run(typed, exact, [list(self._candidates(word, farthest)) for word in exact])
        looked_up = {each.word for found in run.near for each in found if each.word.isascii()}
        looked_up |= {word for word in exact if word and word.isascii()} if any(run.near) else set()
        used = dict(self._usages(looked_up)) if looked_up else {}
        places = range(len(exact))
        supported = self._in_whole_languages(
            exact, [self._supported(place, run, used) for place in places]
        )
        chosen = [_likeliest(found) for found in supported]
        unread = {name for names in chosen for name in names} - used.keys()
        used |= self._usages(unread) if unread else {}
        return [tuple(_printed(name, used) for name in names) for names in chosen]

    def _in_whole_languages(
        self, exact: Sequence[str], supported: Sequence[list[_Candidate]]
    ) -> list[list[_Candidate]]:
        """The candidates of those languages in which an article may have all the words."""
        languages = [
            language
            for language in {each.language for found in supported for each in found}
            if all(
                any(each.language == language for each in found)
                or self._words.frequency_in(word, language)
                for word, found in zip(exact, supported, strict=True)
            )
        ]
        return [[each for each in found if each.language in languages] for found in supported]

    # -- candidates -------------------------------------------------------------------------

    def _candidates(self, word: str, farthest: Farthest) -> Iterator[_Candidate]:
        if len(word) < SHORTEST or not word.isalpha():
            return
        if word.isascii():
            found = self._sounding(word, ROMAN, farthest, with_article=True)
            yield from self._at_home(word, found, PERSIAN, ROMAN)
            yield from self._at_home(word, found, ARABIC, ROMAN)
            return
        bare = word.removeprefix(ARTICLE) if len(word) > len(ARTICLE) + 2 else word
        latin = self._sounding(bare, ROMANIZED, farthest)[:MOST_CANDIDATES]
        yield from (_candidate(bare, each, ENGLISH, ROMANIZED) for each in latin)
        persian, arabic = (self._words.frequency_in(word, each) for each in (PERSIAN, ARABIC))
        has_persian_letters = not _LETTERS_OF_PERSIAN.isdisjoint(word)
        if persian >= arabic or has_persian_letters:
            found = self._sounding(word, transliteration.PERSIAN, farthest, with_article=True)
            yield from self._at_home(word, found, ARABIC, transliteration.PERSIAN, arabic)
        if arabic >= persian and not has_persian_letters:
            found = self._sounding(bare, transliteration.ARABIC, farthest)
            if bare != word:
                found.insert(0, Sounding(bare, self._words.frequency(bare), 0.0))
            yield from self._at_home(bare, found, PERSIAN, transliteration.ARABIC, persian)

    def _sounding(
        self, word: str, spelling: Spelling, farthest: Farthest, *, with_article: bool = False
    ) -> list[Sounding]:
        return sounding_like(word, spelling, self._words, farthest, with_article=with_article)

    def _at_home(
        self,
        word: str,
        found: Iterable[Sounding],
        language: str,
        spelling: Spelling,
        more_than: int = 0,
    ) -> Iterator[_Candidate]:
        """The first of those that are at home in a language and commoner there than the word."""
        kept = 0
        found = list(found)
        self._words.expect_in(lambda: [(each.word, language) for each in found[:MOST_EXPECTED]])
        for each in found:
            there = self._words.frequency_in(each.word, language)
            if there > more_than and HOME * there >= each.frequency:
                kept += 1
                yield _candidate(word, each, language, spelling)
            if kept == MOST_CANDIDATES:
                return

    # -- support ----------------------------------------------------------------------------

    def _supported(self, place: int, run: _Run, used: Mapping[str, Usage]) -> list[_Candidate]:
        """The candidates for a word that have support: of a language in which some have company,
        these alone."""
        found = run.near[place]
        names = [each.word for each in found if _may_be_name(each.word, used)]
        self._words.expect_together(
            lambda: [pair for name in names for pair in self._pairs(name, place, run)]
        )
        company = [
            each
            for each in found
            if _may_be_name(each.word, used) and self._has_company(each.word, place, run)
        ]
        languages = {each.language for each in company}
        alone = _alone(run.exact[place], run.typed[place], found, used)
        return [*company, *(each for each in alone if each.language not in languages)]

    def _has_company(self, word: str, place: int, run: _Run) -> bool:
        """Whether it stands beside a word that sounds like the query's next or last one."""
        return any(itertools.starmap(self._belong_together, self._pairs(word, place, run)))

    @staticmethod
    def _pairs(word: str, place: int, run: _Run) -> list[tuple[str, str]]:
        after, before = (run.neighbours(place + step, word) for step in (1, -1))
        return [*((word, each) for each in after), *((each, word) for each in before)]

    def _belong_together(self, first: str, second: str) -> bool:
        rarer = min(map(self._words.frequency, (first, second)))
        together = self._words.together(first, second) if rarer else 0
        return together > 0 and together >= LEAST_TOGETHER * rarer


def _candidate(word: str, found: Sounding, language: str, spelling: Spelling) -> _Candidate:
    consonants = len(spelling.skeleton(found.word.removeprefix(ARTICLE)))
    is_same = found.distance <= SAME_SOUND * (len(word) - SHORTEST_OF_SAME_SOUND + 1)
    is_same = is_same and len(word) > SHORTEST_OF_SAME_SOUND
    is_latin = word.isascii() or found.word.isascii()
    is_told = consonants >= FEWEST_CONSONANTS - (is_latin or is_same)
    farthest = farthest_alone(max(len(word), len(found.word)))
    rank = found.distance - COMMONER * log2(1 + found.frequency)
    return _Candidate(
        found.word, language, rank, is_told and found.distance <= farthest, found.distance
    )


def _may_be_name(word: str, used: Mapping[str, Usage]) -> bool:
    return (
        not word.isascii()
        or len(word) <= LONGEST_PARTICLE
        or (word in used and used[word].is_capitalized)
    )


def _alone(
    word: str, typed: str, found: Sequence[_Candidate], used: Mapping[str, Usage]
) -> Iterator[_Candidate]:
    """The candidates that have support without company."""
    near = [each for each in found if each.is_near]
    if word.isascii():
        is_name = used[word].is_capitalized if word in used else typed[:1].isupper()
        yield from near if is_name else ()
        return
    names = [
        each.word
        for each in near
        if each.language == ENGLISH and each.word in used and used[each.word].is_capitalized
    ]
    for each in near:
        if each.word in names or (
            each.language != ENGLISH
            and (_differs_as_names_do(word, each) or _sounds_like_any(each.word, names))
        ):
            yield each


def _differs_as_names_do(word: str, other: _Candidate) -> bool:
    persian, arabic = (word, other.word) if other.language == ARABIC else (other.word, word)
    arabic = arabic.removeprefix(ARTICLE)
    tells = sum(letter in _LETTERS_OF_PERSIAN for letter in persian)
    tells += max(arabic.count("ف") - persian.count("ف"), 0)
    is_long = min(len(persian), len(arabic)) >= SHORTEST_ALONE
    return is_long and tells > 0 and other.distance <= 0.05 * tells


def _sounds_like_any(word: str, names: Iterable[str]) -> bool:
    bare = word.removeprefix(ARTICLE)
    return any(
        ROMAN.distance(name, bare) <= farthest_alone(max(len(name), len(bare))) for name in names
    )


def _likeliest(supported: Iterable[_Candidate]) -> list[str]:
    """The likeliest spelling of each language, and those that are nearly as likely."""
    names: list[str] = []
    for language in _LANGUAGES:
        ranked = sorted((each.rank, each.word) for each in supported if each.language == language)
        names += [word for rank, word in ranked if rank <= ranked[0][0] + AS_LIKELY][
            :MOST_SPELLINGS
        ]
    return list(dict.fromkeys(names))


def _printed(word: str, used: Mapping[str, Usage]) -> str:
    return (used[word].printed if word in used else "") or word

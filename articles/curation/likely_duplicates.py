"""Finds sources that are likely the same: الجزيرة نت, الجزیره and Al Jazeera. Pure.

Names are compared without words that many outlets use («خبرگزاری», "daily"), and across scripts by
their sound: consonants first, because scripts write vowels differently or not at all. Names of
countries and languages, and the editors' equal names, count as the same in any language. Nothing is
decided here: staff see the pairs, most likely first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, combinations

from rapidfuzz import fuzz

from articles.search.names.expansion import NameTable
from articles.text.folding import folded_words

LEAST_SPELLING = 88
"""Similarity (of 100) from which two names in one script may be one name misspelt."""
LEAST_SOUND = 75
"""Similarity of sound from which names in two scripts with equal consonants match."""
LEAST_LETTERS = 4
"""Shorter names must be equal."""
MOST_IN_BLOCK = 400
"""How many names that sound or start alike are compared with each other."""

GENERIC = frozenset(
    """
    خبرگزاری روزنامه هفتهنامه ماهنامه پایگاه خبری اطلاعرسانی سایت وبسایت شبکه تلویزیون رادیو خبر
    اخبار نیوز انلاین نت وکاله وکالات صحیفه جریده مجله قناه موقع شبکات انباء للانباء الانباء اخباریه
    الاخباریه الاخبار تلفزیون تلفزیونیه اذاعه الیومیه الیومی یومیه
    the al el agency news newspaper daily weekly online net com org tv television channel network
    radio site website press magazine
    """.split()
)
"""Folded words that do not distinguish outlets."""

_ARTICLE = "ال"
_LETTERS = {
    "ا": "a", "ع": "a", "ء": "", "ب": "b", "پ": "b", "ت": "t", "ط": "t", "ث": "s", "ج": "j",
    "چ": "č", "ح": "h", "خ": "x", "د": "d", "ذ": "z", "ر": "r", "ز": "z", "ژ": "j", "س": "s",
    "ش": "š", "ص": "s", "ض": "z", "ظ": "z", "غ": "g", "ف": "f", "ق": "k", "ک": "k", "گ": "g",
    "ل": "l", "م": "m", "ن": "n", "و": "o", "ه": "h", "ی": "i",
}  # fmt: skip
_LATIN = (
    ("kh", "x"), ("sh", "š"), ("ch", "č"), ("zh", "j"), ("gh", "g"), ("ph", "f"), ("th", "t"),
    ("dh", "z"), ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("c", "k"), ("q", "k"), ("p", "b"),
    ("e", "i"), ("y", "i"), ("u", "o"), ("w", "o"), ("v", "o"),
)  # fmt: skip
_VOWELS = str.maketrans("", "", "aioh")


class Reason(StrEnum):
    """Why two sources may be the same."""

    SAME_NAME = "same_name"
    SPELLING = "spelling"
    OTHER_LANGUAGE = "other_language"


@dataclass(frozen=True, slots=True)
class NamedSource:
    pk: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LikelyDuplicates:
    """Two sources that are likely the same: their matching names, and the similarity (of 100)."""

    pks: tuple[int, int]
    names: tuple[str, str]
    reason: Reason
    score: float


@dataclass(frozen=True, slots=True)
class _Form:
    """A name in comparable form: its letters, its sound, and the consonants of the sound."""

    pk: int
    name: str
    letters: str
    sound: str
    consonants: str
    is_latin: bool


def likely_duplicates(sources: Iterable[NamedSource], names: NameTable) -> list[LikelyDuplicates]:
    """Pairs of sources, most likely first; each pair once."""
    forms = [form for source in sources for form in _forms(source, names)]
    best: dict[tuple[int, int], LikelyDuplicates] = {}
    for left, right in _candidates(forms):
        pair = _compare(left, right)
        if pair and (pair.pks not in best or best[pair.pks].score < pair.score):
            best[pair.pks] = pair
    return sorted(best.values(), key=lambda pair: (-pair.score, pair.pks))


def _forms(source: NamedSource, names: NameTable) -> Iterator[_Form]:
    seen = set()
    for name in source.names:
        for text in (name, *_in_other_languages(name, names)):
            words = folded_words(text)
            telling = [word for word in words if word not in GENERIC] or words
            letters = "".join(telling)
            if letters and letters not in seen:
                seen.add(letters)
                sound = _sound(telling)
                yield _Form(
                    source.pk, name, letters, sound, sound.translate(_VOWELS), letters.isascii()
                )


def _in_other_languages(name: str, names: NameTable) -> Iterator[str]:
    """The name with a country, language or equal name replaced by its names in other languages."""
    words = name.split()
    for found in names.expand(words):
        for other in found.others:
            yield " ".join((*words[: found.start], other, *words[found.end :]))


def _sound(words: Sequence[str]) -> str:
    return "".join(_sound_of_word(word) for word in words)


def _sound_of_word(word: str) -> str:
    if word.isascii():
        for letters, sound in _LATIN:
            word = word.replace(letters, sound)
        # A name may be joined with its article: Aljazeera.
        word = word.removeprefix("al") if len(word) > LEAST_LETTERS + 2 else word
    else:
        word = word.removeprefix(_ARTICLE) if len(word) > LEAST_LETTERS else word
        if word.endswith("ه"):
            word = word[:-1] + "ا"
        word = "".join(_LETTERS.get(letter, letter) for letter in word)
    return "".join(
        letter for place, letter in enumerate(word) if not place or letter != word[place - 1]
    )


def _candidates(forms: Sequence[_Form]) -> Iterator[tuple[_Form, _Form]]:
    """Pairs worth comparing: with equal letters or consonants, or the same beginning."""
    equal: defaultdict[str, list[_Form]] = defaultdict(list)
    near: defaultdict[str, list[_Form]] = defaultdict(list)
    for form in forms:
        equal[form.consonants or form.letters].append(form)
        near[form.letters[:2]].append(form)
    for block in chain(equal.values(), near.values()):
        yield from combinations(block[:MOST_IN_BLOCK], 2)


def _compare(left: _Form, right: _Form) -> LikelyDuplicates | None:
    if left.pk == right.pk:
        return None
    left, right = sorted((left, right), key=lambda form: form.pk)
    found = _likeness(left, right)
    if found is None:
        return None
    reason, score = found
    return LikelyDuplicates((left.pk, right.pk), (left.name, right.name), reason, score)


def _likeness(left: _Form, right: _Form) -> tuple[Reason, float] | None:
    if left.letters == right.letters:
        across = folded_words(left.name) != folded_words(right.name) and (
            "".join(folded_words(left.name)).isascii()
            != "".join(folded_words(right.name)).isascii()
        )
        return (Reason.OTHER_LANGUAGE if across else Reason.SAME_NAME), 100
    if left.is_latin == right.is_latin:
        score = fuzz.ratio(left.letters, right.letters)
        shortest = min(len(left.letters), len(right.letters))
        if score >= LEAST_SPELLING and shortest > LEAST_LETTERS:
            return Reason.SPELLING, score
        return None
    if left.consonants != right.consonants or len(left.consonants) < 2:
        return None
    score = fuzz.ratio(left.sound, right.sound)
    return (Reason.OTHER_LANGUAGE, score) if score >= LEAST_SOUND else None

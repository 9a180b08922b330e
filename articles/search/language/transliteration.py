"""How likely two words of different scripts or languages are one word as it sounds. Pure.

    ROMAN.distance("tehran", "تهران")      Persian or Arabic in Latin letters (Finglish, Arabizi)
    PERSIAN.distance("ترامپ", "ترامب")     a foreign name as Persian and as Arabic write it

A :class:`Spelling` is a table of what stands for what, with the price of each: 0 where the two are
the usual spelling of one sound, 1 for a letter that nothing explains. Only consonants must meet;
short vowels are written in one script and not in the other, so they cost little. Both sides are in
letters as :func:`articles.text.search_folding.fold` leaves them.

The tables: romanization of Persian and Arabic by BGN/PCGN and UNGEGN; the habits of chat alphabets
(Arabizi: Yaghan 2008, *"Arabizi"*: a contemporary style of Arabic slang, Design Issues 24/2;
Finglish: Persian Wikipedia, «فینگلیش»); the Arabic letters that stand for گ پ چ ژ v and p by
region, from the news themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from operator import itemgetter

from articles.expressions import regex

LONGEST = 24
"""Letters of a word that is compared: no name is longer, and the work grows with the square."""

BEGINNING = 3
"""Letters by which words that may sound alike are looked up."""

MOST_BEGINNINGS = 300
"""Beginnings that are looked up for one word."""

NEVER = 99.0
"""The distance of words that cannot be one."""

UNEXPLAINED = 1.0
"""The price of a letter that nothing explains, on either side."""

DOUBLED = 0.02
"""The price of a letter that only repeats the one before it: Mohammed, محمد."""

_DEAREST_BEGINNING = 0.55
"""The price of a beginning that is not worth looking up."""

_DEAREST_SKELETON = 1.5
MOST_SKELETONS = 192
"""What is kept of the ways to write a word, by price and by number."""

_LATIN_AND_ARABIC = """
    b: ب 0, پ .3
    p: پ 0, ب .05, ف .6
    t: ت 0, ط .1, د .7
    th: ث .05, ت .05, ذ .3, ط .4, س .6
    s: س 0, ص .1, ث .25, ز .1, ش .35
    sp: شپ .1, شب .15, اسپ .05, اسب .1, اشپ .1
    st: شت .2, است .05, اشت .2
    sn: اسن .05
    sh: ش 0
    sch: ش .05
    ch: چ 0, تش .05, ش .1, خ .3, ک .15, ج .25
    tch: چ 0, تش 0
    tsch: چ 0, تش 0
    tz: تس .05, ز .1, تز .05
    ts: تس 0, ز .3, تز .2
    j: ج 0, ژ .1, ی .2, خ .25, ه .7
    dj: ج 0
    g: گ 0, غ .05, ج .1, ک .25, ق .2, ژ .35
    gh: غ 0, ق .05, گ .2, ج .5
    gu: گ .1, غ .15, ج .2
    q: ق 0, ک .15, غ .3
    qu: کو 0, ک .1, کی .2
    k: ک 0, ق .15, خ .6
    ck: ک 0
    c: ک .05, س .05, ص .3, چ .3, ق .35, تش .3, تس .3, ش .35
    ic: یچ .05, یتش .05
    nh: نی .05
    kh: خ 0, ک .5
    x: کس .05, خ .1, ش .2, ز .35, اکس .1
    h: ه 0, ح .05, خ .5
    d: د 0, ض .2, ذ .3, ط .6
    dh: ذ .1, ض .1, د .15, ظ .2
    z: ز 0, ذ .1, ض .1, ظ .1, س .35, تس .2, ش .4
    zh: ژ 0, ج .1, ش .5
    f: ف 0
    ph: ف 0
    v: و .05, ف .1
    w: و 0, ف .1
    wh: و 0
    l: ل 0
    m: م 0
    n: ن 0
    r: ر 0
    y: ی 0
    a: ا 0, ه .3, ی .2, ع .15, عا .1, و .5
    A: ه .05, ا .05, ی .15, ع .2, اع .15
    E: ه .05, ی .1, ع .2
    aA: ا 0
    eE: ی 0
    iE: ی .05
    oO: و 0
    oU: و 0
    I: ی 0, ای .1
    O: و 0, ا .3
    U: و 0
    aa: ا 0, عا .05
    e: ی .1, ه .2, ا .2, ع .2, عی .2, ای .1
    i: ی 0, ا .2, ای .05, ع .25, عی .15
    o: و .05, ا .2, او .05, ع .3, عو .15
    u: و 0, ا .15, او .05, ع .25, عو .15, ی .4, یو .05
    eu: یو .05, وی .1, و .1
    ae: ای .05, ی .1
    ee: ی 0
    ea: ی .05
    ie: ی .05
    oo: و 0
    ou: و 0, او .1
    ei: ی .05, ای .05
    ai: ی .1, ای .05
    ay: ی .1, ای .05
    au: و .1, او .05
    ow: و .05, او .1
    eau: و 0
    eaU: و 0
    eh: ه 0
    ah: ه 0, ا .2
    2: ا .1, ی .2, ء 0, و .2, ق .4
    3: ع 0
    5: خ 0
    6: ط 0
    7: ح 0
    8: ق .1, غ .2
    9: ص .05, ق .2
"""
"""Latin letters and digits to those of the Arabic script. A capital is the vowel that ends a word,
which no script leaves out lightly."""

_PERSIAN_AND_ARABIC = """
    پ: ب 0, ف .35
    گ: غ 0, ج .05, ک .1, ق .2
    چ: تش 0, ش .1, ج .15, تس .5
    ژ: ج 0, ش .3, ز .3, ی .4
    و: ف .05
    ت: ط .05, ث .15, د .7
    ط: ت .05
    س: ث .2, ص .1, ز .3, ش .5
    ز: س .3, تس .1, ذ .2, ظ .2, ض .2, تز .05
    ش: س .5, تش .2
    تس: ز .1
    ک: ق .15, خ .5
    ق: ک .15, غ .3, ج .5
    خ: ه .5, ک .5
    ه: ح .2, ا .15, ی .3
    د: ض .3, ذ .3, ت .7
    ا: ه .15, ی .25, و .15, ع .2
    و: ا .15, ی .4
    ی: ا .25, و .4
    و: یو .2
    یو: و .2
    خ: کس .4
"""
"""Letters of foreign names in Persian to those that stand for them in Arabic."""

_DOUBLES = regex(r"(.)\1+")
_Options = tuple[tuple[str, float], ...]

_Step = tuple[int, _Options, float]
"""A group of letters that may be read at a place of a word: where it ends, what it may become, and
the price of its silence."""

_FirstStep = tuple[float, int, str]
"""The same of one thing that it may become: its price, where the group ends, the letters."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How words of one script are written in another.

    ``options`` are what a group of letters may become. ``silent`` are prices of letters of the word
    that may have nothing over against them, ``added`` of letters of the other word that may.
    ``first_options`` and ``first_added`` are the same for :meth:`beginnings`, the cheapest first:
    without the marks of vowels, and with letters written twice; ``consonants`` for
    :meth:`skeletons`.
    """

    options: Mapping[str, _Options]
    silent: Mapping[str, float]
    added: Mapping[str, float]
    classes: Mapping[int, str]
    longest: int
    marks_word: bool
    marks_other: bool
    first_options: Mapping[str, _Options]
    first_added: _Options
    consonants: Mapping[str, _Options]

    @classmethod
    def of(
        cls,
        pairs: Sequence[tuple[str, str, float]],
        silent: Mapping[str, float],
        added: Mapping[str, float],
        classes: str,
    ) -> Spelling:
        """From the pairs of a table, the cheapest of equal ones."""
        options: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for letters, others, price in pairs:
            known = options[letters].get(others, NEVER)
            options[letters][others] = min(price, known)
        consonants = _classes(classes)
        return cls(
            {letters: tuple(each.items()) for letters, each in options.items()},
            silent,
            added,
            consonants,
            max(map(len, options)),
            "A" in options,
            "A" in added,
            {letters: _first_options(each) for letters, each in options.items()},
            _cheapest_first(added.items(), _PLAIN_VOWELS),
            {
                letters: _cheapest_first(each.items(), consonants)
                for letters, each in options.items()
            },
        )

    def distance(self, word: str, other: str, farthest: float = NEVER) -> float:
        """The least price at which ``other`` is ``word`` in the other script; :data:`NEVER` when
        that is more than ``farthest``."""
        return self.distances_of(word)(other, farthest)

    def distances_of(self, word: str) -> Callable[[str, float], float]:
        """:meth:`distance` of one word to many others."""
        word = _marked(word) if self.marks_word else word
        steps = self._steps(word)

        def distance(other: str, farthest: float) -> float:
            if max(len(word), len(other)) > LONGEST:
                return NEVER
            other = _marked(other) if self.marks_other else other
            added = self._prices_added(other)
            # Least prices of having read the word up to a place and the other up to each of its
            # own; None where nothing within the farthest leads to a place.
            prices: list[list[float] | None] = [None] * (len(word) + 1)
            prices[0] = [0.0, *[NEVER] * len(other)]
            for at, row in enumerate(prices):
                if row is None:
                    continue
                least = row[0]
                for place, price in enumerate(added, 1):
                    least = row[place] = min(row[place], least + price)
                if at == len(word):
                    return row[-1] if row[-1] <= farthest else NEVER
                reached = [(place, price) for place, price in enumerate(row) if price <= farthest]
                for end, options, silent in steps[at] if reached else ():
                    target = prices[end]
                    if target is None:
                        target = prices[end] = [NEVER] * len(row)
                    for place, price in reached:
                        if price + silent < target[place]:
                            target[place] = price + silent
                        for letters, cost in options:
                            if price + cost <= farthest and other.startswith(letters, place):
                                after = place + len(letters)
                                if price + cost < target[after]:
                                    target[after] = price + cost
            return NEVER

        return distance

    def _prices_added(self, other: str) -> list[float]:
        """The price of each letter of the other word if it has nothing over against it."""
        added = self.added
        return [
            DOUBLED if letter == before else added.get(letter, UNEXPLAINED)
            for before, letter in zip(("", *other), other, strict=False)
        ]

    def _steps(self, word: str) -> list[list[_Step]]:
        """What may be read at each place of a word."""
        return [list(self._steps_at(word, at)) for at in range(len(word))]

    def _steps_at(self, word: str, at: int) -> Iterator[_Step]:
        for length in range(1, self.longest + 1):
            letters = word[at : at + length]
            if len(letters) < length:
                return
            options = self.options.get(letters, ())
            if length == 1:
                is_doubled = at > 0 and word[at - 1] == letters
                silent = DOUBLED if is_doubled else self.silent.get(letters, UNEXPLAINED)
                yield at + 1, options, silent
            elif options:
                yield at + length, options, NEVER

    def beginnings(self, word: str) -> tuple[str, ...]:
        """The first letters that words which :meth:`distance` finds near may have."""
        word = _marked(word) if self.marks_word else word
        steps: dict[tuple[int, bool], list[_FirstStep]] = {}
        found: dict[str, float] = {}
        unfinished = [(0.0, 0, "")]
        done: set[tuple[int, str]] = set()
        while unfinished:
            price, at, before = heappop(unfinished)  # the cheapest, so each is met once
            if (at, before) in done:
                continue
            done.add((at, before))
            place = at, before == ""
            if place not in steps:
                steps[place] = self._first_steps(word, *place)
            most = _DEAREST_BEGINNING - price
            for cost, end, letters in steps[place]:
                if cost > most:
                    break
                after, dearer = before + letters, price + cost
                if len(after) >= BEGINNING or end >= len(word):
                    after = after[:BEGINNING]
                    if dearer < found.get(after, NEVER):
                        found[after] = dearer
                elif (end, after) not in done:
                    heappush(unfinished, (dearer, end, after))
        return tuple(sorted(found, key=lambda each: (found[each], each))[:MOST_BEGINNINGS])

    def _first_steps(self, word: str, at: int, is_first: bool) -> list[_FirstStep]:
        """What may be read at a place of a word, the cheapest first; ``is_first`` where nothing is
        written yet of the other."""
        steps = list(self._steps_at(word, at))
        found = [
            (cost, end, letters)
            for end, _, _ in steps
            for letters, cost in self.first_options.get(word[at:end], ())
        ]
        found.append((steps[0][2], at + 1, ""))
        if not is_first:
            found += [(cost, at, letter) for letter, cost in self.first_added]
        elif at == 0 and _PROSTHETIC in self.added:  # Spiegel, اشپیگل
            found.append((self.added[_PROSTHETIC], 0, _PROSTHETIC))
        return sorted(each for each in found if each[0] <= _DEAREST_BEGINNING)

    def skeletons(self, word: str) -> frozenset[str]:
        """The consonants that a word near this one may have: its :meth:`skeleton` is one of them.

        Tells in no time what :meth:`distance` is then worth asking for.
        """
        word = _marked(word) if self.marks_word else word
        steps = self._steps(word)
        after: list[dict[str, float]] = [{} for _ in range(len(word))]
        after.append({"": 0.0})
        for at in reversed(range(len(word))):
            found = after[at]
            for end, _, silent in steps[at]:
                rests = after[end].items()
                for letters, cost in (*self.consonants.get(word[at:end], ()), ("", silent)):
                    most = _DEAREST_SKELETON
                    for rest, price in rests if cost <= most else ():
                        whole = price + cost
                        if whole <= most and whole < found.get(letters + rest, NEVER):
                            found[letters + rest] = whole
            if len(found) > MOST_SKELETONS:
                cheapest = sorted(found, key=lambda each: (found[each], each))
                after[at] = {each: found[each] for each in cheapest[:MOST_SKELETONS]}
        return frozenset(after[0])

    def skeleton(self, other: str) -> str:
        """The consonants of a word in the other script, what is often mixed up as one letter."""
        return _without_doubles(other).translate(self.classes)


def _first_options(options: Mapping[str, float]) -> _Options:
    """What a group of letters may become at the beginning of a word: some letter twice, too."""
    doubled = [  # Abbas, عباس
        (others + others[-1], price + DOUBLED)
        for others, price in options.items()
        if len(others) < BEGINNING
    ]
    return _cheapest_first([*options.items(), *doubled], _PLAIN_VOWELS)


def _cheapest_first(
    prices: Iterable[tuple[str, float]], classes: Mapping[int, str | int]
) -> _Options:
    """Letters, of which some count as others, and their prices."""
    cheapest: dict[str, float] = {}
    for letters, price in prices:
        plain = letters.translate(classes)
        cheapest[plain] = min(price, cheapest.get(plain, NEVER))
    return tuple(sorted(cheapest.items(), key=lambda each: (each[1], each[0])))


def _without_doubles(letters: str) -> str:
    return _DOUBLES.sub(itemgetter(1), letters)  # a template would be looked up each time


def _marked(word: str) -> str:
    """A Latin word with capitals for the vowel that ends it and the last short one before that."""
    word = word[:-1] + word[-1:].upper() if word[-1:] in _MARKED else word
    return _LAST_VOWEL.sub(lambda vowel: _STRESSED[vowel[0]], word)


def _pairs(table: str) -> list[tuple[str, str, float]]:
    pairs = []
    for line in table.strip().splitlines():
        letters, _, options = line.strip().partition(": ")
        for option in options.split(", "):
            others, _, price = option.partition(" ")
            pairs.append((letters, others, float(price)))
    return pairs


def _classes(table: str) -> dict[int, str]:
    """To the first letter of its class; a class that begins with a hyphen is of no consonant."""
    return {
        ord(letter): members[0].strip("-")
        for members in table.split()
        for letter in members.lstrip("-")
    }


def _turned(pairs: Sequence[tuple[str, str, float]]) -> list[tuple[str, str, float]]:
    return [(others, letters, price) for letters, others, price in pairs]


_PROSTHETIC = "ا"
"""The vowel before two consonants that Persian and Arabic do not begin with."""

_MARKED = "aeiou"
_STRESSED = dict(zip(_MARKED, "àèìòù", strict=True))
_PLAIN_VOWELS = str.maketrans(
    {each: vowel for vowel, stressed in _STRESSED.items() for each in (stressed, vowel.upper())}
)
_LAST_VOWEL = regex(r"(?<![aeiouy])[aeiou](?=[^aeiouyAEIOUh]+[AEIOUh]?\Z)")
_SHORT_VOWELS = {"a": 0.08, "e": 0.06, "i": 0.12, "o": 0.12, "u": 0.15}
_LATIN_VOWELS = {
    **_SHORT_VOWELS,
    **{stressed: _SHORT_VOWELS[vowel] + 0.07 for vowel, stressed in _STRESSED.items()},
    "A": 0.5,
    "E": 0.12,
    "I": 0.5,
    "O": 0.5,
    "U": 0.5,
    "h": 0.35,
    "y": 0.3,
    "w": 0.4,
}
_ARABIC_VOWELS = {"ا": 0.25, "و": 0.3, "ی": 0.25, "ه": 0.3, "ع": 0.4, "ء": 0.05}
_EVERY_LETTER = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیء"
_ROMAN_PAIRS = [
    (_STRESSED[letters] if is_stressed else letters, others, price)
    for letters, others, price in _pairs(_LATIN_AND_ARABIC)
    for is_stressed in ((False, True) if letters in _STRESSED else (False,))
]
_LETTER_PAIRS = _pairs(_PERSIAN_AND_ARABIC)

_ARABIC_CLASSES = "-اویهعحء تطد سصث زذضظ کقگغ بپ"
_LATIN_CLASSES = "-aeiouyhwàèìòùAEIOU kcqgj bp fv td sz"

ROMAN = Spelling.of(_ROMAN_PAIRS, _LATIN_VOWELS, _ARABIC_VOWELS, _ARABIC_CLASSES)
"""Words in Latin letters to words in those of the Arabic script."""

ROMANIZED = Spelling.of(_turned(_ROMAN_PAIRS), _ARABIC_VOWELS, _LATIN_VOWELS, _LATIN_CLASSES)
"""The other way round."""

_LONG_VOWELS = {"ا": 0.15, "و": 0.2, "ی": 0.15, "ه": 0.25, "ع": 0.4, "ء": 0.05}
_SAME_LETTERS = [(letter, letter, 0.0) for letter in _EVERY_LETTER]

PERSIAN = Spelling.of([*_LETTER_PAIRS, *_SAME_LETTERS], _LONG_VOWELS, _LONG_VOWELS, _ARABIC_CLASSES)
"""Foreign names in Persian to the same in Arabic."""

ARABIC = Spelling.of(
    [*_turned(_LETTER_PAIRS), *_SAME_LETTERS], _LONG_VOWELS, _LONG_VOWELS, _ARABIC_CLASSES
)
"""The other way round."""

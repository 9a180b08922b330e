"""Names across languages: روسیه, روسيا and Russia are one country, in a query as in the news.

The names are those of CLDR, with the daily forms of
:mod:`articles.search.names.tables` before them and the editors' own beside them. They are compared
folded, so that «کره‌جنوبی», «کرهٔ جنوبی» and «کره ي جنوبي» are one; an Arabic name is also known
without its article and with attached prefixes («وبالصين», «لروسيا»).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol

from articles.expressions import regex
from articles.search.names.cldr import LANGUAGE_NAMES, TERRITORY_NAMES
from articles.search.names.tables import (
    ALSO_WORDS,
    COMMON_WORDS,
    DAILY_LANGUAGE_NAMES,
    DAILY_TERRITORY_NAMES,
    ORGANISATIONS,
    OTHER_PLACES,
    UNUSED_TERRITORIES,
)
from articles.text.folding import folded_words
from articles.text.language import ARABIC, ENGLISH, PERSIAN, UNDETERMINED

NAME_LANGUAGES = (PERSIAN, ARABIC, ENGLISH)

MIN_WITHOUT_ARTICLE = 3
"""Letters of an Arabic name that must stay when its article is taken off."""

MIN_CITY_AFTER_PREFIX = 5
"""Letters of a city's name that is understood with an attached prefix."""

_MOST_WORDS_REMEMBERED = 60_000
"""Words of texts of which it is remembered what they name: some 8 MiB."""

_EDITORS = "editors:"
_ZWNJ = "\u200c"
_ARTICLE = "ال"
_PREFIXES = ("و", "ف", "ب", "ل", "ک", "وب", "ول", "وک", "فب", "فل")
_PREFIXES_WITH_ARTICLE = ("لل", "ولل", "فلل")  # ل and the article, of which the alef is dropped
_BRACKETS = regex(r"[(\[][^()\[\]]*[)\]]")
_COMMAS = regex("[,،]")
_DASHES = regex(" [-–—] ")


@dataclass(frozen=True, slots=True)
class NameGroup:
    """The names of one thing.

    ``names`` is by language (``fa``, ``ar``, ``en``, or ``und`` for the editors' own names), each
    as printed, the commonest first. ``key`` says which thing: ``territory:RU``, ``place:gaza``,
    ``language:ru``, ``editors:0``.
    """

    key: str
    names: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Expansion:
    """A name found in the words ``start`` to ``end`` (excluded) of a query.

    ``found`` is the name as the query writes it. ``others`` are the names to search for beside it,
    by language in the order fa, ar, en: each once, none that folds to the same as ``found``, and
    none that only adds words to it or to another («ایالات متحده آمریکا» beside «آمریکا»).
    """

    start: int
    end: int
    found: str
    others: tuple[str, ...]


class Names(Protocol):
    """Whatever knows names across languages."""

    @property
    def table(self) -> NameTable:
        """The names that do not depend on the archive's texts; another when editors change them."""

    def expand(self, words: Sequence[str]) -> list[Expansion]:
        """The names in the words of a query, from the left, without overlap."""


class NameTable:
    """Every known name, folded, to the things that it names. Built once, then only read."""

    def __init__(
        self, groups: Iterable[NameGroup], editors_groups: Iterable[NameGroup] = ()
    ) -> None:
        """``groups``: of several with the same name the first has it. Editors' names count always,
        the words of the stop lists included."""
        self._groups: dict[str, tuple[NameGroup, ...]] = {}
        self._takes_prefix: set[str] = set()
        bare: dict[str, NameGroup] = {}
        for group in groups:
            for language, name in _each_name(group):
                if _key(name) in _NOT_UNDERSTOOD:
                    continue
                for form in _forms(name, language):
                    self._groups.setdefault(form, (group,))
                    if language == ARABIC and _may_follow_prefix(form, group):
                        self._takes_prefix.add(form)
                        bare.setdefault(form.removeprefix(_ARTICLE), group)
        for form, group in bare.items():  # «روسية» is Russian too, but Russia in Persian first
            if len(form) >= MIN_WITHOUT_ARTICLE and form not in _NOT_UNDERSTOOD:
                self._groups.setdefault(form, (group,))
        for group in editors_groups:
            for language, name in _each_name(group):
                for form in _forms(name, language):
                    known = self._groups.get(form, ())
                    if group not in known:
                        self._groups[form] = (*known, group)
                    self._takes_prefix.add(form)
        several = ((" ".join(folded_words(name)), name) for name in self._printed() if " " in name)
        self._by_letters = sorted(dict(several).items())
        self._most_words = max((form.count(" ") + 1 for form in self._groups), default=0)
        self._begins_longer = frozenset(
            form.partition(" ")[0] for form in self._groups if " " in form
        )
        self._of_word = lru_cache(_MOST_WORDS_REMEMBERED)(self._named)

    @property
    def table(self) -> NameTable:
        """Itself."""
        return self

    def _printed(self) -> Iterator[str]:
        for groups in self._groups.values():
            for group in groups:
                yield from (name for _, name in _each_name(group))

    @classmethod
    def build(
        cls, editors_groups: Iterable[Collection[str]] = (), cities: Iterable[NameGroup] = ()
    ) -> NameTable:
        """The table of CLDR, the daily names, cities and the sets of equal names that editors
        keep."""
        own = (
            NameGroup(f"{_EDITORS}{number}", {UNDETERMINED: tuple(names)})
            for number, names in enumerate(editors_groups)
        )
        return cls((*known_groups(), *cities), own)

    def beginning(self, letters: str, limit: int) -> list[str]:
        """Names of several words that begin so, in folded letters, as printed; by the alphabet."""
        at = bisect_left(self._by_letters, (letters, ""))
        found = self._by_letters[at : at + limit]
        return [name for key, name in found if key.startswith(letters)]

    def expand(self, words: Sequence[str]) -> list[Expansion]:
        """The longest names in the words of a query, from the left, without overlap.

        Never raises.
        """
        keys = [_key(word) for word in words]
        expansions: list[Expansion] = []
        start = 0
        while start < len(words):
            end, groups = self._longest_name(keys, start)
            found = " ".join(words[start:end])
            others = _others(found, groups)
            if others:
                expansions.append(Expansion(start, end, found, others))
            start = end
        return expansions

    def things(self, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """The things that a text names: first word, end, and :attr:`NameGroup.key`.

        ``words`` are the text's :func:`~articles.text.folding.folded_words`. From the left, the
        longest first, without overlap. A word that names several things is no sure name of any.
        """
        start = 0
        while start < len(words):
            word = words[start]
            if word in self._begins_longer:
                end, groups = self._longest_name(words, start)
            else:
                end, groups = start + 1, self._of_word(word)
            if len(groups) == 1:
                yield start, end, groups[0].key
            start = end

    def _longest_name(self, keys: Sequence[str], start: int) -> tuple[int, tuple[NameGroup, ...]]:
        """The end of the longest name from the word ``start`` on and what it names, or nothing."""
        for end in range(min(start + self._most_words, len(keys)), start, -1):
            groups = self._named(" ".join(keys[start:end]))
            if groups:
                return end, groups
        return start + 1, ()

    def _named(self, form: str) -> tuple[NameGroup, ...]:
        groups = self._groups.get(form)
        if groups is not None:
            return groups
        if form in _NOT_UNDERSTOOD:
            return ()
        for name in _without_prefixes(form):
            if name in self._takes_prefix:
                return self._groups[name]
        return ()


@cache
def known_groups() -> tuple[NameGroup, ...]:
    """Territories, those without a code in CLDR, then languages; daily names before CLDR's.

    What has no name in one of the languages is left out: CLDR may name things in English first.
    """
    unused = frozenset(UNUSED_TERRITORIES.split())
    territories = [
        _group(f"territory:{code}", DAILY_TERRITORY_NAMES.get(code, {}), names)
        for code, names in TERRITORY_NAMES.items()
        if code not in unused
    ]
    without_code = [
        _group(f"{kind}:{name}", names)
        for kind, table in (("place", OTHER_PLACES), ("organisation", ORGANISATIONS))
        for name, names in table.items()
    ]
    languages = [
        _group(f"language:{code}", DAILY_LANGUAGE_NAMES.get(code, {}), names)
        for code, names in LANGUAGE_NAMES.items()
    ]
    return tuple(
        group for group in (*territories, *without_code, *languages) if all(group.names.values())
    )


def _group(key: str, daily: Mapping[str, str], cldr: Sequence[str] = ("", "", "")) -> NameGroup:
    names: dict[str, tuple[str, ...]] = {}
    for language, printed in zip(NAME_LANGUAGES, cldr, strict=True):
        listed = [name for name in daily.get(language, "").split(", ") if name]
        listed.append(name_in_prose(printed))
        distinct: dict[str, str] = {}
        for name in listed:
            if _key(name):
                distinct.setdefault(_key(name), name)
        names[language] = tuple(distinct.values())
    return NameGroup(key, names)


def name_in_prose(printed: str) -> str:
    """A name as running text has it, of one that CLDR prints for a list to choose from.

    «ميانمار (بورما)» is «ميانمار»: what brackets hold may be an explanation («منطقة إدارية خاصة»).
    «هنگ‌کنگ، منطقهٔ ویژهٔ اداری چین» and "St. Helena, Ascension & Tristan da Cunha" are what stands
    before the comma. "Congo - Kinshasa" stays whole, without its dash: the first word alone is the
    name of another country too. Empty only for a text without letters.
    """
    unexplained = _BRACKETS.sub(" ", printed)
    for text in (_COMMAS.split(unexplained)[0], unexplained, printed):
        if _key(text):
            return " ".join(_DASHES.sub(" ", text).replace("&", " and ").split())
    return ""


def _each_name(group: NameGroup) -> Iterator[tuple[str, str]]:
    for language, names in group.names.items():
        for name in names:
            yield language, name


def _key(text: str) -> str:
    """What is equal for two spellings of a name: its folded letters and digits."""
    return "".join(folded_words(text))


_COMMON = frozenset(map(_key, COMMON_WORDS.split()))
_NOT_UNDERSTOOD = _COMMON | frozenset(map(_key, ALSO_WORDS.split()))


def _forms(name: str, language: str) -> set[str]:
    """The ways to write a name, folded: parts joined, parted, or parted where it has spaces.

    A Persian name also with its ezafe written, «کره‌ی جنوبی».
    """
    parts = folded_words(name.replace(_ZWNJ, " "))
    if not parts:
        return set()
    forms = {"".join(parts), " ".join(parts), " ".join(filter(None, map(_key, name.split())))}
    if language == PERSIAN:
        for ezafe in ("ی", " ی"):
            linked = [part + ezafe if part.endswith("ه") else part for part in parts[:-1]]
            forms.add(" ".join([*linked, parts[-1]]))
    return forms


def _may_follow_prefix(form: str, group: NameGroup) -> bool:
    """Whether a word that ends so is the name with a prefix; with short ones of the many cities it
    is mostly another word (کبیرا, بلد)."""
    return len(form) >= MIN_CITY_AFTER_PREFIX or not group.key.startswith("city:")


def _without_prefixes(key: str) -> Iterator[str]:
    for prefix in _PREFIXES_WITH_ARTICLE:
        if key.startswith(prefix):
            yield _ARTICLE + key.removeprefix(prefix)
    for prefix in _PREFIXES:
        if key.startswith(prefix):
            yield key.removeprefix(prefix)


def _others(found: str, groups: tuple[NameGroup, ...]) -> tuple[str, ...]:
    """The names of ``groups`` that find more than ``found`` and each other do."""
    names: dict[str, str] = {}
    for group in groups:
        for _, name in _each_name(group):
            key = _key(name)
            if key not in _COMMON or group.key.startswith(_EDITORS):
                names.setdefault(key, name)
    names.pop(_key(found), None)
    phrases = [_phrase(found), *map(_phrase, names.values())]
    return tuple(
        name
        for name in names.values()
        if not any(shorter in _phrase(name) for shorter in phrases if shorter != _phrase(name))
    )


def _phrase(name: str) -> str:
    """The tokens between spaces, so that ``in`` finds whole words only."""
    return f" {' '.join(folded_words(name))} "

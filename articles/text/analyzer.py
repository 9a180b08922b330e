"""The analyser: turns text into the three streams of the index, and a query into matching forms.

The same :class:`Analyzer` serves index and query. Its streams (see docs/text-rules.md):

* **exact**: the folded surface forms in the order of the text, for ranking, phrases, prefixes;
* **stem**: the light stem of each word, marked by the language of the rules that made it
  (``fکتاب``, ``aكتاب``, ``ebook``); the document's language decides which rules, and numbers have
  none;
* **extra**, with low weight: the parts of words written with ZWNJ and the joined words, and Arabic
  words without their proclitics and article, as forms and as marked stems, and as spelt where they
  end in alef maqsura, which folds to yeh.

A query has no language: it offers its exact form and the stems of all languages. The exact form of
a query is searched in exact, its stems in stem, and both in extra. What exact finds, stem or extra
finds too, unless the query's word is a number, or composed: the text may have it as one solid word,
with another stem.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

from articles.expressions import regex
from articles.text.language import ARABIC, ENGLISH, PERSIAN, UNDETERMINED
from articles.text.stemming import (
    stem_arabic,
    stem_english,
    stem_persian,
    stem_persian_verb,
    without_article,
    without_proclitics,
)
from articles.text.tokens import ALEF_MAQSURA, WORD, Piece, join_affixes, pieces, solid_verb

STEM_MARKS = {PERSIAN: "f", ARABIC: "a", ENGLISH: "e"}
"""The first letter of a stem, by the language of the stemmer."""

TABLE_SIZE = 120_000
"""Chunks that are cached per language and generation; at most twice as many are held."""

HEH = "ه"

LONGEST_REMEMBERED = 60
"""Longest chunk that is cached, in characters."""


class Streams(NamedTuple):
    """The streams of a text. No token is empty or contains white space."""

    exact: list[str]
    stem: list[str]
    extra: list[str]


class Token(NamedTuple):
    """One word of a text: its exact form, its span (offsets) in the original text, and what it
    adds to the streams of stems and extras."""

    text: str
    start: int
    end: int
    stems: tuple[str, ...]
    extras: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueryForms:
    """What finds one word of a query: ``exact`` or one of ``stems`` or, when there are
    ``parts`` (a compound written with ZWNJ), every one of the parts. A number has no stems. A word
    ``is_composed`` when it was typed with a prefix, a suffix or several parts. ``spelt`` is the
    extra of those texts that spell it as typed, where that tells one word from another (منى is a
    name, مني is "from me"): it finds nothing that the others do not find."""

    exact: str
    stems: tuple[str, ...]
    parts: tuple[QueryForms, ...] = ()
    is_composed: bool = False
    spelt: str = ""


_ARABIC_LETTER = regex("[\u0620-\u06ff]")

JoinedStreams = tuple[str, str, str]
"""The three streams, with the tokens of each separated by spaces. Plain tuples of strings, which
the garbage collector does not need to visit: a table holds many."""

_NOTHING: JoinedStreams = ("", "", "")


def extra_of_part(word: str) -> str:
    """The token of the extra stream for a part of a Persian compound written with ZWNJ."""
    return STEM_MARKS[PERSIAN] + stem_persian(word)


class _Table:
    """Streams by chunk, in two generations: when the young one is full it becomes the old one, and
    chunks that are used again move back. Each step is one assignment, so threads may share a table:
    at worst an entry is lost."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.young: dict[str, JoinedStreams] = {}
        self.old: dict[str, JoinedStreams] = {}

    def keep(self, chunk: str, streams: JoinedStreams) -> None:
        if len(self.young) >= self.size:
            self.old, self.young = self.young, {}
        self.young[chunk] = streams


class Analyzer:
    """Turns text into tokens. Safe to share between threads; holds bounded tables of chunks.

    A chunk is a run of characters without white space, including punctuation. After affixes are
    joined, words do not depend on their neighbours: so the streams of a text are those of its
    chunks, most of which are in the cache.
    """

    VERSION = 4
    """Raised whenever the streams of some text change: the index must then be rebuilt."""

    def __init__(self, table_size: int = TABLE_SIZE) -> None:
        self._tables: dict[str, _Table] = {
            language: _Table(table_size) for language in (*STEM_MARKS, UNDETERMINED)
        }

    def analyze(self, text: str, language: str) -> Streams:
        """The streams of ``text``, written in ``language`` (``fa``, ``ar``, ``en``, or ``und``
        for any other)."""
        exact, stem, extra = joined(self.streams_of(chunks(text), language))
        return Streams(exact.split(), stem.split(), extra.split())

    def streams_of(self, chunks: list[str], language: str) -> list[JoinedStreams]:
        """The streams of each of the :func:`chunks` of a text."""
        table = self._tables.get(language) or self._tables[UNDETERMINED]
        known = table.young.get
        streams: list[Any] = list(map(known, chunks))
        if None in streams:
            for at, found in enumerate(streams):
                if found is None:
                    chunk = chunks[at]
                    streams[at] = known(chunk) or self._learn(chunk, language, table)
        return streams

    def tokens(self, text: str, language: str = UNDETERMINED) -> list[Token]:
        """The words of ``text`` with their places, one for each token of the exact stream."""
        return [
            Token(
                piece.text,
                word.start() + piece.start,
                word.start() + piece.end,
                *_stems_and_extras(piece, language),
            )
            for word in WORD.finditer(join_affixes(text))
            for piece in pieces(word[0])
        ]

    def query_forms(self, text: str) -> list[QueryForms]:
        """The forms of each word of ``text``, as typed.

        Give a whole run of words rather than one at a time: a Persian affix typed after a space
        («کتاب ها», «می رود») joins its word here as it does in the index.
        """
        return [_query_forms(piece) for piece in _pieces_of(text)]

    def phrase(self, text: str) -> list[str]:
        """The exact forms that must follow one another for the phrase ``text`` to be found."""
        return [piece.text for piece in _pieces_of(text)]

    def parted_phrase(self, text: str) -> list[str]:
        """Like :meth:`phrase`, with the parts of compounds written with ZWNJ one by one."""
        words: list[str] = []
        for piece in _pieces_of(text):
            *before, last = piece.host
            words += [*before, last + "".join(piece.suffixes)]
            words[-len(piece.host)] = piece.prefix + words[-len(piece.host)]
        return words

    def prefix(self, text: str) -> str:
        """The prefix, as spelled in the exact stream, that ``text*`` searches.

        Empty if ``text`` has no letter or digit.
        """
        return "".join(self.phrase(text)[:1])

    def _learn(self, chunk: str, language: str, table: _Table) -> JoinedStreams:
        """The streams of ``chunk``, which is not in the young generation of ``table``."""
        streams = table.old.get(chunk)
        if streams is None:
            words = WORD.findall(chunk)
            if words == [chunk]:
                streams = _streams_of_word(chunk, language)
            else:  # the words may be cached without the punctuation
                each = self.streams_of(words, language)
                streams = each[0] if len(each) == 1 else joined(each)
        if len(chunk) <= LONGEST_REMEMBERED:
            table.keep(chunk, streams)
        return streams


def joined(streams: Sequence[JoinedStreams]) -> JoinedStreams:
    """The streams of several texts that follow one another."""
    if not streams:
        return _NOTHING
    exact, stem, extra = zip(*streams, strict=True)
    return (
        " ".join(filter(None, exact)),
        " ".join(filter(None, stem)),
        " ".join(filter(None, extra)),
    )


def _streams_of_word(word: str, language: str) -> JoinedStreams:
    found = pieces(word)
    both = [_stems_and_extras(piece, language) for piece in found]
    return (
        " ".join([piece.text for piece in found]),
        " ".join(chain.from_iterable([stems for stems, _ in both])),
        " ".join(chain.from_iterable([extras for _, extras in both])),
    )


def chunks(text: str) -> list[str]:
    """The parts of ``text`` between white space, with affixes joined to their words."""
    return join_affixes(text).split()


def _pieces_of(text: str) -> list[Piece]:
    return [piece for word in WORD.findall(join_affixes(text)) for piece in pieces(word)]


def _stems_and_extras(piece: Piece, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stems and extras of ``piece`` in a text of ``language``.

    Letters of the Arabic script in a text that is neither Persian nor Arabic are stemmed by both
    rules, Latin ones by the English rules whatever the text. Numbers have no other form.
    """
    if piece.text.isdecimal():
        return (), ()
    if not _ARABIC_LETTER.search(piece.text):
        return (STEM_MARKS[ENGLISH] + stem_english(piece.text),), ()
    stems: list[str] = []
    extras: list[str] = []
    if language != ARABIC:
        stem, *others = _persian_stems(piece)
        stems.append(stem)
        extras += others
    if language != PERSIAN:
        stem, *others = _arabic_stems(piece)
        stems.append(stem)
        extras += others
        if piece.has_alef_maqsura:
            extras.append(_spelt(piece))
    if piece.is_composed:
        extras.append(piece.text)
    return tuple(stems), tuple(dict.fromkeys(form for form in extras if form not in stems))


def _persian_stems(piece: Piece) -> list[str]:
    """The stem of ``piece`` by the Persian rules, then the less certain forms.

    If affixes were separated by ZWNJ or a space, the stem is that of the word they belong to.
    """
    mark = STEM_MARKS[PERSIAN]
    host = "".join(piece.host)
    forms = [mark + stem_persian(host)]
    if piece.prefix:
        forms.insert(0, mark + stem_persian_verb(host))
    elif verb := solid_verb(host):
        forms.append(mark + stem_persian_verb(verb))
    if len(piece.host) > 1:
        forms += map(extra_of_part, piece.host)
    return forms


def _arabic_stems(piece: Piece) -> list[str]:
    """The stem of ``piece`` by the Arabic rules, then the less certain forms."""
    mark, text = STEM_MARKS[ARABIC], piece.text
    feminine = piece.has_teh_marbuta
    forms = [mark + stem_arabic(text, has_teh_marbuta=feminine)]
    if text.endswith(HEH):
        forms.append(mark + stem_arabic(text, has_teh_marbuta=True))
    bare = without_article(text)
    if bare != text:
        forms.append(bare)
    for form in without_proclitics(text):
        forms += [form, mark + stem_arabic(form, has_teh_marbuta=feminine)]
    if len(piece.host) > 1:
        forms += [mark + stem_arabic(part) for part in piece.host]
    return forms


def _query_forms(piece: Piece) -> QueryForms:
    if piece.text.isdecimal():
        return QueryForms(piece.text, ())
    if not _ARABIC_LETTER.search(piece.text):
        return QueryForms(piece.text, (STEM_MARKS[ENGLISH] + stem_english(piece.text),))
    persian = _persian_stems(piece)
    stems = [persian[0]]
    # A participle, خورده, is a word by itself, and so may be what looks like a verb in one piece.
    if piece.host[-1].endswith(HEH) if piece.prefix else solid_verb("".join(piece.host)):
        stems.append(persian[1])
    arabic = STEM_MARKS[ARABIC]
    stems.append(arabic + stem_arabic(piece.text, has_teh_marbuta=piece.has_teh_marbuta))
    if piece.text.endswith(HEH):  # on a Persian keyboard teh marbuta is typed as heh
        stems.append(arabic + stem_arabic(piece.text, has_teh_marbuta=True))
    parts: tuple[QueryForms, ...] = ()
    if len(piece.host) > 1:
        parts = tuple(_query_forms(Piece(part, host=(part,))) for part in piece.host)
    spelt = _spelt(piece) if piece.has_alef_maqsura else ""
    return QueryForms(piece.text, tuple(dict.fromkeys(stems)), parts, piece.is_composed, spelt)


def _spelt(piece: Piece) -> str:
    """A word with the alef maqsura that it is written with."""
    return piece.text[:-1] + ALEF_MAQSURA

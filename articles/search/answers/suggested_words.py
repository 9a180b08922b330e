"""Words and names of the archive that what a reader has typed so far may become."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from articles.search.answers.printed import usages
from articles.search.answers.vocabulary import Vocabulary
from articles.search.engine.documents import ANALYZER
from articles.search.names.expansion import NameTable
from articles.text.function_words import is_function_word
from articles.text.language import ARABIC, ENGLISH, PERSIAN

MOST_WEIGHED = 40
"""Words of one beginning of which the first are suggested, the commonest."""

MOST_NAMES_WEIGHED = 20
"""Names of one beginning that are looked for in the index."""


@dataclass(frozen=True, slots=True)
class SuggestedWord:
    """A query to be suggested: ``text`` is all that was typed, its last word or the whole of it
    completed. A ``name`` has several words and stands in the tables of names."""

    text: str
    language: str
    frequency: int
    kind: Literal["word", "name"] = "word"


def suggested_words(
    vocabulary: Vocabulary, names: NameTable, typed: str, limit: int
) -> list[SuggestedWord]:
    """The commonest words that go on as the last typed one does, in articles that have the words
    before it, and names that go on as all of them do."""
    tokens = ANALYZER.tokens(typed)
    if not tokens or typed[-1:].isspace():
        return []
    words = _words(vocabulary, typed, tokens[-1].start, [each.text for each in tokens], limit)
    found = [*words, *_names(vocabulary, names, [each.text for each in tokens])]
    return sorted(found, key=lambda each: (-each.frequency, each.text))[:limit]


def _words(
    vocabulary: Vocabulary, typed: str, start: int, tokens: Sequence[str], limit: int
) -> list[SuggestedWord]:
    *before, last = tokens
    found = vocabulary.beginning(last, MOST_WEIGHED, beside=before)
    kept = dict(_distinct([(word, count) for word, count in found if word != last])[:limit])
    used = usages(vocabulary, kept) if kept else {}
    vocabulary.expect_in(lambda: product(kept, (PERSIAN, ARABIC)))
    return [
        SuggestedWord(
            typed[:start] + ((used[word].printed if word in used else "") or word),
            _language(vocabulary, word),
            count,
        )
        for word, count in kept.items()
    ]


def _distinct(found: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Words that carry something, one for each stem: ایران and not ایرانی, ایرانیان beside it."""
    stems: set[str] = set()
    kept = []
    for word, count in found:
        [forms, *_] = ANALYZER.query_forms(word)
        if not is_function_word(word, None) and stems.isdisjoint(forms.stems):
            stems.update(forms.stems)
            kept.append((word, count))
    return kept


def _names(
    vocabulary: Vocabulary, names: NameTable, tokens: Sequence[str]
) -> Iterator[SuggestedWord]:
    """Names of several words; those of one are words of the index."""
    beginning = names.beginning(" ".join(tokens), MOST_NAMES_WEIGHED)
    named = [(name, ANALYZER.phrase(name)) for name in beginning]
    vocabulary.expect(lambda: [word for _, words in named for word in words])
    for name, words in named:
        if len(words) > 1 and words != list(tokens):
            count = vocabulary.phrase_frequency(words)
            if count:
                yield SuggestedWord(name, _language(vocabulary, words[0]), count, "name")


def _language(vocabulary: Vocabulary, word: str) -> str:
    if word.isascii():
        return ENGLISH
    persian, arabic = (vocabulary.frequency_in(word, each) for each in (PERSIAN, ARABIC))
    return PERSIAN if persian >= arabic else ARABIC

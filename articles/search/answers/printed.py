"""How articles print a word that the index knows folded: its letters and its capitals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from articles.models import Article
from articles.search.answers.vocabulary import Vocabulary
from articles.search.engine.documents import ANALYZER
from articles.text.analyzer import chunks
from articles.text.language import UNDETERMINED

SAMPLE = 8
"""Articles that are read for a word."""

LONGEST_TEXT = 20_000
"""Characters of an article that are read."""

_GOES_ON = frozenset(",;:–—-")
"""Signs after which a sentence has not ended."""


@dataclass(slots=True)
class Usage:
    """``spellings`` as printed, without the punctuation beside them; ``capitals`` of ``inside``
    uses in the midst of a sentence, where only a name has a capital."""

    spellings: Counter[str] = field(default_factory=Counter)
    capitals: int = 0
    inside: int = 0

    @property
    def printed(self) -> str:
        """The commonest spelling, empty when the word was not met."""
        return max(self.spellings, key=lambda each: (self.spellings[each], each), default="")

    @property
    def is_capitalized(self) -> bool:
        """Whether it is mostly written with a capital: a name, in a script that has them."""
        if self.inside:
            return self.capitals * 2 > self.inside
        return any(spelling[:1].isupper() for spelling in self.spellings)


def usages(vocabulary: Vocabulary, words: Iterable[str]) -> Mapping[str, Usage]:
    """How a few articles use each of the words. One query of the database for all of them."""
    wanted = set(words)
    ids = set(vocabulary.articles_with(sorted(wanted), SAMPLE))
    found: defaultdict[str, Usage] = defaultdict(Usage)
    if ids:
        texts = Article.objects.visible().filter(pk__in=ids).values_list("title", "body")
        for title, body in texts:
            _read(title, wanted, found, is_title=True)
            _read(body[:LONGEST_TEXT], wanted, found)
    return found


def _read(
    text: str, wanted: set[str], found: defaultdict[str, Usage], *, is_title: bool = False
) -> None:
    """Count the uses in a text; a title may have capitals throughout, which then tell nothing."""
    printed = chunks(text)
    exact = [forms for forms, _, _ in ANALYZER.streams_of(printed, UNDETERMINED)]
    for place, word in enumerate(exact):
        if word not in wanted:
            continue
        usage = found[word]
        spelling = _bare(printed[place], word)
        usage.spellings[spelling] += 1
        if place and not is_title and _is_inside(printed[place - 1]):
            usage.inside += 1
            usage.capitals += spelling[:1].isupper()


def _bare(chunk: str, word: str) -> str:
    """The chunk's word without the punctuation beside it."""
    tokens = [token for token in ANALYZER.tokens(chunk) if token.text == word]
    return chunk[tokens[0].start : tokens[0].end] if tokens else chunk


def _is_inside(before: str) -> bool:
    """Whether a sentence goes on after the chunk before a word."""
    return before[-1].isalnum() or before[-1] in _GOES_ON

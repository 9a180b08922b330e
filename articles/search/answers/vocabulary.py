"""The words of an index, as the helps for typing and the names across languages look them up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from articles.search.engine import schema
from articles.search.engine.protocol import IndexState
from articles.search.engine.schema import Scope, Stream, field_name
from articles.search.names.sounds import Soundings

Counted = tuple[str, int]
"""A word in its exact form, and how many articles have it."""

_FIELDS = {stream: field_name(Scope.WHOLE, stream) for stream in Stream}
_FIELD = _FIELDS[Stream.EXACT]


class Vocabulary:
    """Words in their exact form (:mod:`articles.text.analyzer`) and how common they are."""

    def __init__(self, state: IndexState, soundings: Soundings | None = None) -> None:
        """``soundings`` are those remembered of this index, if any."""
        self._state = state
        self.soundings = soundings or Soundings()

    def expect(self, words: Callable[[], Iterable[str]]) -> None:
        """Words of which the frequency may be asked for."""
        self._state.expect(lambda: {_FIELD: words()})

    def frequency(self, word: str) -> int:
        """How many articles have this very word; 0 for none."""
        return self._state.doc_freq(_FIELD, word)

    def most_frequent(self, tokens: Mapping[Stream, Iterable[str]]) -> int:
        """In how many articles the commonest of a word's forms stands, over all streams."""
        doc_freq = self._state.doc_freq
        return max(
            (doc_freq(_FIELDS[stream], token) for stream in tokens for token in tokens[stream]),
            default=0,
        )

    def expect_beginning(self, letters: Callable[[], Iterable[str]], limit: int) -> None:
        """Beginnings of words that may be asked for."""
        self._state.expect_words_beginning(letters, limit)

    def beginning(self, letters: str, limit: int, beside: Sequence[str] = ()) -> Sequence[Counted]:
        """The words that begin so, the commonest first; only articles that have the words
        ``beside`` count."""
        return self._state.words_beginning(letters, limit, beside)

    def expect_in(self, words: Callable[[], Iterable[tuple[str, str]]]) -> None:
        """Words with languages, of which the frequency there may be asked for."""
        number = schema.LANGUAGES.index
        self._state.expect_in(lambda: [(word, number(language)) for word, language in words()])

    def frequency_in(self, word: str, language: str) -> int:
        """How many articles of a language have this very word."""
        return self._state.doc_freq_in(word, schema.LANGUAGES.index(language))

    def expect_together(self, pairs: Callable[[], Iterable[tuple[str, str]]]) -> None:
        """Words that may be asked for whether they stand side by side."""

        def known() -> list[tuple[str, ...]]:
            wanted = list(pairs())
            self.expect(lambda: [word for pair in wanted for word in pair])
            return [pair for pair in wanted if all(map(self.frequency, pair))]

        self._state.expect_phrases(known)

    def together(self, first: str, second: str) -> int:
        """In how many articles the two words stand side by side, in this order."""
        return self.phrase_frequency([first, second])

    def phrase_frequency(self, words: Sequence[str]) -> int:
        """In how many articles several words stand side by side, in this order."""
        if not all(map(self.frequency, words)):
            return 0
        return self._state.phrase_freq(tuple(words))

    def articles_with(self, words: Iterable[str], limit: int) -> list[int]:
        """Ids of some articles that have each of the words."""
        having = [self._state.queries.term(_FIELD, word) for word in words]
        return self._state.some_of_each(having, limit) if having else []

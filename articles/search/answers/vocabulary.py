"""The words of an index, as the helps for typing and the names across languages look them up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from articles.search.engine import schema
from articles.search.engine.protocol import IndexState, Part
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

    def expect(self, words: Iterable[str]) -> None:
        """Words of which the frequency will be asked for."""
        self._state.expect({_FIELD: words})

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

    def beginning(self, letters: str, limit: int, beside: Sequence[str] = ()) -> Sequence[Counted]:
        """The words that begin so, the commonest first; only articles that have the words
        ``beside`` count."""
        return self._state.words_beginning(letters, limit, beside)

    def frequency_in(self, word: str, language: str) -> int:
        """How many articles of a language have this very word."""
        number = schema.LANGUAGES.index(language)
        queries = self._state.queries
        both = [self._having(word), queries.number(schema.LANGUAGE, number)]
        return self._state.count(queries.combined(must=both))

    def together(self, first: str, second: str) -> int:
        """In how many articles the two words stand side by side, in this order."""
        return self.phrase_frequency([first, second])

    def phrase_frequency(self, words: Sequence[str]) -> int:
        """In how many articles several words stand side by side, in this order."""
        if not all(map(self.frequency, words)):
            return 0
        return self._state.count(self._state.queries.phrase(_FIELD, words))

    def articles_with(self, word: str, limit: int) -> list[int]:
        """Ids of some articles that have this very word."""
        return self._state.some(self._having(word), limit)

    def _having(self, word: str) -> Part:
        return self._state.queries.term(_FIELD, word)

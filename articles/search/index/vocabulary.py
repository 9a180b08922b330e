"""The words of an index, as the helps for typing and the names across languages look them up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import tantivy
from tantivy import Occur

from articles.search.index import schema
from articles.search.index.reading import count_of
from articles.search.index.schema import Scope, Stream, field_name
from articles.search.names.sounds import Soundings

Counted = tuple[str, int]
"""A word in its exact form, and how many articles have it."""

_FIELDS = {stream: field_name(Scope.WHOLE, stream) for stream in Stream}
_FIELD = _FIELDS[Stream.EXACT]


class Vocabulary:
    """Words in their exact form (:mod:`articles.text.analyzer`) and how common they are."""

    def __init__(
        self,
        searcher: tantivy.Searcher,
        index_schema: tantivy.Schema,
        soundings: Soundings | None = None,
    ) -> None:
        """``soundings`` are those remembered of this index, if any."""
        self._searcher = searcher
        self._schema = index_schema
        self.soundings = soundings or Soundings()

    def frequency(self, word: str) -> int:
        """How many articles have this very word; 0 for none."""
        return self._searcher.doc_freq(_FIELD, word)

    def most_frequent(self, tokens: Mapping[Stream, Iterable[str]]) -> int:
        """In how many articles the commonest of a word's forms stands, over all streams."""
        doc_freq = self._searcher.doc_freq
        return max(
            (doc_freq(_FIELDS[stream], token) for stream in tokens for token in tokens[stream]),
            default=0,
        )

    def beginning(self, letters: str, limit: int, beside: Sequence[str] = ()) -> Sequence[Counted]:
        """The words that begin so, the commonest first; only articles that have the words
        ``beside`` count."""
        having = [(Occur.Must, self._having(word)) for word in beside]
        among = tantivy.Query.boolean_query(having) if having else None
        return self._searcher.terms_with_prefix(_FIELD, letters, among, limit)

    def frequency_in(self, word: str, language: str) -> int:
        """How many articles of a language have this very word."""
        number = schema.LANGUAGES.index(language)
        in_language = tantivy.Query.term_query(self._schema, schema.LANGUAGE, number, "basic")
        both = [(Occur.Must, self._having(word)), (Occur.Must, in_language)]
        return count_of(self._searcher.search(tantivy.Query.boolean_query(both), 1))

    def together(self, first: str, second: str) -> int:
        """In how many articles the two words stand side by side, in this order."""
        return self.phrase_frequency([first, second])

    def phrase_frequency(self, words: Sequence[str]) -> int:
        """In how many articles several words stand side by side, in this order."""
        if not all(map(self.frequency, words)):
            return 0
        phrase = tantivy.Query.phrase_query(self._schema, _FIELD, list(words))
        return count_of(self._searcher.search(phrase, 1))

    def articles_with(self, word: str, limit: int) -> list[int]:
        """Ids of some articles that have this very word."""
        hits = self._searcher.search(self._having(word), limit, count=False).hits
        addresses = [address for _, address in hits]
        return [int(pk or 0) for pk in self._searcher.fast_field_values(schema.ARTICLE, addresses)]

    def _having(self, word: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, _FIELD, word, "basic")

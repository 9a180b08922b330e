"""«Did you mean»: replaces a word that is not in the index by the most similar one that is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import tantivy
from rapidfuzz import process
from rapidfuzz.distance import OSA

from articles.models import Article
from articles.search.index import schema
from articles.search.index.compiling import tokens_of
from articles.search.index.documents import ANALYZER
from articles.search.index.schema import Scope, Stream, field_name
from articles.search.language.query import Clause, Query, Word
from articles.text.analyzer import QueryForms, Token, chunks
from articles.text.language import UNDETERMINED

SHORTEST = 3
"""Letters of a word that can be misspelt: nearly every shorter one has a neighbour."""

LONG = 6
"""Letters from which on two of them may be wrong."""

_FIELD = field_name(Scope.WHOLE, Stream.EXACT)
_SAMPLE = 30
"""Articles with a word like it that are read for that word."""


def corrected(searcher: tantivy.Searcher, index_schema: tantivy.Schema, query: Query) -> str | None:
    """The query's text with the words that no article has replaced by their nearest neighbours.

    None when every word is known or nothing is near. Words are compared as folded, with one
    exchange of neighbouring letters counted as one mistake (optimal string alignment distance).
    """
    corrections: list[tuple[Clause, str]] = []
    for clause in query.clauses:
        if not isinstance(clause, Word) or clause.negated:
            continue
        forms = ANALYZER.query_forms(clause.text)
        if len(forms) != 1 or _is_known(searcher, forms[0]):
            continue
        nearest = _nearest(searcher, index_schema, forms[0].exact)
        if nearest:
            corrections.append((clause, nearest))
    text = query.text
    for clause, nearest in sorted(corrections, key=lambda each: -each[0].start):
        written = query.written(clause)
        text = text[: clause.start] + written.replace(clause.text, nearest) + text[clause.end :]
    return text if text != query.text else None


def _is_known(searcher: tantivy.Searcher, forms: QueryForms) -> bool:
    return any(
        searcher.doc_freq(field_name(Scope.WHOLE, stream), token)
        for stream, tokens in tokens_of(forms).items()
        for token in tokens
    )


def _nearest(searcher: tantivy.Searcher, index_schema: tantivy.Schema, word: str) -> str | None:
    """The nearest word of the index as articles print it: the fewest mistakes, then the most
    articles that have it."""
    if len(word) < SHORTEST:
        return None
    for distance in (1, 2) if len(word) >= LONG else (1,):
        printed = _printed_within(searcher, index_schema, word, distance)
        if printed:
            token = max(printed, key=lambda each: (_frequency(searcher, each), each))
            return printed[token].most_common(1)[0][0]
    return None


def _printed_within(
    searcher: tantivy.Searcher, index_schema: tantivy.Schema, word: str, distance: int
) -> dict[str, Counter[str]]:
    """Tokens of titles and bodies within ``distance`` of the word, each with its spellings."""
    like = tantivy.Query.fuzzy_term_query(index_schema, _FIELD, word, distance)
    addresses = [address for _, address in searcher.search(like, _SAMPLE, count=False).hits]
    ids = [int(pk or 0) for pk in searcher.fast_field_values(schema.ARTICLE, addresses)]
    texts = Article.objects.visible().filter(pk__in=ids).values_list("title", "body")
    counted = Counter(chunk for pair in texts for text in pair for chunk in chunks(text))
    printed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for chunk, tokens in _near(list(counted), word, distance):
        for token in tokens:
            printed[token.text][chunk[token.start : token.end]] += counted[chunk]
    return dict(printed)


def _near(distinct: list[str], word: str, distance: int) -> Iterator[tuple[str, list[Token]]]:
    """The chunks that have tokens within ``distance`` of the word, with these."""
    exact = [forms.split() for forms, _, _ in ANALYZER.streams_of(distinct, UNDETERMINED)]
    known = {token for tokens in exact for token in tokens}
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=distance, limit=None)
    wanted = {token for token, _, _ in near}
    for chunk, tokens in zip(distinct, exact, strict=True):
        if not wanted.isdisjoint(tokens):
            yield chunk, [each for each in ANALYZER.tokens(chunk) if each.text in wanted]


def _frequency(searcher: tantivy.Searcher, token: str) -> int:
    return searcher.doc_freq(_FIELD, token)

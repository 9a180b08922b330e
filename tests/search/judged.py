"""Judged collections: articles, queries, and which articles each query should find.

Those of ../shared/search-data are public; two are made here from the news of ../shared/corpus:
known items (words of a title, inflected and in another order, for that article) and language (words
that both languages have, for articles in the language they are asked in). Queries are halved: on
the first half weights are chosen, the second is only reported.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from statistics import mean

import tantivy
from django.db import connection, transaction

from articles.db.rows import insert
from articles.models import Article
from articles.search import Match, Search
from articles.search.answers.searching import Searcher
from articles.search.engine.documents import IndexedArticle
from articles.search.index.documents import TOKENIZER, register_tokenizer
from articles.search.names.expansion import NameTable
from articles.text.language import detect_language
from articles.text.search_folding import fold
from articles.text.tokens import WORD
from tests.search.states import state_of

SHARED = Path(__file__).resolve().parents[3] / "shared"
SEARCH_DATA = SHARED / "search-data"
CORPUS = SHARED / "corpus"
DEPTH = 100
TODAY = date(2026, 11, 20)
HEAP = 96_000_000

Engine = Callable[[str], Sequence[int]]
"""Numbers of the articles that a query finds, the best first."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A query, and the numbers of the articles that it should find."""

    text: str
    relevant: frozenset[int]


@dataclass(frozen=True)
class Collection:
    """Articles are numbered by their ``pk``. ``match`` is how its queries are asked, ``measure``
    what an answer is worth, between 0 and 1."""

    name: str
    articles: Sequence[IndexedArticle]
    queries: Sequence[Judged]
    match: Match
    measure: Callable[[Sequence[int], frozenset[int]], float]

    def values(self, engine: Engine) -> list[float]:
        """What the engine's answer to each query is worth."""
        return [self.measure(engine(each.text), each.relevant) for each in self.queries]


def halves(values: Sequence[float]) -> tuple[float, float, float]:
    """The mean of all, of those weights are chosen on, and of those kept aside."""
    return mean(values), mean(values[::2]), mean(values[1::2])


# -- engines ---------------------------------------------------------------------------------------


@cache
def names() -> NameTable:
    return NameTable.build()


def ours(articles: Sequence[IndexedArticle]) -> Searcher:
    """The searcher of an index of these articles, as the site and the commands have it: on the
    server of ``OPENSEARCH_URL``, or the embedded one."""
    return Searcher(state_of(articles), names())


def store(articles: Sequence[IndexedArticle]) -> None:
    """Make these the articles of the database, in which searches look names up."""
    columns = "id key language title body title_key".split()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Article._meta.db_table}")
        rows = [(each.pk, each.key, each.language, each.title, each.body, "") for each in articles]
        for start in range(0, len(rows), 500):
            insert(Article, columns, rows[start : start + 500])


def asking(searcher: Searcher, match: Match, depth: int = DEPTH) -> Engine:
    """An engine that asks the searcher as ``search_articles --match`` does."""

    def answer(text: str) -> list[int]:
        found = searcher.search(Search(text, TODAY, match=match, limit=depth))
        return [hit.article_id for hit in found.hits]

    return answer


def plain_bm25(articles: Sequence[IndexedArticle], depth: int = DEPTH) -> Engine:
    """BM25 over one field of folded words, any of which may match: the baseline."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name=TOKENIZER, index_option="freq")
    builder.add_unsigned_field("number", fast=True)
    index = tantivy.Index(builder.build())
    register_tokenizer(index)
    writer = index.writer(heap_size=HEAP, num_threads=1)
    for article in articles:
        text = " ".join(_folded_words(f"{article.title}\n{article.body}"))
        document = tantivy.Document(words=text)
        document.add_unsigned("number", article.pk)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def answer(text: str) -> list[int]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(index.schema, "words", word, "freq"))
            for word in _folded_words(text)
        ]
        found = searcher.search(tantivy.Query.boolean_query(terms), depth, count=False)
        addresses = [address for _, address in found.hits]
        return [int(number or 0) for number in searcher.fast_field_values("number", addresses)]

    return answer


def _folded_words(text: str) -> list[str]:
    return WORD.findall(fold(text).replace("\u200c", " "))


# -- measures --------------------------------------------------------------------------------------


def average_precision(found: Sequence[int], relevant: frozenset[int]) -> float:
    places = [place for place, number in enumerate(found[:DEPTH], 1) if number in relevant]
    return sum(hits / place for hits, place in enumerate(places, 1)) / len(relevant)


def share_of_first_ten(found: Sequence[int], relevant: frozenset[int]) -> float:
    return sum(number in relevant for number in found[:10]) / 10


# -- collections -----------------------------------------------------------------------------------


def public_collection(name: str) -> Collection:
    """One of ../shared/search-data. Some have no titles."""
    with gzip.open(SEARCH_DATA / f"{name}.json.gz", "rt", encoding="utf-8") as file:
        data = json.load(file)
    numbers = {key: number for number, key in enumerate(data["docs"], 1)}
    titles = data.get("titles", {})
    articles = [
        _article(numbers[key], data["lang"], titles.get(key, ""), text)
        for key, text in data["docs"].items()
    ]
    queries = [
        Judged(text, frozenset(numbers[key] for key in data["qrels"][query]))
        for query, text in data["queries"].items()
    ]
    return Collection(name, articles, queries, Match.ANY, average_precision)


def corpus() -> list[IndexedArticle]:
    """The news of ../shared/corpus, Persian and Arabic, in the language that is detected."""
    found = []
    for language in ("fa", "ar"):
        with gzip.open(CORPUS / f"{language}.jsonl.gz", "rt", encoding="utf-8") as file:
            found += [json.loads(line) for line in file]
    return [
        _article(number, detect_language(each["body"]), each["title"], each["body"])
        for number, each in enumerate(found, 1)
    ]


def _article(pk: int, language: str, title: str, body: str) -> IndexedArticle:
    return IndexedArticle(pk, f"{pk:0>16}", language, None, None, title, body, "")


KNOWN_ITEMS = 300
"""Articles of each language that are looked for."""

_VARIANTS: Mapping[str, Sequence[Callable[[str], str]]] = {
    "fa": (
        lambda word: f"{word}‌های",
        lambda word: f"{word} ها",
        lambda word: f"{word}ها",
        lambda word: f"{word}ی",
    ),
    "ar": (
        lambda word: word.removeprefix("ال"),
        lambda word: f"و{word}",
        lambda word: f"{word}ات",
        lambda word: f"ال{word.removeprefix('ال')}",
    ),
}


def known_items(articles: Sequence[IndexedArticle]) -> Collection:
    """Three to five words of a title in another order, one of them inflected; other articles of
    the same title are as good."""
    rnd = random.Random(5)
    with_title = defaultdict(set)
    for article in articles:
        with_title[fold(article.title)].add(article.pk)
    queries = []
    for language, variants in _VARIANTS.items():
        candidates = [
            (article, words)
            for article in articles
            if article.language == language
            and len(words := [word for word in WORD.findall(article.title) if len(word) > 3]) >= 4
        ]
        for article, words in rnd.sample(candidates, KNOWN_ITEMS):
            chosen = rnd.sample(words, min(rnd.randint(3, 5), len(words)))
            chosen[0] = rnd.choice(variants)(chosen[0])
            rnd.shuffle(chosen)
            relevant = frozenset(with_title[fold(article.title)])
            queries.append(Judged(" ".join(chosen), relevant))
    rnd.shuffle(queries)
    return Collection("known items", articles, queries, Match.ALL, average_precision)


SHARED_WORDS = 150
"""Words of each language that both have."""


def shared_words(articles: Sequence[IndexedArticle]) -> Collection:
    """Words that at least twenty articles of either language have, each as the language prints it
    in which it is the more usual; articles of that language are wanted."""
    usual: dict[str, Counter[str]] = {"fa": Counter(), "ar": Counter()}
    printed: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    totals = Counter(article.language for article in articles)
    for article in articles:
        if article.language in usual:
            words = set(WORD.findall(f"{article.title}\n{article.body}"))
            folded = {fold(word): word for word in words if len(word) > 2 and word.isalpha()}
            usual[article.language].update(folded.keys())
            for key, word in folded.items():
                printed[article.language, key][word] += 1
    rnd = random.Random(7)
    queries = []
    for language, other in (("fa", "ar"), ("ar", "fa")):
        of_language = frozenset(each.pk for each in articles if each.language == language)
        words = sorted(
            word
            for word, count in usual[language].items()
            if min(count, usual[other][word]) >= 20
            and count / totals[language] >= 3 * usual[other][word] / totals[other]
        )
        for word in rnd.sample(words, min(SHARED_WORDS, len(words))):
            queries.append(Judged(printed[language, word].most_common(1)[0][0], of_language))
    rnd.shuffle(queries)
    return Collection("language", articles, queries, Match.ALL, share_of_first_ten)


PUBLIC = ("hamshahri_half_fa", "xquad_ar", "persianqa_fa")


def collections() -> Iterator[Collection]:
    """All that are here."""
    if SEARCH_DATA.is_dir():
        yield from map(public_collection, PUBLIC)
    if CORPUS.is_dir():
        articles = corpus()
        yield known_items(articles)
        yield shared_words(articles)

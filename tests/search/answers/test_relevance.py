"""What the real index reaches on public pairs and collections, with floors pinned.

Runs where the search data lies beside the project. Documents go straight to an index in memory,
queries through the compiler, so that weights, name expansion and the engine's own BM25 count.
"""

from __future__ import annotations

import gzip
import json
import sys
from functools import cache
from pathlib import Path
from statistics import mean

import pytest

from articles.search.answers import compiling
from articles.search.answers.compiling import Compiler
from articles.search.answers.filtering import Limits
from articles.search.engine.documents import ANALYZER, IndexedArticle
from articles.search.engine.schema import Stream
from articles.search.language.query import parse
from articles.search.names.expansion import NameTable
from tests.search.conftest import TODAY
from tests.search.states import state_of

DATA = Path(__file__).resolve().parents[4] / "shared" / "search-data"
DEPTH = 100
OTHER_KEYBOARD = {"ar": str.maketrans("يكة", "یکه"), "fa": str.maketrans("یکه", "يكة")}

pytestmark = [
    pytest.mark.each_engine,
    pytest.mark.skipif(not DATA.is_dir(), reason="the search data is not here"),
]


@cache
def names():
    return NameTable.build()


class Library:
    """Documents of one language in an index in memory, numbered from 1 in their order."""

    def __init__(self, language, texts):
        self.state = state_of(
            IndexedArticle(pk, "a" * 16, language, None, None, "", text, "")
            for pk, text in enumerate(texts, 1)
        )

    def find(self, text, *, least=1, limit=DEPTH):
        """Numbers of the documents that have so many of the words; None: all of them."""
        compiler = Compiler(
            self.state,
            ANALYZER,
            names=names(),
            sources_named=lambda name: (),
        )
        compiled = compiler.compile(parse(text, reference=TODAY), Limits())
        if not compiled.groups:
            return []
        return self.state.some(compiled.matching(least), limit)


# -- collections ----------------------------------------------------------------------------


class Collection:
    def __init__(self, name):
        with gzip.open(DATA / f"{name}.json.gz", "rt", encoding="utf-8") as file:
            data = json.load(file)
        self.language = data["lang"]
        numbers = {key: number for number, key in enumerate(data["docs"], 1)}
        self.queries = [
            (text, {numbers[key] for key in data["qrels"][query]})
            for query, text in data["queries"].items()
        ]
        self.library = Library(self.language, data["docs"].values())

    def average_precisions(self, *, keyboard=None, step=1):
        """Of all queries, or of one in so many, typed on a keyboard."""
        return [
            self._average_precision(text.translate(keyboard or {}), relevant)
            for text, relevant in self.queries[::step]
        ]

    def _average_precision(self, text, relevant):
        places = [
            place for place, number in enumerate(self.library.find(text), 1) if number in relevant
        ]
        return sum(hits / place for hits, place in enumerate(places, 1)) / len(relevant)


@cache
def collection(name):
    return Collection(name)


@pytest.mark.parametrize(("name", "floor"), [("xquad_ar", 0.90), ("persianqa_fa", 0.95)])
def test_the_index_ranks_better_than_folding_alone(name, floor, monkeypatch):
    measured = collection(name)
    keyboard = OTHER_KEYBOARD[measured.language]
    all_queries = measured.average_precisions()
    whole, streams = mean(all_queries), mean(all_queries[::4])
    other = mean(measured.average_precisions(keyboard=keyboard, step=4))
    # Stems only find: their weight is as good as none, by which some queries divide.
    weights = {Stream.EXACT: 1.0, Stream.STEM: 1e-6, Stream.EXTRA: 0.0}
    monkeypatch.setattr(compiling, "STREAM_WEIGHTS", weights)
    folding = mean(measured.average_precisions(step=4))
    print(
        f"{name} MAP@{DEPTH}: {whole:.3f}; of every fourth query: folding {folding:.3f}, "
        f"streams {streams:.3f}, streams on the other keyboard {other:.3f}",
        file=sys.stderr,
    )

    assert whole >= floor
    assert streams >= folding
    assert other >= streams - 0.01


# -- pairs ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "should_match", "least", "most"),
    [("fa", True, 0.9, 1), ("ar", True, 0.9, 1), ("fa", False, 0, 0.15), ("ar", False, 0, 0.6)],
)
def test_pairs_are_found_that_must_and_few_others(language, should_match, least, most):
    pairs = [
        (pair["a"], pair["b"])
        for pair in json.loads((DATA / "match_pairs.json").read_text(encoding="utf-8"))
        if pair["lang"] == language and pair["should_match"] is should_match
    ]
    texts = sorted({text for pair in pairs for text in pair})
    library = Library(language, texts)
    number_of = {text: number for number, text in enumerate(texts, 1)}

    def finds(query, text):
        return number_of[text] in library.find(query, least=None, limit=len(texts))

    directions = [(finds(a, b), finds(b, a)) for a, b in pairs]
    share = sum(map(any, directions)) / len(pairs)
    forwards = sum(forward for forward, _ in directions) / len(pairs)
    print(
        f"{language} must match: {should_match}: {share:.1%}, a as the query {forwards:.1%}",
        file=sys.stderr,
    )
    assert least <= forwards <= share <= most

"""What analysis reaches on public pairs and collections, with floors pinned.

Runs where the search data lies beside the project. The index is a small BM25 (Robertson and
Zaragoza 2009, *The probabilistic relevance framework*) over the three streams, so that the
figures are those of the analysis alone.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections import Counter, defaultdict
from functools import partial
from pathlib import Path

import pytest

from articles.text.analyzer import Analyzer
from articles.text.search_folding import ZWNJ, fold

DATA = Path(__file__).resolve().parents[3] / "shared" / "search-data"
PAIRS = DATA / "match_pairs.json"

EXACT, STEM, EXTRA = 0.5, 1.0, 0.1
K1, B = 1.2, 0.75
ARABIC_KEYBOARD = str.maketrans("یکه", "يكة")
PERSIAN_KEYBOARD = str.maketrans("يكة", "یکه")

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the search data is not here")


@pytest.fixture(scope="module")
def analyzer():
    return Analyzer()


def finds(analyzer, query, text, language):
    """Whether a word of ``query`` meets ``text``."""
    exact, stem, extra = map(set, analyzer.analyze(text, language))

    def met(forms):
        return (
            bool({forms.exact, *forms.stems} & extra)
            or forms.exact in exact
            or bool(set(forms.stems) & stem)
            or (bool(forms.parts) and all(map(met, forms.parts)))
        )

    return any(map(met, analyzer.query_forms(query)))


@pytest.mark.parametrize(
    ("language", "should_match", "least", "most"),
    [("fa", True, 0.95, 1), ("ar", True, 0.95, 1), ("fa", False, 0, 0.05), ("ar", False, 0, 0.25)],
)
def test_pairs_match_that_must_and_few_others(analyzer, language, should_match, least, most):
    pairs = [
        (pair["a"], pair["b"])
        for pair in json.loads(PAIRS.read_text(encoding="utf-8"))
        if pair["lang"] == language and pair["should_match"] is should_match
    ]
    directions = [
        (finds(analyzer, a, b, language), finds(analyzer, b, a, language)) for a, b in pairs
    ]
    share = sum(map(any, directions)) / len(pairs)
    both = sum(map(all, directions)) / len(pairs)
    print(f"{language} must match: {should_match}: {share:.1%}, in both directions {both:.1%}")
    assert least <= share <= most


class Index:
    """One stream of a collection, ranked by BM25."""

    def __init__(self, documents):
        lengths = {key: len(tokens) for key, tokens in documents.items()}
        average = sum(lengths.values()) / len(lengths) or 1
        self.size = len(documents)
        self.norms = {key: K1 * (1 - B + B * length / average) for key, length in lengths.items()}
        self.postings = defaultdict(dict)
        for key, tokens in documents.items():
            for token, count in Counter(tokens).items():
                self.postings[token][key] = count

    def score(self, token, weight, scores):
        found = self.postings.get(token, {})
        rarity = math.log(1 + (self.size - len(found) + 0.5) / (len(found) + 0.5))
        for key, count in found.items():
            scores[key] += weight * rarity * count * (K1 + 1) / (count + self.norms[key])


def mean_average_precision(collection, rank):
    total = 0.0
    for number, query in collection["queries"].items():
        scores = defaultdict(float)
        rank(query, scores)
        relevant = set(collection["qrels"][number])
        ranked = sorted(scores, key=lambda key: (-scores[key], key))[:100]
        hits = 0
        for place, key in enumerate(ranked, 1):
            if key in relevant:
                hits += 1
                total += hits / place / len(relevant)
    return total / len(collection["queries"])


def ranking_by_streams(analyzer, collection, keyboard=None):
    analyzed = {
        key: analyzer.analyze(text, collection["lang"]) for key, text in collection["docs"].items()
    }
    exact, stem, extra = (
        Index({key: streams[number] for key, streams in analyzed.items()}) for number in range(3)
    )

    def rank(query, scores):
        for forms in analyzer.query_forms(query.translate(keyboard) if keyboard else query):
            exact.score(forms.exact, EXACT, scores)
            for form in (forms.exact, *forms.stems):
                stem.score(form, STEM, scores)
                extra.score(form, EXTRA, scores)

    return rank


def ranking_by(words, collection):
    index = Index({key: words(text) for key, text in collection["docs"].items()})

    def rank(query, scores):
        for word in words(query):
            index.score(word, 1, scores)

    return rank


def folded_words(text):
    return re.findall(r"\w+", fold(text).replace(ZWNJ, " "))


@pytest.mark.parametrize(
    ("name", "keyboard", "floor"),
    [("xquad_ar", PERSIAN_KEYBOARD, 0.915), ("persianqa_fa", ARABIC_KEYBOARD, 0.95)],
)
def test_the_streams_rank_better_than_folding_alone(analyzer, name, keyboard, floor):
    with gzip.open(DATA / f"{name}.json.gz", "rt", encoding="utf-8") as file:
        collection = json.load(file)
    measure = partial(mean_average_precision, collection)
    bare = measure(ranking_by(partial(re.findall, r"\w+"), collection))
    folding = measure(ranking_by(folded_words, collection))
    streams = measure(ranking_by_streams(analyzer, collection))
    other = measure(ranking_by_streams(analyzer, collection, keyboard))
    print(
        f"{name} MAP@100: none {bare:.3f}, folding {folding:.3f}, streams {streams:.3f}, "
        f"streams on the other keyboard {other:.3f}"
    )
    assert streams >= max(floor, folding)
    assert other >= streams - 0.01

"""A query and the same with other spaces, on another keyboard or on another layout find one set."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.search import Search
from articles.search.engine.documents import IndexedArticle
from articles.search.language.keyboards import LAYOUTS
from tests.search import judged
from tests.search.conftest import TODAY

ZWNJ = "\u200c"
COMPOUNDS = [
    ("علی", "رضا"),
    ("نفت", "کش"),
    ("عبد", "العزیز"),
    ("آیت", "الله"),
    ("می", "خواهند"),
    ("رئیس", "جمهور"),
]
WORDS = ["بندر", "کهنه", "تازه", "السفینة"]
OTHER_KEYBOARD = str.maketrans("یکه", "يكة")


def articles():
    """Each compound in one piece, in two and with ZWNJ, beside one word and another."""
    texts = [
        f"{first}{joint}{second} {word}"
        for first, second in COMPOUNDS
        for joint in ("", " ", ZWNJ)
        for word in WORDS
    ]
    texts += [f"{second} {word} {first}" for first, second in COMPOUNDS for word in WORDS]
    return [
        IndexedArticle(pk, f"{pk:0>16}", "fa", None, None, "خبر", text, "")
        for pk, text in enumerate(texts, 1)
    ]


@pytest.fixture(scope="module")
def searcher():
    return judged.ours(articles())


def found(searcher, text):
    answer = searcher.search(Search(text, TODAY, with_names=False, limit=200))
    return {hit.article_id for hit in answer.hits}


JOINTS = st.sampled_from(["", " ", ZWNJ])
TERMS = st.lists(
    st.sampled_from([*COMPOUNDS, *((word,) for word in WORDS)]), min_size=1, max_size=3, unique=True
)


@settings(max_examples=60)
@given(st.data(), TERMS)
def test_other_spaces_and_keyboards_find_the_same(searcher, data, terms):
    one, other = (" ".join(data.draw(JOINTS).join(term) for term in terms) for _ in range(2))
    if data.draw(st.booleans()):
        other = other.translate(OTHER_KEYBOARD)
    expected = found(searcher, one)

    assert expected or len(terms) > 1
    assert found(searcher, other) == expected


@settings(max_examples=40)
@given(
    st.sampled_from(LAYOUTS[:2]),
    st.sampled_from(["", *map("".join, COMPOUNDS)]),
    st.sampled_from(WORDS[:3]),
)
def test_what_is_typed_on_a_latin_layout_finds_what_was_meant(searcher, layout, first, second):
    meant = f"{first} {second}".strip()
    typed = layout.keys_for(meant)
    wanted = Search(typed, TODAY, with_names=False)
    correction = searcher.did_you_mean(wanted, searcher.search(wanted))

    assert typed.isascii()
    assert found(searcher, typed) == set()
    assert correction is not None
    assert found(searcher, correction.text) == found(searcher, meant) != set()

"""Queries out of the language's own signs and words: each is answered, or said to be none."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from articles import search as engine
from articles.search import Search, Sort
from tests.fuzzing.running import fuzz
from tests.search.conftest import TODAY, sample_archive, samples  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db

WORDS = st.sampled_from(
    [
        *("فانوس", "بازار", "نان", "lantern", "Tehran", "hdvhk", "salam", "مدرسة", "می‌رود"),
        *("۱۴۰۴", "7", "3arabi"),
        *(
            "-",
            "*",
            "|",
            "OR",
            "AND",
            "NOT",
            '"',
            "«",
            "»",
            "“",
            "„",
            "(",
            ")",
            ":",
            "~",
            "^",
            "\\",
        ),
        *("source:", "منبع:", "lang:fa", "زبان:", "day:1404/10/07", "before:", "after:2025-01-01"),
        *("year:", "author:", "title:", "in:", "source:NULL", "lang:xx", "day:99999/99/99"),
        *("\u200c", "\u200f", "\u0640", "\x00", "\ud800", "\u202e", "ﷺ", "𞤀", "🙂", "a" * 300),
    ]
)
QUERIES = st.one_of(
    st.lists(WORDS, max_size=20).map(" ".join),
    st.lists(st.one_of(WORDS, st.characters()), max_size=30).map("".join),
)
SORTS = st.sampled_from(list(Sort))


def test_any_query_is_answered(samples) -> None:  # noqa: F811
    def ask(query: tuple[str, Sort]) -> None:
        text, sort = query
        answer = samples.answer(text, sort=sort, limit=10, with_counts=True)
        assert answer.total == answer.counts.total
        assert len(answer.hits) == min(answer.total, 10)
        engine.did_you_mean(Search(text, TODAY), answer, "fa")
        engine.suggest(text)

    fuzz("queries", st.tuples(QUERIES, SORTS), ask, short=60)

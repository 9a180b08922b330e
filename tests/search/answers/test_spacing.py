"""Words in one piece and in two, as a small index has them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.answers.spacing import Spacing

FREQUENT = Counter(
    {
        "علیرضا": 20,
        "علی": 300,
        "رضا": 90,
        "قیمتدلار": 1,
        "قیمت": 400,
        "دلار": 300,
        "درآمد": 50,
        "در": 900,
        "آمد": 60,
        "ایتالله": 40,
        "ایت": 30,
        "ایه": 20,
        "الله": 50,
        "نفتکش": 9,
        "نفت": 80,
        "کش": 9,
        "کشها": 2,
        "الجدید": 9,
        "جدید": 9,
        "ال": 3,
        "سروری": 500,
        "سر": 60_000,
        "وری": 60_000,
    }
)
LETTERS = st.text(alphabet="ابتدریلکشن", max_size=9)


def spacing():
    return Spacing(
        FREQUENT.__getitem__, FREQUENT.__getitem__, lambda: 100_000, lambda word: word != "در"
    )


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("علی", "رضا", "علیرضا"),
        ("رضا", "علی", None),
        ("قیمت", "دلار", None),  # a space was forgotten once
        ("در", "آمد", None),
        ("ایت", "الله", "ایتالله"),
        ("ایه", "الله", "ایتالله"),
        ("ال", "جدید", None),
        ("سر", "وری", None),  # nobody reads so many places
        ("ع", "لیرضا", None),
    ],
)
def test_two_words_are_one_where_the_archive_has_that_often_enough(first, second, joined):
    assert spacing().joined(first, second) == joined


@pytest.mark.parametrize(
    ("word", "parted"),
    [
        ("علیرضا", [("علی", "رضا")]),
        ("نفتکش", [("نفت", "کش"), ("نفت", "کشها")]),
        ("ایتالله", [("ایت", "الله"), ("ایه", "الله")]),
        ("قیمتدلار", []),
        ("درآمد", []),
        ("الجدید", []),
        ("ع" * 100, []),
        ("", []),
    ],
)
def test_a_word_is_two_where_the_archive_has_these(word, parted):
    assert spacing().parted(word) == parted


def test_a_phrase_has_few_spellings_and_all_variants_have_the_same():
    phrases = set(spacing().phrases(["علی", "رضا", "نفتکش"]))

    assert phrases == set(spacing().phrases(["علیرضا", "نفت", "کش"]))
    assert ("علیرضا", "نفتکش") in phrases
    assert len(list(spacing().phrases(["علیرضا"] * 30))) <= 8


@given(LETTERS, LETTERS)
def test_what_joins_can_be_parted_again(first, second):
    always = Spacing(lambda word: 1, lambda word: 1, lambda: 1, lambda word: True)
    joined = always.joined(first, second)

    assert joined is None or (first, second) in always.parted(joined)

"""Words that carry nothing, and those that only look so."""

from __future__ import annotations

import pytest

from articles.text.function_words import FUNCTION_WORDS, is_function_word


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("از", "fa", True),
        ("می‌شود", "fa", True),
        ("في", "ar", True),
        ("فی", "ar", True),
        ("على", "ar", True),
        ("علی", "ar", False),  # a name
        ("علي", "ar", False),
        ("علی", "fa", False),
        ("كم", "ar", True),
        ("کم", "fa", False),  # few
        ("the", "fa", True),
        ("the", None, True),
        ("من", None, True),
        ("دلار", None, False),
        ("", "fa", False),
    ],
)
def test_what_carries_nothing(word, language, expected):
    assert is_function_word(word, language) is expected


@pytest.mark.parametrize("language", FUNCTION_WORDS)
def test_every_word_of_a_table_counts_and_stands_in_it_once(language):
    words = FUNCTION_WORDS[language].split()

    assert [word for word in words if not is_function_word(word, language)] == []
    assert sorted({word for word in words if words.count(word) > 1}) == []

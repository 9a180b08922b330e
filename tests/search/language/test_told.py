"""Which language a query is in."""

from __future__ import annotations

import pytest

from articles.search.language.told import told_language


@pytest.mark.parametrize(
    ("text", "shares", "reader", "expected"),
    [
        ("پرچم", [], None, "fa"),
        ("مدرسة", [], None, "ar"),
        ("مصر", [(0.01, 0.09, 100)], None, "ar"),
        ("ايران", [(0.4, 0.06, 400)], None, "fa"),  # on the Arabic keyboard
        (
            "بازسازي شهر زلزله زده بم",
            [(0.02, 0.0, 20), (0.2, 0.02, 200), (0.05, 0.0, 50)],
            None,
            "fa",
        ),
        ("مصر", [], None, None),
        ("مصر", [], "fa", "fa"),
        ("مصر", [], "ar", "ar"),
        ("مصر", [(0.001, 0.2, 200)], "fa", "ar"),
        ("مصر", [(0.02, 0.05, 2)], None, None),  # one article of each
        ("مصری", [(0.02, 0.05, 2)], None, "fa"),
        ("Egypt", [], None, None),
        ("", [], None, None),
        ("مصر", [(0.0, 0.0, 0)], None, None),
    ],
)
def test_letters_and_vocabulary_tell_and_else_the_reader(text, shares, reader, expected):
    assert told_language(text, shares, reader) == expected

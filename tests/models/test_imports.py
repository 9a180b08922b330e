"""Imports as records."""

from __future__ import annotations

import pytest

from articles.models import ImportBatch


@pytest.mark.parametrize("label", ["", "آذر ۱۴۰۴", "نمونه‌ها", "ل" * ImportBatch.LONGEST_LABEL])
def test_a_label_is_one_line(label):
    assert ImportBatch.is_label(label)


@pytest.mark.parametrize("label", ["two\nlines", "\0", "\u2028", "\u202e", "ل" * 301])
def test_what_is_no_line_is_no_label(label):
    assert not ImportBatch.is_label(label)

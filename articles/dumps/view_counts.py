"""View counts, in figures and in words."""

from __future__ import annotations

import re

from articles.dumps.grammar import (
    VIEW_SUFFIXES,
    VIEW_TAILS,
    VIEW_WORDS,
    VIEWS_IN_WORDS,
    any_of,
    one_of,
)
from articles.expressions import regex
from articles.text.folding import fold_key

_MARKS = ",٬.،'’"
_NUMBER = rf"\d{{1,3}}(?:[{_MARKS}٫ ]\d{{3}}){{1,5}}(?!\d)|\d{{1,15}}(?:[.,٫،]\d{{1,2}})?(?!\d)"
_SUFFIX = one_of(VIEW_SUFFIXES)
_WORD = any_of(VIEW_WORDS)
MOST_VIEWS = 10**15
"""A larger number is no view count (and would not fit the database)."""
_EYE = "\N{EYE}"
_BEFORE = regex(
    rf"(?:{_EYE} ?)?{_WORD}(?: ?[:=\-–] ?| )(?P<count>{_NUMBER}) ?(?P<suffix>{_SUFFIX})?\+?"
    rf"(?: ?(?:{any_of(VIEW_TAILS)}|{_WORD}))?"
)
_AFTER = regex(
    rf"(?:{_EYE} ?)?(?P<count>{_NUMBER}) ?(?P<suffix>{_SUFFIX})?\+? ?"
    rf"(?:{any_of(VIEW_TAILS)} )?{_WORD}"
)
_COUNT = rf"(?P<count>{_NUMBER}) ?(?P<suffix>{_SUFFIX})"
_FORMS = (
    _AFTER,
    _BEFORE,
    regex(rf"{_EYE} ?:? ?{_COUNT}?"),
    regex(rf"{_COUNT}? ?{_EYE}"),
    regex(_COUNT),
)
_MULTIPLIERS = {fold_key(suffix): factor for suffix, factor in VIEW_SUFFIXES.items()}
_IN_WORDS = {fold_key(words): count for words, count in VIEWS_IN_WORDS.items()}
_DIGIT = regex(r"\d")
VIEW_LABEL_ONLY = regex(rf"{_WORD} ?:?")
"""A label whose count stands on the next line."""


def read_views(key: str) -> int | None:
    """The count when the folded ``key`` is nothing but a view count, else ``None``.

    An eye or a suffix («402K», «۱٫۲ هزار») stands for the word, a bare number says nothing.
    ``1.085`` is a thousand and eighty-five (three digits after the point are a group); with a
    suffix the point is decimal (``1.5K``).
    """
    if key in _IN_WORDS:
        return _IN_WORDS[key]
    if not _DIGIT.search(key):
        return None
    for form in _FORMS:
        match = form.fullmatch(key)
        if match:
            number, suffix = match.group("count", "suffix")
            count = _count(number, _MULTIPLIERS[suffix] if suffix else 1)
            return count if count is not None and count <= MOST_VIEWS else None
    return None


def _count(number: str, factor: int) -> int | None:
    whole, mark, fraction = _parted_at_last_mark(number)
    if mark and (len(fraction) < 3 or (factor > 1 and mark in ".٫")):
        if factor == 1:
            return None
        return round(float(f"{whole}.{fraction}") * factor)
    return int(whole + fraction) * factor


def _parted_at_last_mark(number: str) -> tuple[str, str, str]:
    """Digits before the last mark, the mark, digits after it; no mark: all digits are before."""
    parts = re.split(r"(\D)", number)
    if len(parts) == 1:
        return number, "", ""
    return "".join(part for part in parts[:-2] if part.isdigit()), parts[-2], parts[-1]

"""Leads: the beginning of a body as lists and descriptions give it."""

from __future__ import annotations

import pytest

from articles.text import leads
from articles.text.leads import LEAD_WIDTH, LONGEST_KEPT, lead


def test_a_short_paragraph_is_given_whole_and_alone():
    assert lead("  بند  نخست.\nدنباله \n\nبند دوم.") == "بند نخست. دنباله"
    assert lead("") == ""


def test_a_long_paragraph_is_cut_between_words():
    text = "واژهٔ نخست " * 60
    short = lead(text)
    assert short.endswith(" …")
    assert LEAD_WIDTH - 10 < len(short) <= LEAD_WIDTH
    assert text.startswith(f"{short.removesuffix(' …')} ")


@pytest.mark.parametrize("length", [LEAD_WIDTH - 1, LEAD_WIDTH, LEAD_WIDTH + 1, 3 * LEAD_WIDTH])
def test_a_text_without_spaces_is_cut_all_the_same(length):
    short = lead("x" * length)
    assert short == "x" * length if length <= LEAD_WIDTH else short == "x" * (LEAD_WIDTH - 2) + " …"


def test_a_word_that_ends_where_the_lead_must_end_is_kept_whole():
    word = "x" * (LEAD_WIDTH - 2)
    assert lead(f"{word} yyyy") == f"{word} …"
    assert lead(f"{word}z yyyy") == f"{word} …"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("فانوس روی پل\n\nشب شد و فانوس‌ها روشن شدند.", "شب شد و فانوس‌ها روشن شدند."),
        ("فانوس  روي پل.\n\nفانوس روی پل\n\nشب شد.", "شب شد."),
        ("فانوس روی پل", "فانوس روی پل"),
        ("فانوس روی پل\n\nفانوس روی پل", "فانوس روی پل"),
        ("فانوس روی پل است.\n\nشب شد.", "فانوس روی پل است."),
        ("شب شد.\n\nفانوس روی پل", "شب شد."),
        ("\n\nشب شد.", ""),
        ("", ""),
    ],
)
def test_a_lead_does_not_repeat_the_title(body, expected):
    assert lead(body, "فانوس روی پل") == expected


def test_without_a_title_nothing_is_left_out():
    assert lead("بند نخست.\n\nبند دوم.", "") == "بند نخست."


def test_whole_bodies_are_not_kept_in_memory():
    leads._kept.cache_clear()
    beginning = "واژه " * (LONGEST_KEPT // 5)
    assert lead(beginning) == lead(beginning + "واژه") == lead(beginning)
    assert leads._kept.cache_info().currsize == 1

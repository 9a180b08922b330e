"""The quick way of folding gives what the rules give, for any text."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.calendars.folding import fold
from articles.characters import (
    FORMAT_CHARACTERS,
    MARKS,
    USUAL_CHARACTERS,
    UsualTranslation,
)
from articles.text.folding import LETTERS, FoldTable, fold_key

TABLE = FoldTable(LETTERS)
UNUSUAL = "\u06c1\u06d2\ufefb\u0130\u00df\u03a3\u03c2\u2026\u0301\U0001d7d7\ud800"
TEXTS = st.text(st.sampled_from(USUAL_CHARACTERS + UNUSUAL)) | st.text()


def folded_by_the_rules(text):
    return unicodedata.normalize("NFKC", text).lower().translate(TABLE)


@given(TEXTS)
def test_folding_for_comparing_follows_its_rules(text):
    assert fold_key(text) == " ".join(folded_by_the_rules(text).split())


@given(TEXTS)
def test_folding_for_dates_takes_one_character_after_the_other(text):
    assert fold(text) == "".join(map(fold, text))


@pytest.mark.parametrize("first", USUAL_CHARACTERS)
def test_no_two_usual_characters_make_another_in_normalization(first):
    for second in USUAL_CHARACTERS:
        pair = f"x{first}{second}x"
        assert fold_key(pair) == " ".join(folded_by_the_rules(pair).split())


def test_a_text_with_an_unusual_character_is_left_to_others():
    same = UsualTranslation({character: character for character in USUAL_CHARACTERS})

    assert same.translate("a\u0628") == "a\u0628"
    assert same.translate("a\u06d2") is None


def test_the_tables_of_marks_and_format_characters_are_those_of_unicode():
    is_mark = re.compile(f"[{MARKS}]").match
    old = unicodedata.ucd_3_2_0
    for character in map(chr, range(0x80, 0x10000)):
        category = unicodedata.category(character)
        of_mark, of_format = category in {"Mn", "Mc", "Me"}, category == "Cf"
        if old.category(character) == category:
            assert (bool(is_mark(character)), character in FORMAT_CHARACTERS) == (
                of_mark,
                of_format,
            )
        else:  # Releases of Unicode newer than the tables have more.
            assert of_mark or not is_mark(character)
            assert of_format or character not in FORMAT_CHARACTERS

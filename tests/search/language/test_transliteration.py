"""How likely two words of different scripts or languages are one word as it sounds."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.language.transliteration import (
    ARABIC,
    LONGEST,
    MOST_BEGINNINGS,
    MOST_SKELETONS,
    NEVER,
    PERSIAN,
    ROMAN,
    ROMANIZED,
)
from articles.text.search_folding import fold

TABLES = Path(__file__).parent.parent / "tables"
ROMANIZED_WORDS = [
    line.split("\t") for line in (TABLES / "romanized.tsv").read_text("utf-8").splitlines()
]
LATIN = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", max_size=LONGEST)
ARABIC_SCRIPT = st.text(alphabet="ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیء", max_size=LONGEST)


@pytest.mark.parametrize(
    ("spelling", "word", "near", "far"),
    [
        (ROMAN, "tehran", "تهران", "تیران"),
        (ROMAN, "trump", "ترامپ", "ترابر"),
        (ROMAN, "trump", "ترامب", "تمرین"),
        (ROMAN, "3arabi", "عربی", "عرب"),
        (ROMAN, "7okouma", "حکومه", "حکم"),
        (ROMAN, "khane", "خانه", "خون"),
        (ROMAN, "khane", "خانه", "خان"),  # the vowel that ends a word is not left out lightly
        (ROMAN, "spiegel", "اشپیگل", "شپش"),
        (ROMAN, "mohammed", "محمد", "احمد"),
        (ROMANIZED, "ترامپ", "trump", "tempt"),
        (ROMANIZED, "ظریف", "zarif", "zarf"),
        (PERSIAN, "ترامپ", "ترامب", "ترام"),
        (PERSIAN, "پوتین", "بوتین", "بتن"),
        (PERSIAN, "گوگل", "غوغل", "عقل"),
        (PERSIAN, "لاوروف", "لافروف", "لاهور"),
        (ARABIC, "جوجل", "گوگل", "جدول"),
    ],
)
def test_the_same_name_is_nearer_than_another(spelling, word, near, far):
    distance = spelling.distance(word, near)
    assert distance < spelling.distance(word, far)
    assert distance <= 0.5
    assert spelling.skeleton(near) in spelling.skeletons(word)
    assert any(near.startswith(beginning) for beginning in spelling.beginnings(word))


def test_letters_that_arabic_lacks_do_not_stand_for_those_it_has_the_other_way_round():
    assert PERSIAN.distance("وین", "فین") < 0.1 < PERSIAN.distance("فین", "وین")


@pytest.mark.parametrize(("latin", "written"), [each[:2] for each in ROMANIZED_WORDS])
def test_a_word_in_latin_letters_is_found_by_what_it_sounds_like(latin, written):
    word = fold(written)
    if word == "صفاقس":  # whose French name is another
        return
    assert ROMAN.distance(latin, word) <= 0.15 + 0.07 * max(len(latin), len(word))
    assert ROMAN.skeleton(word) in ROMAN.skeletons(latin)
    assert any(word.startswith(beginning) for beginning in ROMAN.beginnings(latin))


@given(LATIN, ARABIC_SCRIPT)
def test_both_directions_agree_on_any_two_words(latin, other):
    there = ROMAN.distance(latin, other)
    back = ROMANIZED.distance(other, latin)
    assert there >= 0
    assert there == pytest.approx(back, abs=1.0)


@given(ARABIC_SCRIPT)
def test_a_word_is_itself(word):
    assert PERSIAN.distance(word, word) == ARABIC.distance(word, word) == 0


@pytest.mark.parametrize("letters", ["a", "h", "gh", "x", "xq", "th", "ا", "و", "گچ", "تس"])
@pytest.mark.parametrize("spelling", [ROMAN, ROMANIZED, PERSIAN, ARABIC])
def test_the_work_for_one_word_is_bounded(spelling, letters):
    word = (letters * LONGEST)[:LONGEST]
    assert len(spelling.skeletons(word)) <= MOST_SKELETONS
    assert len(spelling.beginnings(word)) <= MOST_BEGINNINGS
    assert spelling.distance(word * 2, word) == NEVER

"""The fold of index and query: what a reader calls the same folds to the same letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.search_folding import ZWNJ, fold

SAME = """
كيك|کیک
علي|علی
مكتبة|مکتبه
أمل|امل
إبرة|ابره
آسمان|اسمان
ٱلرحمن|الرحمن
مؤلف|مولف
رئيس|رییس
مسئول|مسؤول
مسئُول|مسوول
شئون|شؤون
هاے|های
خانۀ|خانه
خانهٔ|خانه
ہوا|هوا
كِتَابٌ|كتاب
الرحمٰن|الرحمن
كـــتاب|كتاب
إنشاء|انشا
بناءً|بنا
۱۴۰۴|1404
٢٠٢٥|2025
۱۲٬۳۴۵|12345
12,345,678|12345678
۸.۹۹۲|8992
ﻛﺘﺎب|کتاب
\u202bسلام\u202c|سلام
سلام\u200f|سلام
Tehran|tehran
ＴＥＨＲＡＮ|tehran
Erdoğan|erdogan
café|cafe
İzmir|izmir
""".strip().split("\n")

DIFFERENT = """
1,23|123
1234,567|1234567
سماء الليل|سما لیل
قلب|کلب
مَن|مان
اءة|اه
""".strip().split("\n")


@pytest.mark.parametrize("pair", SAME)
def test_two_spellings_of_a_word_fold_alike(pair):
    one, other = pair.split("|")
    assert fold(one) == fold(other)


@pytest.mark.parametrize("pair", DIFFERENT)
def test_two_words_do_not_fold_alike(pair):
    one, other = pair.split("|")
    assert fold(one) != fold(other)


def test_zwnj_stays():
    assert fold("می‌رود") == f"می{ZWNJ}رود"


def test_the_not_sign_of_old_editors_is_zwnj():
    assert fold("می¬رود") == fold("می‌رود")


def test_hamza_goes_at_the_end_of_a_word_alone():
    assert fold("سماء قراءة") == "سما قراءه"


@given(st.text())
def test_folding_folded_text_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="ئوَُاءأآ۱۲٬،.,ـ\u200c¬éİhǅ가ᄀ\u1161\u0301\u0653", max_size=20))
def test_folding_is_idempotent_where_letters_meet(text):
    assert fold(fold(text)) == fold(text)

"""Light stems: forms of a word share one, other words keep their own."""

import pytest

from articles.text import stemming
from articles.text.stemming import (
    stem_arabic,
    stem_english,
    stem_persian,
    stem_persian_verb,
    without_proclitics,
)

PERSIAN_SAME = """
درخت درختها درختهای درختهایی درختهایش درختهایشان درختان
جنگل جنگلی جنگلها
بلند بلندتر بلندترین
بازیگر بازیگران بازیگرها بازیگری
ستاره ستارگان ستارهها
اروپا اروپایی اروپاییان
دریا دریای دریایی
دانشجو دانشجوی دانشجویان دانشجویی
صدا صدای صدایش صدایشان
محصول محصولات محصولی
بازی بازیها بازیهای
جلسه جلسات
کشور کشورشان کشورمان کشورها
سرباز سربازان
""".strip().split("\n")

PERSIAN_DIFFERENT = """
باران بار
آسمان آسم
میزان میز
خیابان خیاب
نگران نگر
کارگر کار
گلستان گلس
استان است
بازی باز
ماهی ماه
فیلتر فیل
امارات آمار
تنها تن
نمایش نما
رایگان رایه
بهار بها
""".strip().split("\n")

ARABIC_SAME = """
کتاب الکتاب والکتاب بالکتاب للکتاب کتابها کتابه
معلم معلمون معلمین معلمات المعلمه
مدینه المدینه والمدینه
رسمی رسمیه الرسمیه الرسمیین
لبنان لبنانی لبنانیه اللبنانیین
شرکه شرکات الشرکات
بستان البستان
""".strip().split("\n")

ARABIC_DIFFERENT = """
بحر بحرین
قانون قان
میدان مید
زیتون زیت
سلطان سلط
""".strip().split("\n")


@pytest.mark.parametrize("forms", PERSIAN_SAME)
def test_forms_of_a_persian_word_share_a_stem(forms):
    assert len({stem_persian(form.replace("آ", "ا")) for form in forms.split()}) == 1


@pytest.mark.parametrize("pair", PERSIAN_DIFFERENT)
def test_persian_words_that_look_alike_keep_their_stems(pair):
    one, other = (stem_persian(word.replace("آ", "ا")) for word in pair.split())
    assert one != other


@pytest.mark.parametrize("forms", ARABIC_SAME)
def test_forms_of_an_arabic_word_share_a_stem(forms):
    stems = {stem_arabic(form, has_teh_marbuta=form == "شرکه") for form in forms.split()}
    assert len(stems) == 1


@pytest.mark.parametrize("pair", ARABIC_DIFFERENT)
def test_arabic_words_that_look_alike_keep_their_stems(pair):
    one, other = map(stem_arabic, pair.split())
    assert one != other


@pytest.mark.parametrize("word", ["زهره", "نخله", "ورده"])
def test_a_short_noun_keeps_its_teh_marbuta(word):
    assert stem_arabic(word, has_teh_marbuta=True) == word


def test_heh_behind_a_short_noun_is_a_pronoun():
    assert stem_arabic("بلده") == "بلد"


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("ومدرسه", ["مدرسه"]),
        ("بمدرسه", ["مدرسه"]),
        ("وبمدرسه", ["بمدرسه", "مدرسه"]),
        ("مدرسه", []),
        ("وزیر", []),
        ("برنامج", []),
        ("وله", []),
    ],
)
def test_proclitics_are_taken_off(word, forms):
    assert without_proclitics(word) == forms


@pytest.mark.parametrize("forms", ["بینم بینی بیند بینیم بینید بینند", "روم روی رود رویم روند"])
def test_persons_of_a_persian_verb_share_a_stem(forms):
    assert len({stem_persian_verb(form) for form in forms.split()}) == 1


def test_english_is_stemmed_by_snowball():
    assert stem_english("lighthouses") == stem_english("lighthouse")


@pytest.mark.parametrize("word", sorted(stemming.PERSIAN_WHOLE_WORDS))
def test_every_whole_persian_word_would_be_stemmed_otherwise(word, monkeypatch):
    assert stem_persian(word) == word
    monkeypatch.setattr(stemming, "PERSIAN_WHOLE_WORDS", frozenset())
    assert stem_persian(word) != word


@pytest.mark.parametrize("word", sorted(stemming.ARABIC_WHOLE_WORDS))
def test_every_whole_arabic_word_would_be_stemmed_otherwise(word, monkeypatch):
    assert stem_arabic(word) == word
    monkeypatch.setattr(stemming, "ARABIC_WHOLE_WORDS", frozenset())
    assert stem_arabic(word) != word


@pytest.mark.parametrize("plural", sorted(stemming.PERSIAN_IRREGULAR_PLURALS))
def test_an_irregular_persian_plural_has_the_stem_of_its_singular(plural):
    assert stem_persian(plural) == stem_persian(stemming.PERSIAN_IRREGULAR_PLURALS[plural])

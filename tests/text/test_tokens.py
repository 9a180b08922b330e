"""Words and their affixes, joined, parted by ZWNJ or by a space."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.tokens import LONGEST_TOKEN, WORD, join_affixes, pieces


def words(text):
    return [piece.text for word in WORD.findall(join_affixes(text)) for piece in pieces(word)]


JOINED = """
می‌پرد|می پرد|میپرد
نمی‌خواهند|نمی خواهند|نمیخواهند
مي‌گويند|مي گويند|ميگويند
می‌توان|می توان|میتوان
می‌ رود|می ‌رود|می رود
پرنده‌ها|پرنده ها|پرنده‌ها
درخت‌های|درخت های|درختهای
قایق‌هایی|قایق هایی|قایقهایی
دوست‌هایشان|دوست هایشان|دوستهایشان
بلند‌تر|بلند تر|بلندتر
آرام‌ترین|آرام ترین|آرامترین
رودخانه‌ای|رودخانه ای|رودخانهای
رسیده‌اند|رسیده اند|رسیدهاند
خسته‌ام|خسته ام|خستهام
مدرسه‌ی|مدرسه ی|مدرسهی
نوشته‌اید|نوشته اید|نوشتهاید
""".strip().split("\n")


@pytest.mark.parametrize("spellings", JOINED)
def test_an_affix_makes_one_token_however_it_is_written(spellings):
    assert len({tuple(words(spelling)) for spelling in spellings.split("|")}) == 1


@pytest.mark.parametrize("spellings", JOINED)
def test_an_affix_makes_one_token_in_a_sentence(spellings):
    sentence = "امروز {} بار دیگر."
    assert len({tuple(words(sentence.format(s))) for s in spellings.split("|")}) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("می و نی", ["می", "و", "نی"]),
        ("۸ می برگزار کردند", ["8", "می", "برگزار", "کردند"]),
        ("ماه می رسید", ["ماه", "می", "رسید"]),
        ("ها", ["ها"]),
        ("«ها» نشانهٔ جمع", ["ها", "نشانه", "جمع"]),
        ("و ها", ["و", "ها"]),
        ("الولد ها هو هنا", ["الولد", "ها", "هو", "هنا"]),
        ("خانه، ای دوست", ["خانه", "ای", "دوست"]),
        ("نوشته ای کاش", ["نوشته", "ای", "کاش"]),
        ("باغ ای بلبل", ["باغ", "ای", "بلبل"]),
        ("قدمی رفت", ["قدمی", "رفت"]),
    ],
)
def test_what_only_looks_like_an_affix_stays_a_word(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("۱۵درصد", ["15", "درصد"]),
        ("کووید19", ["کووید", "19"]),
        ("mp3 و 5G", ["mp3", "و", "5g"]),
        ("#باغ_گیاه", ["باغ", "گیاه"]),
        ("۱۲٬۳۴۵ نفر، ۳٫۵ متر", ["12345", "نفر", "3", "5", "متر"]),
        ("در ۱۰,۰۰۰کیلومتری", ["در", "10000", "کیلومتری"]),
        ("1404/10/07", ["1404", "10", "07"]),
        ("Lighthouse’s keepers' don't", ["lighthouse", "keepers", "dont"]),
        ("ﷺ", ["صلی", "الله", "علیه", "وسلم"]),
        ("رفته‌است", ["رفته", "است"]),
        ("\u202aabc\u202c\u202eباغ\u202c", ["abc", "باغ"]),
        ("ab\x00cd\ud800ef", ["ab", "cd", "ef"]),
        ("؟!… — «»", []),
        ("\u200c\u200f\u0640", []),
    ],
)
def test_text_is_cut_into_words(text, expected):
    assert words(text) == expected


def test_parts_that_carry_the_meaning_are_told_from_affixes():
    (piece,) = pieces("نمی‌خوانده‌اند")
    assert (piece.prefix, piece.host, piece.suffixes) == ("نمی", ("خوانده",), ("اند",))


def test_a_compound_has_several_parts():
    (piece,) = pieces("کتاب‌خانه‌های")
    assert piece.host == ("کتاب", "خانه")


def test_the_span_leaves_direction_marks_and_apostrophes_out():
    (piece,) = pieces("باغ\u200f\u202c")
    assert (piece.start, piece.end) == (0, 3)


def test_a_very_long_word_is_cut():
    assert words("ب" * 10_000) == ["ب" * LONGEST_TOKEN]


@given(st.text())
def test_joining_keeps_every_offset(text):
    assert len(join_affixes(text)) == len(text)

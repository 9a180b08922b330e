"""What speaks for and against two reports being of one event."""

from __future__ import annotations

from datetime import date

import pytest

from articles.events.numbers import counted
from articles.events.reading import maker
from articles.events.round_ups import is_round_up
from articles.events.scoring import LINKED, features_within, score
from articles.events.signatures import Report
from articles.text.search_folding import fold

DAY = date(2025, 12, 28)

MILL = (
    "آتش‌سوزی در کارخانهٔ نساجی بصره",
    "کارخانهٔ نساجی بصره پنجشنبه آتش گرفت و ۳۳ کارگر جان باختند. سردار بهرامیان، مدیر کارخانه، گفت "
    "انبار پارچه خاکستر شده و ۴۱۰ کارگر به موقع بیرون رفتند.",
)


def signature(title, body, day=DAY):
    return maker().signature(Report("fa", title, body, day))


def scored(one, other, day=DAY):
    return score(signature(*one), signature(*other, day=day))


def changed(*pairs):
    """The report of the fire with other words."""
    title, body = MILL
    for word, other in pairs:
        assert word in title + body
        title, body = title.replace(word, other), body.replace(word, other)
    return title, body


def test_reports_of_one_happening_are_linked_while_its_toll_rises():
    retold = (
        "۳۶ کارگر در آتش کارخانهٔ نساجی بصره جان باختند",
        "آتش‌سوزی پنجشنبه در کارخانهٔ نساجی بصره ۳۶ کارگر را به کام مرگ کشید. بهرامیان، مدیر "
        "کارخانه، از سوختن انبار پارچه خبر داد.",
    )
    assert scored(MILL, retold) >= LINKED
    assert scored(MILL, retold) == scored(retold, MILL)


@pytest.mark.parametrize(
    "pairs",
    [
        [("بصره", "تبریز")],
        [("۳۳", "۸"), ("۴۱۰", "۹۵۰")],
        [("پنجشنبه", "دوشنبه")],
    ],
    ids=["place", "toll", "day"],
)
def test_the_same_words_of_another_happening_are_not(pairs):
    assert scored(MILL, changed(*pairs)) < LINKED


def test_reports_with_nothing_but_an_outlet_in_common_are_not():
    outlet = "به گزارش «پایگاه خبری بامداد نو»"
    snow = ("برف در گردنهٔ ملاوی", f"{outlet}، گردنهٔ ملاوی از صبح بسته است و راهداران در راه‌اند.")
    prize = ("جایزهٔ شعر به یوسف قندیلی رسید", f"{outlet}، داوران دفتر تازهٔ او را برگزیدند.")
    assert scored(snow, prize) < LINKED / 10


def test_what_a_title_tells_counts_wherever_the_other_begins_with_it():
    retold = (
        "شمار قربانیان افزایش یافت",
        "مدیر بیمارستان گفت سه مجروح دیگر آتش‌سوزی کارخانهٔ نساجی بصره جان باختند.",
    )
    one, other = signature(*MILL), signature(*retold)
    assert features_within(one, other)["told"] == 1
    late = signature(retold[0], "مدیر بیمارستان سخن گفت. " * 40 + retold[1])
    assert features_within(one, late)["told"] < 0.5


def test_two_matches_of_a_round_share_words_of_their_kind_but_no_rare_ones():
    kind = "در هفتهٔ یازدهم لیگ برتر فوتبال دیدار دو تیم با نتیجهٔ مساوی به پایان رسید."
    one = signature("تساوی در لیگ برتر", f"{kind} گلزنان: زاگرس‌وند و ملاویان و قندیلی.")
    other = signature("تساوی در لیگ برتر", f"{kind} گلزنان: بهرامیان و تیموریان و صدریان.")
    again = signature("مساوی در هفتهٔ یازدهم", f"{kind} زاگرس‌وند، ملاویان و قندیلی گل زدند.")
    rarest = features_within(one, other)["rarest"]
    assert rarest < 0.9 < features_within(one, again)["rarest"]
    assert features_within(signature("", ""), other)["rarest"] == 0


@pytest.mark.parametrize(
    "title",
    [
        "أبرز أحداث الثلاثاء 3 فيفري",
        "أهمّ الأخبار ليوم السبت",
        "أبرز الأخبار والمستجدات اليوم الاثنين",
        "عناوين الصحف الصادرة اليوم",
        "مهم‌ترین خبرهای امروز",
        "مروری بر عناوین صفحهٔ نخست روزنامه‌های امروز",
        "صفحهٔ اول روزنامه‌های صبح",
        "Today's headlines",
        "News round-up for Tuesday",
    ],
)
def test_a_round_up_is_a_report_of_nothing_that_it_lists(title):
    assert is_round_up(title)
    language = "en" if title.isascii() else "fa"
    listed = maker().signature(Report(language, title, f"{MILL[0]}\n\n{MILL[1]}", DAY))
    assert score(listed, signature(*MILL)) == 0
    assert score(listed, listed) == 0


@pytest.mark.parametrize(
    "title",
    [
        "",
        "أبرز أحداث المباراة اليوم",
        "أبرز النقاط في لقاء اليوم",
        "مذيعة تواصل تقديم نشرة الأخبار",
        "مهم‌ترین هدف دشمن",
        "روزنامه‌های اسپانیا: تنش در باشگاه",
        "Headlines cost minister her job",
        "Minister makes headlines",
        "Briefing room floods",
    ],
)
def test_a_report_with_words_of_a_round_up_is_none(title):
    assert not is_round_up(title)


def test_numbers_are_told_apart_by_the_words_beside_them():
    one = counted(fold("۳۳ کارگر زخمی و زمین‌لرزهٔ ۷٫۱ ریشتری در سال ۱۴۰۴"))
    assert one["کارگر"] == (33.0,)
    assert one["ریشتری"] == (7.1,)
    assert not any(1404.0 in values for values in one.values())


@pytest.mark.parametrize(("toll", "far"), [("۴۸", 0), ("۵۸", 1)])
def test_a_toll_may_rise_by_less_than_a_third(toll, far):
    first = signature("خبر", "در این حادثه ۳۵ کارگر زخمی شدند")
    later = signature("خبر", f"در این حادثه {toll} کارگر زخمی شدند")
    assert bool(features_within(first, later)["other_counts"]) is bool(far)


def test_hostile_texts_have_small_signatures():
    many = " ".join(f"{number} چیز{number}" for number in range(10, 9_000))
    assert len(signature("۱" * 5_000, many).to_bytes()) < 5_000

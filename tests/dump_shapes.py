"""Dumps of any shape around given paragraphs, to see that none of them is lost.

The furniture and the words are invented, the paragraphs are the caller's. Everything is drawn from
the generator that is passed in, so that a seed tells a dump.
"""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What one language's pages print around an article."""

    banner: tuple[str, ...]
    title: str
    source: str
    day: str
    views: str
    byline: str
    subhead: str
    neighbours: tuple[str, ...]
    tail: tuple[str, ...]


PERSIAN = Words(
    banner=("به یاد باغبانان این دشت", "نامشان بر درختان می‌ماند"),
    title="کارگاه بادبادک‌سازی در روستای بالا آغاز به کار کرد",
    source="خبرخانه ساحل",
    day="۱۴۰۴/۰۹/۱۴",
    views="۱۲ بازدید",
    byline="نگار دشتی",
    subhead="بادبادک‌های امسال",
    neighbours=(
        "<شکل>کودکان با بادبادک\nکودکان در دشت [عکس: خبرخانه ساحل]",
        "<تصویر>دشت بالا",
        "داستان‌های پیشنهادی\n\nفهرست ۲ مورد\n  • فهرست ۱ از ۲بادبادک‌های کاغذی"
        "\n  • فهرست ۲ از ۲نخ‌های ابریشمی\nپایان فهرست",
        "بیشتر بخوانید:\n• بادبادک‌های کاغذی\n• نخ‌های ابریشمی",
        "بیشتر بخوانید\nبادبادک‌های کاغذی\nنخ‌های ابریشمی",
        "همچنین بخوانید: نخ‌های ابریشمی کجا بافته می‌شوند",
        "اشتراک‌گذاری\nتلگرام\nواتساپ\nکپی لینک",
        "پخش ویدیو\n02:06\nبادبادک‌ها در باد\nبعدی\n01:12\nنخ‌ریسی",
        "عضویت در خبرنامه",
        "آگهی",
        "کد خبر: ۱۲۳۴۵",
    ),
    tail=(
        "انتهای پیام/",
        "منبع: خبرخانه ساحل",
        "برچسب‌ها: بادبادک، باد، روستا",
        "تمامی حقوق این سایت محفوظ است",
        "لینک کوتاه: https://news.example/b12",
    ),
)
ARABIC = Words(
    banner=("في ذكرى بستانيي هذا السهل", "أسماؤهم باقية على الأشجار"),
    title="افتتاح ورشة للطائرات الورقية في القرية العليا",
    source="وكالة الساحل",
    day="14 ديسمبر 2025",
    views="12 مشاهدة",
    byline="سلمى السهلي",
    subhead="طائرات هذا العام",
    neighbours=(
        "<الشكل>أطفال مع طائراتهم\nأطفال في السهل [ملف: وكالة الساحل]",
        "<صورة>السهل الأعلى",
        "قصص موصى بها\n\nقائمة من عنصرين\n  • قائمة 1 من 2طائرات من ورق"
        "\n  • القائمة 2 من 2خيوط من حرير\nنهاية القائمة",
        "اقرأ أيضا:\n- طائرات من ورق\n- خيوط من حرير",
        "مواضيع ذات صلة\nطائرات من ورق\nخيوط من حرير",
        "اقرأ أيضا: أين تنسج خيوط الحرير",
        "شارك\nفيسبوك\nتويتر\nنسخ الرابط",
        "تشغيل الفيديو\n02:06\nطائرات في الريح\nالتالي\n01:12\nغزل الخيوط",
        "اشترك في النشرة البريدية",
        "إعلان",
        "رقم الخبر: 12345",
    ),
    tail=(
        "// انتهى //",
        "المصدر: وكالة الساحل",
        "سمات: طائرات، ريح، قرية",
        "جميع الحقوق محفوظة",
        "رابط الخبر: https://news.example/b12",
    ),
)
WORDS = {"fa": PERSIAN, "ar": ARABIC}


def heads(words: Words) -> tuple[str, ...]:
    """The ways in which a page can begin."""
    title, meta = words.title, f"{words.source}\n{words.day}\n{words.views}"
    return (
        "\n\n".join((*words.banner, title, title, meta)),
        f"{title}\n\n{title}\n\n{meta}",
        f"{title}\n\n{meta}",
        f"{title}\n{title}\n{words.source} | {words.day} | {words.views}",
        f"{words.day}\n\n{title}\n\n{title}",
        f"{title}\n\n{words.byline}\n\n{words.day}",
        f"{title}\n\n{title}",
    )


def compose(draw: random.Random, paragraphs: Sequence[str], words: Words) -> str:
    """A dump of some shape with these paragraphs, in order."""
    if draw.random() < 0.15:
        return _without_blanks(draw, paragraphs, words)
    blocks = [draw.choice(heads(words))]
    for paragraph in _shaped(draw, paragraphs):
        if draw.random() < 0.35:
            blocks.append(draw.choice(words.neighbours))
        elif draw.random() < 0.1:
            blocks.append(words.subhead)
        blocks.append(paragraph)
    blocks.extend(each for each in words.tail if draw.random() < 0.3)
    return "\n\n".join(blocks) + "\n"


def _shaped(draw: random.Random, paragraphs: Sequence[str]) -> Iterator[str]:
    """The paragraphs as they stand in one dump: each on a line, or hard-wrapped."""
    width = draw.choice((0, 0, 0, 0, 60, 72, 90))
    wrap: Callable[[str], str] = str
    if width:
        wrapper = textwrap.TextWrapper(width, break_long_words=False, break_on_hyphens=False)
        wrap = wrapper.fill
    return map(wrap, paragraphs)


def _without_blanks(draw: random.Random, paragraphs: Sequence[str], words: Words) -> str:
    lines = [words.title, words.title, words.source, words.day, words.views, *paragraphs]
    lines.extend(each for each in words.tail if draw.random() < 0.3)
    return "\n".join(lines) + "\n"


def lost(paragraphs: Sequence[str], body: Sequence[str]) -> list[str]:
    """Those of ``paragraphs`` that do not stand in the parsed body; white space does not count."""
    text = "".join("".join(body).split())
    return [each for each in paragraphs if "".join(each.split()) not in text]

"""Titles that announce many happenings at once: the news of a day, what newspapers have. Pure.

A round-up shares words with the report of each happening in it, and is a report of none of them.
"""

from __future__ import annotations

from articles.expressions import regex
from articles.text.folding import folded_words

_LOOKED_AT = 12
"""Words of a title; a round-up says so at once."""

_DAY = "(?:ل|ال|لل)?(?:یوم|اسبوع|اثنین|احد|سبت|جمعه)|(?:ال|لل)?(?:ثلاثاء|اربعاء|خمیس)"
"""«أبرز أحداث الأربعاء» tells of a day, «أبرز أحداث المباراة» of one match."""

_ROUND_UP = regex(
    "(?:"
    + "|".join(
        (
            r"(?:ابرز|اهم) (?:ال)?(?:اخبار|احداث|عناوین|مستجدات)"
            rf"(?: (?:والمستجدات |الاخبار |المسجله )*(?:{_DAY})\b|$)",
            r"(?:موجز|حصاد|ملخص) (?:ال)?(?:اخبار|انباء|یوم|اسبوع)\b",
            r"(?:ابرز |اهم )?(?:عناوین|اقوال) (?:ال)?(?:صحف|جرائد)\b",
            r"(?:مهم ?ترین|گزیده|برگزیده|خلاصه|مروری? بر|سرخط|مرور) (?:مهم ?ترین )?"
            r"(?:عناوین|اخبار|خبر ?ها|خبر ?های|رویداد ?های|سرمقاله ?های?)\b",
            r"(?:مهم ?ترین |مروری? بر )?(?:صفحه (?:اول|نخست)|عناوین|تیتر\w*|سرخط) (?:\w+ ){0,3}?"
            r"(?:روزنامه|مطبوعات)",
            r"(?:(?:the|today s?|this week s?|morning|evening|daily|weekly|world) )*"
            r"(?:headlines|news in brief|(?:news )?round ?up|(?:news )?briefing|front pages)"
            r"(?: (?:of|for|on|from|this|today)\b|$)",
        )
    )
    + ")"
)


def is_round_up(title: str) -> bool:
    """Whether a title announces the news of a day or week, or what newspapers have."""
    return _ROUND_UP.match(" ".join(folded_words(title)[:_LOOKED_AT])) is not None

"""Words and class names by which the furniture of a page is known.

Class names and ids are cut into their words; the tables hold those that templates of news sites and
their plugins share. Words of the page are compared folded (:func:`articles.text.folding.fold_key`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from articles.dumps.grammar import RELATED_HEADINGS, Table, any_of
from articles.expressions import regex
from articles.text.folding import fold_key

FURNITURE_TAGS = frozenset("nav footer aside form menu".split())
FURNITURE_ROLES = frozenset(
    "navigation banner contentinfo complementary search dialog alertdialog toolbar form".split()
)
_MARKS = regex(r"[^\w\s/]")
_TOKEN = regex(r"[a-z]+|[A-Z][a-z]+")
_FURNITURE = frozenset(
    "ad ads adv advert advertisement advertising adsbygoogle banner breadcrumb breadcrumbs comment "
    "comments commentlist cookie cookies consent disqus donate footer login mailinglist menu "
    "mostread mostviewed nav navbar navigation newsletter pager pagination paywall player playlist "
    "poll popular popup print promo promotion related relatedposts relatednews recommended "
    "recommendation reply respond search share shares sharing sharedaddy sidebar signup social "
    "sponsor sponsored subscribe subscription survey tag tags taglist taboola outbrain toolbar "
    "tools topbar trending vote widget widgets yarpp".split()
)
_ADVERTS = frozenset(
    "ad ads adv advert advertisement advertising banner promo promotion sponsor sponsored taboola "
    "outbrain newsletter nav navigation menu breadcrumb pagination share sharing social tags tag "
    "author".split()
)
_CAPTIONS = frozenset("caption captions figcaption credit copyright cutline".split())
_LEADS = frozenset(
    "lead lede lid leed intro introduction introtext summary standfirst excerpt subtitle subtitr "
    "deck dek sapo chapeau abstract kholase moghadame".split()
)
_UPDATES = frozenset("updated update modified lastmod edit edited".split())

_COMMENTS: Table = {
    "fa": ("نظر", "نظرات", "نظرها", "دیدگاه", "دیدگاه‌ها", "کامنت", "کامنت‌ها"),
    "ar": (
        "تعليق",
        "تعليقا",
        "تعليقك",
        "التعليق",
        "تعليقات",
        "التعليقات",
        "آراء",
        "ردود",
        "مشاركات",
    ),
    "en": ("Comment", "Comments", "Discussion", "Responses", "Replies"),
}
_OF_READERS: Table = {
    "fa": (
        "کاربران",
        "خوانندگان",
        "مخاطبان",
        "بازدیدکنندگان",
        "شما",
        "خود را بنویسید",
        "خود را ثبت کنید",
        "بدهید",
        "دهید",
        "ارسال",
        "ارسال شده",
        "منتشر شده",
    ),
    "ar": ("القراء", "الزوار", "المستخدمين", "المتابعين", "الجمهور", "على الخبر", "على المقال"),
    "en": ("of readers", "from readers", "on this article", "on this story"),
}
_WRITE: Table = {
    "fa": ("ارسال", "ثبت", "درج", "افزودن", "نوشتن"),
    "ar": ("أضف", "اضف", "اترك", "أكتب", "اكتب", "شاركنا", "شارك", "إضافة", "كتابة", "أرسل"),
    "en": ("Leave a", "Add a", "Post a", "Write a", "Join the"),
}
_ENDS: Table = {
    "fa": (
        "برچسب‌ها",
        "برچسب",
        "کلیدواژه‌ها",
        "کلید واژه‌ها",
        "کلمات کلیدی",
        "پربازدیدترین‌ها",
        "پربازدیدها",
        "پربیننده‌ترین‌ها",
        "پربیننده‌ترین",
        "پربازدیدترین",
        "داغ‌ترین",
        "آخرین اخبار",
        "تازه‌ترین اخبار",
        "تازه‌ترین خبرها",
        "جدیدترین اخبار",
        "جدیدترین خبرها",
        "پیشنهاد سردبیر",
        "پیوندها",
    ),
    "ar": (
        "الوسوم",
        "وسوم",
        "كلمات دلالية",
        "كلمات مفتاحية",
        "الكلمات المفتاحية",
        "الأكثر قراءة",
        "الأكثر مشاهدة",
        "الأكثر تداولا",
        "آخر الأخبار",
        "أحدث الأخبار",
        "جديد الأخبار",
        "اخترنا لكم",
        "اختيارات المحرر",
        "اختيار المحرر",
        "مختارات",
    ),
    "en": ("Tags", "Topics", "Most read", "Most popular", "Latest news", "Trending", "Top stories"),
}
"""Headings of what does not belong to the article, and ends it."""
_LIST_HEADS = regex(
    rf"(?:[^\W\d]+ ){{0,2}}{any_of(_ENDS)}(?: [^\W\d]+){{0,3}}",
)
_COMMENT_HEAD = regex(
    rf"(?:\d+ )?(?:{any_of(_WRITE)} )?{any_of(_COMMENTS)}(?: {any_of(_OF_READERS)})?(?: \d+)?"
    rf"|(?:\d+ )?{any_of(_WRITE)} (?:\S+ )?{any_of(_COMMENTS)}(?: \S+){{0,3}}"
)
_ADS: Table = {
    "fa": (
        "تبلیغات",
        "تبلیغ",
        "آگهی",
        "رپورتاژ",
        "رپورتاژ آگهی",
        "محتوای تبلیغاتی",
        "تبلیغات متنی",
    ),
    "ar": ("إعلان", "اعلان", "إعلانات", "اعلانات", "محتوى إعلاني", "إعلان ممول", "ممول"),
    "en": ("Ad", "Ads", "Advertisement", "Advertisements", "Sponsored", "Promoted", "Advertorial"),
}
_AD = regex(rf"{any_of(_ADS)}(?!\w)")
_RELATED = regex(any_of(RELATED_HEADINGS))
_POPULAR: Table = {
    "fa": ("پربازدید", "پربیننده", "داغ‌ترین", "پیشنهاد سردبیر", "آخرین", "تازه‌ترین", "جدیدترین"),
    "ar": ("الأكثر", "آخر", "أحدث", "اختيار", "اختيارات", "المحرر"),
    "en": ("Most", "Latest", "Trending", "Popular", "Top"),
}
_IS_POPULAR = regex(rf"\b{any_of(_POPULAR)}")
_COUNTED_PICTURE = regex(
    r"(?:[^\W\d]+ )?\d{1,3} ?(?:از|من|of|/) ?\d{1,3}|[^\W\d]+ \d{1,3}", re.IGNORECASE
)


_APPEALS: Table = {
    "fa": (
        "ایمیل",
        "خبرنامه",
        "عضویت",
        "عضو شوید",
        "دنبال کنید",
        "اپلیکیشن",
        "نصب کنید",
        "در حال بارگذاری",
        "به نظر شما",
        "نسخه چاپی",
        "ارسال به دوستان",
        "ویدیو را تماشا کنید",
    ),
    "ar": (
        "البريد الإلكتروني",
        "بريدك",
        "النشرة البريدية",
        "نشرتنا",
        "اشترك",
        "تابعنا",
        "تطبيقنا",
        "جاري تحميل",
        "في رأيك",
        "نسخة للطباعة",
        "أرسل إلى صديق",
        "شاهد الفيديو",
    ),
    "en": (
        "email",
        "newsletter",
        "sign up",
        "subscribe",
        "follow us",
        "our app",
        "loading",
        "print version",
        "in your opinion",
    ),
}
"""What a page asks of its readers, or offers them, in lines that no article has."""
_APPEAL = regex(rf"(?<!\w){any_of(_APPEALS)}(?!\w)")


def is_appeal(text: str) -> bool:
    """Whether a short line asks readers to subscribe, to follow, to vote or to wait.

    A sentence that ends is one only where it asks.
    """
    is_statement = text.rstrip("\"'»”)").endswith(".")
    return len(text) <= 90 and not is_statement and bool(_APPEAL.search(_key(text)))


def words_in(classes: str, name: str) -> frozenset[str]:
    """The words of an element's classes and id, in lower case."""
    return _words_in(f"{classes} {name}"[:400]) if classes or name else frozenset()


@lru_cache(maxsize=4096)  # a site has few names, on many elements
def _words_in(names: str) -> frozenset[str]:
    return frozenset(token.lower() for token in _TOKEN.findall(names))


def is_furniture(tag: str, role: str, words: frozenset[str]) -> bool:
    """Whether an element is none of the article by its tag, role or class."""
    return tag in FURNITURE_TAGS or role in FURNITURE_ROLES or not words.isdisjoint(_FURNITURE)


def is_caption(words: frozenset[str]) -> bool:
    return not words.isdisjoint(_CAPTIONS)


def is_advert(words: frozenset[str]) -> bool:
    return not words.isdisjoint(_ADVERTS)


def is_lead(words: frozenset[str]) -> bool:
    return not words.isdisjoint(_LEADS)


def is_update(words: frozenset[str]) -> bool:
    return not words.isdisjoint(_UPDATES)


def _key(text: str) -> str:
    return _without_marks(fold_key(text))


@lru_cache(maxsize=4096)  # the lines around articles are the same on every page of a site
def _without_marks(key: str) -> str:
    return " ".join(_MARKS.sub(" ", key).split())


def ends_article(text: str) -> bool:
    """Whether a short line heads comments or a list of other articles."""
    if len(text) > 60:
        return False
    key = _key(text)
    return bool(_COMMENT_HEAD.fullmatch(key) or _LIST_HEADS.fullmatch(key))


def is_related_heading(text: str) -> bool:
    """Whether a line heads articles that are offered with this one."""
    key = _key(text)
    return bool(_RELATED.fullmatch(key)) and not _IS_POPULAR.match(key)


def related_heading_before(key: str) -> bool:
    """Whether a folded line begins with such a heading."""
    return bool(_RELATED.match(_without_marks(key)))


def is_popular_heading(text: str) -> bool:
    """Whether a line heads what is read most or came last."""
    return len(text) <= 60 and bool(_IS_POPULAR.match(_key(text)))


def is_ad_label(text: str) -> bool:
    return len(text) <= 30 and bool(_AD.fullmatch(_key(text)))


def begins_as_ad(text: str) -> bool:
    return bool(_AD.match(_key(text[:40])))


def counts_pictures(text: str) -> bool:
    """«عکس ۳ از ۸» and its like."""
    return len(text) <= 24 and bool(_COUNTED_PICTURE.fullmatch(_key(text)))

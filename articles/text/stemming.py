"""Light stemmers for Persian, Arabic and English words, already folded for search.

The Arabic rules follow light10 (Larkey, Ballesteros and Connell 2002, *Improving stemming for
Arabic information retrieval*), the Persian rules are our own (docs/text-rules.md), English uses
Snowball. A stem is only for matching and need not be a word.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable

import Stemmer

from articles.expressions import regex

SHORTEST_STEM = 3
"""Letters that must remain after an affix is removed, unless a table says otherwise."""

ARABIC_PREFIXES = "ولل فلل وبال وکال فبال وال بال کال فال لل ال".split()
"""The article with its prefixes; the longest that fits is removed."""

ARABIC_SUFFIXES = "ها ان ات ون ین یه ه ی ا".split()
"""Removed in this order, each at most once (light10, Larkey et al. 2002). Not یا: it would give
روسيا (the country) the stem of روسية and so of the Persian روسیه; names across languages connect
these, and can be switched off."""

ARABIC_CONJUNCTIONS = "وف"
ARABIC_PREPOSITIONS = "بلک"
"""Proclitics of one letter; a conjunction comes before a preposition."""

ARABIC_WHOLE_WORDS = frozenset(
    """
    بحرین لبنان سودان یونان ایران باکستان افغانستان ترکمانستان طاجیکستان اوزبکستان کازاخستان
    کردستان فلسطین برلین اوکرانیا صقلیه وهران حلوان بیسان تطوان سلمان سلیمان عثمان رمضان شعبان
    نعمان سفیان مروان عدنان سلطان رضوان قحطان حمدان زیدان شیبان لقمان فرعون هارون قارون یاسین
    ذوالقرنین قانون برلمان میدان عنوان انسان حیوان طوفان بستان فستان دیوان ایوان میزان امتحان
    مهرجان عدوان سرطان برکان نیسان حزیران تشرین ملیون تریلیون تلفزیون صابون زیتون لیمون کانون بنزین
    تمرین مسکین عشرون ثلاثون عشرین ثلاثین ایمان اعلان برهان جیران نیران طیران بنیان شریان فنجان
    مرجان تعاون مضمون قرصان
    """.split()
)
"""Words without their article that end like a suffix, in folded letters."""

ARABIC_WHOLE_BEGINNINGS = frozenset(
    """
    وزیر وزرا وزاره وزارات وقود وقوف وقوع وقایه وطنی وطنیه وضعیه وحده وحدات وحید واحد واحده واقع
    واجب واجهه وارد واردات واسع واسعه واضح واضحه والد والده والی وسطی وسیط وسیله وسایل وفود وفاه
    وفاق وفیات ورقه ورشه ورود وردت وصول وظیفه وظایف وکاله وکالات وکیل وکلا ولادت ولایه ولایات وعود
    وعکه وجهه وجود وجهات وجبه وجبات وثیقه وثایق وثیق وتیره ودیعه وساطه وشیک فرنسا فرنسی فرنسیه فریق
    فرصه فروع فردی فرار فلسطین فلسطینی فلسطینیه فکره فکری فتره فترات فتاه فتیات فنان فنیه فندق
    فنادق فیلم فیروس فصایل فساد فراغ فعال فعالیات فایده فایز فاعل بحوث بحرین بحری بدایه برنامج
    برامج برلمان برلمانی برید بریطانیا بریطانی بشار بصره بضایع بطوله بعثه بغداد بکین بلدان بلدیه
    بلده بلاد بلاغ بنوک بنات بنیه بیروت بیان بیانات بییه بارد باریس بالغ باحث بایع بندقیه بنغازی
    بترول برهان برکان بطاقه بعید بقره بیضا لبنان لبنانی لبنانیه لجنه لجان لحظه لحظات لحوم لسان لغات
    لقاءات لندن لیبیا لیبی لیبیه لیله لیالی لیرا لاعب لاعبین لاجی لاجیین لازم لوحه لولا لقاح لعبه
    لاحق کتاب کتابه کاتب کبیر کبیره کبار کثیر کثیره کریم کریمه کامل کامله کانت کانون کرسی کردی
    کردستان کلمه کلمات کلام کلیه کمین کمال کمیه کنیسه کندا کهربا کوریا کورونا کویت کیان کیلو کیمیا
    کفاح کفاءه کوکب کافی کارثه کوادر
    """.split()
)
"""Words without their article whose first letter is not a proclitic, in folded letters."""

_ARABIC_ELATIVE_PLURAL = regex(r"ا\w{3}[وی]ن")
"""Plural of the pattern أفعل (الأخسرين, the greatest losers): without its ending it would be the
first person of a verb (أخسر, I lose)."""

PERSIAN_PLURALS: dict[str, int] = {
    **dict.fromkeys("هایشان هایمان هایتان هایی هایم هایت هایش های ها".split(), 2),
}
"""Plural endings, and how many letters must remain; another suffix may come before them."""

PERSIAN_SUFFIXES: dict[str, int] = {
    **dict.fromkeys("ترین تری تر ییان یان گان ات یشان یش ای یی ی".split(), SHORTEST_STEM),
    **dict.fromkeys("ان ین شان مان تان".split(), 4),
}
"""Other suffixes, and how many letters must remain. Of each table the longest that fits is
removed."""

PERSIAN_SUFFIX_HOSTS = {"ای": "ه", "یی": "او", "ییان": "او", "یش": "او", "یشان": "او"}
"""Letters after which a suffix has this form; after others only its end is a suffix (شورا + ی)."""

PERSIAN_REPLACEMENTS = {"گان": "ه"}
"""What a suffix replaced: ستاره, ستارگان."""

PERSIAN_LEXICAL_ENDINGS = tuple("ستان".split())
"""Endings that belong to the word although they look like a suffix."""

PERSIAN_WHOLE_WORDS = frozenset(
    """
    سازمان اصفهان ابادان سپاهان خراسان زاهدان سیرجان رفسنجان لاهیجان اذربایجان اردکان مازندران
    شمیران نخجوان لواسان پارلمان قهرمان مسلمان گفتمان ساختمان سلیمان پهلوان کاروان ناتوان فراوان
    ارغوان هراسان خیابان بیابان ساربان نگهبان پشتیبان دیدبان باغبان مهربان گریبان سایبان نمایان
    ناگهان خاندان دوچندان پریشان درخشان کهکشان اتشفشان خروشان اویزان گریزان فروزان کامران بیکران
    همزمان پشیمان دودمان زایمان چیدمان راندمان خانمان ریسمان امتحان ارمغان میهمان پرنیان ماکیان
    زعفران نریمان شادمان ترجمان رایگان بازرگان ناوگان پادگان گروگان هرمزگان گلپایگان شایگان امارات
    مجازات مناسبات عملیات ادبیات ملاقات سادات مکافات سوغات کاینات حشرات فلسطین فیلیپین اوکراین
    جانشین نازنین سرزمین دوربین فیلتر چارتر شوشتر پوستر کارتر تیاتر اینتر بازی ماهی کشتی بینی گوشی
    صندلی قاضی سینی قالی کمدی نازی ساری گونی شمسی طوطی قوطی کرسی خالی جاری موسی عیسی یحیی لیلی کافی
    باقی راضی معنی یعنی مشتری مربی شیمی بستنی فانی ثانی نمایش همایش رزمایش ارایش گرایش افزایش
    ازمایش اسایش پیمایش فرسایش پیدایش ویرایش پیرایش پالایش ستایش گشایش سرایش گنجایش تنها انها اینها
    تنهایی انتها بهایی منتها
    """.split()
)
"""Words that end like a suffix, in folded letters."""

PERSIAN_IRREGULAR_PLURALS: dict[str, str] = {
    "حملات": "حمله",
    "جلسات": "جلسه",
    "کلمات": "کلمه",
    "ضربات": "ضربه",
    "قطعات": "قطعه",
    "خاطرات": "خاطره",
    "لحظات": "لحظه",
    "نقاط": "نقطه",
    "صفحات": "صفحه",
    "طبقات": "طبقه",
    "مقدمات": "مقدمه",
    "تجربیات": "تجربه",
    "ادارات": "اداره",
    "خدمات": "خدمت",
    "عملیاتها": "عملیات",
    "شبهات": "شبهه",
    "معادلات": "معادله",
    "مسابقات": "مسابقه",
    "مطالعات": "مطالعه",
    "مذاکرات": "مذاکره",
    "معاملات": "معامله",
    "محاسبات": "محاسبه",
    "مبارزات": "مبارزه",
    "مکالمات": "مکالمه",
    "مناقصات": "مناقصه",
    "مقالات": "مقاله",
    "مطالبات": "مطالبه",
    "جملات": "جمله",
    "دفعات": "دفعه",
    "روحیات": "روحیه",
    "نشریات": "نشریه",
    "نظریات": "نظریه",
    "اتحادیات": "اتحادیه",
    "مصوبات": "مصوبه",
    "محلات": "محله",
    "قضات": "قاضی",
    "جنایات": "جنایت",
    "شکایات": "شکایت",
    "روایات": "روایت",
    "حرکات": "حرکت",
    "نکات": "نکته",
}
"""Persian plurals in ‑ات that lose a letter, with their singular, in folded letters."""

PERSIAN_PERSONAL_ENDINGS = "ند د م".split()
"""Verb endings after «می»; with ید and یم the ی is removed too."""

PERSIAN_ROOTS_IN_NUN = tuple("بین دان خوان مان ران سان توان گردان نشان چین".split())
"""Roots whose own last letter, before the ending د, looks like the ending ند."""


def _longest_first(affixes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(affixes, key=len, reverse=True))


_PERSIAN_PLURALS = _longest_first(PERSIAN_PLURALS)
_PERSIAN_SUFFIXES = _longest_first(PERSIAN_SUFFIXES)
_ARABIC_PREFIXES = _longest_first(ARABIC_PREFIXES)
_ARABIC_SUFFIXES = tuple(ARABIC_SUFFIXES)
_english = threading.local()


def stem_persian(word: str) -> str:
    """``word`` without its plural ending and one more suffix: کتابهایشان gives کتاب."""
    if word.endswith(_PERSIAN_PLURALS) and word not in PERSIAN_WHOLE_WORDS:
        for ending in _PERSIAN_PLURALS:
            if word.endswith(ending) and len(word) - len(ending) >= PERSIAN_PLURALS[ending]:
                word = word[: -len(ending)]
                break
    word = PERSIAN_IRREGULAR_PLURALS.get(word, word)
    if (
        not word.endswith(_PERSIAN_SUFFIXES)
        or word in PERSIAN_WHOLE_WORDS
        or word.endswith(PERSIAN_LEXICAL_ENDINGS)
    ):
        return word
    for suffix in _PERSIAN_SUFFIXES:
        if not word.endswith(suffix):
            continue
        stem = word[: -len(suffix)]
        hosts = PERSIAN_SUFFIX_HOSTS.get(suffix)
        if len(stem) >= PERSIAN_SUFFIXES[suffix] and (hosts is None or stem[-1] in hosts):
            return stem + PERSIAN_REPLACEMENTS.get(suffix, "")
    return word


def stem_persian_verb(word: str) -> str:
    """The stem of a verb after «می» or «نمی», without its personal ending: بینند and بینی give
    می-بین. The hyphen distinguishes it from stems of nouns (می‌دانم, میدان)."""
    if word.endswith("د") and word[:-1].endswith(PERSIAN_ROOTS_IN_NUN):
        return f"می-{word[:-1]}"
    for ending in PERSIAN_PERSONAL_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            word = word[: -len(ending)]
            break
    if word.endswith("ی") and len(word) > 2:
        word = word[:-1]
    return f"می-{word}"


def stem_arabic(word: str, *, has_teh_marbuta: bool = False) -> str:
    """``word`` without article and endings: والحکومات gives حکوم.

    If only three letters are left, the feminine ending often distinguishes two nouns (شهرة, شهر):
    it stays if it was written as teh marbuta (``has_teh_marbuta``) or is its plural, and counts as
    a pronoun (his month) if it was written as heh.
    """
    word = without_article(word)
    if word in ARABIC_WHOLE_WORDS or _ARABIC_ELATIVE_PLURAL.fullmatch(word):
        return word
    if len(word) == SHORTEST_STEM + 2 and word.endswith("ات"):
        word, has_teh_marbuta = word[:-2] + "ه", True
    if has_teh_marbuta and len(word) == SHORTEST_STEM + 1 and word[1] != "ا":
        return word
    if word.endswith(_ARABIC_SUFFIXES):
        for suffix in ARABIC_SUFFIXES:
            if len(word) - len(suffix) >= SHORTEST_STEM and word.endswith(suffix):
                word = word[: -len(suffix)]
    return word


def without_article(word: str) -> str:
    """``word`` without the Arabic article and its prefixes."""
    if word.startswith(_ARABIC_PREFIXES):
        for prefix in _ARABIC_PREFIXES:
            if len(word) - len(prefix) >= SHORTEST_STEM and word.startswith(prefix):
                return word[len(prefix) :]
    return word


def without_proclitics(word: str) -> list[str]:
    """``word`` read with Arabic proclitics: without the conjunction, without the preposition,
    without both."""
    forms = []
    for proclitics in (ARABIC_CONJUNCTIONS, ARABIC_PREPOSITIONS):
        if (
            len(word) > SHORTEST_STEM
            and word[0] in proclitics
            and word not in ARABIC_WHOLE_BEGINNINGS
        ):
            word = word[1:]
            forms.append(word)
    return forms


def stem_english(word: str) -> str:
    """The stem of Snowball's English stemmer for ``word`` in lower case."""
    stemmer: Stemmer.Stemmer | None = getattr(_english, "stemmer", None)
    if stemmer is None:  # a Stemmer has state, so each thread has its own
        stemmer = _english.stemmer = Stemmer.Stemmer("english", 0)
    return str(stemmer.stemWord(word))

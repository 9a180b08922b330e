"""Queries of an archive of invented articles: spellings, languages, words that carry nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction
from django.test import override_settings

from articles import search as engine
from articles.search import Search
from tests.factories import make_article
from tests.search.conftest import TODAY
from tests.search.query_table import ROWS, checked, of_archive, query_of
from tests.search_engines import archive_in, rebuild_index

pytestmark = [pytest.mark.django_db, pytest.mark.each_database, pytest.mark.each_engine]

LEAST = 120


ARTICLES = {
    # one word or two
    "alireza": ("fa", "علیرضا به خانه رسید", "علیرضا صبح از سفر برگشت."),
    "ali-reza": ("fa", "علی رضا در کارگاه", "علی رضا میز تازه‌ای ساخت."),
    "ali": ("fa", "علی و باغ", "علی با رضا همسایه است و درخت می‌کارد."),
    "abdulaziz": ("ar", "عبدالعزيز يفتح المتجر", "وصل عبدالعزيز إلى السوق صباحا."),
    "abd-alaziz": ("ar", "عبد العزيز في القرية", "زار عبد العزيز أهله يوم الجمعة."),
    "tanker": ("fa", "نفتکش در بندر", "نفتکش بزرگ پهلو گرفت."),
    "tanker-space": ("fa", "نفت کش تازه", "یک نفت کش به آب افتاد."),
    "tanker-zwnj": ("fa", "نفت‌کش کهنه", "نفت‌کش کهنه را اوراق کردند."),
    "ayat": ("fa", "آیت‌الله نوری", "آیت‌الله نوری سخن گفت."),
    "ayat-teh": ("fa", "آیةالله نوری و درس", "درس آیةالله نوری آغاز شد."),
    "ayat-space": ("fa", "آیت الله نوری و موزه", "خانه آیت الله نوری موزه شد."),
    "want-zwnj": ("fa", "کشاورزان چه می‌خواهند", "کشاورزان آب می‌خواهند."),
    "want-solid": ("fa", "معلمان سهم میخواهند", "معلمان سهم خود را میخواهند."),
    "want-space": ("fa", "ماهیگیران بندر", "ماهیگیران بندر تازه می خواهند."),
    "square": ("fa", "میدان شهر", "میدان شهر سنگفرش شد."),
    "quran": ("ar", "مسابقة القرآن", "فاز الطلاب في مسابقة القرآن."),
    "quran-old": ("ar", "طباعة القرءان", "طبعة قديمة من القرءان الكريم."),
    "came": ("fa", "مهمان", "مهمان از در آمد و نشست."),
    "income": ("fa", "بودجه", "درآمد شهرداری کم شد."),
    # one language and the other
    "egypt-ar": ("ar", "مصر تفتح المتحف", "فتحت مصر المتحف الكبير في القاهرة."),
    "egypt-fa": ("fa", "مصر موزه را گشود", "مصر موزه بزرگ قاهره را گشود."),
    "iran-ar": ("ar", "إيران تزرع الزعفران", "تزرع إيران الزعفران في خراسان هذا العام."),
    "iran-fa": ("fa", "ایران زعفران می‌کارد", "ایران زعفران را در خراسان می‌کارد و می‌فروشد."),
    # words that stand for something, and words that carry nothing
    "dollar": ("fa", "قیمت دلار بالا رفت", "قیمت دلار در بازار بالا رفت."),
    "price": ("fa", "قیمت نان", "قیمت نان بالا نرفت."),
    "rain-ar": ("ar", "هطول الأمطار على الساحل", "هطلت الأمطار على الساحل طوال الليل."),
    "university": ("fa", "دانشگاه تهران در تابستان", "دانشگاه تهران کلاس تابستانی دارد."),
    "university-other": (
        "fa",
        "دانشگاه شیراز",
        "استادی از دانشگاه شیراز گفت که به تهران می‌رود و از تهران برمی‌گردد.",
    ),
    # days
    "quake": ("fa", "زلزله در کوهستان", "زلزله کوهستان را لرزاند.", "2019-07-08"),
    "quake-later": ("fa", "زلزله در کوهستان", "زلزله کوهستان را تکان داد.", "2023-02-06"),
    "quake-2015": ("fa", "زلزله در دشت", "زلزله دشت را لرزاند.", "2015-08-06"),
    "rain-july": ("ar", "أمطار على الجبل", "هطلت أمطار غزيرة على الجبل.", "2015-07-23"),
    "rain-august": ("ar", "أمطار على الجبل", "هطلت أمطار خفيفة على الجبل.", "2018-08-23"),
    # words typed otherwise
    "greeting": ("fa", "سلام بر بهار", "سلام کودکان به بهار در حیاط مدرسه."),
    "arabic": ("ar", "درس عربي", "بدأ درس عربي جديد في المدرسة."),
    "barjam": ("fa", "برجام و بازار", "برجام در بازار نقل مجلس بود."),
    "persepolis": ("fa", "پرسپولیس برد", "پرسپولیس بازی را دو بر یک برد."),
    # names that languages write in their ways
    "trump-fa": ("fa", "ترامپ سخن گفت", "دونالد ترامپ در فلوریدا سخن گفت."),
    "trump-ar": ("ar", "ترامب يتحدث", "تحدث دونالد ترامب في فلوريدا."),
    "trump-en": ("en", "Trump speaks", "There Donald Trump spoke, and Donald Trump left."),
    "ronaldo-fa": ("fa", "گل رونالدو", "کریستیانو رونالدو گل زد."),
    "ronaldo-ar": ("ar", "هدف رونالدو", "سجل كريستيانو رونالدو هدفا."),
    "ronaldo-en": ("en", "A goal by Ronaldo", "It was Cristiano Ronaldo who scored."),
    "zarif-fa": ("fa", "ظریف به وین رفت", "محمدجواد ظریف برای گفتگو به وین رفت و می‌ماند."),
    "zarif-ar": ("ar", "ظريف في فيينا", "وصل محمد جواد ظريف إلى فيينا."),
    "zarif-en": ("en", "Zarif in Vienna", "On Monday Zarif flew to Vienna."),
    # names that are words too
    "lose": ("ar", "كيف أخسر الوزن", "كيف أخسر الوزن في شهر واحد."),
    "losers": ("ar", "الأخسرين أعمالا", "درس عن الأخسرين أعمالا."),
    "muna": ("ar", "منى تكتب قصة", "منى كاتبة من بيروت."),
    "from-me": ("ar", "رسالة مني", "وصلت مني رسالة إلى أخي، وهذه مني أيضا."),
}
"""Language, title, body and perhaps a day."""


class Spellings:
    """The invented articles, indexed."""

    def __init__(self):
        self.numbers = {}
        for name, (language, title, body, *day) in ARTICLES.items():
            published = date.fromisoformat(day[0]) if day else None
            article = make_article(title, language=language, body=body, day=published)
            self.numbers[article.pk] = name

    def find(self, text):
        wanted = Search(text, TODAY, limit=50)
        answer = engine.search(wanted)
        meant = None if answer.total else engine.did_you_mean(wanted, answer)
        if meant:
            answer = engine.search(replace(wanted, text=meant.text))
        return [self.numbers[hit.article_id] for hit in answer.hits]


@pytest.fixture(scope="module")
def spelling_archive(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("spellings")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**archive_in(folder)):
            spellings = Spellings()
            rebuild_index()
        yield folder, spellings
        transaction.set_rollback(True)


@pytest.fixture
def spellings(db, settings, spelling_archive):
    folder, spellings = spelling_archive
    for name, value in archive_in(folder).items():
        setattr(settings, name, value)
    return spellings


def test_the_table_is_long_enough_and_no_query_stands_twice():
    asked = [(row["archive"], row["query"]) for row in ROWS]

    assert len(asked) >= LEAST
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("row", of_archive("spellings"), ids=query_of)
def test_a_query_of_the_spellings_finds_what_it_should(spellings, row):
    checked(row, spellings)

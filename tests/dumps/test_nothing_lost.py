"""No paragraph is lost, in dumps of any shape: invented ones always, real ones where they are."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from articles.dumps import parse_item
from tests.benchmarks.nothing_lost import CORPUS, corpus, dumps
from tests.dump_shapes import WORDS, compose, lost

REFERENCE = date(2026, 11, 23)

INVENTED = {
    "fa": (
        "شهردار گفت بادبادک‌ها را با دوستان خود به اشتراک گذاشتند و همه شاد شدند.",
        "حق نشر کتاب‌های سال ۱۳۹۰ در این نمایشگاه هنوز محفوظ مانده است.",
        "برچسب‌ها را کودکان خودشان بریدند و روی نخ‌ها چسباندند.",
        "نظرات مردم روستا را در دفتری سبز نوشتند و به شورا دادند.",
        "پخش ویدیو در میدان تا نیمه شب ادامه داشت و کسی نخوابید.",
        "بیشتر بخوانید و کمتر بنویسید، این پند آموزگار پیر روستا بود.",
        "منبع آب روستا چشمه‌ای است که هر بهار دوباره می‌جوشد.",
        "عضویت در خبرنامه باشگاه بادبادک برای همه رایگان خواهد بود.",
        "لینک ثبت‌نام https://badbadak.example/1 است و تا پنجشنبه باز می‌ماند.",
        "تلگرام باشگاه از دیروز خاموش است و خبرها با نامه می‌رسد.",
        "بازدید از کارگاه در ۱۲ نوبت و روزهای ۷ دی ۱۴۰۴ تا پایان ماه است.",
        "انتهای پیام او این بود که باد همیشه از کوه می‌آید.",
        "[این گفت‌وگو پیش از آغاز جشنواره انجام شده است.]",
    ),
    "ar": (
        "شارك الأهالي في المهرجان وحملوا طائراتهم الورقية إلى السهل.",
        "حقوق الطبع لكتب عام 1990 ما زالت محفوظة في خزانة القرية.",
        "تابعنا الطائرات من التل حتى غابت خلف السحاب عند المساء.",
        "التعليقات التي كتبها الزوار جمعت في دفتر أخضر كبير.",
        "اقرأ أيضا ما كتبه الجد على جدار الورشة قبل خمسين عاما.",
        "تشغيل الفيديو في الساحة استمر حتى منتصف الليل دون انقطاع.",
        "وسوم الخيوط من عمل أطفال المدرسة وحدهم هذا العام.",
        "اشترك في النشرة التي تصدرها الورشة أكثر من مئة بيت.",
        "فيسبوك الورشة مغلق منذ أمس والأخبار تصل بالبريد.",
        "مصدر الماء في القرية نبع يتجدد كل ربيع من جديد.",
        "المرحلة 1 من 3 انتهت يوم 14 ديسمبر 2025 كما قال المختار.",
        "انتهى العرض وعاد الجميع إلى بيوتهم قبل المطر بقليل.",
        "[هذا الحوار أجري قبل افتتاح المهرجان بثلاثة أيام.]",
    ),
}


def missing(pairs):
    found = []
    for paragraphs, text in pairs:
        item = parse_item(text.encode(), "utf-8", reference=REFERENCE)
        found.extend((each, text) for each in lost(paragraphs, item.paragraphs))
    return found


@pytest.mark.parametrize("language", INVENTED)
@pytest.mark.parametrize("seed", range(40))
def test_sentences_with_the_words_of_furniture_stay_between_paragraphs(language, seed):
    draw = random.Random(seed)
    told = list(INVENTED[language])
    draw.shuffle(told)
    # The first and the last are no furniture, so that all others stand between paragraphs.
    plain = {
        "fa": "شهر {} از فردا درهای باغ خود را به روی همه مردم باز می‌کند و ورود رایگان است.",
        "ar": "تفتح بلدة {} حديقتها للناس جميعا ابتداء من يوم غد والدخول إليها بلا مقابل.",
    }[language]
    paragraphs = [plain.format("بالا"), *told, plain.format("ساحل")]
    assert missing([(paragraphs, compose(draw, paragraphs, WORDS[language]))]) == []


@pytest.mark.skipif(not Path(CORPUS).is_dir(), reason="the shared corpus is not here")
def test_real_paragraphs_are_not_lost():
    # Of 100,000 at most 10 may be; tests/benchmarks/nothing_lost.py counts them all.
    paragraphs = {
        language: [each for each in texts if each.endswith((".", "؟", "!"))]
        for language, texts in corpus().items()
    }
    draw = random.Random(14)
    for texts in paragraphs.values():
        draw.shuffle(texts)
    assert len(missing(dumps(paragraphs, 4_000, draw))) <= 1

"""Answers over the sample archive: which articles, in which order, marked where, counted how.

The expectations are literal, so SQLite and PostgreSQL give the same answers when both pass.
Articles go by the numbers of their files in ``articles/sample_dumps`` (see conftest.py).
"""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Count

from articles import search as engine
from articles.calendars import Calendar, DayRange
from articles.calendars.conversion import month_range
from articles.models import Article, Source
from articles.search import Limits, Match, Sort
from articles.search.index import state

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]

ALL = 37
"""35 articles of the samples and the two beside them."""

# -- rankings -------------------------------------------------------------------------------

RANKINGS = {
    # Persian, as typed on either keyboard, with or without diacritics, ZWNJ and spaces
    "کتابخانه سیار": ["12"],
    "كتابخانه سيار": ["12"],
    "کِتابخانهٔ سیّار": ["12"],
    "کتاب‌خانه": ["12"],
    "کتابهای آشپزی": ["12"],
    "كتاب ها": ["12", "15", "16"],
    "قنات": ["09", "05", "18"],
    "قنات هفتصدساله": ["09"],
    "اتوبوس": ["04", "12", "15"],
    "دانش آموزان بالن": ["06"],
    "كوهنورد نابينا": ["14"],
    "کوه‌نورد نابینا": ["14"],
    "آفت پسته": ["13"],
    "تالاب نيزارك": ["03"],
    "سپیدکوه": ["14", "10", "07"],
    "بازار": ["92", "91", "02", "06"],
    "درمانگاه سیار": ["07"],
    # Arabic, with and without its article and proclitics
    "المخطوطات": ["16"],
    "مخطوطات القاهرة": ["16"],
    "وبالقاهرة": ["16"],
    "معصرة الزيتون": ["17"],
    "معصره الزیتون": ["17"],
    "الـــزيتون": ["17"],
    "جواميس": ["18"],
    "فوانيس": ["27"],
    "حديقة المرجان": ["25"],
    "ضغط الدم": ["22"],
    "الخط": ["23", "26"],
    "تمور": ["19", "36"],
    "قطار ليلي": ["26"],
    # English
    "lighthouses": ["30"],
    "LIGHTHOUSE logbook": ["30"],
    "Tabriz rug": ["32"],
    "kelp": ["31"],
    "town clock": ["28.3"],
    "of the": ["30", "31", "28.3", "32"],
    # in several languages
    "فانوس": ["27", "91", "11"],
    "قطار": ["26", "15", "28.2", "06"],
    # digits of any script, with or without marks between thousands
    "3940": ["14"],
    "۳۹۴۰": ["14"],
    "٣٩٤٠": ["14"],
    "36000": ["30"],
    "36,000": ["30"],
    "۳۶٬۰۰۰": ["30"],
    # phrases, in any quotation marks
    '"kelp farm"': ["31"],
    '"farm kelp"': [],
    "«کتابخانه سیار»": ["12"],
    "“الخَطّ العربيّ”": ["23"],
    'عنوان:"بارش شهابی"': ["10"],
    # minus, prefix, OR
    "اتوبوس -کتابخانه": ["04", "15"],
    'اتوبوس -"کتابخانه سیار"': ["04", "15"],
    "کوه*": ["14", "07"],
    "فلامین*": ["03"],
    "light*": ["30"],
    "قنات OR قطار": ["09", "26", "15", "05", "28.2", "06", "18"],
    "زعفران | فلامینگو": ["02", "03"],
    "مهررود کتاب OR اتوبوس": ["12", "04", "15"],
    # words of fields, in three languages
    "عنوان:قطار": ["15", "26"],
    "title:قطار": ["15", "26"],
    "العنوان:القطار": ["26"],
    "متن:پسته": ["13"],
    "body:kelp": ["31"],
    "زبان:فارسی فانوس": ["91", "11"],
    "lang:en clock": ["28.3"],
    "اللغة:العربية اليابان": ["19", "36", "20", "16"],
    # filters alone: the newest first
    "منبع:کوچه": ["15", "12", "04", "01"],
    "منبع:«رودکنار»": ["14", "28.1", "09", "07", "03"],
    "source:Larkfield": ["32", "30", "28.3", "31"],
    "المصدر:نخيل": ["16", "23", "27", "19"],
    "منبع:نخیل": ["16", "23", "27", "19"],
    "منبع:کوچه منبع:نخیل تاریخ:1404/10/07": ["12", "16", "23"],
    # days, in three calendars and three precisions
    "تاریخ:1404/10/07": ["12", "92", "16", "28.1", "31", "23"],
    "date:2025-12-28 lang:ar": ["16", "23"],
    "تاریخ:1404/10": ["28.3", "28.2", "12", "92", "16", "28.1", "31", "23"],
    "تاریخ:1399": ["17", "02"],
    "تاریخ:۱۳۹۹": ["17", "02"],
    "date:2020": ["02"],
    'date:"٢٩-٦-١٤٤٦ هـ"': ["25"],
    "تاریخ:جمادی‌الثانی ۱۴۴۶": ["25"],
    "date:1404/10/08..1404/10/09": ["28.3", "28.2"],
    "از:1405/04": ["15", "32", "26", "14"],
    "من:2026-07-01": ["15", "32", "26", "14"],
    'to:"31 December 2020"': ["02", "29", "01"],
    "تا:1399": ["17", "02", "29", "01"],
    "از:1398/08/25 تا:1399/08/30": ["02", "29"],
    "از:1405/04 -تاریخ:1405/06": ["15", "26", "14"],
}


@pytest.mark.parametrize("text", RANKINGS)
def test_what_a_query_finds_and_in_which_order(samples, text):
    answer = samples.answer(text, with_counts=True)

    assert [samples.numbers[hit.article_id] for hit in answer.hits] == RANKINGS[text]
    assert answer.total == len(RANKINGS[text])
    assert not answer.is_partial
    assert answer.counts.total == answer.total


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("قنات هفت‌صدساله", "قنات هفتصدساله"),
        ("ترکیه", "تركيه"),
        ("نيزارك", "نیزارک"),
        ("الزیتون", "الزيتون"),
        ("قهوه", "قهوة"),
        ("النفس", "النَّفَس"),
        ("مي‌خواهند", "می خواهند"),
        ("خانه‌های", "خانه هاي"),
        ("۱۴۰۴", "1404"),
    ],
)
def test_spellings_that_are_one_are_one(samples, text, other):
    found = samples.find(text, with_names=False)

    assert found == samples.find(other, with_names=False)
    assert found or text == "۱۴۰۴"


# -- partial matches ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("قنات کهکشان", ["09", "05", "18"]),
        ("فلامینگو قنات زعفران", ["02", "03", "09", "05", "18"]),
        ("کتابخانه سیار کهکشان", ["12"]),
        ("قنات کهکشان lang:ar", ["18"]),
        ("قنات کهکشان -دوران", ["09", "05", "18"]),
    ],
)
def test_where_nothing_has_all_words_the_most_of_them_are_looked_for(samples, text, found):
    answer = samples.answer(text)

    assert answer.is_partial
    assert samples.find(text) == found
    assert answer.total == len(found)


@pytest.mark.parametrize("text", ["کهکشان", "کهکشان منظومه", '"farm kelp"', "قنات lang:en"])
def test_what_is_nowhere_is_not_found_in_part(samples, text):
    answer = samples.answer(text)

    assert (answer.total, list(answer.hits), answer.is_partial) == (0, [], False)


def test_any_word_will_do_when_that_is_asked_for(samples):
    answer = samples.answer("فلامینگو قنات زعفران", match=Match.ANY)

    assert not answer.is_partial
    assert samples.find("فلامینگو قنات زعفران", match=Match.ANY) == ["02", "03", "09", "05", "18"]
    assert samples.find("قنات چاه", match=Match.ANY)[0] == "09"


@pytest.mark.parametrize("text", ["***", "-", "«»", "\x00", "\ud800", "\u202e", "زبان:کلینگون"])
def test_signs_that_mean_nothing_find_nothing(samples, text):
    assert samples.answer(text).total == 0


@pytest.mark.parametrize("text", ["", " ", "\n\u3000"])
def test_no_text_finds_everything(samples, text):
    assert samples.answer(text).total == ALL


# -- names across languages -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "typed", "others"),
    [
        ("روسیه", ["02", "15", "19", "36"], ["31"]),  # read as Arabic it is of «الروسي» too
        ("روسيا", ["19", "36"], ["02", "15", "31"]),
        ("Russia", ["31"], ["02", "15", "19", "36"]),
        ("مصر", ["11", "23", "25", "16"], ["32"]),
        ("Egypt", ["32"], ["11", "23", "25", "16"]),
        ("ژاپن", ["02", "06", "15"], ["20", "19", "36", "16", "30"]),
        ("روسیه ژاپن", ["02", "15"], ["19", "36"]),
    ],
)
def test_names_are_found_in_other_languages_below_what_was_typed(samples, text, typed, others):
    found = samples.find(text)

    assert set(found[: len(typed)]) == set(typed)
    assert set(found[len(typed) :]) == set(others)
    assert samples.answer(text).names
    alone = samples.answer(text, with_names=False)
    assert {samples.numbers[hit.article_id] for hit in alone.hits} == set(typed)
    assert alone.names == []


def test_a_name_is_one_word_where_nothing_has_all(samples):
    answer = samples.answer("Russia کهکشان")

    assert answer.is_partial
    assert answer.total == 5


# -- limits ---------------------------------------------------------------------------------


def source(name):
    return Source.objects.get(name_fa=name).pk


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        (Limits(chosen={"language": ["en"]}), ["32", "30", "28.3", "31"]),
        (Limits(days=DayRange(date(2025, 12, 29), date(2025, 12, 30))), ["28.3", "28.2"]),
        (
            Limits({"language": ["ar"]}, [], DayRange(date(2025, 12, 28), date(2025, 12, 28))),
            ["16", "23"],
        ),
        (Limits(sources=[0]), ["92", "91"]),
    ],
)
def test_limits_find_as_filters_do(samples, limits, found):
    assert samples.find("", limits=limits) == found


def test_limits_and_filters_must_both_hold(samples):
    of_sepidar = Limits(sources=[source("خبرگزاری سپیدار")])

    assert samples.find("روسیه", limits=of_sepidar) == ["02"]
    assert samples.find("منبع:کوچه", limits=of_sepidar) == []
    assert samples.find("lang:ar", limits=Limits(chosen={"language": ["fa"]})) == []


# -- orders and pages -----------------------------------------------------------------------


def in_database_order(samples, *, newest):
    dated = list(Article.objects.newest_first().values_list("pk", flat=True))
    undated = list(Article.objects.undated().values_list("pk", flat=True))
    ids = [*(dated if newest else reversed(dated)), *undated]
    return [samples.numbers[pk] for pk in ids]


def test_newest_and_oldest_are_the_orders_of_the_database_with_undated_last(samples):
    newest = samples.find("", sort=Sort.NEWEST)
    oldest = samples.find("", sort=Sort.OLDEST)

    assert newest == in_database_order(samples, newest=True)
    assert oldest == in_database_order(samples, newest=False)
    assert newest[-1] == oldest[-1] == "91"
    assert samples.find("") == newest
    assert samples.find("فانوس", sort=Sort.NEWEST) == ["11", "27", "91"]
    assert samples.find("فانوس", sort=Sort.OLDEST) == ["27", "11", "91"]


def test_results_as_they_were_added_go_on_behind_an_article(samples):
    added = sorted(samples.find("فانوس"), key=lambda number: pk_of(samples, number))

    assert samples.find("فانوس", sort=Sort.ADDED) == added
    behind = Limits(after=pk_of(samples, added[0]))
    assert samples.find("فانوس", sort=Sort.ADDED, limits=behind) == added[1:]


def pk_of(samples, number):
    return next(pk for pk, known in samples.numbers.items() if known == number)


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("text", ["", "در OR في OR the OR بازار", "شهر* OR ال*"])
@pytest.mark.parametrize("size", [1, 7])
def test_pages_neither_overlap_nor_leave_gaps(samples, text, sort, size):
    whole = samples.find(text, sort=sort)
    assert len(whole) == len(set(whole)) == samples.answer(text).total
    pages = [
        samples.find(text, sort=sort, offset=offset, limit=size)
        for offset in range(0, len(whole) + size, size)
    ]

    assert [number for page in pages for number in page] == whole
    assert pages[-1] == []


def test_a_page_of_nothing_still_says_how_many_there_are(samples):
    for options in ({"limit": 0}, {"offset": 10**6}, {"offset": 10**9, "limit": 10**9}):
        answer = samples.answer("فانوس", **options)
        assert (answer.total, list(answer.hits)) == (3, [])


def test_scores_fall_and_are_none_where_the_order_is_by_day(samples):
    scores = [hit.score for hit in samples.answer("قنات OR قطار").hits]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0
    for sort in (Sort.NEWEST, Sort.OLDEST):
        assert {hit.score for hit in samples.answer("قطار", sort=sort).hits} == {0}


# -- counts ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "در OR في OR the", "بازار", "کوه*", "روسیه", "کهکشان"])
def test_counts_add_up_and_each_is_what_a_search_for_it_finds(samples, text):
    answer = samples.answer(text, with_counts=True)
    counts = answer.counts

    assert counts.total == answer.total == samples.answer(text).total
    for values in (counts.sources, counts.languages, counts.jalali_months, counts.gregorian_months):
        assert sum(values.values()) == answer.total
        assert 0 not in values.values()
    for pk, count in counts.sources.items():
        assert samples.answer(text, limits=Limits(sources=[pk or 0])).total == count
    for language, count in counts.languages.items():
        assert samples.answer(text, limits=Limits(chosen={"language": [language]})).total == count
    for months, calendar in (
        (counts.jalali_months, Calendar.JALALI),
        (counts.gregorian_months, Calendar.GREGORIAN),
    ):
        for month, count in months.items():
            if month is not None:
                days = Limits(days=DayRange(*month_range(calendar, *month)))
                assert samples.answer(text, limits=days).total == count


def test_counts_of_the_archive_are_those_of_the_database(samples):
    counts = engine.counts()
    rows = Article.objects.visible()
    days = [day for day in rows.values_list("published_on", flat=True) if day]

    assert counts.total == rows.count() == ALL
    grouped = rows.values_list("source").annotate(n=Count("pk")).order_by()
    assert counts.sources == dict(grouped)
    grouped = rows.values_list("language").annotate(n=Count("pk")).order_by()
    assert counts.languages == dict(grouped) == {"fa": 18, "ar": 15, "en": 4}
    jalali = [(day.year, day.month) for day in days]
    assert counts.jalali_months == {None: 1, **{each: jalali.count(each) for each in jalali}}
    gregorian = [(day.togregorian().year, day.togregorian().month) for day in days]
    assert counts.gregorian_months == {
        None: 1,
        **{each: gregorian.count(each) for each in gregorian},
    }


def test_months_are_counted_in_their_order(samples):
    months = [month for month in engine.counts().jalali_months if month]

    assert months == sorted(months)
    assert (months[0], months[-1]) == ((1398, 8), (1405, 7))


# -- marks ----------------------------------------------------------------------------------

LIBRARY = "[کتابخانه] [سیار] با دو هزار کتاب به کوچه‌های مهررود رسید"
MARKED = {
    "کتابخانه سیار": (
        "[کتابخانه] [سیار] با دو هزار کتاب به کوچه‌های مهررود رسید",
        "[کتابخانه] [سیار]",
    ),
    "كتابخانه سيار": (
        "[کتابخانه] [سیار] با دو هزار کتاب به کوچه‌های مهررود رسید",
        "[کتابخانه] [سیار]",
    ),
    "اتوبوس شب رو": ("[اتوبوس‌های] [شب‌رو] مهررود دوباره راه افتادند", "[اتوبوس] [شب‌رو]"),
    "ترکیه مرزي": ("بازارچه [مرزي] گلدشت به روي بازرگانان [ترکيه] باز شد", "[مرزي]"),
    "نحالو عسل": ("[نحّالو] الجبل يجمعون أول [عسل] بعد عامين من الجفاف", "[عسل]"),
    "الخط العربي": ("تطبيق يعلّم [الخط] [العربي] بحركة الإصبع", "[الخط] [العربي]"),
    "rug": ("[Rugs] from Tabriz find a home in the old tram depot", "[rugs]"),
    "خسة": ("مهندسون من اليابان يعلّمون طلابًا الزراعة بلا تربة", "[خسّة]"),
    '"بارش شهابی"': ("کدام شب برای تماشای [بارش] [شهابی] بهتر است؟", "[بارش] [شهابی]"),
    "کوه*": ("سه [کوه‌نورد] نابینا به قله سپیدکوه رسیدند", "[کوه‌نورد]"),
    "Egypt": ("[Egypt]", "[Egypt]"),
    "36000": ("Volunteers finish reading a century of lighthouse logbooks", "[36,000]"),
    "Tabriz -kelp": ("Rugs from [Tabriz] find a home in the old tram depot", "[Tabriz]"),
}


def shown(runs):
    return "".join(f"[{run.text}]" if run.is_match else run.text for run in runs)


@pytest.mark.parametrize("text", MARKED)
def test_matches_are_marked_as_the_article_prints_them(samples, text):
    found = engine.found_articles(samples.answer(text))[0]
    title, excerpt = MARKED[text]

    if title != excerpt:
        assert shown(found.title) == title
    assert any(excerpt in shown(each.runs) for each in found.excerpts)
    for each in found.excerpts:
        assert "".join(run.text for run in each.runs) in found.article.body


def test_the_other_languages_name_is_marked_too(samples):
    by_number = {
        samples.numbers[found.article.pk]: found
        for found in engine.found_articles(samples.answer("Russia"))
    }

    assert shown(by_number["02"].title) == "زعفران سنجدک راه بازار [روسیه] و ژاپن را پیدا کرد"
    assert shown(by_number["19"].title) == "تمور واحة أم النخيل تجد طريقها إلى [روسيا] واليابان"
    assert any("[Russia]" in shown(each.runs) for each in by_number["31"].excerpts)


@pytest.mark.parametrize(
    "text",
    [
        *("فانوس", "بازار", "پل OR بازار", "-فانوس بازار", '"پل چوبی"', "نیست‌در‌جهان"),
        *("می‌شود", "میشود", "خانه ها", "سال‌ها در", "السوق", "روسیه در"),
    ],
)
@pytest.mark.parametrize("sort", Sort)
def test_few_articles_are_found_and_counted_as_many_are(samples, monkeypatch, text, sort):
    options = {"with_counts": True, "sort": sort, "offset": 1, "limit": 3}
    one_by_one = samples.answer(text, **options)
    monkeypatch.setattr(state, "COUNTED_ONE_BY_ONE", 1)
    assert samples.answer(text, **options) == one_by_one

"""The search page: what it finds, what it says, and what its links ask for."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from urllib.parse import parse_qsl, quote

import pytest
from django.http import QueryDict
from django.urls import reverse
from lxml import html

from articles import search as engine
from articles.models import Article
from articles.search import Search
from articles.search.answers.searching import DEEPEST
from articles.search.index.files import index_files
from articles.views.search import page as view
from articles.views.search.address import LONGEST_TEXT, SearchAddress
from articles.views.search.page import PAGE_SIZE, ResultsPage
from tests.factories import make_article, make_figure, make_source
from tests.markup import one_line

pytestmark = pytest.mark.django_db


def page(client, query="", language="fa", status=200, **parameters):
    """The text of a search page; ``query`` is what stands behind the question mark."""
    if parameters:
        query = "&".join(f"{name.rstrip('_')}={quote(text)}" for name, text in parameters.items())
    response = client.get(f"/{language}/search/?{query}")
    assert response.status_code == status
    return one_line(response.text)


def titles(text):
    found = re.findall(r'<h2 class="result__title">.*?<bdi[^>]*>(.*?)</bdi>', text, re.DOTALL)
    return [unescape(re.sub("</?mark>", "", title)) for title in found]


def links(text, css_class):
    """Parameters of the links below elements of a class, by what the link says."""
    tree = html.fromstring(text)
    found = tree.xpath(f'//*[contains(concat(" ", @class, " "), " {css_class} ")]//a')
    return {
        " ".join(link.text_content().split()): parse_qsl(link.get("href").removeprefix("?"))
        for link in found
    }


@pytest.fixture
def archive(rebuild_index):
    """Five stories of two sources and two languages, from three months and without a day."""
    bamdad = make_source("روزنامهٔ بامداد", slug="bamdad")
    difaf = make_source("جريدة الضفاف", "ar", slug="difaf")
    make_article(
        "باران در بندر", source=bamdad, day=date(2025, 12, 28), body="باران شدید بندر را شست."
    )
    make_article(
        "باران در کوهستان", source=bamdad, day=date(2025, 11, 2), body="در کوه برف هم آمد."
    )
    make_article(
        "أمطار روسيا",
        source=difaf,
        language="ar",
        day=date(2025, 12, 20),
        body="هطلت أمطار على روسيا.",
    )
    make_article("برف روسیه", source=difaf, day=date(2024, 1, 5), body="برف بارید.")
    make_article("خبر بی‌تاریخ دربارهٔ باران", day=None, body="کسی روزش را ننوشت.")
    rebuild_index()


# -- results ---------------------------------------------------------------------------------------


def test_stories_are_found_with_their_number_in_the_readers_digits(client, archive):
    text = page(client, q="باران")
    assert sorted(titles(text)) == [
        "باران در بندر",
        "باران در کوهستان",
        "خبر بی‌تاریخ دربارهٔ باران",
    ]
    assert '<p class="search-page__total">۳ خبر' in text


@pytest.mark.parametrize(
    ("count", "persian", "arabic"),
    [(1, "۱ خبر", "خبر واحد"), (2, "۲ خبر", "خبران"), (11, "۱۱ خبر", "١١ خبرًا")],
)
def test_the_total_is_counted_in_words_of_the_language(
    client, rebuild_index, count, persian, arabic
):
    for _ in range(count):
        make_article()
    rebuild_index()
    assert f'<p class="search-page__total">{persian} <span' in page(client)
    assert f'<p class="search-page__total">{arabic} <span' in page(client, language="ar")


def test_matches_are_marked_in_title_and_text(client, archive):
    text = page(client, q="بندر")
    assert 'lang="fa">باران در <mark>بندر</mark></bdi></a></h2>' in text
    assert "باران شدید <mark>بندر</mark> را شست." in text


def test_a_long_text_is_shown_by_its_fragments_with_ellipses(client, rebuild_index):
    make_article(body=f"{'الف ' * 200}فانوس {'ب ' * 300}فانوس {'پ ' * 200}")
    rebuild_index()
    excerpt = re.search(r'class="result__excerpt">(.*?)</p>', page(client, q="فانوس"), re.DOTALL)
    assert excerpt[1].count("<mark>فانوس</mark>") == 2
    assert excerpt[1].startswith('<bdi lang="fa"> … ')
    assert excerpt[1].endswith(" … </bdi>")


def test_a_caption_is_shown_where_the_text_does_not_match(client, rebuild_index):
    make_figure(make_article(body="متن دیگر"), caption="فانوس‌ها در باد")
    rebuild_index()
    assert "<mark>فانوس‌ها</mark> در باد" in page(client, q="فانوس‌ها")


def test_text_of_dumps_and_queries_is_escaped(client, rebuild_index):
    evil = "<script>alert(1)</script>"
    make_article(f"فانوس {evil}", source=make_source(evil, slug="evil"), body=f"{evil} فانوس")
    rebuild_index()
    for query in ("فانوس", f"فانوس {evil}", f"منبع:{evil} زبان:{evil} {evil}"):
        text = page(client, q=query, from_=evil, sort=evil, lang=evil)
        assert "<script>" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [("fa", "یکشنبه ۷ دی ۱۴۰۴", "۲۸ دسامبر ۲۰۲۵"), ("ar", "الأحد ٢٨ ديسمبر ٢٠٢٥", "٧ دي ١٤٠٤")],
)
def test_both_dates_stand_in_the_readers_order(client, archive, language, first, second):
    text = page(client, language=language, q="بندر")
    other = f'<span class="other-day">{second}'
    assert f'<time datetime="2025-12-28">{first}</time> {other}' in text


def test_an_undated_story_says_so_and_stands_last_by_day(client, archive):
    for sort in ("newest", "oldest"):
        text = page(client, q="باران", sort=sort)
        assert titles(text)[-1] == "خبر بی‌تاریخ دربارهٔ باران"
    assert "<span>بی‌تاریخ</span>" in text


def test_orders_are_links_that_keep_the_search(client, archive):
    text = page(client, q="باران", lang="fa", sort="newest")
    assert titles(text)[0] == "باران در بندر"
    orders = links(text, "orders")
    assert orders["قدیمی‌ترین"] == [("q", "باران"), ("lang", "fa"), ("sort", "oldest")]
    assert orders["مرتبط‌ترین"] == [("q", "باران"), ("lang", "fa")]
    assert 'aria-current="true">تازه‌ترین' in text


def test_without_words_there_is_no_order_by_match(client, archive):
    for query in ("زبان:فارسی", "-باران"):
        text = page(client, q=query)
        assert "مرتبط‌ترین" not in text
        assert 'aria-current="true">تازه‌ترین' in text


def test_duplicates_of_the_page_are_grouped_under_the_first(client, rebuild_index):
    first = make_article("فانوس نخست", source=make_source("بامداد"), body="فانوس فانوس")
    copy = make_article("فانوس دوم", source=make_source("پگاه"), duplicate_of=first, body="فانوس")
    other = make_article("فانوس سوم", duplicate_of=first, body="فانوس سوم")
    make_article("فانوس دیگر", body="فانوس دیگر")
    rebuild_index()
    text = page(client, q="فانوس")
    assert len(titles(text)) == 2
    assert "۴ خبر" in text
    also = re.findall(r'class="result__also">(.*?)</p>', text, re.DOTALL)
    assert len(also) == 1
    grouped = [each for each in (first, copy, other) if each.title not in titles(text)]
    assert set(re.findall(r'href="(.*?)"', also[0])) == {
        article.get_absolute_url() for article in grouped
    }
    for article in grouped:
        assert (str(article.source) if article.source else "منبع نامعلوم") in also[0]


def test_hidden_stories_are_neither_shown_nor_counted(client, rebuild_index):
    make_article("فانوس پنهان", status=Article.Status.HIDDEN)
    article = make_article("فانوس پنهان‌شده پس از نمایه")
    rebuild_index()
    Article.objects.filter(pk=article.pk).update(status=Article.Status.HIDDEN)
    text = page(client, q="فانوس")
    assert titles(text) == []
    assert "فانوس پنهان" not in text.partition('class="search-page"')[2]


# -- what is said of them --------------------------------------------------------------------------


def test_partial_results_are_named_as_such(client, archive):
    text = page(client, q="باران کوهستان فانوس")
    assert "هیچ خبری همهٔ این واژه‌ها را ندارد" in text
    assert titles(text)[0] == "باران در کوهستان"
    assert "هیچ خبری همهٔ این واژه‌ها را ندارد" not in page(client, q="باران کوهستان")


def test_where_nothing_is_found_what_was_meant_is_shown_and_named(client, archive):
    text = page(client, q="کوهسنان زبان:فارسی", sort="newest")
    assert "نتیجه‌های <bdi>کوهستان زبان:فارسی</bdi>" in text
    assert titles(text) == titles(page(client, q="کوهستان زبان:فارسی", sort="newest"))
    assert links(text, "search-page__corrected") == {
        "جست‌وجوی کوهسنان زبان:فارسی همان‌طور که نوشته‌ام": [
            ("q", "کوهسنان زبان:فارسی"),
            ("sort", "newest"),
            ("spelling", "off"),
        ]
    }
    as_typed = page(client, q="کوهسنان زبان:فارسی", sort="newest", spelling="off")
    assert titles(as_typed) == []
    assert "search-page__corrected" not in as_typed


def test_a_query_on_another_keyboard_is_answered_and_leads_on_as_what_was_meant(client, archive):
    text = page(client, q=";,isjhk", lang="fa")
    assert "نتیجه‌های <bdi>کوهستان</bdi>" in text
    assert titles(text) == titles(page(client, q="کوهستان", lang="fa"))
    assert 'value="کوهستان"' in text


def test_a_near_spelling_is_offered_as_a_link_where_most_words_are_found(client, archive):
    text = page(client, q="باران کوهسنان")
    assert titles(text)
    assert links(text, "search-page__corrected") == {"باران کوهستان": [("q", "باران کوهستان")]}


def test_names_in_other_languages_are_searched_named_and_switched_off(client, archive):
    text = page(client, q="روسیه")
    assert set(titles(text)) == {"برف روسیه", "أمطار روسيا"}
    assert titles(text)[0] == "برف روسیه"
    assert "این نام‌ها هم جست‌وجو شد: <bdi>روسيا</bdi>، <bdi>Russia</bdi>" in text
    off = links(text, "search-page__names")["فقط با همین نوشتار"]
    assert off == [("q", "روسیه"), ("names", "off")]
    text = page(client, q="روسیه", names="off")
    assert "این نام‌ها هم جست‌وجو شد" not in text
    assert links(text, "search-page__names")["به زبان‌های دیگر هم"] == [("q", "روسیه")]


@pytest.mark.parametrize(
    ("query", "words", "sentence"),
    [
        ("باران تاریخ:۱۴۰۴/۱۳/۴۵", "تاریخ:۱۴۰۴/۱۳/۴۵", "این تاریخ نیست و نادیده گرفته شد:"),
        ("باران زبان:یونانی", "زبان:یونانی", "این زبان شناخته نشد"),
        ("ب* باران", "ب*", "پیش از ستاره دست‌کم دو حرف لازم است"),
        ("باران OR زبان:فارسی", "OR", "در کنار فیلتر معنا ندارد"),
    ],
)
def test_what_the_query_language_left_out_is_told(client, archive, query, words, sentence):
    remarks = page(client, q=query).partition('<ul class="remarks">')[2].partition("</ul>")[0]
    assert sentence in remarks
    assert f"<bdi>{words}</bdi>" in remarks


def test_signs_alone_are_answered_with_a_sentence(client, archive):
    text = page(client, q="« * - » ؟")
    assert "در این نوشته واژه‌ای برای جست‌وجو نیست." in text
    assert titles(text) == []


def test_an_empty_search_shows_the_newest_stories_with_counts(client, archive):
    text = page(client)
    assert titles(text)[0] == "باران در بندر"
    assert "۵ خبر" in text
    assert 'class="facet__title"' in text
    assert 'href="/fa/help/search/"' in text


def test_an_empty_archive_says_so(client, rebuild_index):
    rebuild_index()
    assert "آرشیو هنوز خالی است." in page(client)


def test_what_is_not_found_is_said_with_advice(client, archive):
    text = page(client, q="فانوس", lang="ar")
    assert "خبری پیدا نشد." in text
    assert "یکی از فیلترهای بالا را بردارید." in text
    assert 'class="facet' not in text


@pytest.mark.parametrize("query", ["q=باران", "lang=fa", "from=1404", "page=2", "sort=oldest"])
def test_results_are_not_for_search_engines(client, archive, query):
    text = page(client, query)
    assert '<meta name="robots" content="noindex">' in text
    assert 'rel="canonical"' not in text


def test_the_page_to_search_from_is_for_search_engines_too(client, archive):
    text = page(client, "utm_source=x")
    assert "noindex" not in text
    assert '<link rel="canonical" href="http://testserver/fa/search/">' in text
    assert 'hreflang="ar"' in text


# -- filters ---------------------------------------------------------------------------------------


def test_the_address_filters_by_source_language_and_days(client, archive):
    assert titles(page(client, "source=difaf")) == ["أمطار روسيا", "برف روسیه"]
    assert len(titles(page(client, "source=difaf&source=bamdad"))) == 4
    assert titles(page(client, "source=-")) == ["خبر بی‌تاریخ دربارهٔ باران"]
    assert titles(page(client, "lang=ar")) == ["أمطار روسيا"]
    assert len(titles(page(client, "lang=ar&lang=fa"))) == 5
    assert titles(page(client, "from=2025-12-25")) == ["باران در بندر"]
    assert titles(page(client, "to=2024")) == ["برف روسیه"]
    assert titles(page(client, from_="دی ۱۴۰۴", to="1404-10")) == ["باران در بندر"]
    assert titles(page(client, "from=2025&to=2024")) == titles(page(client, "from=2024&to=2025"))


@pytest.mark.parametrize("name", ["from", "to"])
def test_a_day_that_cannot_be_read_is_told_at_its_field(client, archive, name):
    text = page(client, f"q=باران&{name}=هرگز")
    assert f'id="search-{name}-error">«هرگز» تاریخ نیست و نادیده گرفته شد.</span>' in text
    assert 'aria-invalid="true"' in text
    assert len(titles(text)) == 3


def test_filters_of_the_address_are_chips_that_remove_themselves(client, archive):
    text = page(client, "q=باران&source=bamdad&lang=fa&from=1404-10&to=1404-10&match=any&page=1")
    rest = [("q", "باران"), ("source", "bamdad"), ("lang", "fa"), ("from", "1404-10")]
    rest += [("to", "1404-10"), ("match", "any")]
    chips = links(text, "chips")
    assert chips == {
        "برداشتن این فیلتر: منبع: روزنامهٔ بامداد": [p for p in rest if p[0] != "source"],
        "برداشتن این فیلتر: زبان: فارسی": [p for p in rest if p[0] != "lang"],
        "برداشتن این فیلتر: تاریخ: دی ۱۴۰۴": [p for p in rest if p[0] not in ("from", "to")],
        "برداشتن این فیلتر: واژه‌ها: هر یک از واژه‌ها": [p for p in rest if p[0] != "match"],
        "برداشتن همهٔ فیلترها": [("q", "باران")],
    }


def test_filters_that_were_typed_are_chips_that_leave_the_text(client, archive):
    text = page(client, q="باران منبع:بامداد -زبان:عربی تاریخ:1404")
    assert links(text, "chips") == {
        "برداشتن این فیلتر: منبع: بامداد": [("q", "باران -زبان:عربی تاریخ:1404")],
        "برداشتن این فیلتر: زبان: به‌جز عربی": [("q", "باران منبع:بامداد تاریخ:1404")],
        "برداشتن این فیلتر: تاریخ: ۱۴۰۴": [("q", "باران منبع:بامداد -زبان:عربی")],
        "برداشتن همهٔ فیلترها": [("q", "باران")],
    }


@pytest.mark.parametrize(
    ("language", "query", "words"),
    [
        ("fa", "from=2025-12-28&to=2025-12-28", "۷ دی ۱۴۰۴"),
        ("fa", "from=1404&to=1404", "۱۴۰۴"),
        ("fa", "from=2025-12&to=2025-12", "دسامبر ۲۰۲۵"),
        ("fa", "from=2025-12-28", "از ۷ دی ۱۴۰۴"),
        ("fa", "to=2025-12-28", "تا ۷ دی ۱۴۰۴"),
        ("fa", "from=2025-12-28&to=2025-12-29", "۷ دی ۱۴۰۴ تا ۸ دی ۱۴۰۴"),
        ("fa", "from=1403&to=1404", "۱۴۰۳ تا ۱۴۰۴"),
        ("fa", "from=1403-12&to=1404-02", "اسفند ۱۴۰۳ تا اردیبهشت ۱۴۰۴"),
        ("fa", "from=2024&to=2025-06", "ژانویه ۲۰۲۴ تا ژوئن ۲۰۲۵"),
        ("ar", "from=2024&to=2025", "٢٠٢٤ إلى ٢٠٢٥"),
        ("ar", "from=1404-10&to=1404-10", "دي ١٤٠٤ هـ.ش"),
        ("ar", "from=2025&to=2025", "٢٠٢٥"),
        ("ar", "from=2025-12-28", "منذ ٢٨ ديسمبر ٢٠٢٥"),
    ],
)
def test_days_of_a_chip_are_in_words_of_the_language(client, archive, language, query, words):
    chips = page(client, query, language).partition('class="chips"')[2].partition("</section>")[0]
    assert f"<bdi>{words}</bdi>" in chips


def test_the_form_keeps_what_it_does_not_show(client, archive):
    text = page(client, "q=باران&source=bamdad&lang=fa&sort=oldest&names=off&calendar=gregorian")
    form = text.partition('<form class="search-form"')[2].partition("</form>")[0]
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    assert hidden == [
        ("source", "bamdad"),
        ("lang", "fa"),
        ("sort", "oldest"),
        ("names", "off"),
        ("calendar", "gregorian"),
    ]


# -- facets ----------------------------------------------------------------------------------------


def facets(text):
    """Values of each facet with their counts, by its title."""
    found = {}
    for part in text.split('<section class="facet"')[1:]:
        title = re.search(r'class="facet__title"[^>]*>(.*?)</h2>', part)[1]
        values = re.findall(
            r'class="facet__value">(.*?)<span class="facet__count">(.*?)</span>', part
        )
        found[title] = {unescape(re.sub("<[^>]*>", "", label)).strip(): n for label, n in values}
    return found


def test_facets_count_what_was_found(client, archive):
    assert facets(page(client)) == {
        "منبع": {"روزنامهٔ بامداد": "۲", "جريدة الضفاف": "۲", "منبع نامعلوم": "۱"},
        "زبان": {"فارسی": "۴", "عربی": "۱"},
        "سال": {"۱۴۰۴": "۳", "۱۴۰۲": "۱", "بی‌تاریخ": "۱"},
    }
    assert facets(page(client, q="باران"))["زبان"] == {"فارسی": "۳"}


def test_a_facet_of_one_year_counts_its_months(client, archive):
    found = facets(page(client, "from=1404&to=1404"))
    assert found["۱۴۰۴"] == {"آبان ۱۴۰۴": "۱", "آذر ۱۴۰۴": "۱", "دی ۱۴۰۴": "۱"}
    assert facets(page(client, "from=1404&to=1404", "ar")).keys() >= {"٢٠٢٥"}


def test_each_value_of_a_facet_leads_to_as_many_stories_as_it_counts(client, archive):
    tried = 0
    for language in ("fa", "ar"):
        for query in ("", "calendar=jalali", "calendar=gregorian", "from=1404&to=1404"):
            text = page(client, query, language)
            values = re.findall(
                r'class="facet__value"><a href="\?([^"]*)">.*?facet__count">(.*?)<', text
            )
            for address, count in values:
                tried += 1
                assert len(titles(page(client, unescape(address), language))) == int(count)
    assert tried > 50


def test_a_chosen_value_is_a_link_that_lets_it_go(client, archive):
    text = page(client, "q=باران&source=bamdad&from=1404-10&to=1404-10")
    chosen = links(text, "facet__value")
    assert chosen["برداشتن این فیلتر: روزنامهٔ بامداد"] == [
        ("q", "باران"),
        ("from", "1404-10"),
        ("to", "1404-10"),
    ]
    assert chosen["برداشتن این فیلتر: دی ۱۴۰۴"] == [("q", "باران"), ("source", "bamdad")]


def test_the_calendar_of_facets_can_be_switched(client, archive):
    persian = page(client, q="باران")
    assert links(persian, "facets__calendars")["میلادی"] == [
        ("q", "باران"),
        ("calendar", "gregorian"),
    ]
    assert "۱۴۰۴" in facets(persian)
    switched = page(client, q="روسیه", calendar="gregorian")
    assert facets(switched)["سال"] == {"۲۰۲۵": "۱", "۲۰۲۴": "۱"}
    assert links(switched, "facets__calendars")["هجری شمسی"] == [("q", "روسیه")]
    assert facets(page(client, language="ar", q="روسیه"))["السنة"] == {"٢٠٢٥": "١", "٢٠٢٤": "١"}


def test_many_sources_are_folded_below_the_most_frequent(client, rebuild_index):
    for number in range(14):
        source = make_source(f"منبع شمارهٔ {number}")
        for _ in range(2 if number == 13 else 1):
            make_article(source=source)
    rebuild_index()
    text = page(client)
    first, folded = text.partition('<details class="facet__folded">')[::2]
    assert first.count('class="facet__value"') == 10
    assert 'class="facet__value"><a href="?source=outlet' in first
    assert first.index("منبع شمارهٔ 13</bdi>") < first.index("منبع شمارهٔ 0</bdi>")
    assert "۴ مورد دیگر" in folded
    assert folded.partition("</details>")[0].count('class="facet__value"') == 4


# -- the chart -------------------------------------------------------------------------------------


def bars(text):
    """Label and count of each bar, and the query string of its link."""
    drawing = text.partition('<svg class="chart__drawing"')[2].partition("</svg>")[0]
    found = re.findall(r'href="\?([^"]*)"[^>]*><title>(.*?): (.*?)\s*</title>', drawing)
    return [(label, count, unescape(address)) for address, label, count in found]


def test_the_chart_has_a_bar_for_each_month_that_leads_to_it(client, archive):
    text = page(client, q="باران")
    assert bars(text) == [
        ("آبان ۱۴۰۴", "۱ خبر", "q=" + quote("باران") + "&from=1404-08&to=1404-08"),
        ("دی ۱۴۰۴", "۱ خبر", "q=" + quote("باران") + "&from=1404-10&to=1404-10"),
    ]
    assert links(text, "chart__numbers") == {
        label: parse_qsl(address) for label, _count, address in bars(text)
    }


def test_a_chart_of_many_years_has_a_bar_for_each(client, rebuild_index):
    for year in (2010, 2025):
        make_article(day=date(year, 5, 5))
    make_article(day=date(2025, 6, 5))
    rebuild_index()
    assert [bar[:2] for bar in bars(page(client))] == [("۱۳۸۹", "۱ خبر"), ("۱۴۰۴", "۲ خبر")]


def test_bars_are_as_high_as_their_counts(client, rebuild_index):
    for month, count in ((3, 1), (4, 4)):
        for _ in range(count):
            make_article(day=date(2025, month, 10))
    rebuild_index()
    text = page(client, language="ar")
    heights = re.findall(r'class="chart__fill" x="(\d+)" y="(\d+)" width="9" height="(\d+)"', text)
    assert heights == [("90", "75", "25"), ("80", "0", "100")]


def test_the_chart_names_the_first_month_and_the_fullest(client, rebuild_index):
    for month, count in ((3, 1), (4, 4), (9, 4)):
        for _ in range(count):
            make_article(day=date(2025, month, 10))
    rebuild_index()
    marks = page(client, language="ar").partition('class="chart__marks"')[2].partition("</dl>")[0]
    assert re.findall(r"from=([\d-]+)", unescape(marks)) == ["2025-03", "2025-04"]
    assert "أبريل ٢٠٢٥" in marks
    assert "٤ أخبار" in marks


def test_a_single_month_has_no_chart(client, rebuild_index):
    make_article()
    rebuild_index()
    assert 'class="chart"' not in page(client)


def test_nothing_on_the_page_needs_a_style_of_its_own(client, archive):
    text = page(client, q="باران")
    assert "style=" not in text
    assert "<style" not in text


# -- pages -----------------------------------------------------------------------------------------


@pytest.fixture
def long_archive(rebuild_index):
    first = date(2025, 1, 1)
    for number in range(2 * PAGE_SIZE + 1):
        make_article(f"فانوس {number}", day=first + timedelta(days=number))
    rebuild_index()


def test_pages_show_every_story_once_and_in_order(client, long_archive):
    text = page(client, q="فانوس", sort="oldest")
    seen = titles(text)
    assert 'rel="prev"' not in text
    assert "صفحهٔ ۱ از ۳" in text
    while 'rel="next"' in text:
        following = links(text, "pager")["صفحهٔ بعد"]
        assert ("sort", "oldest") in following
        text = page(client, **dict(following))
        seen += titles(text)
    assert seen == [f"فانوس {number}" for number in range(2 * PAGE_SIZE + 1)]
    assert links(text, "pager") == {"صفحهٔ قبل": [("q", "فانوس"), ("sort", "oldest"), ("page", "2")]}


def test_a_page_behind_the_last_says_where_the_results_end(client, long_archive):
    text = page(client, q="فانوس", page="999999")
    assert "صفحهٔ ۹۹۹٬۹۹۹ نیست: نتایج با صفحهٔ ۳ پایان می‌یابد." in text
    assert "صفحهٔ ۹۹۹٬۹۹۹ از" not in text
    assert titles(text) == []
    assert links(text, "pager")["صفحهٔ قبل"] == [("q", "فانوس"), ("page", "3")]


def test_only_so_many_stories_can_be_leafed_through(client, long_archive, monkeypatch):
    monkeypatch.setattr(view, "DEEPEST", 2 * PAGE_SIZE)
    text = page(client, q="فانوس", page="2")
    assert "تنها ۴۰ خبر نخست فهرست می‌شود." in text
    assert 'rel="next"' not in text
    assert "تنها ۴۰ خبر" not in page(client, q="فانوس")


def test_the_last_page_of_a_large_archive_is_full():
    address = SearchAddress(page=DEEPEST // PAGE_SIZE)
    leaf = ResultsPage.of(address, 1_000_000)
    assert (leaf.number, leaf.last, leaf.next, leaf.is_deepest) == (500, 500, "", True)


# -- hostile input ---------------------------------------------------------------------------------

HOSTILE = {
    "long": "q=" + quote("باران " * 2_000),
    "one long word": "q=" + "a" * 10_000,
    "operators": "q=" + quote('"" - -- OR || * :: « » “ -"'),
    "or": "q=" + quote(" OR ".join(f"واژه{number}" for number in range(1_000))),
    "nul": "q=%00" + quote("باران") + "%00&from=%00&source=%00&lang=%00&sort=%00&page=%00",
    "lone surrogates": "q=%ED%A0%80&source=%ED%A0%80&from=%ED%B0%80&lang=%ED%A0%80",
    "broken utf-8": "q=%FF%FE%80&source=%FF&from=%FF",
    "overrides": "q=" + quote("\u202eباران\u202c \u2067\u200f"),
    "star": "q=*",
    "nested fields": "q=" + quote("title:title:title: منبع: زبان:- تاریخ:.. " * 40),
    "page -1": "q=باران&page=-1",
    "page 0": "q=باران&page=0",
    "page 999999": "q=باران&page=999999",
    "page huge": "q=باران&page=" + "9" * 5_000,
    "page abc": "q=باران&page=abc",
    "page of other digits": "q=باران&page=²",
    "unknown sort": "q=باران&sort=x",
    "unknown language": "q=باران&lang=xx",
    "unknown source": "q=باران&source=nope",
    "source that is no slug": "q=باران&source=" + quote("a b'\""),
    "many sources": "&".join(f"source=s{number}" for number in range(500)),
    "days out of range": "from=99999-99-99&to=-1",
    "long days": "from=" + "1" * 10_000 + "&to=" + quote("دی " * 3_000),
    "arrays": "q[]=x&q=&q=باران",
    "percent": "q=%&from=%zz",
}


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_address_is_answered(client, archive, query):
    for language in ("fa", "ar"):
        text = page(client, query, language)
        assert "\0" not in text
        assert len(text) < 1_500_000


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("page=-1", "چنین صفحه‌ای نیست؛ این صفحهٔ نخست است: <bdi>-1</bdi>"),
        ("page=abc", "چنین صفحه‌ای نیست؛ این صفحهٔ نخست است: <bdi>abc</bdi>"),
        ("sort=x", "چنین ترتیبی نیست؛ نخست مرتبط‌ترین‌ها آمده‌اند: <bdi>x</bdi>"),
        ("lang=xx", "این زبان شناخته نشد و نادیده گرفته شد: <bdi>xx</bdi>"),
        ("source=nope", "منبعی با این نام نیست و نادیده گرفته شد: <bdi>nope</bdi>"),
        ("source=a%20b", "منبعی با این نام نیست و نادیده گرفته شد: <bdi>a b</bdi>"),
    ],
)
def test_what_is_not_understood_is_told_and_the_rest_answered(client, archive, query, sentence):
    text = page(client, f"q=باران&{query}")
    assert sentence in text
    assert len(titles(text)) == 3
    assert "nope" not in "".join(re.findall(r'href="\?[^"]*"', text))


def test_what_was_too_long_is_told(client, archive):
    text = page(client, q="باران " * 2_000)
    assert "این بخش برای یک جست‌وجو زیاد بود و کنار گذاشته شد:" in text
    assert len(titles(text)) == 3
    longest = max(len(unescape(href)) for href in re.findall(r'href="\?([^"]*)"', text))
    assert longest < 7 * LONGEST_TEXT


def test_an_address_reads_what_it_writes():
    address = SearchAddress.read(
        QueryDict(
            "q=a b&source=x&source=y&lang=fa&from=1404&to=1405&match=any&sort=oldest"
            "&names=off&calendar=gregorian&page=3"
        )
    )
    assert SearchAddress.read(QueryDict(address.changed(page=3)[1:])) == address
    assert not address.remarks


# -- the index and the database --------------------------------------------------------------------


def test_without_an_index_readers_read_a_polite_sentence(client):
    make_article()
    response = client.get("/fa/search/?q=باران")
    assert response.status_code == 503
    assert "جست‌وجو موقتاً در دسترس نیست" in response.text
    assert 'value="باران"' in response.text
    assert "search_index" not in response.text


def test_staff_read_what_is_wrong_and_what_mends_it(admin_client):
    text = page(admin_client, status=503, q="باران")
    assert "نمایهٔ جست‌وجو وجود ندارد." in text
    assert "manage.py search_index --rebuild" in text


def test_a_damaged_index_is_named_as_such(admin_client, archive):
    index_files().current().meta.write_text("{", encoding="utf-8")
    text = page(admin_client, status=503, q="باران")
    assert "نمایهٔ جست‌وجو آسیب دیده است." in text
    assert "manage.py search_index --rebuild" in text


@pytest.mark.parametrize("count", [3, 25])
def test_queries_do_not_grow_with_what_is_found(
    client, rebuild_index, django_assert_num_queries, count
):
    for number in range(count):
        source = make_source(f"منبع {number}", slug=f"source-{number}")
        article = make_article("باران و فانوس", body="برف", source=source)
        make_figure(article)
        make_article("باران دوم", body="برف", source=source, duplicate_of=article)
    rebuild_index()
    # The state of the archive, that of the editors' names, the stories, the figures of those whose
    # body has no match, the sources of the facet. What may be a name is read in articles once.
    engine.search(Search("باران", date(2026, 11, 20)))
    with django_assert_num_queries(5):
        page(client, q="باران")
    with django_assert_num_queries(6):
        page(client, "q=باران&source=source-1&source=source-2&lang=fa&from=2025&page=1")


def test_the_page_of_one_language_leads_to_the_other(client, archive):
    text = page(client, q="باران", sort="newest")
    other = reverse("search").replace("/fa/", "/ar/")
    assert f'href="{other}?q={quote("باران")}&amp;sort=newest" lang="ar"' in text

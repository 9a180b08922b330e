"""Events on the front page, on the page of a day, beside an article, and on their own."""

from __future__ import annotations

from datetime import date

import pytest

from articles.events.following import follow, rebuild
from articles.models import Article, EventDecision, EventReport
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db

DAY = date(2025, 12, 28)
TITLES = (
    ("fa", "آتش‌سوزی در انبار بندر سپیدرود", "روزنامهٔ بامداد نو"),
    ("fa", "مهار آتش انبار بندر سپیدرود", "خبرگزاری سپهر ساختگی"),
    ("ar", "حريق في مستودع ميناء سبيدرود", "صحيفة الفجر المتخيلة"),
)


@pytest.fixture
def reports():
    """Three reports that were linked, the first of which leads, and one that stands alone."""
    made = [
        make_article(title, language=language, source=make_source(name, language), day=DAY)
        for language, title, name in TITLES
    ]
    alone = make_article("جشنوارهٔ انار در روستای خیالی", source=make_source("هفته‌نامهٔ انار"))
    follow()
    EventReport.objects.filter(article__in=made).update(event=made[0].pk, leader=made[0].pk)
    return [*made, alone]


def text_of(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_an_event_has_its_reports_of_all_languages(client, reports):
    text = text_of(client, f"/fa/events/{reports[0].key}/")

    for report in reports[:3]:
        assert report.title in text
        assert report.get_absolute_url() in text
    assert reports[3].title not in text


def test_numbers_are_written_as_readers_read_them(client, reports):
    for report in reports[:2]:
        body = "زیان این آتش‌سوزی ۷۹۷ میلیون ریال و سرعت باد ۷٫۱ متر بود."
        Article.objects.filter(pk=report.pk).update(body=body)
    rebuild()
    ids = [each.pk for each in reports[:2]]
    EventReport.objects.filter(article__in=ids).update(event=ids[0], leader=ids[0])
    text = text_of(client, f"/fa/events/{reports[0].key}/")
    assert "<bdi>۷۹۷٬۰۰۰٬۰۰۰</bdi>" in text
    assert "<bdi>۷٫۱</bdi>" in text


def test_any_report_leads_to_its_event_and_one_alone_to_its_page(client, reports):
    assert client.get(f"/fa/events/{reports[2].key}/")["Location"] == (
        f"/fa/events/{reports[0].key}/"
    )
    assert client.get(f"/fa/events/{reports[3].key}/")["Location"] == (
        f"/fa/articles/{reports[3].key}/"
    )
    text_of(client, "/fa/events/aaaaaaaaaaaaaaaa/", status=404)


def test_an_article_tells_how_others_told_it(client, reports):
    text = text_of(client, reports[1].get_absolute_url())
    assert reports[2].title in text
    assert 'id="others-title"' in text

    assert 'id="others-title"' not in text_of(client, reports[3].get_absolute_url())


@pytest.mark.parametrize("path", ["/fa/", "/ar/archive/gregorian/2025/12/28/"])
def test_events_stand_on_the_front_page_and_on_their_day(client, reports, path):
    text = text_of(client, path)

    assert 'id="events-title"' in text
    assert f"/events/{reports[0].key}/" in text


def test_hidden_reports_are_on_no_page(client, reports):
    Article.objects.filter(pk__in=[each.pk for each in reports[1:3]]).update(status="hidden")

    assert client.get(f"/fa/events/{reports[0].key}/").status_code == 302
    text_of(client, f"/fa/events/{reports[1].key}/", status=404)
    for path in ("/fa/", reports[0].get_absolute_url(), "/fa/archive/jalali/1404/10/07/?lang=all"):
        text = text_of(client, path)
        assert reports[1].title not in text
        assert reports[2].title not in text


def test_a_name_of_editors_is_text(client, reports):
    EventDecision.objects.create(kind="name", key=reports[0].key, name="<b>آتش</b> بندر")

    for path in ("/fa/", f"/fa/events/{reports[0].key}/"):
        assert "&lt;b&gt;آتش&lt;/b&gt; بندر" in text_of(client, path)


@pytest.mark.parametrize("count", [2, 30])
def test_queries_do_not_grow_with_the_reports(
    client, reports, count, django_assert_max_num_queries
):
    more = [make_article(source=make_source(f"منبع {number}"), day=DAY) for number in range(count)]
    follow()
    EventReport.objects.filter(article__in=more).update(event=reports[0].pk)

    for path, most in (
        (f"/fa/events/{reports[0].key}/", 8),
        (reports[0].get_absolute_url(), 8),
        ("/fa/archive/jalali/1404/10/07/", 9),
        ("/fa/", 10),
    ):
        with django_assert_max_num_queries(most):
            text_of(client, path)

"""The paper of a day: narrowed to a source and a language, and shown to others by its address."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

import pytest

from articles.events.following import follow
from articles.models import Article, EventReport
from articles.views.by_date import day_lists
from tests.factories import make_article, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]

DAY = date(2025, 12, 28)
PATH = "/fa/archive/jalali/1404/10/07/"


@pytest.fixture
def day():
    """Two events of two outlets each, one of which both have told, and articles of a third."""
    dawn = make_source("بامداد نو", slug="بامداد-نو")
    harbour = make_source("صحيفة المرفأ", "ar", slug="harbour")
    weekly = make_source("هفته‌نامهٔ انار", slug="weekly")
    make_source("روزنامهٔ دیگر", slug="silent")
    fire = [
        make_article("آتش در انبار", day=DAY, source=dawn),
        make_article("حريق في المستودع", day=DAY, source=harbour, language="ar"),
    ]
    fair = [
        make_article("نمایشگاه گل", day=DAY, source=dawn),
        make_article("گل در نمایشگاه", day=DAY, source=weekly),
    ]
    more = [make_article(f"کوتاه {number}", day=DAY, source=weekly) for number in range(40)]
    make_article("پنهان", day=DAY, source=weekly, status=Article.Status.HIDDEN)
    follow()
    EventReport.objects.update(event=0)
    for event in (fire, fair):
        ids = [each.pk for each in event]
        EventReport.objects.filter(article__in=ids).update(event=ids[0], leader=ids[0])
    for article in more:
        EventReport.objects.filter(article=article).update(event=article.pk)
    return fire, fair


def shown(client, **asked):
    context = client.get(PATH, asked).context
    lists = context["lists"]
    return (
        {each.title for each in lists.page.articles},
        [each.key for each in lists.events],
        lists.total,
    )


def test_a_day_is_narrowed_to_a_source(client, day):
    fire, fair = day
    assert shown(client, source="بامداد-نو") == (
        {"آتش در انبار", "نمایشگاه گل"},
        sorted((fire[0].key, fair[0].key)),
        2,
    )
    titles, events, total = shown(client, source="weekly")
    assert (len(titles), events, total) == (30, [fair[0].key], 41)
    # No article of this outlet is in the language of the page.
    assert shown(client, source="harbour") == ({"حريق في المستودع"}, [fire[0].key], 1)


def test_a_day_is_narrowed_to_a_source_and_a_language(client, day):
    fire, _fair = day
    assert shown(client, source="harbour", lang="ar")[:2] == (
        {"حريق في المستودع"},
        [fire[0].key],
    )
    assert shown(client, lang="ar")[1:] == ([fire[0].key], 1)


def test_the_sources_of_the_day_are_offered_with_their_numbers(client, day):
    text = " ".join(client.get(PATH).text.split())
    assert "هفته‌نامهٔ انار (۴۱)" in text
    assert "بامداد نو (۲)" in text
    assert "روزنامهٔ دیگر" not in text
    alone = make_article(day=date(2025, 12, 29), source=make_source("تنها"))
    assert 'id="day-source"' not in client.get(f"/fa/archive/jalali/1404/{10}/08/").text
    assert alone.title in client.get("/fa/archive/jalali/1404/10/08/").text


def test_a_source_that_is_not_offered_is_shown_when_asked_for(client, day, monkeypatch):
    monkeypatch.setattr(day_lists, "MOST_SOURCES", 1)
    assert 'value="harbour"' not in client.get(PATH).text
    assert shown(client, source="harbour")[2] == 1
    assert 'value="harbour" selected' in client.get(PATH, {"source": "harbour"}).text


def test_other_pages_and_languages_keep_the_source(client, day):
    first = client.get(PATH, {"source": "weekly"})
    assert "?source=weekly&amp;before=" in first.text
    assert "?lang=all&amp;source=weekly" in first.text
    page = client.get(f"{PATH}?{first.context['page'].older}")
    assert len(page.context["page"].articles) == 11
    assert page.context["events"] == []


def test_what_is_shown_has_an_address(client, day):
    assert client.get(PATH).context["address"] == PATH
    address = client.get(PATH, {"source": "بامداد-نو", "lang": "all"}).context["address"]
    assert address == f"{PATH}?lang=all&source={quote('بامداد-نو')}"
    assert f"http://testserver{address}".replace("&", "&amp;") in client.get(address).text


@pytest.mark.parametrize("slug", ["silent", "nobody", "x" * 5000, "\x00"])
def test_a_source_without_an_article_of_the_day_is_not_found(client, day, slug):
    answer = client.get(PATH, {"source": slug})
    assert answer.status_code == 404
    assert "این منبع در این روز خبری در آرشیو ندارد." in answer.text


@pytest.mark.parametrize("asked", [{}, {"source": "weekly"}, {"source": "weekly", "lang": "all"}])
@pytest.mark.parametrize("count", [1, 40])
def test_the_price_of_a_day_is_constant(client, day, asked, count, django_assert_max_num_queries):
    for number in range(count):
        make_article(day=DAY, source=make_source(f"منبع {number}"))
    with django_assert_max_num_queries(10):
        client.get(PATH, asked)

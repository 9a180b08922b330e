"""The chart of a search, whole and by language: equal to a recount, at a price that is constant."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from articles.models import Article
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]

QUERY = {"q": "آتش", "calendar": "gregorian"}
DAYS = (date(2025, 3, 2), date(2025, 3, 9), date(2025, 11, 3), date(2026, 1, 4))


@pytest.fixture
def found(rebuild_index):
    """Articles of two languages over eleven months, and one of no day."""
    for number, day in enumerate((*DAYS, *DAYS[:2], None)):
        make_article(f"آتش {number}", day=day, language="fa")
    make_article("آتش شمال", day=DAYS[2], language="ar", body="آتش آتش")
    make_article("باران", day=DAYS[0], language="ar", body="باران")
    rebuild_index()


def by_month(**limits):
    rows = Article.objects.filter(title__startswith="آتش", published_on__isnull=False, **limits)
    return Counter((each.day.year, each.day.month) for each in rows)


def drawn(chart):
    return {
        (2025 + at // 12, at % 12 + 1): each.count
        for at, each in enumerate(chart.values)
        if each.count
    }


def test_each_language_has_a_chart_of_the_same_scale_and_months(client, found):
    [whole] = client.get("/fa/search/", QUERY).context["charts"]
    assert drawn(whole) == by_month()

    context = client.get("/fa/search/", {**QUERY, "chart": "language"}).context
    persian, arabic = context["charts"]
    assert [each.title for each in context["charts"]] == [
        "شمار خبرها در هر ماه: فارسی",
        "شمار خبرها در هر ماه: عربی",
    ]
    assert drawn(persian) == by_month(language="fa")
    assert drawn(arabic) == by_month(language="ar")
    assert len(persian.values) == len(arabic.values) == len(whole.values) == 24
    assert {persian.most, arabic.most} == {4}
    assert [height for *_, height in arabic.bars] == [25]
    assert "lang=ar" in arabic.first.address
    assert "chart=language" in arabic.first.address


def test_what_has_one_language_is_not_split(client, found):
    context = client.get("/fa/search/", {**QUERY, "chart": "language", "lang": "fa"}).context
    [chart] = context["charts"]
    assert drawn(chart) == by_month(language="fa")
    assert context["splits"] == []


def test_the_form_keeps_the_choice_and_the_feed_is_without_it(client, found):
    text = client.get("/fa/search/", {**QUERY, "chart": "language"}).text
    assert '<input type="hidden" name="chart" value="language">' in text
    assert "search/feed/?q=%D8%A2%D8%AA%D8%B4&amp;chart" not in text
    assert client.get("/fa/search/", {**QUERY, "chart": "x"}).context["charts"][0].most == 0

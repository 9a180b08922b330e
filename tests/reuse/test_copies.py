"""Copies are articles most of whose words stand in an earlier one of another source; where they are
left out, charts equal a recount of the others."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from io import StringIO

import pytest

from articles.models import Article, ArticleChange, FingerprintedText
from articles.reuse.following import compute_anew, follow
from articles.search.following import bring_up_to_date
from tests.factories import make_article, make_source
from tests.reuse.splices import Invention

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]

WORD = "زعفران"
TEXT, OTHER = (f"{WORD} {text.body}" for text in Invention(8).texts(2))


def copies():
    return set(FingerprintedText.objects.filter(is_copy=True).values_list("pk", flat=True))


def log(*articles):
    ArticleChange.objects.log(ArticleChange.Kind.UPDATED, [each.pk for each in articles])


@pytest.fixture
def family():
    """A text, the whole of it later, half of it in a text of its own, and the same outlet's own."""
    bamdad, shafaq, sahel = map(make_source, ("بامداد", "شفق", "ساحل"))
    half = TEXT[: len(TEXT) // 2]
    return [
        make_article(body=TEXT, source=bamdad, day=date(2025, 11, 2)),
        make_article(body=f"{TEXT} پایان", source=shafaq, day=date(2025, 11, 3)),
        make_article(body=f"{half} {OTHER}", source=sahel, day=date(2025, 12, 4)),
        make_article(body=TEXT, source=bamdad, day=date(2025, 12, 5)),
    ]


def test_the_earliest_of_a_text_is_no_copy_nor_is_who_takes_a_part(family):
    follow()
    first, second, part, again = family
    # The second has the text of the first; what the first outlet prints again is in the second.
    assert copies() == {second.pk, again.pk}

    log(*Article.objects.filter(pk=first.pk))
    Article.objects.filter(pk=first.pk).update(status=Article.Status.HIDDEN)
    log(first)
    follow()
    assert copies() == {again.pk}

    Article.objects.filter(pk=second.pk).update(published_on="1404-12-01")
    log(second)
    follow()
    assert copies() == {second.pk}
    compute_anew()
    assert copies() == {second.pk}
    assert part.pk not in copies()


def test_what_is_told_of_an_article_again_ends(family):
    follow()
    for _ in range(3):
        follow()
    last = ArticleChange.objects.last_sequence()
    follow()
    assert ArticleChange.objects.last_sequence() == last


def test_that_it_is_a_copy_is_no_change_of_an_article(family):
    last = ArticleChange.objects.last_of_content()
    follow()
    assert copies()
    assert ArticleChange.objects.last_sequence() > last == ArticleChange.objects.last_of_content()


def test_charts_without_copies_equal_a_recount(client, family, rebuild_index):
    rebuild_index()  # before anything is known of copies
    follow()
    bring_up_to_date()
    everything = {each.pk for each in family}
    words = {}
    for chosen, wanted in (("", everything), ("no", everything - copies()), ("yes", copies())):
        articles = Article.objects.filter(pk__in=wanted)
        query = {"copies": chosen, "calendar": "gregorian"}
        [chart] = client.get("/fa/search/", query).context["charts"]
        by_month = Counter(month_of(each) for each in articles)
        shown = [each.count for each in chart.values if each.count]
        assert shown == [by_month[month] for month in sorted(by_month)]

        said = Counter()
        for each in articles:
            said[month_of(each)] += each.body.split().count(WORD)
        rows = trend(client, query)
        assert {row["step"]: int(row["occurrences"]) for row in rows} == said
        words[chosen] = sum(int(row["words"]) for row in rows)
    assert words[""] == words["no"] + words["yes"] > words["no"] > 0


def month_of(article):
    return str(article.day)[:7]


def trend(client, query):
    text = client.get("/fa/trends.csv", {"q": WORD, "names": "off", **query}).text
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def test_copies_are_chosen_on_the_page_where_there_are_some(client, family, rebuild_index):
    follow()
    rebuild_index()
    assert "copies=no" in client.get("/fa/search/").text
    assert 'id="trends-copies"' in client.get("/fa/trends/").text
    chip = client.get("/fa/search/", {"copies": "no"}).text
    assert "هر متن یک بار" in chip
    assert "نادیده گرفته شد" in client.get("/fa/search/", {"copies": "x"}).text

"""Prepared queries find what the same querysets find, whatever is given, and at once."""

from __future__ import annotations

import threading
from collections import defaultdict
from datetime import date

import pytest
from django.db import connection, connections
from django.db.models import Count, Q

from articles.db.prepared import Given, Prepared
from articles.models import Article, Source
from articles.models.articles import PUBLISHED_ON
from tests.factories import make_article, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]

OF_SOURCE = Prepared(
    lambda: Article.objects.visible().filter(source=Given("source")).order_by("key")
)


@pytest.fixture
def articles() -> list[Article]:
    sources = [make_source("بامداد", slug="a"), make_source("شامگاه", slug="b"), None]
    return [
        make_article(f"خبر {number}", source=sources[number % 3], day=date(2025, 3, 20 + number))
        for number in range(6)
    ]


def test_other_values_find_other_rows_and_new_rows_are_found(articles):
    for source in Source.objects.all():
        of_it = Article.objects.filter(source=source).order_by("key")
        assert OF_SOURCE.rows(source=source.pk) == list(of_it)
        make_article("تازه", source=source)
        assert OF_SOURCE.rows(source=source.pk) == list(of_it.all())
    assert OF_SOURCE.rows(source=0) == []
    assert OF_SOURCE.first(source=0) is None


def test_nothing_is_composed_or_compiled_again(articles, django_assert_num_queries):
    composed = []

    def compose():
        composed.append(1)
        return Article.objects.filter(key=Given("key"))

    prepared = Prepared(compose)
    for article in articles:
        with django_assert_num_queries(1):
            assert prepared.rows(key=article.key) == [article]
    assert len(composed) == 1


def test_related_objects_annotations_and_deferred_fields_come_along(
    articles, django_assert_num_queries
):
    prepared = Prepared(
        lambda: Article.objects.filter(pk=Given("pk")).for_listing().annotate(number=Count("*"))
    )
    for article in articles:
        with django_assert_num_queries(1):
            found = prepared.first(pk=article.pk)
            assert (found.title, found.source, found.number) == (article.title, article.source, 1)
        with django_assert_num_queries(1):
            assert found.body == article.body


def test_rows_of_values(articles):
    prepared = Prepared(
        lambda: Article.objects.filter(key__gte=Given("key")).order_by("key").values_list("key")
    )
    keys = sorted(article.key for article in articles)
    assert prepared.rows(key=keys[2]) == [(key,) for key in keys[2:]]


@pytest.mark.parametrize("value", ["'", "%s", "%(key)s", "الف'\"\\"])
def test_a_value_is_only_a_value(articles, value):
    prepared = Prepared(lambda: Article.objects.filter(title=Given("title")))
    assert prepared.rows(title=value) == []
    odd = make_article(value)
    assert prepared.rows(title=value) == [odd]


def test_days_are_given_as_days(articles):
    day = Given("day", PUBLISHED_ON)
    prepared = Prepared(
        lambda: Article.objects.filter(Q(published_on=day) | Q(published_on__lt=day))
    )
    assert set(prepared.rows(day=date(2025, 3, 22))) == set(articles[:3])


@pytest.mark.parametrize("count", [0, 1, 4])
def test_any_number_of_values_may_be_given_for_one(articles, count, django_assert_num_queries):
    prepared = Prepared(lambda: Article.objects.filter(pk__among=Given("ids")))
    wanted = articles[:count]
    with django_assert_num_queries(1):
        assert set(prepared.rows(ids={article.pk for article in wanted})) == set(wanted)


def test_a_value_that_was_not_given_is_an_error(articles):
    with pytest.raises(KeyError):
        OF_SOURCE.rows()


@pytest.mark.django_db(transaction=True)
def test_threads_have_queries_of_their_own(articles):
    if connection.vendor == "sqlite":
        pytest.skip("the database of the tests is in the memory of one thread")
    found = defaultdict(set)

    def ask(source: int) -> None:
        try:
            for _ in range(20):
                found[source].update(OF_SOURCE.rows(source=source))
        finally:
            connections.close_all()

    sources = [source.pk for source in Source.objects.all()]
    threads = [threading.Thread(target=ask, args=(source,)) for source in sources]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for source in sources:
        assert found[source] == set(Article.objects.filter(source=source))

"""``__among`` asks what ``__in`` asks."""

import pytest
from django.db.models import Count

from articles.models import Article, RelatedStory, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles():
    sources = [Source.objects.create(slug=slug) for slug in "ab"]
    return [
        Article.objects.create(
            key=f"k{number}", title=title, title_key=title, source=sources[number % 2]
        )
        for number, title in enumerate(['با "گیومه"', "a'b\\c{d}", "%s, %(x)s", "NULL", ""])
    ]


@pytest.mark.parametrize(
    "titles",
    [['با "گیومه"'], ["a'b\\c{d}", "%s, %(x)s"], ["NULL"], [""], {"دیگر", "NULL"}, []],
    ids=lambda titles: str(sorted(titles)),
)
def test_strings_whatever_is_in_them(articles, titles):
    found = set(Article.objects.filter(title_key__among=titles))
    assert found == set(Article.objects.filter(title_key__in=titles))
    assert len(found) == len(set(titles) - {"دیگر"})
    left = set(Article.objects.exclude(title_key__among=titles))
    assert left == set(articles) - found


def test_numbers_keys_and_foreign_keys_and_none(articles):
    first, second, *_ = articles
    wanted = {first.pk, second.pk, 2**40, None}
    assert set(Article.objects.filter(pk__among=wanted)) == {first, second}
    for name in ("source", "source_id", "source__pk"):
        found = Article.objects.filter(**{f"{name}__among": [first.source_id]})
        assert set(found) == {article for article in articles if article.source == first.source}


def test_more_values_than_sqlite_takes_parameters(articles):
    keys = [f"k{number}" for number in range(300_000)]
    assert Article.objects.filter(key__among=keys).count() == len(articles)


def test_it_stands_in_updates_deletes_and_below_other_queries(articles):
    first, second, *_ = articles
    RelatedStory.objects.create(article=first, position=0, title="x", title_key="x")
    assert Article.objects.filter(pk__among=[first.pk]).update(author="کسی") == 1
    below = Article.objects.filter(pk__among=[first.pk, second.pk])
    assert RelatedStory.objects.filter(article__in=below).delete()[0] == 1
    counts = below.values("author").annotate(count=Count("pk")).values_list("author", "count")
    assert dict(counts) == {"کسی": 1, "": 1}

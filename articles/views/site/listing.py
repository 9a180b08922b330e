"""What lists show of each article."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models.functions import Left

from articles.db.prepared import Given, Prepared
from articles.models import Article
from articles.models.articles import ArticleQuerySet

LEAD_CHARACTERS = 400


def listing(articles: ArticleQuerySet, *more: str) -> ArticleQuerySet:
    """Articles for lists: with the beginning of the body as ``lead``, without the whole body, and
    with ``more`` fields."""
    return articles.for_listing(*more).annotate(lead=Left("body", LEAD_CHARACTERS))


def named(ids: Collection[int]) -> dict[int, Article]:
    """Those of these articles that are visible, for lists of their titles; one query, or none."""
    return {article.pk: article for article in _NAMED.rows(ids=ids)} if ids else {}


_NAMED = Prepared(lambda: Article.objects.visible().for_listing().filter(pk__among=Given("ids")))

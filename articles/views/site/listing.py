"""What lists show of each article."""

from __future__ import annotations

from django.db.models.functions import Left

from articles.models.articles import ArticleQuerySet

LEAD_CHARACTERS = 400


def listing(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Articles for lists: with the beginning of the body as ``lead``, without the whole body."""
    return articles.for_listing().annotate(lead=Left("body", LEAD_CHARACTERS))

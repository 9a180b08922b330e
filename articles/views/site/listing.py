"""What every list of articles shows of each."""

from __future__ import annotations

from django.db.models.functions import Left

from articles.models.articles import ArticleQuerySet

LEAD_CHARACTERS = 400


def listing(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Articles as lists show them: the beginning of each body as ``lead``, not the whole of it."""
    return articles.for_listing().annotate(lead=Left("body", LEAD_CHARACTERS))

"""Compares an item to be imported with its article: what would change."""

from __future__ import annotations

from articles.models import Article, Capture

from .content import recency
from .identity import fold_body
from .likeness import shingles
from .preparing import PreparedItem

Outcome = Capture.Outcome


def article_of(item: PreparedItem, outcome: Outcome) -> Article | None:
    """The article of an item: with the same bytes, the same identity, or the same body."""
    live = Capture.objects.live().filter(article__isnull=False)
    if outcome == Outcome.UNCHANGED and (same := live.filter(sha256=item.sha256).first()):
        return same.article
    if outcome in (Outcome.UNCHANGED, Outcome.UPDATED):
        ids = live.filter(identity=item.identity).values_list("article_id", flat=True)
        own = shingles(fold_body(item.parsed.get("paragraphs", ())))
        articles = Article.objects.filter(pk__in=set(ids)).select_related("source")
        return max(articles, key=lambda article: _shared(article, own), default=None)
    if outcome == Outcome.DUPLICATE and item.content:
        alike = Article.objects.filter(body_key=item.content.body_key)
        return alike.select_related("source").order_by("published_on", "key").first()
    return None


def _shared(article: Article, own: frozenset[tuple[str, ...]]) -> int:
    return len(shingles(fold_body(article.body.split("\n\n"))) & own)


def is_latest(article: Article, item: PreparedItem) -> bool:
    """Whether the article would take its content from this item: it is not an older scrape."""
    rows = article.captures.live().values_list("views", "captured_at", "content_hash")
    own = recency(item.views, item.place.captured_at, item.content_hash)
    return all(own >= recency(*row) for row in rows)

"""An item that is to be imported beside the article that it concerns: what would change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from articles.models import Article, Capture
from articles.text.difference import Effort, ParagraphDifference, difference

from . import sources
from .content import ArticleContent, recency
from .identity import fold_body
from .likeness import shingles
from .preparing import PreparedItem

Outcome = Capture.Outcome


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that the article has otherwise; ``is_corrected`` says that an editor's text stays."""

    name: str
    difference: Sequence[ParagraphDifference]
    is_corrected: bool


def article_of(item: PreparedItem, outcome: Outcome) -> Article | None:
    """The article that an item concerns: of the same bytes, the same item, or the same body."""
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
    """Whether the article would say what this item says: it is no older scrape."""
    rows = article.captures.live().values_list("views", "captured_at", "content_hash")
    own = recency(item.views, item.place.captured_at, item.content_hash)
    return all(own >= recency(*row) for row in rows)


def field_changes(article: Article, content: ArticleContent) -> Iterator[FieldChange]:
    """The fields that the item says otherwise, in the order in which people read them."""
    effort = Effort()
    corrected = set(article.corrected_fields)
    for name, before, after in _fields(article, content):
        if before != after:
            yield FieldChange(name, difference(before, after, effort), name in corrected)


def _fields(
    article: Article, content: ArticleContent
) -> Iterator[tuple[str, list[str], list[str]]]:
    wanted = content.fields
    alias = sources.alias_of(content.source_name)
    if sources.known([content.source_name]).get(alias) != article.source_id:
        yield "source", _texts(article.source), _texts(content.source_name)
    for name in ("title", "author", "published_on", "published_time", "views"):
        yield name, _texts(getattr(article, name)), _texts(wanted[name])
    yield "body", article.body.split("\n\n"), wanted["body"].split("\n\n")
    yield (
        "figures",
        [_figure(each) for each in article.figures.all()],
        [_figure(each) for each in content.figures],
    )
    yield (
        "related",
        [story.title for story in article.related_stories.all()],
        [title for title, _ in content.related],
    )
    for name in ("url", "external_id"):
        yield name, _texts(getattr(article, name)), _texts(wanted[name])


def _texts(value: Any) -> list[str]:
    return [] if value in (None, "") else [str(value)]


def _figure(figure: Any) -> str:
    return " · ".join(filter(None, (figure.alt, figure.caption, figure.credit)))

"""Loads articles from the database in the form of the index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from articles.models import Article, Figure, FingerprintedText
from articles.search.engine.documents import IndexedArticle
from articles.search.engine.schema import COPIED, ONCE

_STEP = 500


def indexed_articles(ids: Collection[int]) -> list[IndexedArticle]:
    """The visible ones of these articles: others are never in an index."""
    pictures: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    figures = Figure.objects.filter(article_id__in=ids).order_by("article_id", "position", "pk")
    for article_id, alt, caption in figures.values_list("article_id", "alt", "caption"):
        pictures[article_id].append((alt, caption))
    copies = set(
        FingerprintedText.objects.filter(pk__in=ids, is_copy=True).values_list("pk", flat=True)
    )
    rows = Article.objects.visible().filter(pk__in=ids).order_by("pk")
    return [
        IndexedArticle(
            pk=pk,
            key=key,
            language=language,
            source=source,
            day=day.togregorian() if day else None,
            title=title,
            body=body,
            caption=_captions(pictures.get(pk, ())),
            copy=COPIED if pk in copies else ONCE,
        )
        for pk, key, language, source, day, title, body in rows.values_list(
            "pk", "key", "language", "source_id", "published_on", "title", "body"
        )
    ]


def as_indexed(article: Article) -> IndexedArticle:
    """An article that is already loaded; without its pictures, by which none is alike."""
    return IndexedArticle(
        pk=article.pk,
        key=article.key,
        language=article.language,
        source=article.source_id,
        day=article.day,
        title=article.title,
        body=article.body,
        caption="",
    )


def all_indexed_articles() -> Iterator[list[IndexedArticle]]:
    """Every article that belongs in the index, by ascending id, in batches of bounded size.

    Each batch is a separate query, so that no transaction stays open.
    """
    last = 0
    while True:
        ids = list(
            Article.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_STEP]
        )
        if not ids:
            return
        yield indexed_articles(ids)
        last = ids[-1]


def _captions(figures: Iterable[tuple[str, str]]) -> str:
    """The text of pictures, given by alternative text and caption."""
    return "\n".join(text for alt, caption in figures for text in (caption, alt) if text)

"""Turns hits into results for readers: articles in order, with highlighted titles and texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.db.models import prefetch_related_objects

from articles.models import Article
from articles.search.index.answers import Answer
from articles.text.highlight import Highlighter, Run

MOST_EXCERPTS = 3
"""Stretches of a text that are shown of each article."""

EXCERPT_LENGTH = 160
"""Characters of a stretch, about."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of an article's body or captions, as runs that match or do not.

    ``begins_inside`` and ``ends_inside`` say where an ellipsis stands for what is left out.
    """

    runs: Sequence[Run]
    begins_inside: bool
    ends_inside: bool


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """A hit with its article, whose source is loaded.

    ``title`` is the whole title as runs. ``excerpts`` are of the body; where that has no match but
    a caption has, of the captions; where nothing has, the one of the body's beginning.
    """

    article: Article
    score: float
    title: Sequence[Run]
    excerpts: Sequence[Excerpt]


def found_articles(
    answer: Answer, *, excerpts: int = MOST_EXCERPTS, length: int = EXCERPT_LENGTH
) -> list[FoundArticle]:
    """The hits of an answer in their order, in two queries for a page of them: the second where
    some body has no match.

    What the public may no longer see is left out, though the index has not heard of it yet.
    """
    found = (
        Article.objects.visible()
        .select_related("source")
        .in_bulk([hit.article_id for hit in answer.hits])
    )
    highlighter = answer.highlighter()
    shown = partial(_excerpts, highlighter, count=excerpts, length=length)
    of_bodies = {pk: shown(article.body, article.language) for pk, article in found.items()}
    unmatched = [found[pk] for pk, each in of_bodies.items() if not _has_match(each)]
    prefetch_related_objects(unmatched, "figures")
    of_captions = {each.pk: shown(_captions(each), each.language) for each in unmatched}
    return [
        FoundArticle(
            article,
            hit.score,
            highlighter.mark(article.title, article.language),
            _first_with_match(of_bodies[article.pk], of_captions.get(article.pk, ())),
        )
        for hit in answer.hits
        if (article := found.get(hit.article_id))
    ]


def other_names(answer: Answer) -> list[str]:
    """The names in other languages that a search looked for beside what was typed."""
    return [name for expansion in answer.names for name in expansion.others]


def _excerpts(
    highlighter: Highlighter, text: str, language: str, *, count: int, length: int
) -> list[Excerpt]:
    return [
        Excerpt(fragment.runs, fragment.start > 0, fragment.end < len(text))
        for fragment in highlighter.fragments(text, language, count=count, length=length)
    ]


def _captions(article: Article) -> str:
    return "\n".join(
        text for figure in article.figures.all() for text in (figure.caption, figure.alt) if text
    )


def _first_with_match(
    of_body: Sequence[Excerpt], of_captions: Sequence[Excerpt]
) -> Sequence[Excerpt]:
    return of_captions if _has_match(of_captions) else of_body


def _has_match(excerpts: Sequence[Excerpt]) -> bool:
    return any(run.is_match for excerpt in excerpts for run in excerpt.runs)

"""From hits to what a reader sees of them: the articles in order, their titles and texts marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from articles.models import Article
from articles.search.results import Answer
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
    """A hit with its article: source and figures are loaded.

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
    """The hits of an answer in their order, in two queries for a page of them.

    What the public may no longer see is left out, though the index has not heard of it yet.
    """
    found = (
        Article.objects.visible()
        .select_related("source")
        .prefetch_related("figures")
        .in_bulk([hit.article_id for hit in answer.hits])
    )
    highlighter = answer.highlighter()
    return [
        FoundArticle(
            article,
            hit.score,
            highlighter.mark(article.title, article.language),
            _excerpts(article, highlighter, excerpts, length),
        )
        for hit in answer.hits
        if (article := found.get(hit.article_id))
    ]


def other_names(answer: Answer) -> list[str]:
    """The names in other languages that a search looked for beside what was typed."""
    return [name for expansion in answer.names for name in expansion.others]


def _excerpts(article: Article, highlighter: Highlighter, count: int, length: int) -> list[Excerpt]:
    of_body = _stretches(article.body, article.language, highlighter, count, length)
    if any(run.is_match for excerpt in of_body for run in excerpt.runs):
        return of_body
    captions = "\n".join(
        text for figure in article.figures.all() for text in (figure.caption, figure.alt) if text
    )
    of_captions = _stretches(captions, article.language, highlighter, count, length)
    if any(run.is_match for excerpt in of_captions for run in excerpt.runs):
        return of_captions
    return of_body


def _stretches(
    text: str, language: str, highlighter: Highlighter, count: int, length: int
) -> list[Excerpt]:
    return [
        Excerpt(fragment.runs, fragment.start > 0, fragment.end < len(text))
        for fragment in highlighter.fragments(text, language, count=count, length=length)
    ]

"""Turns hits into results for readers: articles in order, with highlighted titles and texts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial

from articles.db.prepared import Given, Prepared
from articles.models import Article, Figure
from articles.search.answers.searching import Answer
from articles.text.highlight import Highlighter, Run
from articles.text.leads import below_title

MOST_EXCERPTS = 3
"""How many excerpts are shown of each article."""

EXCERPT_LENGTH = 160
"""Approximate length of an excerpt, in characters."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """An excerpt of an article's body or captions, as runs that match or not.

    ``begins_inside`` and ``ends_inside`` say where an ellipsis is needed.
    """

    runs: Sequence[Run]
    begins_inside: bool
    ends_inside: bool


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """A hit with its article, of which the body and what lists show is loaded.

    ``title`` is the whole title as runs. ``excerpts`` are from the body; if only captions match,
    from the captions; if nothing matches, the beginning of the body.
    """

    article: Article
    score: float
    title: Sequence[Run]
    excerpts: Sequence[Excerpt]


_FOUND = Prepared(
    lambda: Article.objects.visible().for_listing("body").filter(pk__among=Given("ids"))
)
_FIGURES = Prepared(
    lambda: (
        Figure.objects.filter(article__among=Given("ids"))
        .order_by("article", "position", "pk")
        .values_list("article", "caption", "alt")
    )
)


def found_articles(
    answer: Answer, *, excerpts: int = MOST_EXCERPTS, length: int = EXCERPT_LENGTH
) -> list[FoundArticle]:
    """The hits of an answer in order, in at most two queries: the second if some body has no match.

    Hidden articles are left out even if the index still has them.
    """
    ids = [hit.article_id for hit in answer.hits]
    found = {article.pk: article for article in _FOUND.rows(ids=ids)} if ids else {}
    highlighter = answer.highlighter()
    shown = partial(_excerpts, highlighter, count=excerpts, length=length)
    of_bodies = {
        pk: shown(below_title(article.body, article.title), article.language)
        for pk, article in found.items()
    }
    unmatched = [pk for pk, each in of_bodies.items() if not _has_match(each)]
    captions = _captions(unmatched) if unmatched and highlighter.seeks else {}
    of_captions = {pk: shown(text, found[pk].language) for pk, text in captions.items()}
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
    """The names in other languages that were searched in addition to what was typed."""
    return [name for expansion in answer.names for name in expansion.others]


def _excerpts(
    highlighter: Highlighter, text: str, language: str, *, count: int, length: int
) -> list[Excerpt]:
    return [
        Excerpt(fragment.runs, fragment.start > 0, fragment.end < len(text))
        for fragment in highlighter.fragments(text, language, count=count, length=length)
    ]


def _captions(ids: Collection[int]) -> dict[int, str]:
    """The text of the pictures of articles that have any; one query."""
    texts: dict[int, list[str]] = {}
    for article_id, *of_figure in _FIGURES.rows(ids=ids):
        texts.setdefault(article_id, []).extend(filter(None, of_figure))
    return {pk: "\n".join(of_article) for pk, of_article in texts.items()}


def _first_with_match(
    of_body: Sequence[Excerpt], of_captions: Sequence[Excerpt]
) -> Sequence[Excerpt]:
    return of_captions if _has_match(of_captions) else of_body


def _has_match(excerpts: Sequence[Excerpt]) -> bool:
    return any(run.is_match for excerpt in excerpts for run in excerpt.runs)

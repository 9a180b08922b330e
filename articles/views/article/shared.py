"""Who else has the text of an article: its family, and passages beside those of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.db.prepared import Given, Prepared
from articles.models import Article
from articles.reuse.passages import passages, shared
from articles.reuse.sharing import Relative, Sharing, family_rows, family_tree
from articles.reuse.words import spans_of, words_of
from articles.views.site.errors import Missing
from articles.views.site.http_cache import public_page

from .page import retired

DEEPEST_SHOWN = 4
"""Steps of a tree that are indented; what is below stands at the last."""

_OF_KEY = Prepared(
    lambda: Article.objects.visible().select_related("source").filter(key=Given("key"))
)
_MEMBERS = Prepared(
    lambda: (
        Article.objects.visible()
        .for_listing("published_time", "created_at")
        .filter(pk__among=Given("ids"))
    )
)


@dataclass(frozen=True, slots=True)
class Member:
    """An article in the tree of a family."""

    article: Article
    relative: Relative
    parent: Article | None

    @property
    def indent(self) -> int:
        """How far it is moved in."""
        return min(self.relative.depth, DEEPEST_SHOWN)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph, and whether both texts have it."""

    text: str
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One of two articles, in paragraphs of pieces, and how much of it they share."""

    article: Article
    paragraphs: Sequence[Sequence[Piece]]
    sharing: Sharing


@require_safe
@public_page()
def shared_family(request: HttpRequest, key: str) -> HttpResponse:
    found = _OF_KEY.first(key=key)
    if found is None:
        return retired(request, key, "shared_family")
    rows = family_rows(found.pk)
    ids = {found.pk, *(pk for row in rows for pk in (row.one_id, row.other_id))}
    members = {article.pk: article for article in _MEMBERS.rows(ids=sorted(ids))}
    order = sorted(members, key=lambda pk: _moment(members[pk]))
    tree = [
        Member(
            members[each.article],
            each,
            members[each.sharing.other] if each.sharing else None,
        )
        for each in family_tree(order, rows)
    ]
    return render(request, "articles/shared_family.html", {"article": found, "tree": tree})


def _moment(article: Article) -> tuple[date, time, datetime, int]:
    """When it was first seen here: by its day and time as printed, or else by its import."""
    printed = article.day or article.created_at.date()
    return printed, article.published_time or time.max, article.created_at, article.pk


@require_safe
@public_page()
def shared_passages(request: HttpRequest, key: str, other: str) -> HttpResponse:
    found = _OF_KEY.first(key=key)
    if found is None:
        return retired(request, key, "shared_passages", other)
    second = _OF_KEY.first(key=other)
    if second is None or second.pk == found.pk:
        raise Missing(_("There is no article with this address."))
    of_both = passages(words_of(found.body), words_of(second.body))
    counts = shared(of_both)
    sides = [
        _side(found, [each.one for each in of_both], counts[0]),
        _side(second, [each.other for each in of_both], counts[1]),
    ]
    context = {"article": found, "sides": sides, "count": len(of_both)}
    return render(request, "articles/shared_passages.html", context)


def _side(article: Article, marked: Sequence[tuple[int, int]], count: int) -> Side:
    """The text with passages marked, which are given by their words."""
    spans = spans_of(article.body)
    stretches = sorted((spans[first][0], spans[last - 1][1]) for first, last in marked)
    paragraphs = []
    start = 0
    for paragraph in article.paragraphs:
        paragraphs.append(_pieces(paragraph, start, stretches))
        start += len(paragraph) + len("\n\n")
    return Side(article, paragraphs, Sharing(0, count, max(len(spans), 1)))


def _pieces(paragraph: str, start: int, stretches: Sequence[tuple[int, int]]) -> list[Piece]:
    pieces = []
    at = 0
    for first, last in stretches:
        begins, ends = max(first - start, 0), min(last - start, len(paragraph))
        if begins >= ends:
            continue
        pieces += [Piece(paragraph[at:begins]), Piece(paragraph[begins:ends], is_shared=True)]
        at = ends
    return [piece for piece in (*pieces, Piece(paragraph[at:])) if piece.text]

"""The search of the admin's list of articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.display import number
from articles.models import Article
from articles.search import Answer, Query, Search, other_names, search
from articles.text.folding import fold_spaceless

MOST_LISTED = 2_000
"""The articles of a search, for the list to filter, sort and paginate."""

MOST_RANKED = 100
"""A page of articles in the order of relevance."""


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of articles: matches of a key or of a hidden title first, then by relevance.

    ``remarks`` are messages for the person who searched.
    """

    ids: Sequence[int]
    remarks: Sequence[str]

    def among(self, articles: QuerySet[Article], *, ranked: bool) -> QuerySet[Article]:
        """The articles that were found; ``ranked`` puts the best first."""
        found = articles.filter(pk__in=self.ids)
        if not ranked:
            return found
        places = [When(pk=pk, then=place) for place, pk in enumerate(self.ids[:MOST_RANKED])]
        rank = Case(*places, default=Value(MOST_RANKED), output_field=IntegerField())
        return found.order_by(rank, *articles.query.order_by)


def find(term: str) -> Found:
    """Search like readers, and also for hidden articles and keys.

    Raises :class:`articles.search.IndexUnavailableError`.
    """
    answer = search(Search(term, reference=timezone.localdate(), limit=MOST_LISTED))
    exact = [*_of_key(term), *_hidden(answer.query)]
    if exact and answer.is_partial:
        return Found(exact, [])
    hits = [hit.article_id for hit in answer.hits]
    return Found(list(dict.fromkeys([*exact, *hits])), _remarks(answer))


def _of_key(term: str) -> list[int]:
    return list(Article.objects.filter(key=term.strip().lower()).values_list("pk", flat=True))


def _hidden(query: Query) -> list[int]:
    """Hidden articles, which are in no index, whose titles contain the query's words.

    None if the query has filters, which titles cannot answer.
    """
    if not query.groups or query.filters:
        return []
    hidden = Article.objects.filter(status=Article.Status.HIDDEN).values_list("pk", "title")
    return [pk for pk, title in hidden.iterator() if _holds(fold_spaceless(title), query)]


def _holds(folded_title: str, query: Query) -> bool:
    return all(
        any((fold_spaceless(clause.text) in folded_title) != clause.negated for clause in group)
        for group in query.groups
    )


def _remarks(answer: Answer) -> list[str]:
    remarks = []
    if answer.is_partial:
        remarks.append(_("No article has all of these words; these have most of them."))
    if names := other_names(answer):
        remarks.append(_("Also searched for: %(names)s") % {"names": ", ".join(names)})
    if answer.total > MOST_LISTED:
        remarks.append(
            _(
                "Only the %(listed)s most relevant of %(total)s articles are listed, and filters "
                "apply to these. More words narrow the search."
            )
            % {"listed": number(MOST_LISTED), "total": number(answer.total)}
        )
    return remarks

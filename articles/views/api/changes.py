"""Changes by the API: who keeps a copy of the archive follows its change log."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router
from typing_extensions import TypedDict

from articles.models import Article, ArticleChange

from .lists import json_answer, lines_answer
from .parameters import ChangesAsked, Lined
from .problems import Problem, bad_parameter

router = Router(tags=["changes"])

AT_ONCE = 1_000
"""Changes of one answer."""


class Change(TypedDict):
    """A change: its position in the log, what happened, and the number of the article, by which a
    copy finds it where its key is no longer known."""

    position: int
    kind: str
    number: int
    key: str | None


class Changes(TypedDict):
    """The changes after a position, the earliest first; ``position`` is where to go on, and
    ``is_complete`` says that there are no later ones yet."""

    items: list[Change]
    position: int
    is_complete: bool


@router.get(
    "/changes",
    response=Changes,
    url_name="api_changes",
    operation_id="api_changes",
    summary=gettext_noop("What has changed since a position of the change log"),
)
def changes(request: HttpRequest, asked: Query[ChangesAsked]) -> HttpResponse:
    """At most four queries."""
    since = asked.since
    if since > ArticleChange.objects.last_sequence():
        raise bad_parameter("since", _("The log is not that long: begin with 0."))
    if since and not ArticleChange.objects.reaches_back_to(since):
        sentence = _("The log no longer reaches back so far: read the list of articles anew.")
        raise Problem(HTTPStatus.GONE, "pruned", sentence, parameter="since")
    log = ArticleChange.objects.filter(sequence__gt=since).order_by("sequence")
    entries = list(log.values_list("sequence", "article_id", "kind")[: AT_ONCE + 1])
    shown = entries[:AT_ONCE]
    told = [entry for entry in shown if entry[2] != ArticleChange.Kind.INDEXED]
    keys = dict(
        Article.objects.visible()
        .filter(pk__in={number for _position, number, _kind in told})
        .values_list("pk", "key")
    )
    items = [
        Change(
            position=position,
            # Hidden articles, too, are gone for readers.
            kind=ArticleChange.Kind.REMOVED if number not in keys else _kind_of(kind),
            number=number,
            key=keys.get(number),
        )
        for position, number, kind in told
    ]
    answer = Changes(
        items=items,
        position=shown[-1][0] if shown else since,
        is_complete=len(entries) <= AT_ONCE,
    )
    if asked.format is Lined.JSON:
        return json_answer(answer)
    end = {name: answer[name] for name in ("position", "is_complete")}
    return lines_answer([*items, end])


def _kind_of(kind: str) -> str:
    """What happened to an article that is there: also what was removed and has come back, and what
    stands first in a log that was shortened, has changed."""
    is_created = kind == ArticleChange.Kind.CREATED
    return ArticleChange.Kind.CREATED if is_created else ArticleChange.Kind.UPDATED

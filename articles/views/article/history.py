"""The history page of an article: its captures and its corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles.models import Article, Capture
from articles.models.imports import CaptureQuerySet
from articles.views.site.http_cache import public_page

from .captures import capture_number, no_such_capture
from .corrections import ShownCorrection, shown_corrections
from .history_difference import capture_difference
from .page import retired
from .view_count_chart import views_chart

CAPTURES_SHOWN = 100
"""How many of an article's latest captures are listed."""

OUTCOMES: dict[str, str | Promise] = {
    Capture.Outcome.CREATED: gettext_lazy("brought the article into the archive"),
    Capture.Outcome.UPDATED: gettext_lazy("brought another version of the article"),
    Capture.Outcome.UNCHANGED: gettext_lazy("brought nothing new, except perhaps views"),
    Capture.Outcome.DUPLICATE: gettext_lazy(
        "brought the article, with a text that was in the archive already"
    ),
}


@dataclass(frozen=True, slots=True)
class ListedCapture:
    """A capture of an article, numbered from the earliest. ``before`` is the previous one;
    ``has_new_text`` and ``is_the_same`` say how its content differs from that."""

    capture: Capture
    number: int
    before: Capture | None

    @property
    def outcome(self) -> str:
        return str(OUTCOMES.get(self.capture.outcome, ""))

    @property
    def has_new_text(self) -> bool:
        return self.before is not None and self.capture.body_hash != self.before.body_hash

    @property
    def is_the_same(self) -> bool:
        return self.before is not None and self.capture.content_hash == self.before.content_hash


@require_safe
@public_page()
def article_history(request: HttpRequest, key: str) -> HttpResponse:
    """The captures of an article, or the difference between two: ``?from=`` and ``?to=``.

    The default of ``to`` is the latest capture, that of ``from`` the one before ``to``.
    """
    try:
        found = Article.objects.visible().select_related("source").get(key=key)
    except Article.DoesNotExist:
        return retired(request, key, "article_history")
    listed = listed_captures(found)
    if "from" in request.GET or "to" in request.GET:
        return _difference(request, found, listed)
    shown = listed[:CAPTURES_SHOWN]
    context = {
        "article": found,
        "captures": shown,
        "count": len(listed),
        "chart": views_chart([each.capture for each in shown]),
        "corrections": _corrections(found, listed),
    }
    return render(request, "articles/article_history.html", context)


def _difference(
    request: HttpRequest, article: Article, listed: Sequence[ListedCapture]
) -> HttpResponse:
    by_number = {each.capture.pk: each for each in listed}
    wanted = {
        name: by_number.get(capture_number(request.GET[name]))
        for name in ("from", "to")
        if name in request.GET
    }
    if not listed or None in wanted.values():
        raise no_such_capture()
    after = wanted.get("to") or listed[0]
    before = wanted.get("from") or by_number[(after.before or after.capture).pk]
    parsed = _parsed(article.captures.live(), before.capture.pk, after.capture.pk)
    context = {
        "article": article,
        "captures": listed[:CAPTURES_SHOWN],
        "before": before,
        "after": after,
        "difference": capture_difference(
            parsed[before.capture.pk] or {}, parsed[after.capture.pk] or {}
        ),
    }
    return render(request, "articles/article_difference.html", context)


def listed_captures(article: Article) -> list[ListedCapture]:
    """All live captures, latest first, without their parsed content."""
    names = ("article", "views", "captured_at", "outcome", "body_hash", "content_hash")
    captures = list(article.captures.live().only(*names).latest_first())
    before: list[tuple[Capture, Capture | None]] = [*pairwise(captures)]
    if captures:
        before.append((captures[-1], None))
    return [
        ListedCapture(capture, len(captures) - place, other)
        for place, (capture, other) in enumerate(before)
    ]


def _parsed(captures: CaptureQuerySet, *numbers: int) -> dict[int, dict[str, Any] | None]:
    """The parsed content of some captures, by id."""
    return dict(captures.filter(pk__in=numbers).values_list("pk", "parsed"))


def _corrections(article: Article, listed: Sequence[ListedCapture]) -> list[ShownCorrection]:
    """The corrections; at most three queries, none for an article without corrections."""
    if not article.corrected_fields:
        return []
    current = listed[0].capture.pk if listed else 0
    parsed = _parsed(article.captures.live(), current).get(current)
    originals = Article.objects.visible().filter(pk=article.duplicate_of_id or 0)
    return shown_corrections(article, originals.first(), parsed)

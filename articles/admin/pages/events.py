"""The editors' word about events: to join, part and name them, after a preview, and to take it
back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin_site.pages import SENT, SHOWN, framed, number_of, require, sent, staff_page
from articles.admin_site.review_rights import CHANGE
from articles.events import editing
from articles.events.foreseeing import Events, foresee
from articles.models import Article, EventDecision, EventReport

from .event_forms import FORMS, DecisionForm, JoinForm, PartForm

VIEW = "articles.view_eventdecision"
PAGE = 50
MOST_REPORTS = 500
"""How many reports of one event the page names."""
MOST_DECISIONS = 200

Kind = EventDecision.Kind

TITLES: Mapping[str, str | Promise] = {
    Kind.JOIN: gettext_lazy("Join with another event"),
    Kind.PART: gettext_lazy("Take a report out"),
    Kind.NAME: gettext_lazy("Name the event"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """An event as editors see it: the report that leads it comes first."""

    reports: Sequence[Article]

    @property
    def leader(self) -> Article:
        return self.reports[0]

    @property
    def keys(self) -> list[str]:
        return [each.key for each in self.reports]


@dataclass(frozen=True, slots=True)
class Told:
    """A decision with the articles that it is about, as far as they are there."""

    decision: EventDecision
    article: Article | None
    others: Sequence[Article]


@staff_page("events/", "event_decisions", needs=VIEW, methods=SHOWN)
def decisions(request: HttpRequest) -> HttpResponse:
    """Everything that editors have decided about events, latest first."""
    found = EventDecision.objects.select_related("decided_by", "undone_by").order_by("-pk")
    before = number_of(request.GET.get("before"))
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    return framed(
        request,
        "event_decisions.html",
        _("Decisions about events"),
        decisions=_told(rows[:PAGE]),
        older=rows[PAGE - 1].pk if len(rows) > PAGE else None,
        may_decide=request.user.has_perm(CHANGE),
    )


@staff_page("events/<slug:key>/", "event_editing", needs=VIEW)
def event(request: HttpRequest, key: str) -> HttpResponse:
    """The event of an article: its reports, what was decided about it, and forms to decide."""
    article = get_object_or_404(Article.objects.only("pk", "key"), key=key)
    shown = _event_of(article)
    if shown is None:
        messages.info(
            request, _("Only published articles with a day are reports of events, once linked.")
        )
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
    forms = {kind: form(shown.reports, prefix=kind) for kind, form in FORMS.items()}
    if (data := sent(request)) is not None:
        require(request, CHANGE)
        kind = next((each for each in FORMS if each == data.get("kind")), None)
        if kind:
            forms[kind] = FORMS[kind](shown.reports, data, prefix=kind)
            if forms[kind].is_valid():
                return _decide(request, shown, forms[kind])
    return framed(
        request,
        "event_editing.html",
        _("Event"),
        event=shown,
        name=_name_of(shown),
        forms=[(kind, TITLES[kind], form) for kind, form in forms.items() if _fits(form, shown)],
        decisions=_told(_about(shown.keys)),
        may_decide=request.user.has_perm(CHANGE),
    )


@staff_page("events/decisions/<int:pk>/undo/", "event_decision_undo", methods=SENT)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back: shows what that changes, then does it."""
    require(request, CHANGE)
    decision = get_object_or_404(EventDecision, pk=pk)
    back = _page_of(Article.objects.filter(key=decision.key).first())
    if decision.undone_at:
        messages.info(request, _("This decision was taken back already."))
        return HttpResponseRedirect(back)

    def take_back() -> Collection[int] | None:
        return editing.take_back(decision, by=request.user)

    told = _told(editing.alike(decision).select_related("decided_by", "undone_by"))
    return _previewed(
        request,
        take_back,
        title=_("Take a decision back"),
        back=back,
        decisions=told,
        name_after="" if decision.kind == Kind.NAME else None,
        done=_("The decision was taken back."),
    )


def _decide(request: HttpRequest, shown: Event, form: DecisionForm) -> HttpResponse:
    by, reason = request.user, form.cleaned_data["reason"]
    name_after = None
    decide: Callable[[], Collection[int]]
    if isinstance(form, JoinForm):
        other = form.cleaned_data["other"]

        def decide() -> Collection[int]:
            return editing.join(shown.leader, other, by=by, reason=reason)

    elif isinstance(form, PartForm):
        report = form.cleaned_data["report"]

        def decide() -> Collection[int]:
            return editing.part(report, shown.reports, by=by, reason=reason)

    else:
        name_after = form.cleaned_data["name"]

        def decide() -> Collection[int]:
            return editing.name(shown.leader, name_after, by=by, reason=reason)

    return _previewed(
        request,
        decide,
        title=TITLES[form.kind],
        back=_page_of(shown.leader),
        fields=[(name, request.POST[name]) for name in ("kind", *form.sent_names)],
        name_after=name_after,
        name_before=_name_of(shown) or shown.leader.title,
        leader=shown.leader,
        reason=reason,
        done=_("The decision stands, whatever is imported."),
    )


def _previewed(
    request: HttpRequest,
    decide: Callable[[], Collection[int] | None],
    *,
    back: str,
    done: str,
    **context: Any,
) -> HttpResponse:
    """What a decision changes; it is made once somebody confirms what they have seen."""
    foreseen = foresee(decide)
    if request.POST.get("seen") == foreseen.digest:
        decide()
        messages.success(request, done)
        return HttpResponseRedirect(back)
    if "seen" in request.POST:
        messages.warning(request, _("Events have changed since. This is what would happen now."))
    articles = _articles({pk for each in foreseen.before + foreseen.after for pk in each})
    return framed(
        request,
        "event_preview.html",
        before=_reports(foreseen.before, articles),
        after=_reports(foreseen.after, articles),
        digest=foreseen.digest,
        back=back,
        **context,
    )


def _event_of(article: Article) -> Event | None:
    rows = EventReport.objects.filter(
        event__in=EventReport.objects.filter(article=article).values("event")
    )
    event_of = dict(rows.order_by("day", "article__key").values_list("pk", "event")[:MOST_REPORTS])
    if not event_of:
        return None
    articles = _articles(event_of)
    reports = [articles[pk] for pk in event_of if pk in articles]
    return Event(sorted(reports, key=lambda each: each.pk != event_of[each.pk]))


def _articles(ids: Collection[int]) -> dict[int, Article]:
    found = Article.objects.filter(pk__among=ids).select_related("source").defer("body")
    return {each.pk: each for each in found}


def _reports(events: Events, articles: Mapping[int, Article]) -> list[list[Article]]:
    return [[articles[pk] for pk in each if pk in articles] for each in events]


def _fits(form: DecisionForm, shown: Event) -> bool:
    """Nothing can be taken out of a report that stands alone, and it has no name."""
    return len(shown.reports) > 1 or form.kind == Kind.JOIN


def _name_of(shown: Event) -> str:
    named = EventDecision.objects.standing().filter(kind=Kind.NAME, key__among=shown.keys)
    latest = named.last()
    return latest.name if latest else ""


def _about(keys: Collection[str]) -> list[EventDecision]:
    rows = EventDecision.objects.select_related("decided_by", "undone_by").order_by("-pk")
    own = rows.filter(key__among=keys) | rows.filter(other_key__among=keys)
    return list(own[:MOST_DECISIONS])


def _told(rows: Iterable[EventDecision]) -> list[Told]:
    """Decisions with their articles; one line for all that was parted at once."""
    rows = list(rows)
    keys = {key for row in rows for key in (row.key, row.other_key)}
    found = Article.objects.filter(key__among=keys).select_related("source").defer("body")
    articles = {each.key: each for each in found}
    told = []
    for _same, several in groupby(rows, key=_act):
        first, *rest = list(several)
        others = [articles[row.other_key] for row in (first, *rest) if row.other_key in articles]
        told.append(Told(first, articles.get(first.key), others))
    return told


def _act(row: EventDecision) -> tuple[object, ...]:
    if row.kind != Kind.PART:
        return (row.pk,)
    return (row.key, row.decided_by_id, row.reason, row.undone_at is None)


def _page_of(article: Article | None) -> str:
    if article is None or not EventReport.objects.filter(article=article).exists():
        return reverse("admin:event_decisions")
    return reverse("admin:event_editing", args=[article.key])

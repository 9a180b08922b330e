"""Habits of sources: proposals and rules of one, and deciding with a preview of what changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.shown_values import Difference, Names, differences
from articles.admin_site.pages import SENT, SHOWN, framed, sent, staff_page
from articles.admin_site.reasons import MayGiveReason
from articles.calendars import DayForm
from articles.curation import habits
from articles.curation.corrected_fields import content_values
from articles.curation.reparsing import Reread
from articles.display import number
from articles.dumps import Role
from articles.dumps.learning import Proposal
from articles.dumps.profiles import HeadLine, Profile, is_layout
from articles.fields import VERSIONED
from articles.importing.decisions import Decisions
from articles.importing.kept_previews import changing_preview, has_preview, kept_preview
from articles.importing.preparing import prepare
from articles.importing.previews import PreviewedItem
from articles.importing.running import reading_of
from articles.importing.sources import alias_of
from articles.models import Job, Source, SourceAlias, SourceEvidence, SourceProfile
from articles.models.profiles import LineDecision

from .importing.line_roles import ROLE_LABELS
from .importing.rights import job_or_404
from .walking import bar

CHANGE = "articles.change_source"
MOST_SHOWN = 50
"""So many articles and items are shown with what changes in them; the others are counted."""

MOST_ITEMS = 2_000
"""So many items of a batch are read anew for its preview."""


class DecisionForm(MayGiveReason):
    """A line of a source and what is decided about it."""

    name = forms.CharField(max_length=300, widget=forms.HiddenInput)
    line = forms.CharField(max_length=1_000, widget=forms.HiddenInput)
    title = forms.CharField(max_length=1_000, required=False, widget=forms.HiddenInput)
    role = forms.ChoiceField(
        choices=[(str(role), label) for role, label in ROLE_LABELS.items()],
        widget=forms.HiddenInput,
    )
    kind = forms.ChoiceField(
        choices=[(kind, kind) for kind in ("teach", "accept", "reject")], widget=forms.HiddenInput
    )
    layout = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)
    job = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def decision(self) -> LineDecision | None:
        """What is decided; None where the line has no pattern or is no proposal any more."""
        data = self.cleaned_data
        if data["kind"] == "teach":
            role = Role(data["role"])
            return habits.rule_for(data["line"], data["title"], role, data["layout"])
        found = habits.open_proposals(data["name"])
        proposal = next((each for each in found if each.pattern == data["line"]), None)
        if proposal is None:
            return None
        is_active = data["kind"] == "accept"
        return habits.decision_about(proposal, is_active=is_active, role=Role(data["role"]))


_ROLES = [
    (role.value, ROLE_LABELS[role])
    for role in (
        Role.NOISE,
        Role.BANNER,
        Role.RELATED_HEADING,
        Role.RELATED_ITEM,
        Role.CAPTION,
        Role.AUTHOR,
        Role.SOURCE,
    )
]
"""What lines that are proposed can be."""

_FORMS: dict[str, str | Promise] = {
    DayForm.MONTH_FIRST: gettext_lazy("In dates in numbers, the month comes before the day."),
    DayForm.HIJRI: gettext_lazy("Dates in numbers are of the lunar Hijri calendar."),
}
_HEAD_LINES: dict[str, str | Promise] = {
    HeadLine.CODE: gettext_lazy("news code"),
    HeadLine.DATE: ROLE_LABELS[Role.DATE],
    HeadLine.VIEWS: ROLE_LABELS[Role.VIEWS],
    HeadLine.SOURCE: ROLE_LABELS[Role.SOURCE],
    HeadLine.AUTHOR: ROLE_LABELS[Role.AUTHOR],
    HeadLine.KICKER: gettext_lazy("kicker"),
    HeadLine.TITLE: ROLE_LABELS[Role.TITLE],
    HeadLine.LEAD: gettext_lazy("lead"),
}


def words_of_rule(value: str) -> str:
    """What a rule about days or the head says; empty for one about lines."""
    if not value:
        return ""
    if is_layout(value):
        lines = " ← ".join(str(_HEAD_LINES[word]) for word in value.split())
        return _("The head of its articles, from the top: %(lines)s") % {"lines": lines}
    return str(_FORMS[value])


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal with the words for what it is about, where that is no line, and the roles that its
    lines can have."""

    proposal: Proposal
    words: str
    roles: Sequence[tuple[str, str | Promise]]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about the pages of one spelling of a source."""

    name: str
    profile: SourceProfile | None
    proposals: list[Proposal]

    @property
    def proposed(self) -> list[Proposed]:
        """The proposals, as they are shown."""
        return [Proposed(each, words_of_rule(each.value), _ROLES) for each in self.proposals]

    @property
    def rules(self) -> list[tuple[LineDecision, str, str]]:
        """The decisions, each with the label of its role and the words for what it is about."""
        decisions = self.profile.decisions if self.profile else []
        return [
            (each, str(ROLE_LABELS[each.role]), words_of_rule(each.value)) for each in decisions
        ]

    @property
    def versions(self) -> list[Any]:
        """The versions of the profile, the newest first."""
        if self.profile is None:
            return []
        return list(self.profile.history.select_related("history_user")[:MOST_SHOWN])


@dataclass(frozen=True, slots=True)
class Changed:
    """An article or an item of a batch, with what changes in it."""

    title: str
    address: str
    changes: list[Difference]


@staff_page("sources/<int:pk>/habits/", "source_habits", needs=CHANGE, methods=SHOWN)
def of_source(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known about the pages of a source, under all of its spellings."""
    source = get_object_or_404(Source, pk=pk)
    names = list(source.aliases.order_by("folded_name").values_list("folded_name", flat=True))
    return _page(request, str(source), names, source)


@staff_page("sources/evidence/<int:pk>/", "source_evidence", needs=CHANGE, methods=SHOWN)
def of_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """The same under the one spelling that evidence is about."""
    evidence = get_object_or_404(SourceEvidence, pk=pk)
    alias = SourceAlias.objects.filter(folded_name=evidence.folded_name).first()
    source = alias.source if alias else None
    return _page(request, evidence.folded_name, [evidence.folded_name], source)


def _page(
    request: HttpRequest, shown: str, names: list[str], source: Source | None
) -> HttpResponse:
    profiles = SourceProfile.objects.in_bulk(names, field_name="folded_name")
    known = [Known(name, profiles.get(name), habits.open_proposals(name)) for name in names]
    return framed(
        request,
        "source_habits.html",
        _("Habits of “%(source)s”") % {"source": shown},
        source=source,
        known=known,
        review_bar=bar(request),
    )


@staff_page("sources/habits/", "source_habit", needs=CHANGE)
def decide(request: HttpRequest) -> HttpResponse:
    """Shows what a decision about a line changes (GET), and makes it (POST)."""
    form = DecisionForm(sent(request) or request.GET)
    if not form.is_valid():
        raise Http404
    data = form.cleaned_data
    job = job_or_404(request, data["job"]) if data["job"] else None
    decision = form.decision()
    if decision is None:
        messages.error(request, _("There is no rule about this line: it has no words of its own."))
        return HttpResponseRedirect(_back(data["name"], job))
    if request.method == "POST":
        return _decided(request, data, decision, job)
    name = alias_of(data["name"])
    profiles = habits.profiles_with(name, [decision])
    effect = habits.reread(name, reference=timezone.localdate(), profiles=profiles, dry_run=True)
    items = list(_items(job, name, profiles)) if job else []
    return framed(
        request,
        "source_habit.html",
        _("A rule about “%(source)s”") % {"source": data["name"]},
        form=form,
        decision=decision,
        role=ROLE_LABELS[decision.role],
        words=words_of_rule(decision.value),
        articles=list(_articles(effect)),
        article_count=len(effect.rereads),
        left=effect.left,
        job=job,
        items=items[:MOST_SHOWN],
        item_count=len(items),
        back=_back(data["name"], job),
    )


def _decided(
    request: HttpRequest, data: Mapping[str, Any], decision: LineDecision, job: Job | None
) -> HttpResponse:
    name = alias_of(data["name"])
    touched = [number for number, _item in _of_source(job, name)] if job else []
    effect = habits.decide(
        name, [decision], by=request.user, reason=data["reason"], reference=timezone.localdate()
    )
    if job:
        with changing_preview(job) as preview:
            preview.read_anew(touched, Decisions.from_json(job.decisions))
    _tell(request, effect)
    return HttpResponseRedirect(_back(name, job))


def _tell(request: HttpRequest, effect: habits.Effect) -> None:
    changed = sum(bool(each.changed) for each in effect.rereads)
    sentence = ngettext(
        "%(number)s article has changed.", "%(number)s articles have changed.", changed
    )
    messages.success(request, sentence % {"number": number(changed)})
    if effect.left:
        messages.warning(
            request,
            _("%(count)s more captures are read anew by “manage.py learn_sources --reread”.")
            % {"count": number(effect.left)},
        )


@staff_page("sources/habits/<int:pk>/undo/", "source_habits_undo", needs=CHANGE, methods=SENT)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Restores the version before the one that is sent."""
    profile = get_object_or_404(SourceProfile, pk=pk)
    version = request.POST.get("version", "")
    effect = habits.undo(
        profile.folded_name,
        int(version) if version.isascii() and version.isdigit() else 0,
        by=request.user,
        reason=_("undone"),
        reference=timezone.localdate(),
    )
    if effect is None:
        messages.error(request, _("Somebody has decided something since: nothing was undone."))
    else:
        _tell(request, effect)
    return HttpResponseRedirect(_back(profile.folded_name, None))


def _back(name: str, job: Job | None) -> str:
    if job:
        return reverse("admin:articles_job", args=[job.pk])
    folded = alias_of(name)
    if alias := SourceAlias.objects.filter(folded_name=folded).first():
        return reverse("admin:source_habits", args=[alias.source_id])
    if evidence := SourceEvidence.objects.filter(folded_name=folded).first():
        return reverse("admin:source_evidence", args=[evidence.pk])
    return reverse("admin:articles_source_changelist")


def _articles(effect: habits.Effect) -> Iterator[Changed]:
    rereads = effect.rereads[:MOST_SHOWN]
    states = [_states(each) for each in rereads]
    names = Names(state for pair in states for state in pair)
    for each, (before, after) in zip(rereads, states, strict=True):
        address = reverse("admin:articles_article_change", args=[each.article.pk])
        yield Changed(each.article.title, address, differences(before, after, names, VERSIONED))


def _states(each: Reread) -> tuple[dict[str, Any], dict[str, Any]]:
    return (
        {name: values[0] for name, values in each.changed.items()},
        {name: values[1] for name, values in each.changed.items()},
    )


def _of_source(job: Job, name: str) -> Iterator[tuple[int, PreviewedItem]]:
    """The items of a batch whose source is printed so, as the preview has read them."""
    if job.kind != Job.Kind.PREVIEW or not has_preview(job):
        return
    with kept_preview(job) as preview:
        for item in preview.items("", 0, MOST_ITEMS):
            if alias_of(item.source) == name:
                yield item.number, item


def _items(job: Job, name: str, profiles: Mapping[str, Profile]) -> Iterator[Changed]:
    """The items of a batch that the profiles read in another way."""
    before = reading_of(Decisions.from_json(job.decisions))
    after = replace(before, profiles=profiles)
    with kept_preview(job) as preview:
        for number, item in _of_source(job, name):
            raw = preview.raw(number)
            if raw is None:
                continue
            old, new = (
                prepare(item.place, item.format, raw, item.encoding, reading).content
                for reading in (before, after)
            )
            if old is None or new is None or old == new:
                continue
            said, wanted = content_values(old), content_values(new)
            found = differences(said, wanted, Names([said, wanted]), VERSIONED)
            if not found:
                continue
            address = reverse("admin:articles_job_item", args=[job.pk, number])
            yield Changed(item.title, address, found)

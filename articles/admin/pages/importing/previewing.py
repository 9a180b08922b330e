"""The page of a preview: its lists and facets, and one decision about many items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.choosers import SourceInput
from articles.admin.dates import DayField
from articles.admin_site.pages import SENT, framed, staff_page
from articles.curation.named_records import sources_named, sources_nearest
from articles.display import number
from articles.dumps import Role
from articles.dumps.formats import RecordFormat, format_of
from articles.importing.decisions import DROPPED, Decisions
from articles.importing.kept_previews import changing_preview, has_preview, kept_preview
from articles.importing.outcomes import WARNING_SENTENCES
from articles.importing.preview_selection import (
    FACETS,
    IN_FUTURE,
    LISTS,
    LONG_AGO,
    NO_DAY,
    Selection,
)
from articles.importing.previews import Preview, PreviewedItem
from articles.jobs.tasks import is_as_previewed, is_of_today
from articles.models import Capture, Job
from articles.models.articles import Language

from .line_roles import CHOICES, with_role
from .pages import BRINGS, BRINGS_NOTHING, PER_PAGE, counted, name_of, page_of
from .rights import IMPORT, job_or_404

MOST_VALUES = 12
"""Values of a facet that are offered, the most frequent ones."""
MOST_AT_ONCE = 50
"""Decisions about more items are applied by the worker, which makes the preview anew."""
MOST_READ = 5_000
"""The lines of so many items are looked at while somebody waits."""

_TITLES: dict[str, str | Promise] = {
    "warning": gettext_lazy("Warning"),
    "source": gettext_lazy("Source"),
    "language": gettext_lazy("Language"),
    "days": gettext_lazy("Publication day"),
    "file": gettext_lazy("File"),
}
_DAYS: dict[str, str | Promise] = {
    "": gettext_lazy("plausible"),
    NO_DAY: gettext_lazy("none"),
    IN_FUTURE: gettext_lazy("in the future"),
    LONG_AGO: gettext_lazy("before there were newspapers"),
}


class ManyForm(forms.Form):
    """What is decided about the chosen items in one step."""

    SOURCE, DAY, LANGUAGE, ROLE = "source", "day", "language", "role"
    LEAVE_OUT, TAKE_IN = "leave", "take"

    do = forms.ChoiceField(
        choices=[
            (SOURCE, gettext_lazy("Set the source")),
            (DAY, gettext_lazy("Set the publication day")),
            (LANGUAGE, gettext_lazy("Set the language")),
            (ROLE, gettext_lazy("Set the role of the line")),
            (LEAVE_OUT, gettext_lazy("Leave out")),
            (TAKE_IN, gettext_lazy("Take in again")),
        ]
    )
    source = forms.CharField(
        label=gettext_lazy("Source"), max_length=300, required=False, widget=SourceInput
    )
    day = DayField(label=gettext_lazy("Publication day"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=Language.choices, required=False
    )
    line = forms.CharField(label=gettext_lazy("Line, as printed"), max_length=2_000, required=False)
    role = forms.ChoiceField(
        label=gettext_lazy("Role of the line"), choices=CHOICES, initial=Role.NOISE, required=False
    )
    item = forms.TypedMultipleChoiceField(required=False, coerce=int)
    all = forms.BooleanField(required=False)

    def __init__(self, *args: Any, items: Sequence[PreviewedItem] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [  # type: ignore[attr-defined]
            (each.number, each.title) for each in items
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        what = cleaned.get("do")
        if what == self.SOURCE and not cleaned.get("source", "").strip():
            self.add_error("source", _("Name the source."))
        if what == self.DAY and "day" not in self.errors and not cleaned.get("day"):
            self.add_error("day", _("Name the day."))
        if what == self.ROLE and not cleaned.get("line"):
            self.add_error("line", _("Copy the line from one of the items."))
        if what == self.ROLE and not cleaned.get("role"):
            self.add_error("role", _("Choose the role of the line."))
        if not cleaned.get("item") and not cleaned.get("all"):
            self.add_error(None, _("Choose items, or all of this list."))
        return cleaned

    @property
    def decision(self) -> dict[str, Any]:
        """What is set of each item, in the form that a job keeps; of lines, nothing yet."""
        match self.cleaned_data["do"]:
            case self.SOURCE:
                return {"source": self.cleaned_data["source"].strip()}
            case self.DAY:
                return {"day": self.data["day"].strip()}
            case self.LANGUAGE:
                return {"language": self.cleaned_data["language"]}
            case self.LEAVE_OUT:
                return {DROPPED: True}
            case self.TAKE_IN:
                return {DROPPED: False}
        return {}


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet, as a link that selects it, or that removes it."""

    label: str
    count: int | None
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    title: str | Promise
    values: list[Value]
    is_used: bool


def preview_page(
    request: HttpRequest, job: Job, query: QueryDict, form: ManyForm | None = None
) -> HttpResponseBase:
    """A preview that is done: the items of a selection, and what an import would bring."""
    title, label = name_of(job), job.label
    if not has_preview(job):
        sentence = _("Its files were removed after some days.")
        template = "articles/importbatch/ended.html"
        return framed(request, template, title, subtitle=label, job=job, sentence=sentence)
    with kept_preview(job) as preview:
        counts = preview.counts()
        lists = _lists(counts, with_warnings=bool(preview.warning_counts()))
        selection = selection_of(query, set(lists))
        found = preview.count(selection)
        page = page_of(request, found)
        items = preview.items(selection, (page.number - 1) * PER_PAGE, PER_PAGE)
        facets = list(_facets(preview, selection))
        formats = preview.formats()
    line = {name: query[name] for name in ("line", "role") if name in query}
    many = form or ManyForm(items=items, initial=line)
    return framed(
        request,
        "articles/importbatch/preview.html",
        title,
        subtitle=label,
        job=job,
        has_records=any(isinstance(format_of(name), RecordFormat) for name in formats),
        lists=lists.values(),
        which=selection.which,
        selected=urlencode(selection.facets),
        facets=facets,
        page=page,
        found=found,
        items=items,
        many=many,
        chosen={str(each) for each in many["item"].value() or ()},
        skipped=job.result["counts"].get("skipped", 0),
        skipped_names=job.result.get("skipped", {}),
        taken=sum(counts.get(outcome, 0) for outcome in Capture.Outcome),
        has_new_files=not is_as_previewed(job),
        has_new_articles=not is_of_today(job),
        brought=counted(counts, BRINGS),
        others=counted(counts, BRINGS_NOTHING),
    )


def selection_of(query: QueryDict, lists: set[str]) -> Selection:
    """What an address selects of a preview; all of it for an unknown list."""
    which = query.get("show", "")
    facets: dict[str, Any] = {
        name: str(query[name]).replace("\0", "") for name in FACETS if name in query
    }
    which = which if which in lists else ""
    return replace(Selection(which, today=timezone.localdate()), **facets)


def _lists(counts: dict[str, int], *, with_warnings: bool) -> dict[str, dict[str, Any]]:
    """The lists of a preview by name: label and count (None: not counted)."""
    found: dict[str, dict[str, Any]] = {
        "": {"name": "", "label": _("all"), "count": sum(counts.values())}
    }
    for outcome in Capture.Outcome:
        if count := counts.get(outcome):
            found[outcome] = {"name": outcome.value, "label": outcome.label, "count": count}
    if with_warnings:
        found["doubtful"] = {"name": "doubtful", "label": _("with warnings"), "count": None}
    if count := counts.get("dropped"):
        found["dropped"] = {"name": "dropped", "label": _("skipped by hand"), "count": count}
    return found


def _facets(preview: Preview, selection: Selection) -> Iterator[Facet]:
    """What the items of the selection have in common, with counts: not what all have
    alike, nor what each has alone."""
    for name in FACETS:
        chosen = getattr(selection, name)
        counts = preview.facet(name, selection, MOST_VALUES)
        is_telling = len(counts) > 1 and counts[0][1] > 1
        if chosen is None and not is_telling and not (name == "warning" and counts):
            continue
        if chosen is not None and chosen not in dict(counts):
            counts = [(chosen, 0), *counts]
        values = [
            Value(_label(name, value), count, _query(selection, name, value), value == chosen)
            for value, count in counts
        ]
        yield Facet(name, _TITLES[name], values, chosen is not None)


def _label(name: str, value: str) -> str:
    match name:
        case "warning":
            return str(WARNING_SENTENCES.get(value, value))
        case "days":
            return str(_DAYS.get(value, value))
        case "language":
            return str(dict(Language.choices).get(value, value or _("none")))
    return value or _("none")


def _query(selection: Selection, name: str, value: str) -> str:
    is_chosen = getattr(selection, name) == value
    change: dict[str, Any] = {name: None if is_chosen else value}
    new = replace(selection, **change)
    return urlencode({"show": new.which, **new.facets})


@staff_page(
    "articles/importbatch/jobs/<int:pk>/many/", "articles_job_many", needs=IMPORT, methods=SENT
)
def decide_many(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Decide about the chosen items, or about all of a selection, in one step."""
    job = job_or_404(request, pk)
    query = QueryDict(request.POST.get("query", ""))
    is_open = job.kind == Job.Kind.PREVIEW and job.state == Job.State.DONE and has_preview(job)
    if not is_open or hasattr(job, "outcome"):
        return redirect("admin:articles_job", job.pk)
    with changing_preview(job) as preview:
        selection = selection_of(query, set(LISTS))
        listed = preview.items(selection, 0, preview.count(selection))
        form = ManyForm(request.POST, items=listed)
        if not form.is_valid():
            return preview_page(request, job, query, form)
        numbers = set(form.cleaned_data["item"])
        chosen = [
            each
            for each in listed
            if (form.cleaned_data["all"] or each.number in numbers)
            and (each.outcome != Capture.Outcome.UNCHANGED or DROPPED in form.decision)
        ]
        decided = _decided(job, preview, form, chosen)
        if not decided:
            return preview_page(request, job, query, form)
        decisions = _kept(job, decided)
        if decisions is None:
            message = _("This preview has been confirmed in the meantime: nothing was changed.")
            messages.error(request, message)
            return redirect("admin:articles_job", job.pk)
        if len(decided) <= MOST_AT_ONCE:
            for each, _decision in decided:
                preview.decide(each.number, decisions)
    if len(decided) > MOST_AT_ONCE:
        job.read_again()
    _tell(request, len(decided), form.decision.get("source", ""))
    address = reverse("admin:articles_job", args=[job.pk])
    return redirect(f"{address}?{query.urlencode()}" if query else address)


Decided = Sequence[tuple[PreviewedItem, dict[str, Any]]]
"""Items, each with what is decided about it."""


def _decided(
    job: Job, preview: Preview, form: ManyForm, chosen: Sequence[PreviewedItem]
) -> Decided:
    """What the form decides about the chosen items; says in the form why it is nothing."""
    if not chosen:
        form.add_error(None, _("What the archive has is corrected in the article itself."))
    if form.cleaned_data["do"] != form.ROLE:
        return [(each, form.decision) for each in chosen]
    if len(chosen) > MOST_READ:
        sentence = _(
            "Narrow the list: the lines of at most %(number)s items are looked at at once."
        )
        form.add_error("line", sentence % {"number": number(MOST_READ)})
        return []
    line, role = form.cleaned_data["line"], Role(form.cleaned_data["role"])
    found = with_role(preview, chosen, Decisions.from_json(job.decisions), line, role)
    decided = [(each, {"roles": dict.fromkeys(map(str, lines), role)}) for each, lines in found]
    if not decided:
        form.add_error("line", _("No chosen item has this line, or it has this role everywhere."))
    return decided


def _kept(job: Job, decided: Decided) -> Decisions | None:
    """Keep decisions about items with the job; None if it was confirmed meanwhile."""
    with transaction.atomic():
        locked = Job.objects.select_for_update().get(pk=job.pk)
        if Job.objects.filter(basis=locked).exists():
            return None
        for each, decision in decided:
            before = locked.decisions.pop(each.sha256, {})
            now = {**before, **decision}
            if roles := {**before.get("roles", {}), **decision.get("roles", {})}:
                now["roles"] = roles
            if now := {name: value for name, value in now.items() if value}:
                locked.decisions[each.sha256] = now
        locked.save(update_fields=["decisions"])
    return Decisions.from_json(locked.decisions)


def _tell(request: HttpRequest, count: int, source: str) -> None:
    sentence = ngettext(
        "Applied to %(number)s item. Below is what would be imported now.",
        "Applied to %(number)s items. Below is what would be imported now.",
        count,
    )
    messages.success(request, sentence % {"number": number(count)})
    if source and not sources_named(source):
        sentence = _("The archive has no source “%(name)s” yet: the import makes one.")
        nearest = "، ".join(str(each) for each in sources_nearest(source))
        suggestion = f" {_('Did you mean:')} {nearest}" if nearest else ""
        messages.warning(request, sentence % {"name": source} + suggestion)

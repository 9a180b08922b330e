"""How the records of a preview are read: the fields of an article, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin_site.pages import framed, staff_page
from articles.dumps.formats import ParseOptions, record_of
from articles.dumps.formats.mapping import FIELDS, FieldMapping, mapping_for, names_of
from articles.dumps.formats.record import read_record
from articles.field_words import label_of
from articles.importing.kept_previews import has_preview, kept_preview
from articles.importing.mappings import mappings_named
from articles.importing.outcomes import sentences_of
from articles.models import ImportMapping, Job

from .rights import IMPORT, job_or_404

_LOOKED_AT = 300
"""So many items of a preview are looked at for the names of their fields."""
_SHOWN = 10
_EXCERPT = 160

_OWN_LABELS: dict[str, str | Promise] = {
    "lead": gettext_lazy("lead"),
    "clock": gettext_lazy("publication time"),
}
_COLUMNS = {"date": "published_on", "images": "figures"}
"""Fields of a mapping that articles name otherwise."""


def label_of_field(name: str) -> str:
    """A field of a mapping in words; articles have most of them."""
    own = _OWN_LABELS.get(name)
    return str(own) if own else label_of(_COLUMNS.get(name, name))


class MappingForm(forms.Form):
    """One choice among a record's names for each field, and a name for all of it."""

    name = forms.CharField(
        label=gettext_lazy("Keep it under the name"),
        max_length=100,
        help_text=gettext_lazy("Of the source or the scraper. From now on it is used unasked."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, names: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((name, name) for name in names)]
        for field in FIELDS:
            self.fields[field] = forms.ChoiceField(
                label=label_of_field(field), choices=choices, required=field in ("title", "body")
            )

    @property
    def mapping(self) -> FieldMapping:
        return FieldMapping.from_json({name: self.cleaned_data[name] for name in FIELDS})


@staff_page("articles/importbatch/jobs/<int:pk>/mapping/", "articles_job_mapping", needs=IMPORT)
def mapping(request: HttpRequest, pk: int) -> HttpResponseBase:
    job = job_or_404(request, pk)
    is_open = job.kind == Job.Kind.PREVIEW and job.state == Job.State.DONE and has_preview(job)
    groups = _groups(job) if is_open and not hasattr(job, "outcome") else []
    if not groups:
        return redirect("admin:articles_job", job.pk)
    which = request.GET.get("set", "0")
    number = int(which) if which.isdecimal() and int(which) < len(groups) else 0
    records = groups[number]
    form = _form(request, records)
    if request.method == "POST" and form.is_valid():
        user = request.user if request.user.is_authenticated else None
        ImportMapping.objects.keep(form.cleaned_data["name"], form.mapping.paths, by=user)
        if job.read_again():
            messages.success(request, _("The mapping is kept, and the preview is made again."))
        return redirect("admin:articles_job", job.pk)
    return framed(
        request,
        "articles/importbatch/mapping.html",
        _("Mapping of fields"),
        job=job,
        form=form,
        rows=[_row(record, form) for record in records[:_SHOWN]],
        sets=range(len(groups)),
        chosen=number,
    )


def _groups(job: Job) -> list[list[dict[str, Any]]]:
    """The records of a preview by their sets of names, those without a mapping first."""
    found: dict[frozenset[str], list[dict[str, Any]]] = {}
    unread: set[frozenset[str]] = set()
    with kept_preview(job) as preview:
        for item in preview.items("", 0, _LOOKED_AT):
            raw = preview.raw(item.number)
            record = record_of(item.format, raw, item.encoding) if raw else None
            if record:
                names = frozenset(record)
                found.setdefault(names, []).append(record)
                if item.error == "no_mapping":
                    unread.add(names)
    return [found[names] for names in sorted(found, key=lambda names: names not in unread)]


def _form(request: HttpRequest, records: Sequence[dict[str, Any]]) -> MappingForm:
    names = list(names_of(records))
    if request.method == "POST":
        return MappingForm(names, request.POST)
    known = next(filter(None, (mapping_for(each, mappings_named()) for each in records)), None)
    return MappingForm(names, initial=dict(known.paths) if known else {})


def _row(record: dict[str, Any], form: MappingForm) -> dict[str, Any]:
    """What a record says by the mapping that is chosen."""
    chosen = {name: str(form[name].value() or "") for name in FIELDS}
    mapping = FieldMapping.from_json(chosen)
    options = ParseOptions(timezone.localdate(), mappings=(mapping,), proposes=False)
    item = read_record(record, options)
    return {
        "item": item,
        "sentence": sentences_of(item.error or "", ()),
        "text": " ".join(item.paragraphs)[:_EXCERPT],
        "day": item.published_on.isoformat() if item.published_on else "",
    }

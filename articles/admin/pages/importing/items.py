"""One item of a preview: its lines with their roles, the parsed fields, and staff's decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.choosers import SourceInput
from articles.admin.dates import DayField
from articles.admin.shown_values import Difference, Names, differences
from articles.admin_site.pages import framed, staff_page
from articles.curation.corrected_fields import content_values, values_of
from articles.curation.named_records import sources_named, sources_nearest
from articles.dumps import Overrides, ParsedItem, Role, WarningCode, formats
from articles.dumps.learning import head_of, layout_value
from articles.dumps.lines import clean
from articles.dumps.profiles import HeadLine, pattern_of
from articles.field_words import label_of, words_of
from articles.fields import FIELDS, SEVERAL
from articles.importing.comparing import article_of, is_latest
from articles.importing.decisions import DROPPED, Decisions
from articles.importing.kept_previews import changing_preview, has_preview, kept_preview
from articles.importing.outcomes import WARNING_SENTENCES, sentences_of
from articles.importing.preparing import PreparedItem, parsed_fields, prepare
from articles.importing.previews import Preview, PreviewedItem
from articles.importing.running import reading_of
from articles.models import Article, Capture, Job
from articles.models.articles import Language

from .line_roles import CHOICES, ROLE_LABELS
from .rights import IMPORT, job_or_404

CHANGE_SOURCE = "articles.change_source"

MOST_LINES = 600
"""How many lines are shown, so that all of their form fields fit into a request."""

_ROLES = {value for value, _label in CHOICES}
_OF_DATE = {WarningCode.BAD_DATE, WarningCode.FUTURE_DATE, WarningCode.WEEKDAY_MISMATCH}


class ItemForm(forms.Form):
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        required=False,
        widget=SourceInput,
    )
    day = DayField(label=gettext_lazy("Publication day"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("", "—"), *Language.choices], required=False
    )
    dropped = forms.BooleanField(label=gettext_lazy("Skip this item"), required=False)


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line on the page; ``choices`` are empty if no role can be chosen.

    ``rule`` is the address where a role that was chosen is made a rule of the source, ``alike`` is
    what fills in this line and role where many items get it.
    """

    index: int
    text: str
    role: Role
    label: str
    is_chosen: bool
    choices: Sequence[tuple[str, str | Promise]]
    warnings: Sequence[str | Promise]
    rule: str
    alike: str

    @property
    def has_direction(self) -> bool:
        """A line with only digits has no direction of its own, and takes that of the lines around
        it."""
        return any(map(str.isalpha, self.text))


@staff_page(
    "articles/importbatch/jobs/<int:pk>/items/<int:number>/", "articles_job_item", needs=IMPORT
)
def item(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    job = job_or_404(request, pk)
    if job.kind != Job.Kind.PREVIEW or job.state != Job.State.DONE or not has_preview(job):
        return redirect("admin:articles_job", job.pk)
    opened = changing_preview if request.method == "POST" else kept_preview
    with opened(job) as preview:
        shown = preview.item(number)
        if shown is None:
            raise Http404
        if request.method == "POST":
            return _decide(request, job, preview, shown)
        return _page(request, job, preview, shown)


def _page(
    request: HttpRequest,
    job: Job,
    preview: Preview,
    shown: PreviewedItem,
    form: ItemForm | None = None,
) -> HttpResponseBase:
    which = request.GET.get("show", "")
    raw = preview.raw(shown.number)
    decided = job.decisions.get(shown.sha256, {})
    overrides = Overrides.from_json(decided)
    reading = reading_of(Decisions({shown.sha256: overrides}))
    parsed, prepared, lines = None, None, []
    if raw is not None:
        options = reading.options_for(shown.sha256)
        parsed = formats.parse(shown.format, raw, shown.encoding, options)
        prepared = prepare(shown.place, shown.format, raw, shown.encoding, reading)
        may_teach = request.user.has_perm(CHANGE_SOURCE)
        typed = request.POST if form else {}
        lines = list(_lines(parsed, overrides, job if may_teach else None, typed))
    article = article_of(prepared, shown.outcome) if prepared else None
    is_known = shown.outcome == Capture.Outcome.UNCHANGED
    return framed(
        request,
        "articles/importbatch/item.html",
        shown.title or f"{shown.place.file} ({shown.place.number})",
        job=job,
        item=shown,
        which=which,
        beside=preview.beside(shown.number, which if which in _LISTS else ""),
        sentence=sentences_of(shown.error, (), shown.detail),
        warnings=[WARNING_SENTENCES[code] for code in shown.warnings if code not in _OF_DATE],
        lines=lines,
        left_out=max(0, len(parsed.lines) - MOST_LINES) if parsed else 0,
        parsed=parsed if parsed and not parsed.error else None,
        facts=_facts(parsed),
        new_source=_new_source(parsed),
        article=article,
        changes=_changes(article, prepared, shown.outcome),
        is_latest=bool(article and prepared and is_latest(article, prepared)),
        may_decide=not is_known and not hasattr(job, "outcome") and raw is not None,
        form=form
        or ItemForm(
            initial={
                "source": overrides.source,
                "day": overrides.day,
                "language": overrides.language,
                "dropped": bool(decided.get(DROPPED)),
            }
        ),
    )


def _new_source(parsed: ParsedItem | None) -> dict[str, Any] | None:
    """The source of the item if the archive has none of its name, and those that may be meant."""
    name = parsed.source if parsed and not parsed.error else ""
    if not name or sources_named(name):
        return None
    return {"name": name, "like": [str(source) for source in sources_nearest(name)]}


_LISTS = {"", "doubtful", "dropped", *Capture.Outcome.values}


def _lines(
    parsed: ParsedItem, overrides: Overrides, job: Job | None, typed: Mapping[str, str]
) -> Iterator[ShownLine]:
    """The lines, with the roles chosen in a form that was not accepted; rules of the source can be
    made of them in a job."""
    date_at = dict(parsed.spans).get("date")
    of_date = [WARNING_SENTENCES[code] for code in parsed.warnings if code in _OF_DATE]
    for index, line in enumerate(parsed.lines[:MOST_LINES]):
        is_dated = date_at is not None and line.start <= date_at.start < line.end
        is_text = line.role not in (Role.SEPARATOR, Role.BLANK)
        text = parsed.text[line.start : line.end].strip()
        is_chosen = index in overrides.roles
        value = typed.get(f"role-{index}", "")
        role = Role(value) if value in _ROLES else line.role
        yield ShownLine(
            index=index,
            text=text,
            role=role,
            label=str(ROLE_LABELS[role]),
            is_chosen=is_chosen,
            choices=CHOICES if is_text else (),
            warnings=of_date if is_dated else (),
            rule=_rule(parsed, text, line.role, job) if is_chosen and job else "",
            alike=urlencode({"line": text, "role": role.value}) if is_chosen else "",
        )


def _rule(parsed: ParsedItem, text: str, role: Role, job: Job) -> str:
    """Where all lines like this one are given the role; empty where the source is not known."""
    layout = _layout_of(parsed) if role is Role.TITLE else ""
    known_by = layout if role is Role.TITLE else pattern_of(clean(text), parsed.title)
    if not parsed.source or not known_by:
        return ""
    line = {"line": text, "title": parsed.title, "role": role.value, "layout": layout}
    query = urlencode({"kind": "teach", "name": parsed.source, **line, "job": job.pk})
    return f"{reverse('admin:source_habit')}?{query}"


def _layout_of(parsed: ParsedItem) -> str:
    """The layout of the item's head; empty where it does not tell which line is the title."""
    lines = list(head_of(parsed_fields(parsed)))
    above, below = (
        [line for line, is_above in lines if is_above is side] for side in (True, False)
    )
    is_telling = HeadLine.KICKER in above or HeadLine.LEAD in below
    return layout_value(above, below) if is_telling else ""


def _changes(
    article: Article | None, prepared: PreparedItem | None, outcome: Capture.Outcome
) -> list[tuple[Difference, bool]]:
    """The differences from the article, and whether an editor's text stays."""
    if article is None or prepared is None or prepared.content is None:
        return []
    if outcome != Capture.Outcome.UPDATED:
        return []
    said = values_of(article, [field.name for field in FIELDS if field.key])
    wanted = content_values(prepared.content)
    found = differences(said, wanted, Names([said, wanted]), said)
    return [(each, each.name in article.corrected_fields) for each in found]


def _facts(parsed: ParsedItem | None) -> list[tuple[str, str]]:
    """The parsed fields of the item, except body and parts: labels and values."""
    if parsed is None or parsed.error:
        return []
    return [
        (label_of(field.name), words_of(field.name, getattr(parsed, field.attribute)))
        for field in FIELDS
        if field.key and field.kind not in SEVERAL
    ]


def _decide(
    request: HttpRequest, job: Job, preview: Preview, shown: PreviewedItem
) -> HttpResponseBase:
    form = ItemForm(request.POST)
    if not form.is_valid():
        return _page(request, job, preview, shown, form)
    raw = preview.raw(shown.number)
    roles: dict[int, Role] = {}
    if raw is not None:
        roles = _chosen_roles(request, shown, raw)
    day = request.POST.get("day", "").strip() if form.cleaned_data["day"] else ""
    source, language = form.cleaned_data["source"].strip(), form.cleaned_data["language"]
    decided = Overrides(roles, source, day, language).as_json()
    if form.cleaned_data["dropped"]:
        decided[DROPPED] = True
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job.pk)
        if Job.objects.filter(basis=job).exists():
            messages.error(
                request, _("This preview has been confirmed in the meantime: nothing was changed.")
            )
            return redirect("admin:articles_job", job.pk)
        job.decisions.pop(shown.sha256, None)
        if decided:
            job.decisions[shown.sha256] = decided
        job.save(update_fields=["decisions"])
    preview.decide(shown.number, Decisions.from_json(job.decisions))
    messages.success(request, _("Applied. Below is what would be imported now."))
    return redirect(request.get_full_path())


def _chosen_roles(request: HttpRequest, shown: PreviewedItem, raw: bytes) -> dict[int, Role]:
    """The roles that differ from those of the parser."""
    options = reading_of(Decisions()).options_for(shown.sha256)
    by_itself = formats.parse(shown.format, raw, shown.encoding, options)
    chosen = {}
    for index, line in enumerate(by_itself.lines[:MOST_LINES]):
        value = request.POST.get(f"role-{index}", "")
        if value in _ROLES and value != line.role:
            chosen[index] = Role(value)
    return chosen

"""Shared by the pages of imports: what jobs and outcomes are called, and pagination."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.display import digits, number
from articles.models import Capture, Job

PER_PAGE = 50

_OUTCOME = Capture.Outcome
BRINGS = (_OUTCOME.CREATED, _OUTCOME.UPDATED, _OUTCOME.DUPLICATE)
BRINGS_NOTHING = (_OUTCOME.REJECTED, _OUTCOME.UNCHANGED)


def name_of(job: Job) -> str:
    """What a job is called: one number is enough for an import and all that is done with it."""
    batch = {"number": digits(job.batch_id or "")}
    match job.kind:
        case Job.Kind.PREVIEW:
            return _("Preview of an import")
        case Job.Kind.IMPORT:
            return _("Import %(number)s") % batch
        case Job.Kind.UNDO_PREVIEW:
            return _("Preview of the undo of import %(number)s") % batch
        case Job.Kind.UNDO:
            return _("Undo of import %(number)s") % batch
        case _kind:
            return job.get_kind_display()


@dataclass(frozen=True, slots=True)
class ShownJob:
    """A job in a list, with its name and its real state: an import may have been undone since."""

    job: Job
    name: str
    state: str
    state_label: str

    @classmethod
    def of(cls, job: Job) -> ShownJob:
        has_batch = job.kind == Job.Kind.IMPORT and job.state == Job.State.DONE and job.batch
        record: Any = job.batch if has_batch else job
        return cls(job, name_of(job), record.state, record.get_state_display())


def counted(counts: dict[str, int], outcomes: Sequence[Capture.Outcome] = tuple(_OUTCOME)) -> str:
    """The outcomes that there are, with their counts, in words: «۲۳ تازه، ۱ به‌روزشده»."""
    return "، ".join(
        _("%(number)s %(outcome)s") % {"number": number(counts[outcome]), "outcome": outcome.label}
        for outcome in outcomes
        if counts.get(outcome)
    )


def page_of(request: HttpRequest, count: int) -> Page[Any]:
    """The page that the address asks for, of a list with ``count`` entries."""
    entries: Sequence[int] = range(count)
    return Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))


def outcomes_of(counts: dict[str, int]) -> list[dict[str, Any]]:
    """The outcomes of items, with their counts."""
    return [
        {"name": outcome.value, "label": outcome.label, "count": counts[outcome]}
        for outcome in Capture.Outcome
        if counts.get(outcome)
    ]

"""A notice in the language that is active."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from articles.display import digits
from articles.models import ArchiveFinding, Job, Notice
from articles.watching.words import said

from .kinds import Kind


@dataclass(frozen=True, slots=True)
class Words:
    """What is told, and what can be done about it."""

    sentence: str
    advice: str | Promise = ""


def words_of(notice: Notice) -> Words:
    event, values = Notice.Event(notice.event), notice.values
    if event == Notice.Event.TRIAL:
        return Words(_("This notice shows that notices arrive."))
    if event == Notice.Event.JOB:
        told = {
            "job": digits(values["job"]),
            "kind": Job.Kind(values["kind"]).label,
            "label": f"\u2068{values['label']}\u2069" if values["label"] else "",
        }
        if notice.kind == Kind.JOB_FAILED:
            return Words(_("Job %(job)s (%(kind)s) has failed. %(label)s") % told)
        return Words(_("Job %(job)s (%(kind)s) is done. %(label)s") % told)
    finding = said(
        ArchiveFinding(kind=values["kind"], subject=values["subject"], values=values["values"])
    )
    if event == Notice.Event.OVER:
        return Words(_("It is over: %(sentence)s") % {"sentence": finding.sentence})
    return Words(finding.sentence, finding.advice)

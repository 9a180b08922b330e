"""Makes notices of what has happened, for whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from articles.models import ArchiveFinding, Delivery, Job, Notice, NoticeChoices
from articles.watching.cycle import Outcome
from articles.watching.figures import Kind as Found
from articles.watching.words import said

from .kinds import BY_DEFAULT, OF_FINDINGS, Channel, Kind

KEPT = timedelta(days=90)


def tell_job(job: Job) -> None:
    """Tell whoever started a job that it is done, or that it failed; a cancelled one is no news."""
    ends = {Job.State.DONE: Kind.JOB_DONE, Job.State.FAILED: Kind.JOB_FAILED}
    kind = ends.get(Job.State(job.state))
    if kind is None or job.user is None:
        return
    values = {"job": job.pk, "kind": job.kind, "label": job.label}
    path = reverse("admin:articles_job", args=[job.pk])
    _tell([Notice(kind=kind, event=Notice.Event.JOB, values=values, path=path)], [job.user])


def tell_findings(outcome: Outcome) -> None:
    """Tell the staff who may see the archive what a cycle has found, and what is over."""
    events = [(Notice.Event.FOUND, each) for each in outcome.begun]
    events += [(Notice.Event.OVER, each) for each in outcome.ended]
    if events:
        _tell([_of_finding(event, each) for event, each in events], _who_may_see())
    Notice.objects.filter(at__lt=timezone.now() - KEPT).delete()


def tell_trial(user: Any) -> int:
    """A notice that shows whether notices arrive, on every channel; how many are on their way."""
    trial = Notice(kind=Kind.UPKEEP, event=Notice.Event.TRIAL, path=reverse("admin:notices"))
    return _tell([trial], [user], channels=list(Channel))


def _of_finding(event: str, finding: ArchiveFinding) -> Notice:
    values = {"kind": finding.kind, "subject": finding.subject, "values": finding.values}
    kind = OF_FINDINGS.get(Found(finding.kind), Kind.UPKEEP)
    return Notice(kind=kind, event=event, values=values, path=said(finding).path)


def _who_may_see() -> Sequence[Any]:
    users = get_user_model()._default_manager
    seen = users.with_perm(
        "articles.view_article", backend="django.contrib.auth.backends.ModelBackend"
    )
    return list(seen.filter(is_staff=True).distinct())


def _tell(
    notices: Iterable[Notice], users: Sequence[Any], channels: Sequence[Channel] | None = None
) -> int:
    """Make a notice for each person who wants one, and what is to be sent of it; how many."""
    chosen = {each.user_id: each for each in NoticeChoices.objects.filter(user__in=users)}
    made: list[tuple[Notice, Sequence[str]]] = []
    for notice in notices:
        for user in users:
            wanted = channels or channels_of(chosen.get(user.pk), notice.kind)
            if wanted:
                copy = Notice(
                    user=user,
                    kind=notice.kind,
                    event=notice.event,
                    values=notice.values,
                    path=notice.path,
                    is_shown=Channel.PAGE in wanted,
                )
                made.append((copy, _reachable(wanted, user, chosen.get(user.pk))))
    now = timezone.now()
    with transaction.atomic():
        Notice.objects.bulk_create(notice for notice, _wanted in made)
        sent = Delivery.objects.bulk_create(
            Delivery(notice=notice, channel=channel, next_at=now)
            for notice, wanted in made
            for channel in wanted
        )
    return len(sent)


def channels_of(choices: NoticeChoices | None, kind: str) -> Sequence[str]:
    """How somebody wants to be told of a kind."""
    found: Sequence[str] = (choices.channels if choices else {}).get(kind, BY_DEFAULT)
    return found


def _reachable(wanted: Sequence[str], user: Any, choices: NoticeChoices | None) -> Sequence[str]:
    """Of the channels, those by which something is to be sent."""
    addresses = {
        Channel.MAIL: user.email,
        Channel.WEBHOOK: choices.webhook_url if choices else "",
    }
    return [channel for channel, address in addresses.items() if channel in wanted and address]

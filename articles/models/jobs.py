"""Jobs that staff start in the admin and a worker runs: previews, imports, undos, rebuilds, changes
of many articles."""

from __future__ import annotations

import socket
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .imports import ImportBatch

LEASE = timedelta(seconds=60)
"""A running job of another machine whose worker was not seen for this long is taken over."""


class JobLostError(Exception):
    """Another worker has the job now: this one was not seen for too long, and must stop."""


class JobQuerySet(models.QuerySet["Job"]):
    def claim(self) -> Job | None:
        """Take the next waiting job for this machine's worker, if there is one.

        Workers of several machines ask at once: each skips what another is just taking.
        """
        with transaction.atomic():
            waiting = self.waiting().select_related("basis", "batch", "user")
            if connection.features.has_select_for_update_skip_locked:
                waiting = waiting.select_for_update(skip_locked=True, of=("self",))
            job = waiting.first()
            if job:
                job.begin()
            return job

    def dead(self) -> JobQuerySet:
        """Running jobs that have no worker. Call it where no other process of this machine can be
        a worker; those of other machines are dead when their lease has run out. The database's
        clock tells the time, which all machines share."""
        if connection.vendor == "sqlite":
            return self.running()
        of_this_machine = models.Q(host__in=("", socket.gethostname()))
        return self.running().filter(of_this_machine | models.Q(heartbeat__lt=Now() - LEASE))

    def waiting(self) -> JobQuerySet:
        """Jobs that no worker has started, oldest first."""
        return self.filter(state=Job.State.PENDING).order_by("pk")

    def running(self) -> JobQuerySet:
        return self.filter(state=Job.State.RUNNING)

    def ask_for_rebuild(self, user: Any) -> None:
        """Have the search index built again; one that has not begun yet is enough."""
        if not self.waiting().filter(kind=Job.Kind.REBUILD).exists():
            self.create(kind=Job.Kind.REBUILD, user=user)

    def unfinished(self) -> JobQuerySet:
        return self.filter(state__in=Job.UNFINISHED)


class Job(models.Model):
    """One job, its progress and how it ended.

    ``basis`` is the preview that was confirmed. A preview is the basis of at most one job, so that
    confirming twice starts one import. ``folder`` holds its files in the store
    of uploads; an import shares the folder of its preview. Of the ``options``, ``names`` and
    ``changed_at`` tell by what names people know uploads, and when they were last changed.
    """

    class Kind(models.TextChoices):
        PREVIEW = "preview", _("preview of an import")
        IMPORT = "import", _("import")
        UNDO_PREVIEW = "undo_preview", _("preview of an undo")
        UNDO = "undo", _("undo")
        REBUILD = "rebuild", _("rebuilding of the search index")
        CHANGE = "change", _("change of many articles")

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    UNFINISHED = (State.PENDING, State.RUNNING)
    CUT_OFF = (State.FAILED, State.CANCELLED)

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.PENDING, db_index=True
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("asked for by"),
    )
    language = models.CharField(_("language"), max_length=8, blank=True)
    batch = models.ForeignKey(
        ImportBatch,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name=_("import"),
    )
    basis = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outcome",
        verbose_name=_("preview"),
    )
    label = models.CharField(_("label"), max_length=300, blank=True)
    folder = models.CharField(_("folder"), max_length=40, blank=True)
    options = models.JSONField(_("options"), default=dict, blank=True)
    decisions = models.JSONField(_("decisions"), default=dict, blank=True)
    result = models.JSONField(_("result"), default=dict, blank=True)
    done = models.BigIntegerField(_("done"), default=0)
    total = models.BigIntegerField(_("of"), null=True, blank=True)
    items = models.BigIntegerField(_("items"), default=0)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    cancel_requested = models.BooleanField(_("cancel requested"), default=False)
    error = models.CharField(_("error"), max_length=30, blank=True)
    message = models.TextField(_("message"), blank=True)
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    heartbeat = models.DateTimeField(_("last seen"), null=True, blank=True)
    host = models.CharField(max_length=255, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.get_kind_display()}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in self.UNFINISHED

    def end(self, state: Job.State, *, error: str = "", message: str = "", **fields: Any) -> None:
        """Record how the job ended; ``fields`` are set too. Nothing if another worker has begun
        it meanwhile."""
        finished_at = timezone.now()
        self._set_mine(state=state, error=error, message=message, finished_at=finished_at, **fields)

    def begin(self) -> None:
        """Record that a worker has taken the job."""
        now = timezone.now()
        self._set(
            state=Job.State.RUNNING,
            attempts=self.attempts + 1,
            done=0,
            items=0,
            result={},
            heartbeat=now,
            host=socket.gethostname(),
        )

    def wait(self) -> None:
        """Put the job back, for the next worker. Nothing if another one has begun it meanwhile."""
        self._set_mine(state=Job.State.PENDING, heartbeat=None)

    def renew(self) -> bool:
        """Tell that the job's worker lives; whether the job still is its own."""
        return bool(self._mine().filter(state=Job.State.RUNNING).update(heartbeat=Now()))

    def read_again(self) -> bool:
        """Put a finished preview back, to be made again; whether it was one without an outcome."""
        done = Job.objects.filter(
            pk=self.pk, kind=Job.Kind.PREVIEW, state=Job.State.DONE, outcome=None
        )
        return bool(
            done.update(
                state=Job.State.PENDING,
                done=0,
                items=0,
                attempts=0,
                result={},
                heartbeat=timezone.now(),
                finished_at=None,
            )
        )

    def start_again(self, by: Any) -> bool:
        """Put a failed or cancelled job back, with its import; return whether it still was in that
        state.

        An import continues after what it has stored.
        """
        now = timezone.now()
        with transaction.atomic():
            cut_off = Job.objects.filter(pk=self.pk, state__in=self.CUT_OFF)
            is_put_back = cut_off.update(
                state=Job.State.PENDING,
                user=by,
                attempts=0,
                cancel_requested=False,
                error="",
                message="",
                heartbeat=now,
                finished_at=None,
            )
            if is_put_back and self.kind == Job.Kind.IMPORT:
                batch = ImportBatch.objects.filter(jobs=self, state__in=ImportBatch.CUT_OFF)
                if not batch.update(state=ImportBatch.State.PENDING, finished_at=None):
                    transaction.set_rollback(True)
                    return False
        return bool(is_put_back)

    def tell_progress(self, *, done: int, items: int, counts: dict[str, int]) -> bool:
        """Record progress and counts so far; return whether the job should be cancelled. Raises
        :class:`JobLostError`."""
        progress = {"done": done, "items": items, "result": {"counts": counts}}
        if not self._set_mine(**progress, heartbeat=timezone.now()):
            raise JobLostError
        return Job.objects.filter(pk=self.pk, cancel_requested=True).exists()

    def _mine(self) -> JobQuerySet:
        """The job, if nobody has begun it since this worker has."""
        return Job.objects.filter(pk=self.pk, attempts=self.attempts)

    def _set_mine(self, **fields: Any) -> bool:
        is_mine = bool(self._mine().update(**fields))
        if is_mine:
            for name, value in fields.items():
                setattr(self, name, value)
        return is_mine

    def _set(self, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))

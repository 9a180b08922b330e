"""Import batches, the captures they brought, and tombstones of erased items."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Cast, Coalesce, StrIndex
from django.utils.translation import gettext_lazy as _

from articles.dumps import WarningCode

from .articles import KEY_LENGTH, Article
from .raw_bytes import RawBytes

if TYPE_CHECKING:
    from articles.dumps import ParsedItem, formats

CONTRADICTIONS = (WarningCode.WEEKDAY_MISMATCH, WarningCode.BAD_DATE, WarningCode.FUTURE_DATE)
"""Warnings that say that the printed text contradicts itself."""


def _doubt() -> models.Case:
    """Computed from the warnings, with expressions that both databases accept as immutable."""
    warnings = Cast("warnings", models.TextField())
    contradicts = models.Q()
    for code in CONTRADICTIONS:
        place = StrIndex(warnings, models.Value(code.value))
        contradicts |= models.Q(models.lookups.GreaterThan(place, 0))
    warns = models.Q(models.lookups.GreaterThan(StrIndex(warnings, models.Value('"')), 0))
    return models.Case(
        models.When(contradicts, then=models.Value(2)),
        models.When(warns, then=models.Value(1)),
        default=models.Value(0),
    )


class ImportBatch(models.Model):
    """One run of an import: who, when, with what options, and how it ended."""

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")
        UNDONE = "undone", _("undone")

    CUT_OFF = (State.FAILED, State.CANCELLED)
    """Ended early: complete chunks are stored, and the import can be completed."""

    LONGEST_LABEL = 300

    label = models.CharField(_("label"), max_length=LONGEST_LABEL, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("imported by"),
    )
    options = models.JSONField(_("options"), default=dict, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.PENDING, db_index=True
    )
    counts = models.JSONField(_("counts per outcome"), default=dict, blank=True)
    error = models.TextField(_("error"), blank=True)
    host = models.CharField(max_length=255, blank=True, editable=False)
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        permissions = [("undo_importbatch", _("Can undo imports"))]

    def __str__(self) -> str:
        from articles.display import digits  # brings all calendars: commands begin without

        return f"{digits(self.pk)} {self.label}".strip()

    @classmethod
    def is_label(cls, text: str) -> bool:
        """Whether a text can be a label: one line that its column holds."""
        # Python does not count the joiners of Persian words among what can be printed.
        letters = text.replace("\u200c", "").replace("\u200d", "")
        return len(text) <= cls.LONGEST_LABEL and letters.isprintable()


MOMENT = Coalesce("captured_at", "batch__created_at")
"""Of when a capture is: of its import, where nothing tells when it was scraped."""


class CaptureQuerySet(models.QuerySet["Capture"]):
    def live(self) -> CaptureQuerySet:
        """Captures that no undo has withdrawn."""
        return self.filter(withdrawn=False)

    def latest_first(self) -> CaptureQuerySet:
        """The latest scrape of an article, whose content is current, comes first.

        The same order as :func:`articles.importing.content.recency`, in SQL.
        """
        return self.order_by(
            F("views").desc(nulls_last=True),
            F("captured_at").desc(nulls_last=True),
            "-content_hash",
            "pk",
        )


class Capture(models.Model):
    """One item of one dump in one batch, exactly as it was given. Never edited; only withdrawn.

    ``start`` and ``end`` are byte offsets in the file; the captures of a text dump tile it.
    ``format`` names the module that read the bytes and can read them again
    (:mod:`articles.dumps.formats`; no list of choices, so that a new format changes no column).
    ``parsed`` holds the parsed fields of the JSON object of docs/import-formats.md, as the parser
    read them at the time, and their spans; an editor can have the bytes parsed again
    (:mod:`articles.curation.reparsing`). ``identity`` and ``body_hash`` are what the first reading
    gave, and empty for rejected items.
    """

    class Outcome(models.TextChoices):
        CREATED = "created", _("created")
        UPDATED = "updated", _("updated")
        UNCHANGED = "unchanged", _("unchanged")
        DUPLICATE = "duplicate", _("duplicate")
        REJECTED = "rejected", _("rejected")

    class Doubt(models.IntegerChoices):
        NONE = 0
        WARNED = 1
        CONTRADICTORY = 2

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, related_name="captures", verbose_name=_("import")
    )
    article = models.ForeignKey(
        Article,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="captures",
        verbose_name=_("article"),
    )
    file_name = models.TextField(_("file"))
    item_number = models.PositiveIntegerField(_("item"))
    start = models.BigIntegerField(_("first byte"))
    end = models.BigIntegerField(_("end byte"))
    format = models.CharField(_("format"), max_length=20, default="text")
    encoding = models.CharField(_("encoding"), max_length=40, blank=True)
    captured_at = models.DateTimeField(_("captured"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome.choices)
    error = models.CharField(_("error"), max_length=20, blank=True)
    warnings = models.JSONField(_("warnings"), default=list, blank=True)
    parsed = models.JSONField(_("parsed fields"), null=True, blank=True)
    identity = models.CharField(max_length=32, blank=True)
    source_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    body_hash = models.CharField(max_length=32, blank=True)
    content_hash = models.CharField(max_length=32, blank=True)
    views = models.BigIntegerField(_("views"), null=True, blank=True)
    withdrawn = models.BooleanField(_("withdrawn"), default=False)
    # Computed by the database, so that no code that writes captures can forget it.
    doubt = models.GeneratedField(
        expression=_doubt(), output_field=models.PositiveSmallIntegerField(), db_persist=True
    )

    objects = CaptureQuerySet.as_manager()

    class Meta:
        verbose_name = _("capture")
        verbose_name_plural = _("captures")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["sha256"], name="capture_sha256"),
            models.Index(fields=["identity"], name="capture_identity"),
            models.Index(fields=["source_key"], name="capture_source"),
            models.Index(
                fields=["doubt", "-id"], name="capture_doubt", condition=models.Q(doubt__gt=0)
            ),
        ]

    def __str__(self) -> str:
        from articles.display import digits  # as above

        return f"{self.file_name} ({digits(self.item_number)})"

    def raw_bytes(self) -> bytes:
        """The bytes as scraped (empty after an erasure)."""
        return RawBytes.objects.read(self.sha256)

    def parse(self, options: formats.ParseOptions) -> ParsedItem:
        """What the bytes say to today's parser of their format, by the mapping of their reading."""
        from articles.dumps import formats  # here and below, because few commands parse
        from articles.dumps.formats.mapping import FieldMapping

        if mapping := (self.parsed or {}).get("mapping"):
            options = replace(options, mappings=(FieldMapping.from_json(mapping),))
        return formats.parse(self.format, self.raw_bytes(), self.encoding, options)

    def text(self) -> str:
        """The capture as people are shown it."""
        from articles.dumps import formats

        return formats.text_of(self.format, self.raw_bytes(), self.encoding)


class Tombstone(models.Model):
    """What is left of an erased article: its key answers 410, its hashes refuse a new import."""

    key = models.CharField(_("key"), max_length=KEY_LENGTH, unique=True)
    reason = models.TextField(_("reason"))
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("erased by"),
    )
    erased_at = models.DateTimeField(_("erased"), auto_now_add=True)

    class Meta:
        verbose_name = _("tombstone")
        verbose_name_plural = _("tombstones")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.key


class TombstoneHash(models.Model):
    """A hash of an erased article's identity, of its body or of its bytes."""

    hash = models.CharField(max_length=64, db_index=True)
    tombstone = models.ForeignKey(Tombstone, on_delete=models.CASCADE, related_name="hashes")

    def __str__(self) -> str:
        return self.hash

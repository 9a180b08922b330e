"""Articles with their parts, the identities that find them again, and the log of their changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import connections, models, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.dispatch import Signal
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_jalali.db import models as jalali_models
from simple_history.models import HistoricalRecords

from articles.calendars import Calendar

from .rows import insert
from .sources import Source

KEY_LENGTH = 16

articles_changed = Signal()
"""Sent inside the transaction that changes articles, after the change log was written."""


class Language(models.TextChoices):
    PERSIAN = "fa", _("Persian")
    ARABIC = "ar", _("Arabic")
    ENGLISH = "en", _("English")
    UNDETERMINED = "und", _("Undetermined")


class ArticleQuerySet(models.QuerySet["Article"]):
    """The questions that the archive's pages, commands and exports ask."""

    def visible(self) -> Self:
        """What the public may see: stands behind every public page, count, feed and export."""
        return self.filter(status=Article.Status.PUBLISHED)

    def for_listing(self) -> Self:
        """With what a list of articles shows, and without the bodies, which it does not."""
        return self.select_related("source").defer("body")

    def newest_first(self) -> Self:
        """Dated articles from the latest day to the earliest; undated ones are left out."""
        return self.filter(published_on__isnull=False).order_by("-published_on", "-key")

    def undated(self) -> Self:
        """Articles of no known day, in the order of their keys."""
        return self.filter(published_on__isnull=True).order_by("-key")

    def with_neighbours(self) -> Self:
        """With ``earlier_id`` and ``later_id``: what the public sees of the same source right
        before and after each in the order of (day, key). Null at the ends, and where the day or
        the source is not known."""
        beside = Article.objects.visible().filter(source=OuterRef("source"))
        # Each part is one range of the index, however many articles a day has.
        same_day = beside.filter(published_on=OuterRef("published_on"))
        earlier_that_day = same_day.filter(key__lt=OuterRef("key")).order_by("-key")
        later_that_day = same_day.filter(key__gt=OuterRef("key")).order_by("key")
        before = beside.filter(published_on__lt=OuterRef("published_on")).newest_first()
        after = beside.filter(published_on__gt=OuterRef("published_on")).newest_first().reverse()
        return self.annotate(
            earlier_id=Coalesce(_first_id(earlier_that_day), _first_id(before)),
            later_id=Coalesce(_first_id(later_that_day), _first_id(after)),
        )


def _first_id(articles: ArticleQuerySet) -> Subquery:
    return Subquery(articles.values("pk")[:1])


class Article(models.Model):
    """One news item, as its latest scrape has it and editors have corrected it.

    ``key`` is the permalink. ``corrected_fields`` names what an editor has set: no import
    overwrites these. ``title_key`` and ``body_key`` are hashes of the folded *captured* title and
    body, by which related stories find their targets and duplicates each other
    (:mod:`articles.importing`).
    """

    class Status(models.TextChoices):
        PUBLISHED = "published", _("published")
        HIDDEN = "hidden", _("hidden")

    class Review(models.TextChoices):
        NONE = "none", _("no review needed")
        NEEDED = "needed", _("needs review")
        DONE = "done", _("reviewed")

    class MachineTranslated(models.TextChoices):
        UNKNOWN = "unknown", _("unknown")
        YES = "yes", _("yes")
        NO = "no", _("no")

    key = models.CharField(_("key"), max_length=KEY_LENGTH, unique=True, editable=False)
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("source"),
        db_index=False,  # the index article_source_newest begins with it
    )
    author = models.TextField(_("author"), blank=True)
    language = models.CharField(
        _("language"), max_length=3, choices=Language.choices, default=Language.UNDETERMINED
    )
    title = models.TextField(_("title"))
    body = models.TextField(_("body"), blank=True)
    published_on = jalali_models.jDateField(_("publication day"), null=True, blank=True)
    published_time = models.TimeField(_("publication time"), null=True, blank=True)
    date_text = models.TextField(_("date as printed"), blank=True)
    date_calendar = models.CharField(
        _("calendar of the printed date"),
        max_length=10,
        blank=True,
        choices=[
            (Calendar.JALALI.value, _("Jalali")),
            (Calendar.GREGORIAN.value, _("Gregorian")),
            (Calendar.HIJRI.value, _("Hijri")),
        ],
    )
    views = models.BigIntegerField(_("views"), null=True, blank=True)
    url = models.TextField(_("original address"), blank=True)
    external_id = models.TextField(_("news code"), blank=True)
    machine_translated = models.CharField(
        _("machine-translated"),
        max_length=7,
        choices=MachineTranslated.choices,
        default=MachineTranslated.UNKNOWN,
    )
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, default=Status.PUBLISHED
    )
    review = models.CharField(
        _("review"), max_length=6, choices=Review.choices, default=Review.NONE
    )
    corrected_fields = models.JSONField(_("corrected fields"), default=list, blank=True)
    duplicate_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name=_("duplicate of"),
    )
    title_key = models.CharField(max_length=KEY_LENGTH, editable=False)
    body_key = models.CharField(max_length=KEY_LENGTH, blank=True, editable=False)
    created_at = models.DateTimeField(_("added to the archive"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = ArticleQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["title_key", "body_key", "created_at"])

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [
            models.Index(fields=["-published_on", "-key"], name="article_newest"),
            # Without the status: SQLite would begin with it even where an id is given.
            models.Index(fields=["source", "-published_on", "-key"], name="article_source_newest"),
            models.Index(fields=["title_key"], name="article_title_key"),
            # No condition on keys that may be empty: with one, neither database uses the index for
            # a list of keys, and an import asks for lists.
            models.Index(fields=["body_key"], name="article_body_key"),
            models.Index(
                fields=["status"], name="article_hidden", condition=models.Q(status="hidden")
            ),
            models.Index(
                fields=["review"], name="article_review", condition=models.Q(review="needed")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.key])

    @property
    def day(self) -> date | None:
        """The publication day as a Gregorian date."""
        return self.published_on.togregorian() if self.published_on else None

    @property
    def paragraphs(self) -> list[str]:
        """The body's paragraphs, in order."""
        return self.body.split("\n\n") if self.body else []

    def correct(
        self,
        changes: dict[str, Any],
        *,
        decisions: dict[str, Any] | None = None,
        by: Any = None,
        reason: str = "",
    ) -> None:
        """Set fields as an editor's correction, which no later import overwrites.

        ``decisions`` are fields that imports do not write anyway (``status``, ``review``).
        Writes a history row (and, before the first one, a row of the state as imported, so that the
        correction can be reverted) and the change log, in one transaction.
        """
        with transaction.atomic():
            if not self.history.exists():
                imported = type(self).objects.get(pk=self.pk)
                self.history.bulk_history_create(
                    [imported], batch_size=1, update=True, default_change_reason="imported"
                )
            for field, value in {**changes, **(decisions or {})}.items():
                setattr(self, field, value)
            self.corrected_fields = sorted({*self.corrected_fields, *changes})
            self._history_user = by
            self._change_reason = reason
            ArticleChange.objects.serialize_writers()
            self.save()
            ArticleChange.objects.log(ArticleChange.Kind.UPDATED, [self.pk])


class ArticleIdentity(models.Model):
    """A hash under which an article was captured (:mod:`articles.importing.identity`).

    The first 16 characters of an article's first hash are its key. ``absorbed`` hashes belonged to
    an article that was found to be one with this: their keys redirect here.
    """

    hash = models.CharField(max_length=32, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="identities")
    absorbed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.hash


class Figure(models.Model):
    """A picture's words: ``position`` counts the body paragraphs that stand before it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="figures")
    position = models.PositiveIntegerField(_("position"))
    alt = models.TextField(_("alternative text"), blank=True)
    caption = models.TextField(_("caption"), blank=True)
    credit = models.TextField(_("credit"), blank=True)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.caption or self.alt


class RelatedStory(models.Model):
    """A recommended story by its title; ``target`` is the archived article of that title."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_stories")
    position = models.PositiveIntegerField(_("position"))
    title = models.TextField(_("title"))
    title_key = models.CharField(max_length=KEY_LENGTH, editable=False)
    target = models.ForeignKey(
        Article,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="backlinks",
        verbose_name=_("archived story"),
    )

    class Meta:
        verbose_name = _("related story")
        verbose_name_plural = _("related stories")
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["title_key"], name="related_title_key")]

    def __str__(self) -> str:
        return self.title


class ArticleChangeManager(models.Manager["ArticleChange"]):
    ADVISORY_LOCK = 0x6172_6368_6976_65  # "archive" in ASCII

    def serialize_writers(self) -> None:
        """Let one transaction at a time write articles until it ends.

        PostgreSQL commits sequence numbers out of order without this lock, and a follower of the
        log would then miss some; SQLite's IMMEDIATE transactions are already one at a time.
        """
        connection = connections[self.db]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [self.ADVISORY_LOCK])

    def log(self, kind: ArticleChange.Kind, article_ids: Iterable[int]) -> None:
        """Append one entry per article; call it inside the transaction that changes them."""
        self.serialize_writers()
        rows = [(pk, kind.value) for pk in article_ids]
        insert(self.model, ("article_id", "kind"), rows)
        if rows:
            articles_changed.send(self.model)


class ArticleChange(models.Model):
    """The append-only log that the search index and other followers read from their own position.

    ``article_id`` is no foreign key: the log outlives the article.
    """

    class Kind(models.TextChoices):
        CREATED = "created", _("created")
        UPDATED = "updated", _("updated")
        REMOVED = "removed", _("removed")

    sequence = models.BigAutoField(primary_key=True)
    article_id = models.BigIntegerField()
    kind = models.CharField(max_length=7, choices=Kind.choices)

    objects = ArticleChangeManager()

    class Meta:
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.kind} {self.article_id}"

"""Articles with their parts, and the identities that find them again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Self

from django.contrib.postgres.indexes import HashIndex
from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from articles.calendars import Calendar

from .addresses import address_of
from .changes import ArticleChange
from .days import DayField, gregorian_day
from .sources import Source

KEY_LENGTH = 16
IMPORTED = "imported"
"""The reason of a version that keeps what imports have changed."""

LISTED = (
    "key",
    "title",
    "language",
    "published_on",
    "duplicate_of",
    "source__slug",
    "source__name_fa",
    "source__name_ar",
    "source__name_en",
)
"""What a list shows of an article. To read the others takes longer than to find the articles."""


class Language(models.TextChoices):
    PERSIAN = "fa", _("Persian")
    ARABIC = "ar", _("Arabic")
    ENGLISH = "en", _("English")
    UNDETERMINED = "und", _("Undetermined")


class ArticleQuerySet(models.QuerySet["Article"]):
    """Queries of the archive's pages, commands and exports."""

    def visible(self) -> Self:
        """What the public may see; used by every public page, count, feed and export."""
        return self.filter(status=Article.Status.PUBLISHED)

    def for_listing(self, *more: str) -> Self:
        """With what a list of articles shows of each (and ``more`` fields), and nothing else."""
        return self.select_related("source").only(*LISTED, *more)

    def newest_first(self) -> Self:
        """Dated articles from the latest day to the earliest; undated ones are left out."""
        return self.filter(published_on__isnull=False).order_by("-published_on", "-key")

    def undated(self) -> Self:
        """Articles without a day, ordered by key."""
        return self.filter(published_on__isnull=True).order_by("-key")

    def with_neighbours(self) -> Self:
        """With ``earlier_id`` and ``later_id``: the visible articles of the same source right
        before and after each one, in the order of (day, key). Null at the ends, and if the day or
        the source is unknown."""
        beside = Article.objects.visible().filter(source=OuterRef("source"))
        # Each subquery reads one range of the index, however many articles a day has.
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


class ArticleVersion(models.Model):
    """What a history row of an article has in addition to the article's columns: its parts at the
    time. Null in rows that are older than these columns.
    """

    figures = models.JSONField(null=True, editable=False)
    related = models.JSONField(null=True, editable=False)

    class Meta:
        abstract = True


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
        db_index=False,  # the index article_source_newest starts with it
    )
    author = models.TextField(_("author"), blank=True)
    language = models.CharField(
        _("language"), max_length=3, choices=Language.choices, default=Language.UNDETERMINED
    )
    title = models.TextField(_("title"))
    body = models.TextField(_("body"), blank=True)
    published_on = DayField(_("publication day"), null=True, blank=True)
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
    history = HistoricalRecords(
        bases=[ArticleVersion], excluded_fields=["title_key", "body_key", "created_at"]
    )

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [("erase_article", _("Can erase articles"))]
        indexes = [
            # Includes the status, so that articles per day are counted from the index alone.
            models.Index(fields=["-published_on", "-key", "status"], name="article_newest"),
            # Those of one day are counted by source and language from this one alone.
            models.Index(
                fields=["published_on", "status", "source", "language"], name="article_day_counts"
            ),
            # Without the status: SQLite would use it first even if an id is given.
            models.Index(fields=["source", "-published_on", "-key"], name="article_source_newest"),
            models.Index(
                fields=["language", "-published_on", "-key", "status"],
                name="article_language_newest",
            ),
            # The order in which harvesters take what has changed.
            models.Index(fields=["updated_at"], name="article_changed"),
            # By hash on PostgreSQL, whose ordinary indexes refuse long addresses.
            HashIndex(fields=["url"], name="article_address"),
            models.Index(fields=["title_key"], name="article_title_key"),
            # No condition to leave out empty keys: with one, neither database uses the index for a
            # list of keys, which is what imports look up.
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
        return address_of("article", self.key)

    @property
    def day(self) -> date | None:
        """The publication day as a Gregorian date."""
        return gregorian_day(self.published_on)

    @property
    def paragraphs(self) -> list[str]:
        """The body's paragraphs, in order."""
        return self.body.split("\n\n") if self.body else []

    @property
    def parts(self) -> dict[str, list[Any]]:
        """Its figures (position, alt, caption, credit) and the titles of its related stories."""
        rows = self.figures.order_by("position", "pk").values_list(
            "position", "alt", "caption", "credit"
        )
        titles = self.related_stories.order_by("position", "pk").values_list("title", flat=True)
        return {"figures": [list(row) for row in rows], "related": list(titles)}

    def correct(
        self,
        changes: dict[str, Any],
        *,
        decisions: dict[str, Any] | None = None,
        by: Any = None,
        reason: str = "",
    ) -> None:
        """Set columns as an editor's correction, which no later import overwrites.

        ``decisions`` are fields that imports do not write anyway (``status``, ``review``). Only
        these are written; other columns are read again first. Writes a history row (and before it
        one of the state as imported, so that the correction can be reverted) and the change log, in
        one transaction. Raises DoesNotExist when the article is gone.

        :func:`articles.curation.corrections.correct` corrects figures and related stories too.
        """
        with transaction.atomic():
            self.open_for_correction()
            corrected = {*self.corrected_fields, *changes}
            self.write_correction(
                {**changes, **(decisions or {})}, corrected=corrected, by=by, reason=reason
            )

    def open_for_correction(self) -> None:
        """Lock out other writers, reload the article, and keep its imported state as a version."""
        ArticleChange.objects.serialize_writers()
        self.refresh_from_db()
        self.keep_imported_version()

    def write_correction(
        self, values: dict[str, Any], *, corrected: Collection[str], by: Any, reason: str
    ) -> None:
        """Set columns, and the fields that no import may write from now on."""
        for field, value in values.items():
            setattr(self, field, value)
        self.corrected_fields = sorted(corrected)
        self._history_user = by
        self._change_reason = reason
        self.save()
        ArticleChange.objects.log(ArticleChange.Kind.UPDATED, [self.pk])

    def keep_imported_version(self) -> None:
        """Write a history row of what imports have changed since the last row, if anything.

        Imports write no history; without this row their changes would be attributed to the next
        editor.
        """
        last = self.history.order_by("history_id").last()
        if last is None or self.differs_from(last, self.parts):
            self.keep_version(by=None, reason=IMPORTED)

    def differs_from(self, version: Any, parts: dict[str, list[Any]]) -> bool:
        """Whether the article, with these figures and related stories, is no longer a version."""
        names = {field.attname for field in version.tracked_fields} - {"views", "updated_at"}
        return any(getattr(self, name) != getattr(version, name) for name in names) or any(
            getattr(version, name) not in (None, rows) for name, rows in parts.items()
        )

    def keep_version(self, *, by: Any, reason: str) -> None:
        """Write a history row of the current state."""
        self._history_user = by
        self._change_reason = reason
        self.history.bulk_history_create([self], update=True, custom_historical_attrs=self.parts)


PUBLISHED_ON = Article._meta.get_field("published_on")
"""The field with which prepared queries compare a given day."""


@receiver(pre_create_historical_record, dispatch_uid="parts of articles")
def _keep_parts(instance: models.Model, history_instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Article):
        for name, of_kind in instance.parts.items():
            setattr(history_instance, name, of_kind)


class ArticleIdentity(models.Model):
    """A hash under which an article was captured (:mod:`articles.importing.identity`).

    The first 16 characters of an article's first hash are its key. ``absorbed`` hashes belonged to
    an article that turned out to be this one: their keys redirect here. ``merged`` ones were
    absorbed because an editor decided so; captures with these hashes do not change what this
    article says.
    """

    hash = models.CharField(max_length=32, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="identities")
    absorbed = models.BooleanField(default=False)
    merged = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.hash


class Figure(models.Model):
    """The text of a picture; ``position`` is the number of body paragraphs before it."""

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
        verbose_name=_("archived article"),
        db_index=False,  # the index related_target starts with it
    )

    class Meta:
        verbose_name = _("related story")
        verbose_name_plural = _("related stories")
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["title_key"], name="related_title_key"),
            # Includes the title: used to count wanted articles, which many name and the archive
            # lacks.
            models.Index(fields=["target", "title_key"], name="related_target"),
        ]

    def __str__(self) -> str:
        return self.title

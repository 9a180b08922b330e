"""Imports, captures and tombstones in the admin, read-only; imports have their own pages."""

from __future__ import annotations

import json

from django.contrib import admin
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.display import digits
from articles.dumps.records import UNSURE
from articles.importing.outcomes import sentences_of
from articles.models import Capture, ImportBatch, Tombstone

from .pages.importing.pages import counted
from .readers_calendar import InReadersCalendar


class ReadOnlyAdmin(InReadersCalendar):
    """Shows records that nobody may change by hand, read-only."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class UnsureFilter(admin.SimpleListFilter):
    """Captures of which the parser was not sure, by the field that it was unsure of."""

    title = _("what is unsure")
    parameter_name = "unsure"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [
            ("title", gettext("title")),
            ("source", gettext("source")),
            ("date", gettext("date")),
            ("body", gettext("text")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Capture]
    ) -> QuerySet[Capture] | None:
        codes = [code for code, name in UNSURE.items() if name == self.value()]
        if not codes:
            return None
        wanted = Q()
        for code in codes:
            wanted |= Q(warning_text__contains=f'"{code}"')
        return queryset.alias(warning_text=Cast("warnings", TextField())).filter(wanted)


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    list_display = ("number", "shown_label", "created_at", "user", "state", "outcomes")
    list_filter = ("state",)
    list_select_related = ("user",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.add_importbatch")

    @admin.display(description=_("number"), ordering="pk")
    def number(self, batch: ImportBatch) -> str:
        return digits(batch.pk)

    @admin.display(description=_("label"), ordering="label")
    def shown_label(self, batch: ImportBatch) -> str:
        return format_html("<bdi>{}</bdi>", batch.label)

    @admin.display(description=_("outcomes"))
    def outcomes(self, batch: ImportBatch) -> str:
        """The count of each outcome, in words."""
        return counted(batch.counts)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: object = None
    ) -> HttpResponse:
        """Imports are made of dumps."""
        return redirect("admin:articles_import")


@admin.register(Capture)
class CaptureAdmin(ReadOnlyAdmin):
    list_display = ("title", "doubts", "file", "item", "batch", "outcome", "withdrawn")
    list_filter = ("outcome", "error", "withdrawn", UnsureFilter)
    list_select_related = ("batch",)
    search_fields = ("=sha256", "=file_name")
    fields = (
        "batch",
        "shown_article",
        "file",
        "item_number",
        "start",
        "end",
        "format",
        "encoding",
        "captured_at",
        "digest",
        "outcome",
        "doubts",
        "views",
        "withdrawn",
        "shown_parsed",
    )

    @admin.display(description=_("article"))
    def shown_article(self, capture: Capture) -> str:
        if capture.article is None:
            return "–"
        address = reverse("admin:articles_article_change", args=[capture.article.pk])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, capture.article)

    @admin.display(description=_("SHA-256"))
    def digest(self, capture: Capture) -> str:
        return format_html('<code dir="ltr">{}</code>', capture.sha256)

    @admin.display(description=_("parsed fields"))
    def shown_parsed(self, capture: Capture) -> str:
        """As it is stored: for whoever looks for a fault of the parser."""
        text = json.dumps(capture.parsed, ensure_ascii=False, indent=2)
        return format_html('<pre class="scroll" dir="ltr" tabindex="0">{}</pre>', text)

    @admin.display(description=_("file"), ordering="file_name")
    def file(self, capture: Capture) -> str:
        """A path is written from left to right."""
        return format_html('<bdi dir="ltr">{}</bdi>', capture.file_name)

    @admin.display(description=_("item"), ordering="item_number")
    def item(self, capture: Capture) -> str:
        return digits(capture.item_number)

    @admin.display(description=_("title"))
    def title(self, capture: Capture) -> str:
        """What the parser has read; of a rejected item where it was."""
        title = (capture.parsed or {}).get("title") or capture.file_name
        return format_html("<bdi>{}</bdi>", title)

    @admin.display(description=_("warnings"))
    def doubts(self, capture: Capture) -> str:
        """What is wrong or doubtful, in sentences."""
        return sentences_of(capture.error, capture.warnings) or "–"


@admin.register(Tombstone)
class TombstoneAdmin(ReadOnlyAdmin):
    list_display = ("key", "reason", "erased_by", "erased_at")

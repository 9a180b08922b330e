"""Readers' reports in the admin: read them, decide, and note why."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.display import number
from articles.models import ReaderReport
from articles.models.reports import ReaderReportQuerySet

from .queued import QueuedAdmin
from .readers_calendar import InReadersCalendar

_STATES = {"_done": ReaderReport.State.DONE, "_dismissed": ReaderReport.State.DISMISSED}
"""Buttons of a report's page, and the states that they set."""


@admin.register(ReaderReport)
class ReaderReportAdmin(InReadersCalendar, QueuedAdmin):
    change_form_template = "admin/articles/readerreport/change_form.html"
    list_display = ("kind", "shown_message", "article", "created_at", "state", "handled_by")
    list_filter = ("state", "kind")
    list_select_related = ("article", "handled_by")
    search_fields = ("message", "contact", "=article__key")
    fields = (
        "kind",
        "shown_article",
        "message",
        "contact",
        "created_at",
        "state",
        "handled_by",
        "handled_at",
        "note",
    )
    readonly_fields = fields[:-1]
    actions = ("mark_done", "dismiss", "reopen")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # readers send them

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False  # reports are dismissed, not deleted

    def save_model(self, request: HttpRequest, obj: ReaderReport, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        for button, state in _STATES.items():
            if button in request.POST:
                ReaderReport.objects.filter(pk=obj.pk).settle(state, by=request.user)

    @admin.display(description=_("message"))
    def shown_message(self, report: ReaderReport) -> SafeString:
        """The beginning of the message, in its own direction."""
        beginning = report.message[:120]
        return format_html("<bdi>{}{}</bdi>", beginning, "…" if report.message[120:] else "")

    @admin.display(description=_("article"))
    def shown_article(self, report: ReaderReport) -> SafeString | str:
        """The article, as a link to its correction form."""
        if report.article is None:
            return "-"
        address = reverse("admin:articles_article_change", args=[report.article.pk])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, report.article)

    @admin.action(description=_("Mark as done"), permissions=["change"])
    def mark_done(self, request: HttpRequest, reports: ReaderReportQuerySet) -> None:
        _settle(request, reports, ReaderReport.State.DONE)

    @admin.action(description=_("Dismiss"), permissions=["change"])
    def dismiss(self, request: HttpRequest, reports: ReaderReportQuerySet) -> None:
        _settle(request, reports, ReaderReport.State.DISMISSED)

    @admin.action(description=_("Open again"), permissions=["change"])
    def reopen(self, request: HttpRequest, reports: ReaderReportQuerySet) -> None:
        _settle(request, reports, ReaderReport.State.OPEN)


def _settle(request: HttpRequest, reports: ReaderReportQuerySet, state: ReaderReport.State) -> None:
    count = reports.settle(state, by=request.user)
    sentence = ngettext("%(number)s report has changed.", "%(number)s reports have changed.", count)
    messages.success(request, sentence % {"number": number(count)})

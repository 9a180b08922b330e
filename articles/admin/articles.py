"""Articles in the admin: what an editor changes becomes a correction that no import overwrites."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from articles.admin_site.review_rights import kinds_of
from articles.curation.corrected_fields import current_capture
from articles.curation.corrections import correct, release
from articles.fields import FIELDS, Group, SetBy
from articles.models import Article
from articles.search import IndexUnavailableError

from .article_filters import (
    ConfidenceFilter,
    CountedList,
    DayFilter,
    ImportFilter,
    PlausibilityFilter,
    SourceFilter,
)
from .article_form import ArticleForm
from .article_search import Found, find
from .choosers import SourceInput
from .dates import DayInput
from .marked_capture import marked_capture
from .own_lists import OwnLists
from .pages import bulk, versions, walking
from .readers_calendar import InReadersCalendar

_READ_ONLY = (
    *(field.name for field in FIELDS if field.set_by is SetBy.IMPORTS),
    "key",
    "created_at",
    "updated_at",
)
_FORM_ONLY = {"reason", "opened_with"}
_GROUPS = (
    (Group.TEXT, None, ()),
    (Group.PUBLICATION, _("Publication"), ()),
    (Group.PARTS, _("Figures and related stories"), ()),
    (Group.ORIGIN, _("Origin"), ("key",)),
    (Group.DECISION, _("Decision"), ("reason", "opened_with")),
)
"""The sections of the form with their headings, and read-only content next to the fields."""


def _names(group: Group) -> list[str]:
    return [field.name for field in FIELDS if field.group is group]


@admin.register(Article)
class ArticleAdmin(InReadersCalendar, OwnLists, SimpleHistoryAdmin):  # type: ignore[misc]
    form = ArticleForm
    change_form_template = "admin/articles/article/change_form.html"
    list_display = ("title", "source", "published_on", "language", "status", "review")
    list_filter = (
        SourceFilter,
        DayFilter,
        PlausibilityFilter,
        ImportFilter,
        ConfidenceFilter,
        "language",
        "status",
        "review",
    )
    more_columns = ("author", "views", "key", "created_at", "updated_at")
    list_select_related = ("source",)
    search_fields = ("title", "=key")  # used while the search index does not answer
    search_help_text = _(
        "As on the search page: words, “phrases”, -word, word*, title:, source:, date:. Hidden "
        "articles are found by the words of their titles, all by their keys."
    )
    fieldsets = tuple(
        (heading, {"fields": (*_names(group), *more)}) for group, heading, more in _GROUPS
    )
    readonly_fields = _READ_ONLY
    show_full_result_count = False
    actions = bulk.ACTIONS

    def get_action_choices(self, *args: Any, **kwargs: Any) -> Any:
        return bulk.grouped(super().get_action_choices(*args, **kwargs))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return CountedList

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # articles come from dumps

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # undo_import and erasures delete articles with their captures

    def has_erase_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.erase_article")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Without form-only fields, for people who may view but not change."""
        may_change = self.has_change_permission(request, obj)
        hidden = set() if may_change else _FORM_ONLY
        shown = {} if may_change else {"figures": "shown_figures", "related": "shown_related"}

        def fields(names: Any) -> list[str]:
            return [shown.get(name, name) for name in names if name not in hidden]

        fieldsets = [
            (heading, {"fields": fields(options["fields"])}) for heading, options in self.fieldsets
        ]
        return self.in_words(fieldsets, request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        if self.has_change_permission(request, obj):
            return fields
        return [*fields, "shown_figures", "shown_related"]

    @admin.display(description=_("figures"))
    def shown_figures(self, article: Article) -> SafeString:
        rows = ((" · ".join(map(str, filter(None, row))),) for row in article.parts["figures"])
        return format_html_join("", '<p dir="auto">{}</p>', rows)

    @admin.display(description=_("related stories"))
    def shown_related(self, article: Article) -> SafeString:
        titles = ((title,) for title in article.parts["related"])
        return format_html_join("", '<p dir="auto">{}</p>', titles)

    @property
    def media(self) -> Any:
        own: Any = super().media
        return own + SourceInput().media + DayInput().media

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"may_review": bool(kinds_of(request.user)), **(extra_context or {})}
        response: HttpResponse = super().changelist_view(request, context)
        return response

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article = kwargs.get("obj") or context.get("original")
        capture = current_capture(article) if article else None
        context |= {
            "capture": marked_capture(capture) if capture else None,
            "conflicts": getattr(context["adminform"].form, "conflicts", None),
            "may_erase": self.has_erase_permission(request),
            "review_bar": walking.bar(request),
        }
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if walking.SAVE_AND_NEXT in request.POST:
            form.cleaned_data["review"] = Article.Review.DONE
        changes = dict(form.changes)
        if form.cleaned_data["review"] != form.initial["review"]:
            changes["review"] = form.cleaned_data["review"]
        reason = form.cleaned_data.get("reason", "")
        if changes:
            correct(obj, changes, by=request.user, reason=reason)
        if released := form.cleaned_data.get("release"):
            release(obj, released, by=request.user, reason=reason)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        if walking.SAVE_AND_NEXT in request.POST:
            return HttpResponseRedirect(walking.next_address(request.GET.get(walking.MARK, "")))
        response: HttpResponse = super().response_change(request, obj)
        return response

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Give back what an editor has typed for an article that was deleted meanwhile."""
        if request.method != "POST":
            response: HttpResponse = super()._get_obj_does_not_exist_redirect(
                request, opts, object_id
            )
            return response
        names = ("title", "body", "related", "reason")
        typed = {name: request.POST.get(name, "") for name in names}
        context = self.admin_site.each_context(request) | {
            "title": _("The article is no longer there"),
            "opts": opts,
            "typed": {name: text for name, text in typed.items() if text.strip()},
        }
        return TemplateResponse(request, "admin/articles/article/gone.html", context, status=410)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        return versions.history_view(request, object_id)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Versions are shown and restored on the history page."""
        return HttpResponseRedirect(
            reverse("admin:articles_article_history", args=[object_id]) + f"#version-{version_id}"
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        if not search_term.strip():
            return queryset, False
        found = self._found(request, search_term)
        if found is None:
            fallback: tuple[QuerySet[Article], bool] = super().get_search_results(
                request, queryset, search_term
            )
            return fallback
        return found.among(queryset, ranked=ORDER_VAR not in request.GET), False

    def _found(self, request: HttpRequest, term: str) -> Found | None:
        """What the index finds, None if it does not answer; cached, because the list asks several
        times."""
        known: dict[str, Found | None] = request.__dict__.setdefault("articles_found", {})
        if term not in known:
            try:
                known[term] = find(term)
            except IndexUnavailableError:
                known[term] = None
            if request.method == "GET":
                _tell(request, known[term])
        return known[term]


def _tell(request: HttpRequest, found: Found | None) -> None:
    if found is None:
        messages.warning(
            request,
            _(
                "The search index does not answer: only titles and keys were searched, letter by "
                "letter. Run “manage.py search_index --rebuild”."
            ),
        )
    else:
        for remark in found.remarks:
            messages.info(request, remark)

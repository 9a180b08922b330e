"""Articles in the admin: what an editor changes becomes a correction that no import overwrites."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from articles.models import Article, Figure, RelatedStory
from articles.search import IndexUnavailableError

from .article_search import Found, find
from .dates import DayField

_CORRECTABLE = (
    "title",
    "source",
    "author",
    "language",
    "published_on",
    "published_time",
    "body",
    "url",
    "external_id",
    "machine_translated",
    "duplicate_of",
)
_DECISIONS = ("status", "review")
"""Set by editors alone: no import writes them but to ask for a review."""


class ArticleForm(ModelForm):
    published_on = DayField(label=_("publication day"), required=False)

    class Meta:
        model = Article
        fields = (*_CORRECTABLE, *_DECISIONS)


class FigureInline(admin.TabularInline):
    model = Figure
    fields = readonly_fields = ("position", "alt", "caption", "credit")
    extra = 0
    can_delete = False


class RelatedStoryInline(admin.TabularInline):
    model = RelatedStory
    fk_name = "article"
    fields = readonly_fields = ("position", "title", "target")
    extra = 0
    can_delete = False


@admin.register(Article)
class ArticleAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    form = ArticleForm
    list_display = ("title", "source", "published_on", "language", "status", "review")
    list_filter = ("status", "review", "language")
    list_select_related = ("source",)
    search_fields = ("title", "=key")  # for when the search index does not answer
    search_help_text = _(
        "As on the search page: words, “phrases”, -word, word*, title:, source:, date:. Hidden "
        "articles are found by the words of their titles, all by their keys."
    )
    raw_id_fields = ("source", "duplicate_of")
    readonly_fields = ("key", "views", "date_text", "corrected_fields", "created_at", "updated_at")
    inlines = (FigureInline, RelatedStoryInline)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # articles come from dumps

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # undo_import and erase_article take articles out, with their captures

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        changed = {name: getattr(obj, name) for name in form.changed_data}
        obj.correct(
            {name: value for name, value in changed.items() if name in _CORRECTABLE},
            decisions={name: value for name, value in changed.items() if name in _DECISIONS},
            by=request.user,
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
        """What the index finds, None when it does not answer: the list asks several times."""
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

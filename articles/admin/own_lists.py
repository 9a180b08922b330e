"""Lists as each member of the staff wants them: filters kept under a name, and chosen columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.text import capfirst

from articles.models import ChosenColumns, SavedFilters

NOT_KEPT = ("p", "all", "_changelist_filters")
"""Parameters of a list that say where somebody is in it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that can be chosen."""

    name: str
    label: str
    is_chosen: bool


class OwnLists(admin.ModelAdmin):
    """An admin whose list shows the columns that its reader has chosen among ``more_columns`` and
    those of the list itself; the first one is always there."""

    more_columns: Sequence[str] = ()

    @property
    def page(self) -> str:
        return str(self.opts.label_lower)

    def choosable(self) -> list[str]:
        """Names of columns, in their order on the page."""
        return [*map(str, self.list_display[1:]), *self.more_columns]

    def get_list_display(self, request: HttpRequest) -> Any:
        return (self.list_display[0], *self._shown_columns(request))

    def _shown_columns(self, request: HttpRequest) -> list[str]:
        chosen = self._chosen(request)
        if chosen is None:
            return [*map(str, self.list_display[1:])]
        return [name for name in self.choosable() if name in chosen]

    def _label_of(self, name: str) -> str:
        return str(capfirst(str(label_for_field(name, self.model, self))))

    def _chosen(self, request: HttpRequest) -> list[str] | None:
        """Asked for once in a request, in which the list asks several times."""
        if "chosen_columns" not in request.__dict__:
            rows = ChosenColumns.objects.filter(user=request.user.pk, page=self.page)
            request.__dict__["chosen_columns"] = rows.values_list("columns", flat=True).first()
        found: list[str] | None = request.__dict__["chosen_columns"]
        return found

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        shown = self._shown_columns(request)
        context = {
            "list_page": self.page,
            "list_query": kept_query(request.GET),
            "saved_filters": SavedFilters.objects.filter(user=request.user.pk, page=self.page),
            "columns": [
                Column(name, self._label_of(name), name in shown) for name in self.choosable()
            ],
            **(extra_context or {}),
        }
        response: HttpResponse = super().changelist_view(request, context)
        return response


def kept_query(query: QueryDict) -> str:
    """Search and filters of an address."""
    kept = query.copy()
    for name in NOT_KEPT:
        kept.pop(name, None)
    return kept.urlencode()

"""Filters of the list of articles beside those by choices: source, days, import, and confidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.admin_site.pages import number_of
from articles.calendars import ascii_digits
from articles.models import Article, Capture

from .choosers import SourceInput, sources_named
from .dates import DayInput, day_in


class TypedFilter(admin.ListFilter):
    """A filter whose values are typed: boxes in a form that keeps search and other filters.

    What cannot be understood finds nothing, and stays in its box.
    """

    template = "admin/typed_filter.html"
    boxes: ClassVar[dict[str, tuple[str | Promise, Any]]]
    """Each parameter with its label and widget."""

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any
    ) -> None:
        super().__init__(request, params, model, model_admin)
        for name in self.boxes:
            if name in params:
                values = params.pop(name)
                self.used_parameters[name] = values[-1].replace("\0", "").strip()

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return list(self.boxes)

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """One entry, with the boxes and what the form must send besides them."""
        kept = changelist.get_filters_params()
        yield {
            "boxes": [
                {
                    "label": label,
                    "id": f"filter-{name}",
                    "input": widget.render(
                        name, self.used_parameters.get(name, ""), {"id": f"filter-{name}"}
                    ),
                }
                for name, (label, widget) in self.boxes.items()
            ],
            "kept": [
                (name, value)
                for name, values in {**kept, **_search_of(changelist)}.items()
                for value in (values if isinstance(values, list) else [values])
                if name not in self.boxes
            ],
            "is_used": any(self.used_parameters.values()),
            "without": changelist.get_query_string(remove=self.boxes),
        }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        typed = {name: str(text) for name, text in self.used_parameters.items() if text}
        return self.found(queryset, typed) if typed else None

    def found(self, articles: QuerySet[Any], typed: dict[str, str]) -> QuerySet[Any]:
        raise NotImplementedError


def _search_of(changelist: Any) -> dict[str, Any]:
    return {"q": changelist.query} if changelist.query else {}


class SourceFilter(TypedFilter):
    title = _("source")
    boxes: ClassVar[dict[str, tuple[str | Promise, Any]]] = {"source": (_("source"), SourceInput())}

    def found(self, articles: QuerySet[Any], typed: dict[str, str]) -> QuerySet[Any]:
        return articles.filter(source__in=sources_named(typed["source"]))


class DayFilter(TypedFilter):
    """A span of publication days; either end may be open."""

    title = _("publication day")
    boxes: ClassVar[dict[str, tuple[str | Promise, Any]]] = {
        "from": (_("from"), DayInput()),
        "to": (_("to"), DayInput()),
    }

    def found(self, articles: QuerySet[Any], typed: dict[str, str]) -> QuerySet[Any]:
        for name, lookup in (("from", "gte"), ("to", "lte")):
            if text := typed.get(name):
                day = day_in(text)
                if day is None:
                    return articles.none()
                articles = articles.filter(**{f"published_on__{lookup}": day})
        return articles


class ImportFilter(TypedFilter):
    """The articles that an import brought or changed, by its number."""

    title = _("import")
    boxes: ClassVar[dict[str, tuple[str | Promise, Any]]] = {
        "import": (
            _("number of the import"),
            forms.TextInput(attrs={"inputmode": "numeric"}),
        )
    }

    def found(self, articles: QuerySet[Any], typed: dict[str, str]) -> QuerySet[Any]:
        batch = number_of(ascii_digits(typed["import"]))
        if batch is None:
            return articles.none()
        captures = Capture.objects.live().filter(batch=batch, article=OuterRef("pk"))
        return articles.filter(Exists(captures))


class ConfidenceFilter(admin.SimpleListFilter):
    """How sure the parser was, by the warnings of an article's captures."""

    title = _("confidence")
    parameter_name = "confidence"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, Any]]:
        return [
            ("sure", _("without warnings")),
            ("warned", _("with warnings")),
            ("contradictory", _("contradictory dates")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> QuerySet[Article] | None:
        live = Capture.objects.live().filter(article=OuterRef("pk"))
        match self.value():
            case "sure":
                return queryset.exclude(Exists(live.filter(doubt__gt=Capture.Doubt.NONE)))
            case "warned":
                return queryset.filter(Exists(live.filter(doubt__gt=Capture.Doubt.NONE)))
            case "contradictory":
                return queryset.filter(Exists(live.filter(doubt=Capture.Doubt.CONTRADICTORY)))
        return None

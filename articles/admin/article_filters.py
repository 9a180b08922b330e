"""Filters of the list of articles beside those by choices: source, days, import, and confidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.admin_site.pages import number_of
from articles.calendars import ascii_digits
from articles.curation.named_records import sources_named
from articles.curation.typed_values import day_in
from articles.display import digits
from articles.importing.preview_selection import FIRST_NEWSPAPERS, IN_FUTURE, LONG_AGO, NO_DAY
from articles.models import Article, Capture, Source

from .choosers import SourceInput
from .dates import DayInput

MOST_COUNTED = 20_000
"""Of so many articles each list tells how many every filter would leave; of more, on demand."""
MOST_VALUES = 12
"""Values of a typed filter that are offered with counts."""


class CountedList(ChangeList):
    """A list whose filters tell how many each choice would leave."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        some = self.root_queryset.order_by()[: MOST_COUNTED + 1]
        if some.count() <= MOST_COUNTED:
            self.add_facets, self.is_facets_optional = True, False


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a typed filter that is offered, with the address of the list with it."""

    label: str
    count: int
    query: str
    is_chosen: bool


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
        values = list(self.values(changelist)) if changelist.add_facets else []
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
            "values": values,
            "is_used": any(self.used_parameters.values()),
            "without": changelist.get_query_string(remove=self.boxes),
        }

    def values(self, changelist: Any) -> Iterator[Value]:
        """What may be typed, with how many articles it would leave."""
        return iter(())

    def left_by_others(self, changelist: Any) -> QuerySet[Any]:
        """The articles that search and all other filters leave."""
        left = changelist.get_queryset(self.request, exclude_parameters=self.expected_parameters())
        found: QuerySet[Any] = Article.objects.filter(pk__in=left.order_by().values("pk"))
        return found.order_by()

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

    def values(self, changelist: Any) -> Iterator[Value]:
        """The sources of most articles."""
        of_each = self.left_by_others(changelist).exclude(source=None).values("source")
        counted = of_each.annotate(articles=Count("pk")).order_by("-articles", "source")
        counts = dict(counted.values_list("source", "articles")[:MOST_VALUES])
        sources = Source.objects.in_bulk(counts)
        for pk, count in counts.items():
            slug = sources[pk].slug
            query = changelist.get_query_string({"source": slug})
            is_chosen = self.used_parameters.get("source") == slug
            yield Value(str(sources[pk]), count, query, is_chosen)


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

    def values(self, changelist: Any) -> Iterator[Value]:
        """The latest imports."""
        captures = Capture.objects.live().filter(article__in=self.left_by_others(changelist))
        counted = captures.order_by("-batch").values("batch")
        rows = counted.annotate(articles=Count("article", distinct=True))
        chosen = number_of(ascii_digits(str(self.used_parameters.get("import", ""))))
        for batch, count in rows.values_list("batch", "articles")[:MOST_VALUES]:
            query = changelist.get_query_string({"import": batch})
            yield Value(digits(batch), count, query, batch == chosen)


class PlausibilityFilter(admin.SimpleListFilter):
    """Articles without a publication day, or with one that is hard to believe."""

    title = _("plausibility of the day")
    parameter_name = "days"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, Any]]:
        return [
            (NO_DAY, _("no day")),
            (IN_FUTURE, _("in the future")),
            (LONG_AGO, _("before there were newspapers")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> QuerySet[Article] | None:
        wanted = {
            NO_DAY: Q(published_on=None),
            IN_FUTURE: Q(published_on__gt=timezone.localdate()),
            LONG_AGO: Q(published_on__lt=FIRST_NEWSPAPERS),
        }.get(self.value() or "")
        return None if wanted is None else queryset.filter(wanted)


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

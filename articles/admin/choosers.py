"""Form fields for other records, entered as text instead of an id."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.http import HttpRequest, JsonResponse
from django.urls import reverse_lazy

from articles.curation.named_records import article_named, choice_of, source_named, sources_like
from articles.models import Article, Source


class SourceInput(forms.TextInput):
    """An input for a source's name; static/admin/chooser.js suggests completions."""

    class Media:
        js = [Script("admin/chooser.js", type="module")]

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().build_attrs(*args, **kwargs) | {
            "class": "vTextField",
            "dir": "auto",
            "autocomplete": "off",
            "data-choices": reverse_lazy("admin:articles_source_choices"),
        }


class SourceField(forms.CharField):
    """A source by one of its names, one of its spellings, or its slug."""

    widget = SourceInput

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Source.objects.filter(pk=value).first()
        return choice_of(value) if isinstance(value, Source) else value

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Source):
            return value
        text = str(super().to_python(value))
        return source_named(text) if text else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            source = self.to_python(data)
        except ValidationError:
            return True
        return bool((source.pk if source else None) != getattr(initial, "pk", initial))


def source_choices(request: HttpRequest) -> JsonResponse:
    """Completions for static/admin/chooser.js, as a list of {"value", "label"}."""
    found = sources_like(request.GET.get("q", "").replace("\0", "")[:100])
    names = [str(source) for source in found]
    return JsonResponse(
        [
            {"value": name if names.count(name) == 1 else source.slug, "label": source.slug}
            for source, name in zip(found, names, strict=True)
        ],
        safe=False,
    )


class ArticleField(forms.CharField):
    """Another article by its key, or by its address on the site or in the admin."""

    widget = forms.TextInput(attrs={"class": "vTextField", "dir": "ltr", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Article.objects.only("key").filter(pk=value).first()
        return value.key if isinstance(value, Article) else value

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Article):
            return value
        text = str(super().to_python(value))
        return article_named(text) if text else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            article = self.to_python(data)
        except ValidationError:
            return True
        return bool((article.pk if article else None) != getattr(initial, "pk", initial))

"""Sources in the admin: their names in three languages, and the spellings that stand for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.versions_of_records import VersionedAdmin
from articles.admin_site.reasons import WithReason
from articles.display import number
from articles.field_words import words_of
from articles.importing.identity import source_key
from articles.importing.sources import alias_of
from articles.models import Article, Capture, Source, SourceAlias
from articles.models.articles import Language

from .queued import QueuedAdmin

_NAMES = ("name_fa", "name_ar", "name_en")


class SourceForm(WithReason):
    homepage = forms.URLField(label=gettext_lazy("homepage"), required=False, assume_scheme="https")
    language = forms.ChoiceField(label=gettext_lazy("language"), choices=Language.choices)

    class Meta:
        model = Source
        fields = (*_NAMES, "slug", "homepage", "language")
        widgets = {
            name: forms.TextInput(
                attrs={"class": "vTextField", "dir": "auto", "lang": name.removeprefix("name_")}
            )
            for name in _NAMES
        }


class AliasForm(ModelForm):
    """A spelling as printed, stored folded. Existing ones cannot be edited, only removed."""

    class Meta:
        model = SourceAlias
        fields = ("folded_name",)
        labels = {"folded_name": gettext_lazy("spelling")}
        widgets = {"folded_name": forms.TextInput(attrs={"class": "vTextField", "dir": "auto"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["folded_name"].disabled = bool(self.instance.pk)

    def clean_folded_name(self) -> str:
        folded = alias_of(self.cleaned_data["folded_name"])
        if not folded:
            raise ValidationError(_("This spelling has no letters."))
        known = SourceAlias.objects.filter(folded_name=folded).exclude(pk=self.instance.pk)
        if owner := known.select_related("source").first():
            raise ValidationError(
                _(
                    "This spelling belongs to “%(source)s” already. If both are the same source, "
                    "merge them."
                ),
                params={"source": owner.source},
            )
        return folded


class AliasFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        """Refuse to remove a spelling that live captures have: their articles would lose their
        source, and the next scrape would create it again."""
        super().clean()
        gone = [form.instance.folded_name for form in self.deleted_forms if form.instance.pk]
        keys = {source_key(name): name for name in gone}
        printed = Capture.objects.live().filter(source_key__in=keys).order_by()
        for key in printed.values_list("source_key", flat=True).distinct():
            raise ValidationError(
                _("Articles in the archive have the spelling “%(name)s”: it cannot be removed."),
                params={"name": keys[key]},
            )


class SourceAliasInline(admin.TabularInline):
    model = SourceAlias
    form = AliasForm
    formset = AliasFormSet
    extra = 0
    verbose_name_plural = gettext_lazy("spellings of this source")


class LanguageFilter(admin.SimpleListFilter):
    """The languages in which there are sources."""

    title = gettext_lazy("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        used = Source.objects.order_by("language").values_list("language", flat=True).distinct()
        return [(language, words_of("language", language)) for language in used]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> QuerySet[Source]:
        return queryset.filter(language=self.value()) if self.value() else queryset


@admin.register(Source)
class SourceAdmin(QueuedAdmin, VersionedAdmin):
    form = SourceForm
    list_display = ("shown_name", *_NAMES, "shown_language", "article_count", "needs_review")
    list_filter = ("needs_review", LanguageFilter)
    search_fields = ("slug", *_NAMES, "aliases__folded_name")
    inlines = (SourceAliasInline,)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        # A subquery, so that only the articles of the sources on the page are counted.
        of_source = Article.objects.filter(source=OuterRef("pk")).order_by().values("source")
        count = Subquery(of_source.annotate(count=Count("pk")).values("count"))
        sources: QuerySet[Source] = super().get_queryset(request)
        return sources.annotate(article_count=Coalesce(count, 0))

    @admin.display(description=gettext_lazy("source"), ordering="slug")
    def shown_name(self, source: Source) -> str:
        return str(source)

    @admin.display(description=gettext_lazy("language"), ordering="language")
    def shown_language(self, source: Source) -> str:
        return words_of("language", source.language)

    @admin.display(description=gettext_lazy("articles"))
    def article_count(self, source: Any) -> str:
        return number(source.article_count)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        # An edited source counts as reviewed: imports do not change its names from now on.
        obj.needs_review = False
        super().save_model(request, obj, form, change)

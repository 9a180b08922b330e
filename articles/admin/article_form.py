"""The form with which an editor corrects an article."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from articles.admin_site.reasons import reason_field
from articles.curation.corrected_fields import captured_values, current_capture, values_of
from articles.field_words import label_of
from articles.fields import BY_NAME, CORRECTABLE, DECISIONS, VERSIONED, Kind
from articles.models import Article, ArticleChange

from .choosers import ArticleField, SourceField
from .dates import ClockField, DayField
from .parts import FiguresField, FiguresInput, TitlesField
from .shown_values import Names, differences
from .stale_forms import Conflict, conflicts, token_of
from .texts import BodyField, TitleField

_TEXT = {"class": "vTextField", "dir": "auto"}
_ATTRIBUTES = {Kind.WORDS: _TEXT, Kind.TEXT: _TEXT, Kind.ADDRESS: {**_TEXT, "dir": "ltr"}}
"""Attributes of the inputs for one line of text."""


class ReleaseField(forms.MultipleChoiceField):
    """Corrected fields that are to follow the captures again, ticked at the fields themselves.

    One that somebody else has released meanwhile needs nothing more.
    """

    def to_python(self, value: Any) -> list[str]:
        return [name for name in super().to_python(value) if self.valid_value(name)]


class ArticleForm(forms.ModelForm):
    title = TitleField()
    body = BodyField(required=False, help_text=_("Separate paragraphs with a blank line."))
    source = SourceField(required=False)
    published_on = DayField(
        required=False,
        help_text=_("In any calendar and any digits: 1404/10/07, 28 December 2025."),
    )
    published_time = ClockField(required=False)
    duplicate_of = ArticleField(
        required=False,
        help_text=_("The key or the address of the article that this one duplicates."),
    )
    figures = FiguresField(required=False, help_text=_("To remove a figure, empty its row."))
    related = TitlesField(required=False, help_text=_("One title per line."))
    release = ReleaseField(required=False)
    reason = reason_field(required=False)
    opened_with = forms.CharField(required=False, label="", widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = (*CORRECTABLE, *DECISIONS)
        widgets = {
            name: forms.TextInput(attrs=_ATTRIBUTES[BY_NAME[name].kind])
            for name in CORRECTABLE
            if BY_NAME[name].kind in _ATTRIBUTES
        }

    conflicts: list[Conflict] | None = None
    """The two versions, if the article was changed while the form was open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & BY_NAME.keys():
            self.fields[name].label = label_of(name)
        parts = self.instance.parts
        self.initial.update(parts, opened_with=token_of(self.instance))
        self.fields["release"].choices = [  # type: ignore[attr-defined]
            (name, name) for name in self.instance.corrected_fields
        ]
        if self.instance.corrected_fields:
            self._show_corrections()

    def _show_corrections(self) -> None:
        """Below each corrected field: what the captures say, and the box that releases it."""
        article = self.instance
        captured, said = captured_values(article), values_of(article)
        corrected = [name for name in article.corrected_fields if name in self.fields]
        found = differences(said, captured, Names([said, captured]), corrected)
        by_name = {difference.name: difference for difference in found}
        chosen = self["release"].value() or []
        for name in corrected:
            context = {
                "name": name,
                "help_text": self.fields[name].help_text,
                "difference": by_name.get(name),
                "has_capture": bool(captured),
                "is_chosen": name in chosen,
            }
            self.fields[name].help_text = render_to_string(
                "admin/articles/article/_correction.html", context
            )

    def clean_release(self) -> list[str]:
        names: list[str] = self.cleaned_data["release"]
        if names and current_capture(self.instance) is None:
            self.add_error(None, _("No capture is left that these fields could return to."))
        return names

    def clean(self) -> dict[str, Any]:
        # From here until the end of the transaction nobody else can write articles.
        ArticleChange.objects.serialize_writers()
        stored = Article.objects.filter(pk=self.instance.pk).first()
        if stored is None:
            raise ValidationError(
                _("The article is no longer there: an undo or an erasure has removed it.")
            )
        said = values_of(stored)
        typed = {name: self.cleaned_data[name] for name in said if name in self.cleaned_data}
        self.conflicts = conflicts(said, typed, self.cleaned_data.get("opened_with", ""))
        if self.conflicts is not None:
            self._show_what_is_stored(stored, said)
            raise ValidationError(
                _(
                    "Somebody else, or an import, has changed this article while the form was "
                    "open. Nothing was saved. Look at both versions, and save again."
                ),
                code="stale",
            )
        return self.cleaned_data

    def _show_what_is_stored(self, stored: Article, said: dict[str, Any]) -> None:
        """Take over into the form what only the other person has changed."""
        assert self.conflicts is not None
        self.data = cast(QueryDict, self.data).copy()
        for conflict in self.conflicts:
            name = conflict.difference.name
            if conflict.is_taken_over:
                self._put(name, said[name])
        self._put("opened_with", token_of(stored))

    def _put(self, name: str, value: Any) -> None:
        field = self.fields[name]
        shown = field.prepare_value(value)
        if isinstance(field.widget, FiguresInput):
            field.widget.put(self.data, name, shown)
        else:
            cast(QueryDict, self.data)[name] = "" if shown is None else str(shown)

    @property
    def changes(self) -> dict[str, Any]:
        """The fields that the editor has changed, except those to release."""
        released = self.cleaned_data.get("release", [])
        return {
            name: self.cleaned_data[name]
            for name in self.changed_data
            if name in VERSIONED and name not in released
        }

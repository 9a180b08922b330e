"""The form with which an editor corrects an article."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from articles.admin_site.reasons import reason_field
from articles.curation.corrected_fields import current_capture, values_of
from articles.field_words import label_of
from articles.fields import BY_NAME, CORRECTABLE, DECISIONS, VERSIONED, Kind
from articles.models import Article, ArticleChange

from .choosers import ArticleField, SourceField
from .dates import ClockField, DayField
from .parts import FiguresField, FiguresInput, TitlesField
from .stale_forms import Conflict, conflicts, token_of
from .texts import BodyField, TitleField

_TEXT = {"class": "vTextField", "dir": "auto"}
_ATTRIBUTES = {Kind.WORDS: _TEXT, Kind.TEXT: _TEXT, Kind.ADDRESS: {**_TEXT, "dir": "ltr"}}
"""Attributes of the inputs for one line of text."""


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
    release = forms.MultipleChoiceField(
        label=_("release corrections"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("These fields return to what the captures say, and follow later imports."),
    )
    reason = reason_field(required=False)
    opened_with = forms.CharField(required=False, widget=forms.HiddenInput)

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
        corrected = self.instance.corrected_fields
        self.fields["release"].choices = [(name, label_of(name)) for name in corrected]  # type: ignore[attr-defined]
        if not corrected:
            del self.fields["release"]
        for name in corrected:
            if name in self.fields:
                self._mark_corrected(self.fields[name])

    @staticmethod
    def _mark_corrected(field: forms.Field) -> None:
        field.help_text = " ".join(
            filter(None, (str(field.help_text), str(_("Corrected: no import changes it."))))
        )

    def clean_release(self) -> list[str]:
        names: list[str] = self.cleaned_data["release"]
        if names and current_capture(self.instance) is None:
            raise ValidationError(_("No capture is left that these fields could return to."))
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

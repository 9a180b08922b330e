"""What actions on many articles ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.admin.choosers import SourceField
from articles.admin.dates import DayField
from articles.admin_site.reasons import MayGiveReason, ReasonForm
from articles.calendars import ascii_digits
from articles.models.articles import Language


class EraseForm(ReasonForm):
    """Asks for the number of articles to be typed: what cannot be undone is not done in passing."""

    count = forms.CharField(
        label=_("how many articles are erased"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 6}),
        help_text=_("Type the number of these articles."),
    )

    def __init__(self, *args: Any, expected: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected
        self.fields["reason"].help_text = _("It stays with the tombstone permanently.")

    def clean_count(self) -> str:
        typed = ascii_digits(self.cleaned_data["count"].strip())
        if typed != str(self.expected):
            raise ValidationError(_("This is not the number of the articles below."))
        return typed


class SourceForm(MayGiveReason):
    source = SourceField(label=_("source"), required=False)
    field_order = ("source",)


class LanguageForm(MayGiveReason):
    language = forms.ChoiceField(label=_("language"), choices=Language.choices)
    field_order = ("language",)


class DayForm(MayGiveReason):
    published_on = DayField(label=_("publication day"), required=False)
    field_order = ("published_on",)

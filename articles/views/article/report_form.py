"""The form with which readers report an error to the editors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models import ReaderReport
from articles.models.reports import LONGEST_MESSAGE


class MessageField(forms.CharField):
    """Several lines of text; each line end counts as one character, as in browsers."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return str(text).replace("\r\n", "\n").replace("\r", "\n").strip()


class ReportForm(forms.ModelForm):  # type: ignore[type-arg]  # no parameters at run time
    """``website`` is a trap for programs; people do not see it."""

    kind = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=ReaderReport.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose what is wrong."),
            "invalid_choice": _("Please choose what is wrong."),
        },
    )
    message = MessageField(
        label=_("Your message"),
        max_length=LONGEST_MESSAGE,
        error_messages={
            "required": _("Please write a few words, so that the editors know where to look."),
            "max_length": _("The message is too long; please shorten it."),
        },
    )
    contact = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": _("This is not an e-mail address; you can leave the field empty."),
            "max_length": _("This is not an e-mail address; you can leave the field empty."),
        },
    )
    website = forms.CharField(label=_("Please leave this field empty"), required=False)

    class Meta:
        model = ReaderReport
        fields = ("kind", "message", "contact")

    def clean_website(self) -> str:
        if self.cleaned_data.get("website"):
            raise forms.ValidationError(
                _(
                    "A field that only programs see was filled in. It is empty again: please send"
                    " the report once more."
                ),
            )
        return ""

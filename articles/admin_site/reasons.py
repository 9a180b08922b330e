"""Forms in which staff give reasons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models.corrections import LONGEST_REASON


def reason_field(*, required: bool) -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        required=required,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "vTextField", "dir": "auto"}),
    )


class ReasonForm(forms.Form):
    """Asks why, which the history keeps."""

    reason = reason_field(required=True)


class MayGiveReason(ReasonForm):
    """Asks why, for what explains itself most of the time."""

    reason = reason_field(required=False)


class WithReason(forms.ModelForm):
    """A form of a record whose history keeps why it was changed."""

    reason = reason_field(required=False)

    def save(self, commit: bool = True) -> Any:
        # The attribute that django-simple-history reads.
        self.instance._change_reason = self.cleaned_data["reason"]
        return super().save(commit)

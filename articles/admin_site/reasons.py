"""The forms by which staff say why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_REASON = 100
"""Characters of a reason, as histories keep them."""


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
        # Where django-simple-history looks for it.
        self.instance._change_reason = self.cleaned_data["reason"]
        return super().save(commit)

"""The forms by which staff say why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_REASON = 100
"""Characters of a reason, as histories keep them."""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "vTextField", "dir": "auto"}),
    )


class WithReason(forms.ModelForm):
    """A form of a record whose history keeps why it was changed."""

    reason = forms.CharField(
        label=_("Reason of this change"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "vTextField", "dir": "auto"}),
    )

    def save(self, commit: bool = True) -> Any:
        # Where django-simple-history looks for it.
        self.instance._change_reason = self.cleaned_data["reason"]
        return super().save(commit)

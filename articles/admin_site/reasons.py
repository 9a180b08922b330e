"""Forms in which staff give reasons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_REASON = 100
"""Longest reason, in characters, as stored in histories."""


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
        # The attribute that django-simple-history reads.
        self.instance._change_reason = self.cleaned_data["reason"]
        return super().save(commit)

"""What editors fill in to decide about an event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.admin.choosers import ArticleField
from articles.admin_site.reasons import ReasonForm
from articles.models import Article, EventDecision, EventReport
from articles.models.events import LONGEST_NAME

Kind = EventDecision.Kind


class DecisionForm(ReasonForm):
    """A decision about the event of some reports, with its reason."""

    kind: Kind

    def __init__(self, reports: Sequence[Article], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reports = {each.key: each for each in reports}

    @property
    def sent_names(self) -> list[str]:
        """The names of its fields in what is sent."""
        return [self.add_prefix(name) for name in self.fields]


class NameForm(DecisionForm):
    """What the event is called."""

    kind = Kind.NAME
    name = forms.CharField(
        label=_("Name of the event"),
        help_text=_("If empty, the event has the title of the report that leads it."),
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"class": "vTextField", "dir": "auto"}),
    )
    field_order = ("name", "reason")


class JoinForm(DecisionForm):
    """Another article whose event is the same."""

    kind = Kind.JOIN
    other = ArticleField(
        label=_("An article of the other event"),
        help_text=_("Its key, or its address."),
    )
    field_order = ("other", "reason")

    def clean_other(self) -> Article:
        other: Article = self.cleaned_data["other"]
        if other.key in self.reports:
            raise ValidationError(_("This article is a report of the same event already."))
        if not EventReport.objects.filter(article=other).exists():
            raise ValidationError(
                _("Only published articles with a day are reports of events, once linked.")
            )
        return other


class PartForm(DecisionForm):
    """The report that is none of this event."""

    kind = Kind.PART
    report = forms.ChoiceField(label=_("Report"))
    field_order = ("report", "reason")

    def __init__(self, reports: Sequence[Article], *args: Any, **kwargs: Any) -> None:
        super().__init__(reports, *args, **kwargs)
        choices = [(each.key, _choice(each)) for each in reports]
        self.fields["report"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]

    def clean_report(self) -> Article:
        return self.reports[self.cleaned_data["report"]]


FORMS: dict[Kind, type[DecisionForm]] = {form.kind: form for form in (NameForm, JoinForm, PartForm)}


def _choice(report: Article) -> str:
    return f"{report.title} – {report.source}" if report.source else report.title

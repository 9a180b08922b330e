"""The notices of a member of the staff, and how they want to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from articles.admin_site.pages import SENT, SHOWN, framed, number_of, sent, staff_page
from articles.display import number
from articles.fetching.addresses import target_of
from articles.fetching.failures import FetchError
from articles.models import Delivery, Notice, NoticeChoices
from articles.notices.kinds import LABELS, Channel, Kind
from articles.notices.telling import channels_of, tell_trial
from articles.notices.webhooks import new_secret
from articles.notices.words import words_of

PAGE = 50
LOG = 30
"""The deliveries that are listed."""


@staff_page("notices/", "notices", methods=(*SHOWN, *SENT))
def notices(request: HttpRequest) -> HttpResponse:
    """All of a person's notices, latest first; sent, all are marked as read."""
    mine = Notice.objects.of(request.user)
    if request.method == "POST":
        mine.unread().update(read_at=timezone.now())
        return redirect("admin:notices")
    before = number_of(request.GET.get("before"))
    rows = list((mine if before is None else mine.filter(pk__lt=before))[: PAGE + 1])
    return framed(
        request,
        "notices.html",
        _("Notices"),
        rows=[(row, words_of(row)) for row in rows[:PAGE]],
        older=rows[PAGE - 1].pk if len(rows) > PAGE else None,
    )


@staff_page("notices/<int:pk>/", "notice", methods=SHOWN)
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to what a notice is about; it has been read then."""
    found = get_object_or_404(Notice.objects.of(request.user), pk=pk)
    Notice.objects.unread().filter(pk=pk).update(read_at=timezone.now())
    return redirect(found.path)


class ChoicesForm(forms.Form):
    """A box for each kind and channel, and the address of a webhook."""

    webhook_url = forms.URLField(
        label=gettext_lazy("Address of my webhook"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )

    def __init__(self, data: Any, choices: NoticeChoices) -> None:
        super().__init__(data, initial={"webhook_url": choices.webhook_url})
        for kind in Kind:
            chosen = channels_of(choices, kind)
            for channel in Channel:
                field = forms.BooleanField(
                    required=False, initial=channel in chosen, label=str(LABELS[channel])
                )
                self.fields[f"{kind}.{channel}"] = field

    def rows(self) -> list[tuple[Any, list[Any]]]:
        """Each kind with its boxes."""
        return [(LABELS[kind], [self[f"{kind}.{channel}"] for channel in Channel]) for kind in Kind]

    def chosen(self) -> dict[str, list[str]]:
        return {
            kind: [channel for channel in Channel if self.cleaned_data[f"{kind}.{channel}"]]
            for kind in Kind
        }

    def clean_webhook_url(self) -> str:
        url = str(self.cleaned_data["webhook_url"])
        try:
            is_safe = not url or target_of(url).scheme == "https" or settings.WEBHOOK_PRIVATE
        except FetchError:
            is_safe = False
        if not is_safe:
            raise ValidationError(_("Give an address that begins with https://."))
        return url


@staff_page("notices/choices/", "notice_choices")
def choices(request: HttpRequest) -> HttpResponse:
    """Choose how to be told; the secret of a webhook is shown once, when it is made."""
    user: Any = request.user
    mine = NoticeChoices.objects.filter(user=user).first() or NoticeChoices(user=user)
    form, secret = ChoicesForm(sent(request), mine), ""
    if request.method == "POST" and "trial" in request.POST:
        return _trial(request)
    if form.is_bound and form.is_valid():
        mine.channels, mine.language = form.chosen(), get_language() or ""
        is_new = form.cleaned_data["webhook_url"] != mine.webhook_url
        mine.webhook_url = form.cleaned_data["webhook_url"]
        if mine.webhook_url and (is_new or "secret" in request.POST):
            mine.webhook_secret = secret = new_secret()
        mine.save()
        if not secret:
            messages.success(request, _("Your choices are kept."))
            return redirect("admin:notice_choices")
    log = Delivery.objects.filter(notice__user=user).select_related("notice")[:LOG]
    return framed(
        request,
        "notice_choices.html",
        _("How I am told"),
        form=form,
        channels=[LABELS[channel] for channel in Channel],
        secret=secret,
        has_webhook=bool(mine.webhook_url),
        sends_mail=settings.MAIL_SERVER is not None,
        log=[(each, LABELS.get(each.channel, ""), words_of(each.notice)) for each in log],
    )


def _trial(request: HttpRequest) -> HttpResponse:
    count = tell_trial(request.user)
    sentence = ngettext(
        "A notice was made, and is sent %(number)s time.",
        "A notice was made, and is sent %(number)s times.",
        count,
    )
    messages.success(request, sentence % {"number": number(count)})
    return redirect("admin:notice_choices")

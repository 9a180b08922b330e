"""Feeds in the admin: which are read, how often, and how it went."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.display import day_and_clock
from articles.fetching.addresses import target_of
from articles.fetching.failures import FetchError
from articles.jobs.feeds import SENTENCES
from articles.models import Feed


class FeedForm(forms.ModelForm):
    url = forms.URLField(label=_("address"), max_length=1000, assume_scheme="https")

    class Meta:
        model = Feed
        fields = ("name", "url", "is_active", "fetches_pages", "every_minutes")

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        try:
            target_of(url)
        except FetchError as error:
            raise ValidationError(SENTENCES[error.failure]) from error
        return url


@admin.register(Feed)
class FeedAdmin(admin.ModelAdmin):
    form = FeedForm
    list_display = ("name", "address", "is_active", "fetches_pages", "last", "next", "state")
    list_filter = ("is_active", "fetches_pages")
    search_fields = ("name", "url")
    readonly_fields = ("last", "next", "state")

    def save_model(self, request: Any, obj: Feed, form: Any, change: bool) -> None:
        if "url" in form.changed_data or "fetches_pages" in form.changed_data:
            # What was there last is compared with no longer.
            obj.etag = obj.modified = ""
            obj.failures = 0
            obj.next_at = form.instance._meta.get_field("next_at").get_default()
        super().save_model(request, obj, form, change)

    @admin.display(description=_("address"), ordering="url")
    def address(self, feed: Feed) -> str:
        return format_html('<bdi dir="ltr">{}</bdi>', feed.url)

    @admin.display(description=_("last read"), ordering="read_at")
    def last(self, feed: Feed) -> str:
        return day_and_clock(feed.read_at) if feed.read_at else "–"

    @admin.display(description=_("next time"), ordering="next_at")
    def next(self, feed: Feed) -> str:
        return day_and_clock(feed.next_at) if feed.is_active else "–"

    @admin.display(description=_("what was wrong"), ordering="failure")
    def state(self, feed: Feed) -> str:
        if not feed.failure:
            return "–"
        return " ".join(filter(None, [str(SENTENCES.get(feed.failure, "")), feed.detail]))

"""Model admins whose pages can be reached from the review queue and lead to its next item."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from .pages import walking


class QueuedAdmin(admin.ModelAdmin):
    """Shows the queue's bar, and goes to the next item after saving."""

    change_form_template = "admin/articles/queued_change_form.html"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= {"review_bar": walking.bar(request)}
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        mark = request.GET.get(walking.MARK)
        if mark is not None and "_continue" not in request.POST:
            return HttpResponseRedirect(walking.next_address(mark))
        return super().response_change(request, obj)

"""Records with versions in the admin, whose addresses name nothing but numbers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

_MOST_DIGITS = 18
"""The largest numbers of rows have one more."""


class VersionedAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    """An admin that answers 404 for what is no number of a record or version; the library ends
    with an error."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        if not _is_number(object_id):
            raise Http404
        shown: HttpResponse = super().history_view(request, object_id, extra_context)
        return shown

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        if not (_is_number(object_id) and _is_number(version_id)):
            raise Http404
        shown: HttpResponse = super().history_form_view(
            request, object_id, version_id, extra_context
        )
        return shown


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS

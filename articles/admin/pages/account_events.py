"""The log of what happened to accounts, to be kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from articles.admin_site.pages import SHOWN, staff_page
from articles.exporting.spreadsheets import lines_of
from articles.models import AccountEvent


@staff_page("articles/accountevent/events.csv", "account_events_csv", methods=SHOWN)
def events_csv(request: HttpRequest) -> HttpResponseBase:
    if not request.user.is_superuser:
        raise PermissionDenied
    header = [_("time"), _("kind"), _("account"), _("changed by"), _("address"), _("detail")]
    return StreamingHttpResponse(
        lines_of(header, _rows()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="accounts.csv"'},
    )


def _rows() -> Iterator[tuple[str, ...]]:
    """The earliest first, with moments as ISO 8601."""
    events = AccountEvent.objects.select_related("by").order_by("pk")
    for event in events.iterator(chunk_size=500):
        yield (
            event.at.isoformat("T", "seconds"),
            event.get_kind_display(),
            event.name,
            str(event.by or ""),
            event.address,
            event.detail,
        )

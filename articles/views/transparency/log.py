"""``/transparency/``: the signed heads of the log, receipts of captures, and proofs that the log
only grows."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from articles.exporting.atom import Entry, Feed, atom
from articles.models import LogHead, LogLeaf
from articles.transparency import verify_receipt
from articles.transparency.receipts import consistency, receipt, signed_head
from articles.views.feeds.atom import NEVER, tag_uri
from articles.views.site.errors import Missing
from articles.views.site.http_cache import shared
from newsarchive.rate_limits import Limit, rate_limited

HEADS = 100
"""How many of the latest heads are listed at once."""

_LANGUAGE = "en"
"""Of what programs read."""


@require_safe
@rate_limited(Limit.HARVESTS)
def heads(request: HttpRequest) -> HttpResponseBase:
    """The latest heads, the newest first; with ``?before=`` those of a log of fewer captures."""
    before = request.GET.get("before", "")
    found = LogHead.objects.order_by("-size")
    if before.isdecimal() and len(before) <= 18:
        found = found.filter(size__lt=int(before))
    rows = list(found[: HEADS + 1])
    listed = rows[:HEADS]
    address = request.build_absolute_uri(reverse("transparency"))
    content: dict[str, Any] = {
        "heads": [signed_head(head) for head in listed],
        "earlier": f"{address}?before={listed[-1].size}" if len(rows) > HEADS else None,
        "receipts": address + "receipts/{capture}/",
        "note": address + "heads/{size}/",
        "stamp": address + "heads/{size}/stamp",
        "consistency": address + "consistency/{first}/{second}/",
        "verify": request.build_absolute_uri(reverse("verify_receipt")),
    }
    return _json(content)


@require_safe
@rate_limited(Limit.HARVESTS)
def feed(request: HttpRequest) -> HttpResponseBase:
    """The latest heads as an Atom feed: whoever keeps them notices if the archive takes one
    back."""
    address = request.build_absolute_uri(reverse("transparency"))
    with override(_LANGUAGE):
        entries = [_entry(request, head) for head in LogHead.objects.order_by("-size")[:HEADS]]
        title = _("Transparency log")
    content = Feed(
        id=tag_uri(request, "transparency/"),
        title=f"{title} – {settings.SITE_NAME}",
        address=request.build_absolute_uri(),
        page=address,
        author=str(settings.SITE_NAME),
        language=_LANGUAGE,
        updated=NEVER,
        entries=entries,
    )
    return shared(HttpResponse(atom(content), content_type="application/atom+xml; charset=utf-8"))


@require_safe
@rate_limited(Limit.HARVESTS)
def capture_receipt(request: HttpRequest, capture: str) -> HttpResponseBase:
    """The receipt of a capture, as a file; also of one that was erased."""
    leaf = LogLeaf.objects.filter(capture=int(capture)).first()
    told = receipt(leaf) if leaf else None
    if told is None:
        raise Missing(
            _("There is no receipt of this capture yet: the log of captures is signed once a day.")
        )
    response = _json(told)
    response["Content-Disposition"] = f'attachment; filename="receipt-{capture}.json"'
    return response


@require_safe
@rate_limited(Limit.HARVESTS)
def heads_consistency(request: HttpRequest, first: str, second: str) -> HttpResponseBase:
    """The proof that the log of one head begins with that of an earlier one."""
    earlier, later = sorted((_head(first), _head(second)), key=lambda head: head.size)
    return _json(consistency(earlier, later))


@require_safe
@rate_limited(Limit.HARVESTS)
def note(request: HttpRequest, size: str) -> HttpResponseBase:
    """A head as a signed note, which is what was signed and stamped."""
    said = _head(size).note
    return shared(HttpResponse(said, content_type="text/plain; charset=utf-8"))


@require_safe
@rate_limited(Limit.HARVESTS)
def stamp(request: HttpRequest, size: str) -> HttpResponseBase:
    """The answer of the time-stamp authority about a head."""
    found = _head(size).stamp
    if found is None:
        raise Missing(_("No authority has stamped this head of the log."))
    response = HttpResponse(bytes(found), content_type="application/timestamp-reply")
    response["Content-Disposition"] = f'attachment; filename="stamp-{size}.tsr"'
    return shared(response)


@require_safe
def verifier(request: HttpRequest) -> HttpResponseBase:
    """The script that checks receipts and proofs anywhere."""
    script = Path(verify_receipt.__file__).read_bytes()
    response = HttpResponse(script, content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verify_receipt.py"'
    return shared(response)


def _head(size: str) -> LogHead:
    head = LogHead.objects.filter(size=int(size)).first()
    if head is None:
        raise Missing(_("The log of captures was not signed at this size."))
    return head


def _entry(request: HttpRequest, head: LogHead) -> Entry:
    signed_at = timezone.localtime(head.signed_at, UTC)
    captures = _("%(number)d captures") % {"number": head.size}
    return Entry(
        id=tag_uri(request, f"transparency/{head.size}"),
        title=captures,
        address=request.build_absolute_uri(reverse("transparency")) + f"?before={head.size + 1}",
        original="",
        author="",
        homepage="",
        published=signed_at,
        updated=signed_at,
        language=_LANGUAGE,
        summary=head.note,
    )


def _json(content: dict[str, Any]) -> HttpResponseBase:
    options = {"ensure_ascii": False, "indent": 1}
    return shared(JsonResponse(content, json_dumps_params=options))

"""Lists as programs read them: page by page as JSON, or streamed, an object a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import override
from pydantic import TypeAdapter

from .cursors import cursor, place_of
from .parameters import Form, Paging
from .problems import bad_parameter
from .tokens import has_token

MOST_ITEMS = 100
"""Of one answer as JSON."""
MOST_LINES = 1_000
"""Of one answer as lines; with a token, so many as are asked for."""

_READ_AT_ONCE = 250

Items = list[dict[str, Any]]
Read = Callable[[str, int], tuple[Items, str]]
"""Reads so many items behind a place (empty: from the start); gives them and the place from which
the list goes on (empty: it ends)."""


def json_answer(value: Any) -> HttpResponse:
    """A value as JSON."""
    return HttpResponse(_json(value), content_type="application/json")


def list_answer(
    request: HttpRequest,
    asked: Paging,
    kind: str,
    read: Read,
    beside: Callable[[], dict[str, Any]] = dict,
) -> HttpResponseBase:
    """A list from where its cursor is. ``beside`` is what a page of JSON says beside its items."""
    most = MOST_LINES if asked.format is Form.NDJSON else MOST_ITEMS
    if asked.limit > most and not (asked.format is Form.NDJSON and has_token(request)):
        sentence = _("At most %(most)d items are given at once; more as NDJSON with a token.")
        raise bad_parameter("limit", sentence % {"most": most})
    place = place_of(kind, asked.cursor)
    if asked.format is Form.NDJSON:
        # The first are read now: what is wrong is told before an answer begins.
        with override(settings.LANGUAGE_CODE):
            begun = read(place, min(asked.limit, _READ_AT_ONCE))
        lines = _lines(request, kind, read, *begun, asked.limit)
        return StreamingHttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
    with override(settings.LANGUAGE_CODE):
        items, following = read(place, asked.limit)
        value = {**beside(), "items": items, "next": _next(request, kind, following)}
    return json_answer(value)


def _lines(
    request: HttpRequest, kind: str, read: Read, items: Items, place: str, limit: int
) -> Iterator[bytes]:
    """These items and those behind a place, some hundreds at once; the last line says where the
    list goes on, if it does."""
    while True:
        limit -= len(items)
        yield b"".join(_json(each) + b"\n" for each in items)
        if not place:
            return
        if not limit:
            break
        with override(settings.LANGUAGE_CODE):
            items, place = read(place, min(limit, _READ_AT_ONCE))
    yield _json({"next": _next(request, kind, place)}) + b"\n"


def _next(request: HttpRequest, kind: str, place: str) -> str | None:
    """The address of the list from a place on."""
    if not place:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor(kind, place)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def chosen_fields(text: str, known: Sequence[str], usual: Sequence[str]) -> Sequence[str]:
    """The fields that ``?fields=`` names; the usual ones if it names none."""
    wanted = [each.strip() for each in text.split(",") if each.strip()]
    for each in wanted:
        if each not in known:
            sentence = _("There is no field “%(name)s”. There are: %(names)s.")
            names = ", ".join(known)
            raise bad_parameter("fields", sentence % {"name": each[:100], "names": names})
    return wanted or usual


_json = TypeAdapter(Any).dump_json
"""Writes a value as JSON, in UTF-8; four times as fast as the module of Python."""

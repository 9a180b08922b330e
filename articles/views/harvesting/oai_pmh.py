"""``/oai``: the six verbs of OAI-PMH 2.0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from xml.etree.ElementTree import Element

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import split_domain_port
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.exporting import oai_pmh
from newsarchive.rate_limits import Limit, rate_limited

from .arguments import OaiError, Selection, checked, metadata_prefix, selection
from .records import Identifiers, Place, earliest_change, record_of, records_after, sets

_SALT = "oai"
_LONGEST_TOKEN = 2_000
_LONGEST_FORM = 10_000


def _come_back_later(request: HttpRequest, wait: int) -> HttpResponse:
    """How the protocol asks harvesters to go slower."""
    return HttpResponse(
        "Too many requests.\n",
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": str(wait)},
    )


@csrf_exempt  # it changes nothing
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited(Limit.HARVESTS, _come_back_later)
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a request of a harvester; errors are in the document, as the protocol has it."""
    address = request.build_absolute_uri(reverse("oai"))
    arguments: Mapping[str, str] = {}
    with override("en"):
        try:
            arguments = checked(dict(_given(request).lists()))
            content = [_VERBS[arguments["verb"]](request, address, arguments)]
        except OaiError as error:
            if error.code in ("badVerb", "badArgument"):
                arguments = {}
            content = [oai_pmh.error(error.code, str(error))]
        document = oai_pmh.answer(address, timezone.now(), arguments, content)
    return HttpResponse(
        document,
        content_type="text/xml; charset=utf-8",
        headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"},
    )


def _given(request: HttpRequest) -> QueryDict:
    if request.method != "POST":
        return request.GET
    if int(request.headers.get("Content-Length") or 0) > _LONGEST_FORM:
        raise OaiError("badArgument", "The form is too long.")
    return request.POST


def _identifiers(request: HttpRequest) -> Identifiers:
    return Identifiers(split_domain_port(request.get_host())[0])


def _identify(request: HttpRequest, address: str, arguments: Mapping[str, str]) -> Element:
    email = settings.OAI_EMAIL or settings.DEFAULT_FROM_EMAIL
    earliest = earliest_change() or timezone.now()
    return oai_pmh.identify(oai_pmh.Repository(str(settings.SITE_NAME), address, email, earliest))


def _formats(request: HttpRequest, address: str, arguments: Mapping[str, str]) -> Element:
    if "identifier" in arguments:
        _known(request, arguments["identifier"])
    return oai_pmh.metadata_formats()


def _sets(request: HttpRequest, address: str, arguments: Mapping[str, str]) -> Element:
    if "resumptionToken" in arguments:
        raise _bad_token()
    return oai_pmh.sets(sets())


def _record(request: HttpRequest, address: str, arguments: Mapping[str, str]) -> Element:
    prefix = metadata_prefix(arguments["metadataPrefix"])
    record = _known(request, arguments["identifier"])
    return oai_pmh.listed("GetRecord", [record], prefix, None)


def _known(request: HttpRequest, identifier: str) -> oai_pmh.Record:
    identifiers = _identifiers(request)
    key = identifiers.key(identifier)
    record = record_of(request, identifiers, key) if key else None
    if record is None:
        raise OaiError("idDoesNotExist", "The archive has no such record.")
    return record


def _list(request: HttpRequest, address: str, arguments: Mapping[str, str]) -> Element:
    token = arguments.get("resumptionToken")
    selected, place = (selection(arguments), None) if token is None else _resumed(token)
    records, following = records_after(request, _identifiers(request), selected, place)
    if not records and token is None:
        raise OaiError("noRecordsMatch", "No record matches.")
    goes_on = _token(selected, following) if following else None
    shown = goes_on if goes_on or token is None else ""
    return oai_pmh.listed(arguments["verb"], records, selected.prefix, shown)


_VERBS = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _record,
    "ListIdentifiers": _list,
    "ListRecords": _list,
}


def _token(selected: Selection, place: Place) -> str:
    """A signed token; it says all that is needed to go on, so it holds for ever."""
    range_ = [each and each.isoformat() for each in (selected.since, selected.until)]
    return signing.dumps(
        [selected.prefix, *range_, selected.set_name, place.changed.isoformat(), *place[1:]],
        salt=_SALT,
        compress=True,
    )


def _resumed(token: str) -> tuple[Selection, Place]:
    if len(token) > _LONGEST_TOKEN:
        raise _bad_token()
    try:
        told: Sequence[Any] = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise _bad_token() from error
    prefix, since, until, set_name, changed, table, pk = told
    selected = Selection(prefix, _moment(since), _moment(until), set_name)
    return selected, Place(datetime.fromisoformat(changed).astimezone(UTC), table, pk)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _bad_token() -> OaiError:
    return OaiError("badResumptionToken", "The resumptionToken is not one of this archive.")

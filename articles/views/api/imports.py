"""The address to which programs push items."""

from __future__ import annotations

import json
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from articles.importing.pushing import MOST_ITEMS, Push, PushRefusedError, Refusal, push
from articles.models import ImportBatch
from articles.models.api_tokens import KEY_LENGTH, ApiToken, Scope
from newsarchive.rate_limits import Limit

from .problems import Problem, told_as_problems
from .tokens import token_of

_STATUSES = {
    Refusal.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Refusal.TOO_MANY_ITEMS: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Refusal.NOTHING: HTTPStatus.BAD_REQUEST,
    Refusal.INCOMPLETE: HTTPStatus.BAD_REQUEST,
    Refusal.KEY_REUSED: HTTPStatus.UNPROCESSABLE_ENTITY,
    Refusal.UNKNOWN_MAPPING: HTTPStatus.UNPROCESSABLE_ENTITY,
}
_SENTENCES = {
    Refusal.TOO_LARGE: gettext_lazy("More than %(bytes)s bytes: send it in parts."),
    Refusal.TOO_MANY_ITEMS: gettext_lazy("More than %(items)s items: send them in parts."),
    Refusal.NOTHING: gettext_lazy("There is no item in what was sent."),
    Refusal.INCOMPLETE: gettext_lazy("What was sent ended too early. Please send it again."),
    Refusal.KEY_REUSED: gettext_lazy(
        "This Idempotency-Key was used for something else. Please take a new one for each push."
    ),
    Refusal.UNKNOWN_MAPPING: gettext_lazy("There is no mapping of this name."),
}


@csrf_exempt  # no cookie is looked at: what opens it is the token
@told_as_problems("POST")
def items(request: HttpRequest) -> HttpResponse:
    """Take one item or many, of any form; the answer is a JSON object a line for each.

    Parameters: ``label``, ``mapping``, ``preview=1``; header ``Idempotency-Key``.
    """
    asked = _asked(request, token_of(request, Scope.IMPORT, Limit.PUSHES))
    try:
        answer = push(asked, request.read)
    except PushRefusedError as error:
        raise _problem(error.refusal) from error
    except UnreadablePostError as error:
        raise _problem(Refusal.INCOMPLETE) from error
    lines = "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in answer)
    response = HttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
    add_never_cache_headers(response)
    return response


def _asked(request: HttpRequest, token: ApiToken) -> Push:
    length = request.headers.get("Content-Length", "")
    if not (length.isascii() and length.isdecimal()):
        sentence = _("The length must be told: Content-Length.")
        raise Problem(HTTPStatus.LENGTH_REQUIRED, "length_required", sentence)
    label = request.GET.get("label", "").strip()
    if not ImportBatch.is_label(label):
        sentence = _("The label must be one line of at most %(most)d letters.")
        sentence %= {"most": ImportBatch.LONGEST_LABEL}
        raise Problem(HTTPStatus.BAD_REQUEST, "bad_label", sentence)
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > KEY_LENGTH or not key.isprintable():
        sentence = _("The Idempotency-Key must have at most %(most)d visible characters.")
        raise Problem(HTTPStatus.BAD_REQUEST, "bad_key", sentence % {"most": KEY_LENGTH})
    return Push(
        token=token,
        length=int(length),
        content_type=request.headers.get("Content-Type", ""),
        label=label,
        mapping=request.GET.get("mapping", "").replace("\0", ""),
        key=key,
        is_preview=request.GET.get("preview", "") in ("1", "true"),
    )


def _problem(refusal: Refusal) -> Problem:
    bounds = {"bytes": settings.MAX_PUSH_BYTES, "items": MOST_ITEMS}
    return Problem(_STATUSES[refusal], refusal, str(_SENTENCES[refusal]) % bounds)

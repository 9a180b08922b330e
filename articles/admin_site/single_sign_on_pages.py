"""The way to the server where staff sign in, and back."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from . import passkeys
from .second_factor import BACKEND, given_device, has_factor
from .single_sign_on import Attempt, SignOnError, address_to, user_of

_ATTEMPT, _WAITING = "single_sign_on", "single_sign_on_waiting"

_logger = logging.getLogger(__name__)


@never_cache
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Send somebody to the server."""
    _require_server()
    attempt = Attempt.new()
    try:
        address = address_to(attempt, _back(request))
    except SignOnError as error:
        return _refused(request, error)
    request.session[_ATTEMPT] = asdict(attempt)
    return redirect(address)


@never_cache
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Take somebody who comes back; an attempt is good once."""
    _require_server()
    kept = request.session.pop(_ATTEMPT, None)
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    if kept is None or not code or not constant_time_compare(state, kept["state"]):
        return _refused(request, request.GET.get("error", "no attempt of this session")[:200])
    try:
        user = user_of(Attempt(**kept), code, _back(request))
    except SignOnError as error:
        return _refused(request, error)
    if user is None:
        sentence = _("You have no account here: ask an administrator for an invitation.")
        messages.error(request, sentence)
        return redirect("admin:login")
    if has_factor(user):
        request.session[_WAITING] = user.pk
        return redirect("admin:single_sign_on_code")
    return _signed_in(request, user)


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """Ask for the code of the second factor."""
    _require_server()
    users = get_user_model()._default_manager.filter(is_active=True, is_staff=True)
    user = users.filter(pk=request.session.get(_WAITING, 0)).first()
    if user is None:
        return redirect("admin:login")
    is_wrong = False
    if request.method == "POST":
        device = _given(request, user)
        if device is not None:
            del request.session[_WAITING]
            user.otp_device = device  # type: ignore[attr-defined]
            return _signed_in(request, user)
        is_wrong = True
    context = {**frame, "title": _("Second factor"), "is_wrong": is_wrong}
    return render(request, "admin/single_sign_on_code.html", context)


def _given(request: HttpRequest, user: Any) -> Any:
    """The person's app, recovery code or passkey of which this is sent."""
    if answer := request.POST.get("passkey", "")[: passkeys.LONGEST_ANSWER]:
        passkey = passkeys.used(request, answer)
        return passkey if passkey is not None and passkey.user_id == user.pk else None
    return given_device(request, user, request.POST.get("code", "")[:20])


def _signed_in(request: HttpRequest, user: Any) -> HttpResponse:
    login(request, user, backend=BACKEND)
    return redirect("admin:index")


def _require_server() -> None:
    if not settings.OIDC_ISSUER:
        raise Http404


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("admin:single_sign_on_back"))


def _refused(request: HttpRequest, why: object) -> HttpResponse:
    _logger.warning("Single sign-on: %s", why)
    messages.error(request, _("Signing in there did not work. Try again, or use your password."))
    return redirect("admin:login")

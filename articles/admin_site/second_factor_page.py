"""The page where staff set up their second factor, add passkeys, get recovery codes, and remove
them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe
from django_otp import login as keep_device

from articles.models import Passkey

from . import passkeys, second_factor
from .pages import number_of
from .setup_codes import take_code

LONGEST_NAME = 64
"""Of a passkey."""


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    user: Any = request.user
    had_factor = second_factor.has_factor(user)
    codes: list[str] = []
    is_wrong = False
    is_allowed = had_factor or second_factor.may_set_up(request)
    if had_factor and not second_factor.has_given(user):
        if request.method == "POST":
            raise Http404  # a session of before, which ends with the next page
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    if request.method == "POST":
        if not is_allowed:
            is_allowed = take_code(user, request.POST.get("setup_code", "")[:40])
            is_wrong = not is_allowed
            if is_allowed:
                second_factor.allow_to_set_up(request)
        elif "passkey" in request.POST:
            if _add_passkey(request) and not had_factor:
                codes = second_factor.new_recovery_codes(user)
        elif "rename" in request.POST or "remove_passkey" in request.POST:
            _change_passkey(request)
            return redirect("admin:second_factor")
        elif "codes" in request.POST and had_factor:
            codes = second_factor.new_recovery_codes(user)
        elif "remove" in request.POST and had_factor:
            if not second_factor.is_required(user):
                second_factor.remove(user)
                messages.success(request, _("You sign in with the password alone from now on."))
                return redirect("admin:index")
        elif second_factor.app_of(user) is None:
            is_wrong = not _confirm_app(request)
            if not is_wrong and not had_factor:
                codes = second_factor.new_recovery_codes(user)
    app = second_factor.app_of(user)
    context = {
        **frame,
        "title": _("Second factor"),
        "app": app,
        "passkeys": list(Passkey.objects.filter(user=user)),
        "longest_name": LONGEST_NAME,
        "is_open": is_allowed,
        "secret": _secret(request) if is_allowed and app is None else "",
        "codes": codes,
        "is_wrong": is_wrong,
        "is_required": second_factor.is_required(user),
    }
    return render(request, "admin/second_factor.html", context)


def _secret(request: HttpRequest) -> str:
    return second_factor.secret_of(second_factor.app_to_set_up(request))


def _confirm_app(request: HttpRequest) -> bool:
    app = second_factor.app_to_set_up(request)
    code = request.POST.get("code", "")[:20]
    if not second_factor.confirm(app, code, kept=request.session.session_key):
        return False
    keep_device(request, app)
    return True


def _add_passkey(request: HttpRequest) -> bool:
    answer = request.POST["passkey"][: passkeys.LONGEST_ANSWER]
    passkey = second_factor.add_passkey(request, answer, _typed(request, "name") or _("Passkey"))
    if passkey is None:
        messages.error(request, _("The passkey was not added. Try it once more."))
        return False
    if not second_factor.has_given(request.user):
        keep_device(request, passkey)
    return True


def _typed(request: HttpRequest, field: str) -> str:
    """The name of a passkey that somebody has typed."""
    return " ".join(request.POST.get(field, "").replace("\0", "").split())[:LONGEST_NAME]


def _change_passkey(request: HttpRequest) -> None:
    """Name a passkey, or remove it. The last factor of somebody who must have one stays."""
    chosen = request.POST.get("rename") or request.POST.get("remove_passkey", "")
    mine = Passkey.objects.filter(user=request.user)
    passkey = mine.filter(pk=number_of(chosen)).first()
    if passkey is None:
        raise Http404
    if "rename" in request.POST:
        if name := _typed(request, f"name-{passkey.pk}"):
            passkey.name = name
            passkey.save(update_fields=["name"])
        return
    other = second_factor.app_of(request.user) or mine.exclude(pk=passkey.pk).first()
    if other is None and second_factor.is_required(request.user):
        sentence = _("Your role needs a second factor: set up another before you remove this one.")
        messages.error(request, sentence)
        return
    second_factor.remove_passkey(passkey, kept=request.session.session_key)
    if other is not None:
        keep_device(request, other)
    messages.success(request, _("The passkey is removed."))


@never_cache
@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The key that is being set up, as a picture for the camera of a phone (QR code)."""
    if second_factor.app_of(request.user) or not _may_add(request):
        raise Http404
    address = second_factor.app_to_set_up(request).config_url
    drawn = BytesIO()
    segno.make(address, micro=False).save(drawn, kind="svg", scale=5, light="white")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


@never_cache
@require_safe
def passkey_to_add(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a passkey."""
    if not _may_add(request):
        raise Http404
    return HttpResponse(passkeys.options_to_add(request), content_type="application/json")


@never_cache
@require_safe
def passkey_to_sign_in(request: HttpRequest) -> HttpResponse:
    """What the browser needs to sign in with a passkey."""
    return HttpResponse(passkeys.options_to_sign_in(request), content_type="application/json")


def _may_add(request: HttpRequest) -> bool:
    if second_factor.has_factor(request.user):
        return second_factor.has_given(request.user)
    return second_factor.may_set_up(request)

"""The page where staff set up their second factor, get recovery codes, and remove it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe
from django_otp import login as keep_device

from . import second_factor
from .setup_codes import take_code


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    user: Any = request.user
    app = second_factor.app_of(user)
    codes: list[str] = []
    is_wrong = False
    is_allowed = app is not None or second_factor.may_set_up(request)
    if request.method == "POST":
        if not is_allowed:
            is_allowed = take_code(user, request.POST.get("setup_code", "")[:40])
            is_wrong = not is_allowed
            if is_allowed:
                second_factor.allow_to_set_up(request)
        elif app is None:
            app = second_factor.app_to_set_up(request)
            code = request.POST.get("code", "")[:20]
            if second_factor.confirm(app, code, kept=request.session.session_key):
                keep_device(request, app)
                codes = second_factor.new_recovery_codes(user)
            else:
                app, is_wrong = None, True
        elif not second_factor.has_given(user):
            raise Http404  # the session of before, which ends with the next page
        elif "codes" in request.POST:
            codes = second_factor.new_recovery_codes(user)
        elif "remove" in request.POST and not second_factor.is_required(user):
            second_factor.remove(user)
            messages.success(request, _("You sign in with the password alone from now on."))
            return redirect("admin:index")
    context = {
        **frame,
        "title": _("Second factor"),
        "app": app,
        "secret": _secret(request) if is_allowed and app is None else "",
        "codes": codes,
        "is_wrong": is_wrong,
        "is_required": second_factor.is_required(user),
    }
    return render(request, "admin/second_factor.html", context)


def _secret(request: HttpRequest) -> str:
    return second_factor.secret_of(second_factor.app_to_set_up(request))


@never_cache
@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The key that is being set up, as a picture for the camera of a phone (QR code)."""
    if second_factor.app_of(request.user) or not second_factor.may_set_up(request):
        raise Http404
    address = second_factor.app_to_set_up(request).config_url
    drawn = BytesIO()
    segno.make(address, micro=False).save(drawn, kind="svg", scale=5, light="white")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")

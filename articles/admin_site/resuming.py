"""A form that is sent after its session has ended: the page asks for the password and goes on with
what was sent, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from .second_factor import SignInForm

PREFIX = "resuming"
"""Of the fields for name and password, beside those that were sent."""

View = Callable[..., HttpResponseBase]


def resumable(view: View, site: AdminSite) -> View:
    """A view of the admin that forms reach also when their session has ended."""

    @csrf_protect
    def resumed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            form = SignInForm(request, _sign_in_of(request), prefix=PREFIX)
            if not (form.is_bound and form.is_valid()):
                return _asked(request, site, form)
            kept = _kept(request)
            login(request, form.get_user())
            request.POST = kept
        return view(request, *args, **kwargs)

    return update_wrapper(resumed, view)


def _sign_in_of(request: HttpRequest) -> Any:
    return request.POST if f"{PREFIX}-username" in request.POST else None


def _asked(request: HttpRequest, site: AdminSite, form: Any) -> HttpResponseBase:
    sent = [(name, value) for name, values in _kept(request).lists() for value in values]
    context = {
        **site.each_context(request),
        "title": _("Sign in and go on"),
        "form": form,
        "sent": sent,
        "path": request.get_full_path(),
    }
    answer = render(request, "admin/resuming.html", context, status=401)
    add_never_cache_headers(answer)
    return answer


def _kept(request: HttpRequest) -> Any:
    """What was sent, without what is only for signing in, and without passwords, which belong on
    no page."""
    kept = request.POST.copy()
    for name in request.POST:
        if name.startswith(f"{PREFIX}-") or name == "csrfmiddlewaretoken" or "password" in name:
            del kept[name]
    kept._mutable = False
    return kept

"""A forgotten password: a link by e-mail, with Django's own views in the frame of the admin."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache


@never_cache
def ask(request: HttpRequest) -> HttpResponseBase:
    """Ask for the address; the answer is the same whether an account has it or not."""
    if settings.MAIL_SERVER is None:
        raise Http404  # an administrator sends an invitation instead
    return _framed(
        views.PasswordResetView,
        request,
        email_template_name="admin/password_reset_mail.txt",
        subject_template_name="admin/password_reset_subject.txt",
    )


@never_cache
def asked(request: HttpRequest) -> HttpResponseBase:
    return _framed(views.PasswordResetDoneView, request)


@never_cache
def confirm(request: HttpRequest, uidb64: str, token: str) -> HttpResponseBase:
    """Choose a new password; nobody is signed in by it."""
    return _framed(views.PasswordResetConfirmView, request, uidb64=uidb64, token=token)


@never_cache
def complete(request: HttpRequest) -> HttpResponseBase:
    return _framed(views.PasswordResetCompleteView, request)


def _framed(view: Any, request: HttpRequest, **options: Any) -> HttpResponseBase:
    arguments = {name: options.pop(name) for name in ("uidb64", "token") if name in options}
    shown = view.as_view(extra_context=admin.site.each_context(request), **options)
    answer: HttpResponseBase = shown(request, **arguments)
    return answer

"""Where somebody is signed in, and how to end it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.admin_site.pages import framed, number_of, staff_page
from articles.models import StaffSession


@staff_page("sessions/", "sessions")
def sessions(request: HttpRequest) -> HttpResponse:
    """One's own sessions; those of another account (``user``) for superusers."""
    user = _user_of(request)
    mine = StaffSession.living(user)
    if request.method == "POST":
        ended = number_of(request.POST.get("end"))
        for each in mine:
            if each.pk == ended or ("others" in request.POST and not _is_this(request, each)):
                each.end()
        messages.success(request, _("What you have chosen is signed out."))
        return redirect(f"{reverse('admin:sessions')}?user={user.pk}")
    title = _("Where I am signed in") if user == request.user else _("Where %(name)s is signed in")
    return framed(
        request,
        "sessions.html",
        title % {"name": user.get_username()},
        rows=[(each, browser_of(each.agent), _is_this(request, each)) for each in mine],
    )


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
"""What is in the names by which browsers call themselves; the first one counts."""


def browser_of(agent: str) -> str:
    """By what people know their browser, with the system where it runs; else what it says."""
    names = (
        next((name for mark, name in known if mark in agent), "") for known in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(filter(None, names)) or agent


def _user_of(request: HttpRequest) -> Any:
    asked = number_of(request.GET.get("user"))
    if asked in (None, request.user.pk):
        return request.user
    if not getattr(request.user, "is_superuser", False):
        raise PermissionDenied
    return get_object_or_404(get_user_model(), pk=asked)


def _is_this(request: HttpRequest, session: StaffSession) -> bool:
    return session.key == request.session.session_key

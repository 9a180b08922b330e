"""Pages of the staff: where each is, who may open it, and the frame around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

SHOWN = ("GET", "HEAD")
SENT = ("POST",)

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True, slots=True)
class StaffPage:
    """A view with its path below the admin and the name that addresses are made from."""

    route: str
    name: str
    view: Callable[..., HttpResponseBase]


PAGES: list[StaffPage] = []
"""Every page that :func:`staff_page` has registered; the admin site serves them."""


def staff_page(
    route: str, name: str, *, needs: str = "", methods: Sequence[str] = (*SHOWN, *SENT)
) -> Callable[[View], View]:
    """Registers a view for the staff who have the permission that it ``needs``.

    Where that depends on the record, or on whether a form is shown or sent, the view calls
    :func:`require`.
    """

    def register(view: View) -> View:
        guarded = permission_required(needs, raise_exception=True)(view) if needs else view
        PAGES.append(StaffPage(route, name, require_http_methods(methods)(guarded)))
        return view

    return register


def require(request: HttpRequest, *permissions: str) -> None:
    """Refuse the request unless its user has one of the permissions."""
    if not any(map(request.user.has_perm, permissions)):
        raise PermissionDenied


def framed(
    request: HttpRequest, template: str, title: str | Promise, **context: Any
) -> HttpResponse:
    """A page with the masthead of the admin; ``template`` is below templates/admin/."""
    context |= admin.site.each_context(request) | {"title": title}
    return render(request, f"admin/{template}", context)


def sent(request: HttpRequest) -> QueryDict | None:
    """The posted data of a form, even if empty; None if the form is only shown."""
    return request.POST if request.method == "POST" else None


def number_of(text: str | None) -> int | None:
    """A primary key in an address; None for anything else."""
    if text is None or not text.isascii() or not text.isdecimal() or len(text) > 18:
        return None
    return int(text)

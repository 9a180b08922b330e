"""Shared by all staff pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise


def staff_page(
    request: HttpRequest, template: str, title: str | Promise, **context: Any
) -> HttpResponse:
    """A page with the masthead of the admin."""
    context |= admin.site.each_context(request) | {"title": title}
    return render(request, f"admin/{template}", context)


def require(request: HttpRequest, permission: str) -> None:
    """Refuse the request unless its user has the permission."""
    if not request.user.has_perm(permission):
        raise PermissionDenied


def sent(request: HttpRequest) -> QueryDict | None:
    """The posted data of a form, even if empty; None if the form is only shown."""
    return request.POST if request.method == "POST" else None


def number_of(text: str | None) -> int | None:
    """A primary key in an address; None for anything else."""
    if text is None or not text.isascii() or not text.isdecimal() or len(text) > 18:
        return None
    return int(text)

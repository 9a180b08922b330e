"""The configuration of django-axes, which counts failed attempts to sign in."""

from __future__ import annotations

from typing import Any

from axes.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 255
"""Longest name that the rows of failed attempts can store; a client may send more."""


class SignInsConfig(AppConfig):  # type: ignore[misc]  # django-axes has no annotations
    verbose_name = _("Signing in")


def name_tried(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """The name used in an attempt; called by django-axes."""
    name = credentials.get("username") if credentials else request.POST.get("username")
    return None if name is None else str(name)[:LONGEST_NAME]

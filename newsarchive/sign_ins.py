"""The app that counts failed attempts to sign in, as the archive has it."""

from __future__ import annotations

from typing import Any

from axes.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 255
"""Characters for which the rows of failed attempts have room; whoever tries may type more."""


class SignInsConfig(AppConfig):  # type: ignore[misc]  # django-axes has no annotations
    verbose_name = _("Signing in")


def name_tried(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """The name that an attempt was made with; django-axes calls it."""
    name = credentials.get("username") if credentials else request.POST.get("username")
    return None if name is None else str(name)[:LONGEST_NAME]

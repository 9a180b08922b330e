"""The app that counts failed attempts to sign in, by the name that staff see."""

from __future__ import annotations

from axes.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignInsConfig(AppConfig):  # type: ignore[misc]  # django-axes has no annotations
    verbose_name = _("Signing in")

"""The second factor of staff: a one-time code of an app (TOTP, RFC 6238), or a recovery code.

Nobody is signed in by a password alone who has a second factor. Who must have one and has none yet
comes to the page that sets one up, and to no other.
"""

from __future__ import annotations

from base64 import b32encode
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_login_failed
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_otp import match_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.calendars import ascii_digits

SUPERUSERS = "superusers"
"""Stands in ``SECOND_FACTOR_ROLES`` for those who may do everything."""

RECOVERY_CODES = 10
APP, RECOVERY = "app", "recovery"
"""Names of a person's devices."""


def is_required(user: Any) -> bool:
    """Whether this person must have a second factor."""
    roles = settings.SECOND_FACTOR_ROLES
    if not roles:
        return False
    if SUPERUSERS in roles and user.is_superuser:
        return True
    return bool(user.groups.filter(name__in=roles).exists())


def is_complete(request: HttpRequest) -> bool:
    """Whether a person who is signed in needs no second factor any more."""
    return has_given(request.user) or not is_required(request.user)


def has_given(user: Any) -> bool:
    """Whether this person has signed in with a second factor."""
    return getattr(user, "otp_device", None) is not None


def app_of(user: Any) -> TOTPDevice | None:
    """The app that a person has set up."""
    found: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return found


_IN_SETUP = "second_factor_in_setup"
_MAY_SET_UP = "second_factor_may_be_set_up"


def app_to_set_up(request: HttpRequest) -> TOTPDevice:
    """The app that a person is about to set up: the same in a session until it is confirmed. Each
    session has one of its own, so that nobody learns the key that another will confirm."""
    mine: dict[str, Any] = {"user": request.user, "name": APP, "confirmed": False}
    known = TOTPDevice.objects.filter(pk=request.session.get(_IN_SETUP), **mine).first()
    device: TOTPDevice = known or TOTPDevice.objects.create(**mine)
    request.session[_IN_SETUP] = device.pk
    return device


def may_set_up(request: HttpRequest) -> bool:
    """Whether this session may set up a second factor. Whoever must have one, and has signed in by
    the password alone, must have given a code of :mod:`.setup_codes` first."""
    return not is_required(request.user) or bool(request.session.get(_MAY_SET_UP))


def allow_to_set_up(request: HttpRequest) -> None:
    request.session[_MAY_SET_UP] = True


def secret_of(device: TOTPDevice) -> str:
    """The key of an app, to be typed: in groups of four letters."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def confirm(device: TOTPDevice, code: str, *, kept: str | None) -> bool:
    """Put an app into force if the code is one of its; ends the person's other sessions, which were
    signed in without it. ``kept`` is the session that stays."""
    if not device.verify_token(tidy(code)):
        return False
    device.confirmed = True
    device.save()
    TOTPDevice.objects.filter(user=device.user, confirmed=False).delete()
    for session in Session.objects.exclude(session_key=kept).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(device.user_id):
            session.delete()
    return True


def new_recovery_codes(user: Any) -> list[str]:
    """Codes of which each signs in once instead of the app; earlier ones are void."""
    with transaction.atomic():
        device, _is_new = StaticDevice.objects.get_or_create(user=user, name=RECOVERY)
        device.token_set.all().delete()
        codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def remove(user: Any) -> bool:
    """Take away what a person has set up; whether there was anything."""
    removed = [model.objects.filter(user=user).delete()[0] for model in (TOTPDevice, StaticDevice)]
    return any(removed)


def tidy(code: str) -> str:
    """A code as it is compared: in ASCII digits, without spaces."""
    return "".join(ascii_digits(code).split()).lower()


def given_device(request: HttpRequest | None, user: Any, code: str) -> Any:
    """The device of a person whose code this is; None for a wrong one, which counts like a wrong
    password."""
    code = tidy(code)
    device = match_token(user, code) if code else None
    if device is None and code:
        name = {"username": user.get_username()}
        user_login_failed.send(__name__, credentials=name, request=request)
    return device


class SignInForm(AdminAuthenticationForm):
    """Name, password, and the code of those who have a second factor."""

    code = forms.CharField(
        label=_("Code of your app, or a recovery code"),
        required=False,
        max_length=20,
        help_text=_("If you have set up a second factor."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "dir": "ltr"}),
    )

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if app_of(user) is None:
            return
        device = given_device(self.request, user, self.cleaned_data.get("code") or "")
        if device is None:
            raise ValidationError(
                _("Type the code that your app shows now, or a recovery code."),
                code="second_factor",
            )
        # Kept in the session by django-otp, when the person is signed in.
        user.otp_device = device

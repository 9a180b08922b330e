"""The second factor of staff: a one-time code of an app (TOTP, RFC 6238), a passkey, or a recovery
code.

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
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_otp import DEVICE_ID_SESSION_KEY, match_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.calendars import ascii_digits
from articles.models import Passkey

from . import passkeys

SUPERUSERS = "superusers"
"""Stands in ``SECOND_FACTOR_ROLES`` for those who may do everything."""

RECOVERY_CODES = 10
APP, RECOVERY = "app", "recovery"
"""Names of a person's devices."""

BACKEND = "django.contrib.auth.backends.ModelBackend"
"""In the name of which those are signed in who give no password here."""

changed = Signal()
"""Sent with ``user`` and ``detail``: what was added (``+``) or removed (``-``)."""


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


def has_factor(user: Any) -> bool:
    """Whether this person has set up an app or a passkey, without which the password
    opens nothing."""
    return app_of(user) is not None or Passkey.objects.filter(user=user).exists()


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
    """Put an app into force if the code is one of its. ``kept`` is the session that stays when
    those end that were signed in without it."""
    if not device.verify_token(tidy(code)):
        return False
    is_first = not has_factor(device.user)
    device.confirmed = True
    device.save()
    TOTPDevice.objects.filter(user=device.user, confirmed=False).delete()
    _added(device.user, "app", is_first=is_first, kept=kept)
    return True


def add_passkey(request: HttpRequest, answer: str, name: str) -> Passkey | None:
    """Put a passkey into force that a browser has made; None if its answer does not hold."""
    is_first = not has_factor(request.user)
    passkey = passkeys.add(request, answer, name)
    if passkey is not None:
        kept = request.session.session_key
        _added(passkey.user, f"passkey {name}", is_first=is_first, kept=kept)
    return passkey


def _added(user: Any, what: str, *, is_first: bool, kept: str | None) -> None:
    if is_first:
        _end_sessions(user, kept=kept)
    changed.send(__name__, user=user, detail=f"+{what}")


def remove_passkey(passkey: Passkey, *, kept: str | None) -> None:
    """Take away a passkey, and end the sessions that were signed in with it, but for ``kept``."""
    with_it = passkey.persistent_id
    passkey.delete()
    if not has_factor(passkey.user):
        StaticDevice.objects.filter(user=passkey.user).delete()  # alone they are no second factor
    _end_sessions(passkey.user, kept=kept, with_device=with_it)
    changed.send(__name__, user=passkey.user, detail=f"-passkey {passkey.name}")


def _end_sessions(user: Any, *, kept: str | None, with_device: str | None = None) -> None:
    for session in Session.objects.exclude(session_key=kept).iterator():
        values = session.get_decoded()
        is_meant = with_device in (None, values.get(DEVICE_ID_SESSION_KEY))
        if is_meant and values.get(SESSION_KEY) == str(user.pk):
            session.delete()


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
    models = (TOTPDevice, StaticDevice, Passkey)
    removed = [model.objects.filter(user=user).delete()[0] for model in models]
    if any(removed):
        changed.send(__name__, user=user, detail="-all")
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
    """Name, password, and the code of those who have a second factor; or the answer of a browser
    that signs in with a passkey."""

    code = forms.CharField(
        label=_("Code of your app, or a recovery code"),
        required=False,
        max_length=20,
        help_text=_("If you have set up a second factor."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "dir": "ltr"}),
    )
    passkey = forms.CharField(
        required=False, max_length=passkeys.LONGEST_ANSWER, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get(self.add_prefix("passkey")):
            for name in ("username", "password"):
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        if not self.data.get(self.add_prefix("passkey")) or self.request is None:
            return super().clean()
        passkey = passkeys.used(self.request, self.cleaned_data.get("passkey", ""))
        if passkey is None:
            user_login_failed.send(__name__, credentials={"username": ""}, request=self.request)
            raise ValidationError(_("This passkey opens nothing here."), code="passkey")
        user = passkey.user
        super().confirm_login_allowed(user)
        user.backend, user.otp_device = BACKEND, passkey
        self.user_cache = user
        return self.cleaned_data

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if not has_factor(user):
            return
        device = given_device(self.request, user, self.cleaned_data.get("code") or "")
        if device is None:
            raise ValidationError(
                _(
                    "Type the code that your app shows now, or a recovery code, or sign in with "
                    "your passkey."
                ),
                code="second_factor",
            )
        # Kept in the session by django-otp, when the person is signed in.
        user.otp_device = device

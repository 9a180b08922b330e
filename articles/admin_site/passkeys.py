"""Passkeys of staff (WebAuthn): key pairs of their phones, computers or security keys.

A passkey is both factors at once, since its device asks its owner for a finger, a face or a PIN
(user verification, which is required here). It is good for the host name under which it was made.
The answers of browsers are JSON, as ``PublicKeyCredential.toJSON()`` gives it; each challenge is
good for one answer of the session that asked for it.

``webauthn`` is imported where it is used: it takes half a second, which no command should wait for.
"""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.models import Passkey

LONGEST_ANSWER = 20_000
MOST = 20
"""Passkeys of a person."""
_CHALLENGE = "passkey_challenge"
_MILLISECONDS = 300_000

_logger = logging.getLogger(__name__)


def options_to_add(request: HttpRequest) -> str:
    """What a browser needs to make a passkey for the person who is signed in, as JSON."""
    from webauthn import base64url_to_bytes, generate_registration_options
    from webauthn.helpers import structs

    user: Any = request.user
    asked = generate_registration_options(
        rp_id=_host(request),
        rp_name=str(settings.SITE_NAME),
        user_id=_handle(user),
        user_name=user.get_username(),
        user_display_name=user.get_full_name() or user.get_username(),
        timeout=_MILLISECONDS,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(known))
            for known in Passkey.objects.filter(user=user).values_list("credential_id", flat=True)
        ],
    )
    return _kept(request, asked)


def options_to_sign_in(request: HttpRequest) -> str:
    """What a browser needs to sign somebody in, as JSON. It names nobody: the browser knows whose
    passkeys it has."""
    from webauthn import generate_authentication_options
    from webauthn.helpers.structs import UserVerificationRequirement

    required = UserVerificationRequirement.REQUIRED
    asked = generate_authentication_options(
        rp_id=_host(request), timeout=_MILLISECONDS, user_verification=required
    )
    return _kept(request, asked)


def add(request: HttpRequest, answer: str, name: str) -> Passkey | None:
    """Keep the passkey that a browser has made; None if the answer does not hold."""
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url

    made = _verified(request, answer, verify_registration_response)
    mine = Passkey.objects.filter(user=request.user)
    if made is None or mine.count() >= MOST:
        return None
    credential_id = bytes_to_base64url(made.credential_id)
    if len(credential_id) > Passkey.LONGEST_ID:
        return None
    passkey, is_new = Passkey.objects.get_or_create(
        credential_id=credential_id,
        defaults={
            "user": request.user,
            "name": name,
            "public_key": made.credential_public_key,
            "sign_count": made.sign_count,
        },
    )
    return passkey if is_new else None


def used(request: HttpRequest, answer: str) -> Passkey | None:
    """The passkey with which this answer of a browser is signed; None if it does not hold."""
    from webauthn import verify_authentication_response

    try:
        credential_id = str(json.loads(answer)["id"])
    except (ValueError, TypeError, LookupError):
        return None
    known = Passkey.objects.select_related("user").filter(
        credential_id=credential_id, confirmed=True
    )
    passkey: Passkey | None = known.first()
    if passkey is None:
        return None
    found = _verified(
        request,
        answer,
        verify_authentication_response,
        credential_public_key=bytes(passkey.public_key),
        credential_current_sign_count=passkey.sign_count,
    )
    if found is None:
        return None
    passkey.sign_count, passkey.used_at = found.new_sign_count, timezone.now()
    passkey.save(update_fields=["sign_count", "used_at"])
    return passkey


def _kept(request: HttpRequest, asked: Any) -> str:
    from webauthn import options_to_json
    from webauthn.helpers import bytes_to_base64url

    request.session[_CHALLENGE] = bytes_to_base64url(asked.challenge)
    return options_to_json(asked)


def _verified(request: HttpRequest, answer: str, verify: Any, **more: Any) -> Any:
    """What the check of an answer tells; None if it does not hold."""
    from webauthn import base64url_to_bytes

    challenge = request.session.pop(_CHALLENGE, None)
    if challenge is None:
        return None
    try:
        return verify(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=_host(request),
            expected_origin=_origin(request),
            require_user_verification=True,
            **more,
        )
    except Exception as error:  # whatever it stumbles over in an answer that somebody has made up
        _logger.warning("Passkey refused: %s", error)
        return None


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _host(request: HttpRequest) -> str:
    return urlsplit(_origin(request)).hostname or ""


def _handle(user: Any) -> bytes:
    """By what a device knows that two passkeys are of one person; tells nothing of the person."""
    return salted_hmac("articles.passkey", str(user.pk), algorithm="sha256").digest()

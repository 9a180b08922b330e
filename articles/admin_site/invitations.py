"""Invitations: a link with which somebody chooses a password, and a code for the second factor.

By e-mail, where the site sends any and the account has an address; else the administrator is shown
them, once, and hands them over.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from .second_factor import has_factor, is_required
from .setup_codes import give_code


@dataclass(frozen=True, slots=True)
class Invitation:
    """``code`` is empty where no second factor must be set up; ``is_sent``: by e-mail."""

    user: Any
    link: str
    code: str
    is_sent: bool = False


def invite(request: HttpRequest, user: Any) -> Invitation:
    """Invite somebody; earlier codes are void, earlier links as soon as a password is chosen."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    path = reverse("password_reset_confirm", kwargs={"uidb64": uid, "token": token})
    must_set_up = is_required(user) and not has_factor(user)
    code = give_code(user) if must_set_up else ""
    made = Invitation(user, request.build_absolute_uri(path), code)
    return Invitation(user, made.link, code, is_sent=_send(made))


def _send(made: Invitation) -> bool:
    if settings.MAIL_SERVER is None or not made.user.email:
        return False
    lines = [
        _("You are invited to the staff pages of %(site)s.") % {"site": settings.SITE_NAME},
        _("Your name there is %(name)s. Choose a password on this page:")
        % {"name": made.user.get_username()},
        "",
        made.link,
    ]
    if made.code:
        lines += ["", _("The code with which you set up your second factor:"), made.code]
    mail = EmailMessage(
        subject=_("Invitation: %(site)s") % {"site": settings.SITE_NAME},
        body="\n".join(lines),
        to=[made.user.email],
    )
    try:
        return bool(mail.send())
    except (OSError, smtplib.SMTPException, ValueError):
        return False

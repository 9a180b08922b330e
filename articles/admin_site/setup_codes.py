"""Codes with which staff set up a second factor that they must have.

Whoever has stolen the password of somebody who has no second factor yet could else set up one of
their own. An administrator hands the code over, or it comes with the invitation.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from articles.models import SetupCode

from .second_factor import tidy

LASTS = timedelta(days=7)
MOST_FAILURES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 12
"""59 bits: nobody guesses it in ten attempts."""


def give_code(user: Any) -> str:
    """A new code for a person; an earlier one is void."""
    text = "".join(secrets.choice(_LETTERS) for _number in range(_LENGTH))
    values = {"digest": _digest(user, text), "expires_at": timezone.now() + LASTS, "failures": 0}
    SetupCode.objects.update_or_create(user=user, defaults=values)
    return "-".join(text[start : start + 4] for start in range(0, _LENGTH, 4))


def take_code(user: Any, text: str) -> bool:
    """Whether this is the code of a person, which is used up then; wrong ones void it."""
    now = timezone.now()
    good = SetupCode.objects.filter(user=user, expires_at__gt=now, failures__lt=MOST_FAILURES)
    code = good.first()
    if code is None:
        return False
    if constant_time_compare(code.digest, _digest(user, tidy(text).replace("-", ""))):
        return bool(good.filter(digest=code.digest).delete()[0])
    good.update(failures=F("failures") + 1)
    return False


def _digest(user: Any, text: str) -> str:
    return salted_hmac("articles.setup_code", f"{user.pk} {text}", algorithm="sha256").hexdigest()

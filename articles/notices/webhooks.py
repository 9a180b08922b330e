"""What is sent to webhooks, signed as Standard Webhooks (standardwebhooks.com) have it.

The signature is an HMAC-SHA256 of ``id.timestamp.body`` under the secret, so that a receiver knows
who sent it, that nobody has changed it, and that it is not sent again later.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping

PREFIX = "whsec_"


def new_secret() -> str:
    """A secret as receivers are given it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signed(secret: str, identity: str, moment: int, body: bytes) -> Mapping[str, str]:
    """The headers of a message; ``moment`` is in seconds of Unix time."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    text = f"{identity}.{moment}.".encode() + body
    signature = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Webhook-Id": identity,
        "Webhook-Timestamp": str(moment),
        "Webhook-Signature": f"v1,{signature}",
    }

"""Signed heads as other programs read them: a checkpoint (https://c2sp.org/tlog-checkpoint) in a
signed note (https://c2sp.org/signed-note). Pure.

The text has the name of the log, the number of leaves, the root in Base64 and, as an extension, the
moment; a blank line parts it from the signature.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .leaves import told

_ED25519 = b"\x01"
_KEY_ID_BYTES = 4


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a head says."""

    origin: str
    size: int
    root: bytes
    moment: datetime

    def text(self) -> str:
        """What is signed."""
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\n{told(self.moment)}\n"


def origin_of(public_key: bytes) -> str:
    """The name of a log, from the key that signs it: the address of an archive may change."""
    return f"news-archive/{hashlib.sha256(public_key).hexdigest()[:16]}"


def signed(checkpoint: Checkpoint, public_key: bytes, sign: Callable[[bytes], bytes]) -> str:
    """The note."""
    text = checkpoint.text()
    blob = _key_id(checkpoint.origin, public_key) + sign(text.encode())
    return f"{text}\n— {checkpoint.origin} {base64.b64encode(blob).decode()}\n"


def is_signed(note: str, checkpoint: Checkpoint, public_key: bytes) -> bool:
    """Whether a note says this, signed with this key."""
    text, _, signature = note.partition("\n\n")
    if f"{text}\n" != checkpoint.text() or not signature.startswith(f"— {checkpoint.origin} "):
        return False
    try:
        blob = base64.b64decode(signature.split(" ")[-1], validate=False)
        Ed25519PublicKey.from_public_bytes(public_key).verify(
            blob[_KEY_ID_BYTES:], f"{text}\n".encode()
        )
    except (InvalidSignature, ValueError):
        return False
    return blob[:_KEY_ID_BYTES] == _key_id(checkpoint.origin, public_key)


def _key_id(name: str, public_key: bytes) -> bytes:
    named = name.encode() + b"\n" + _ED25519 + public_key
    return hashlib.sha256(named).digest()[:_KEY_ID_BYTES]

"""The key of this archive: it signs backups and the heads of the transparency log (Ed25519).

It is made once and kept in the data folder for its owner alone; no backup holds it.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from .new_files import new_file


class ArchiveKey:
    """The key, made if there is none yet. Raises OSError where it cannot be read or made."""

    def __init__(self) -> None:
        key = load_pem_private_key(_own_key(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise OSError(f"{_key_file()}: no Ed25519 key")
        self._key = key
        self.fingerprint = fingerprint_of(key.public_key())

    def sign(self, signed: bytes) -> bytes:
        """The signature, 64 bytes."""
        return self._key.sign(signed)

    def public_pem(self) -> bytes:
        """The public key in PEM."""
        public = self._key.public_key()
        return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def public_bytes(self) -> bytes:
        """The 32 bytes of the public key."""
        return self._key.public_key().public_bytes_raw()


def has_key() -> bool:
    """Whether the key has been made."""
    return _key_file().exists()


def fingerprint_of(key: Ed25519PublicKey) -> str:
    """The SHA-256 of a public key's DER form (SubjectPublicKeyInfo), in hexadecimal digits."""
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def _own_key() -> bytes:
    file = _key_file()
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        pem = Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        # Linked into place, so that two processes that need it first share one key, and none reads
        # half of it.
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        with new_file(draft) as stream:
            stream.write(pem)
        try:
            with suppress(FileExistsError):
                os.link(draft, file)
        finally:
            draft.unlink()
    return file.read_bytes()


def _key_file() -> Path:
    return Path(settings.DATA_DIR) / "backup_key.pem"

"""Who made a backup: an Ed25519 signature over its tag manifest, and which keys are trusted here.

A bag's checksums show damage, not intent: whoever changes a file can seal the bag again. The tag
manifest lists the payload manifest, which lists the payload, so a signature over it covers all.
Two files hold it, in forms that other programs read: :data:`PUBLIC_KEY` (PEM) and
:data:`SIGNATURE` (64 bytes). With OpenSSL 3::

    openssl pkeyutl -verify -rawin -pubin -inkey signature/public-key.pem \\
        -in tagmanifest-sha256.txt -sigfile signature/tagmanifest-sha256.txt.sig

A key's fingerprint is the SHA-256 of its DER form (SubjectPublicKeyInfo), in hexadecimal digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings

from articles.archive_key import ArchiveKey, fingerprint_of, has_key

PUBLIC_KEY = "signature/public-key.pem"
SIGNATURE = "signature/tagmanifest-sha256.txt.sig"
SIGNED = "tagmanifest-sha256.txt"
FINGERPRINT_DIGITS = 64

_LARGEST = 10_000
"""Bytes; a longer file is neither a key nor a signature."""


class Doubt(StrEnum):
    """Why a bag is not taken for one of this archive."""

    UNSIGNED = "unsigned"
    FORGED = "forged"
    OTHER_KEY = "other_key"


class UntrustedError(Exception):
    """A bag without a signature that fits, or of a key that is not trusted here; ``fingerprint`` is
    the key's."""

    def __init__(self, doubt: Doubt, fingerprint: str = "") -> None:
        super().__init__(doubt)
        self.doubt = doubt
        self.fingerprint = fingerprint


def signature_files(key: ArchiveKey, signed: bytes) -> Mapping[str, bytes]:
    """The files by which a bag with this tag manifest is signed."""
    return {PUBLIC_KEY: key.public_pem(), SIGNATURE: key.sign(signed)}


def signer_of(folder: Path) -> str:
    """The fingerprint of the key with which the bag is signed. Raises :class:`UntrustedError` or
    OSError."""
    if not (folder / PUBLIC_KEY).is_file() and not (folder / SIGNATURE).is_file():
        raise UntrustedError(Doubt.UNSIGNED)
    try:
        key = load_pem_public_key(_bytes(folder / PUBLIC_KEY))
        if not isinstance(key, Ed25519PublicKey):
            raise UntrustedError(Doubt.FORGED)
        key.verify(_bytes(folder / SIGNATURE), (folder / SIGNED).read_bytes())
    except (FileNotFoundError, ValueError, UnsupportedAlgorithm, InvalidSignature) as error:
        raise UntrustedError(Doubt.FORGED) from error
    return fingerprint_of(key)


def check_signature(folder: Path, wanted: str | None = None) -> str:
    """The fingerprint of the bag's key, if it is the wanted one or, where none is wanted, one that
    is trusted here; a data folder that knows no key yet trusts any. Raises
    :class:`UntrustedError` or OSError."""
    fingerprint = signer_of(folder)
    trusted = {wanted} if wanted else known_keys()
    if trusted and fingerprint not in trusted:
        raise UntrustedError(Doubt.OTHER_KEY, fingerprint)
    return fingerprint


def known_keys() -> set[str]:
    """Fingerprints of this archive's own key and of those that were trusted before."""
    own = {ArchiveKey().fingerprint} if has_key() else set()
    file = _trusted_file()
    return own | set(file.read_text(encoding="ascii").split() if file.exists() else [])


def trust(fingerprint: str) -> None:
    """Trust this key from now on."""
    if fingerprint not in known_keys():
        with _trusted_file().open("a", encoding="ascii") as stream:
            stream.write(f"{fingerprint}\n")


def _bytes(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(_LARGEST)


def _trusted_file() -> Path:
    return Path(settings.DATA_DIR) / "trusted_backup_keys"

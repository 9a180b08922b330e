"""A security key made of software, which answers as browsers do (WebAuthn)."""

from __future__ import annotations

import json
import os
from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import encode_cbor

PRESENT, VERIFIED, WITH_KEY = 1, 4, 64


def base64url(value):
    return urlsafe_b64encode(value).decode().rstrip("=")


class Authenticator:
    """With one passkey. ``verifies``: it asks its owner for a PIN."""

    def __init__(self, host="testserver", origin="http://testserver", verifies=True):
        self.host, self.origin = host, origin
        self.flags = PRESENT | (VERIFIED if verifies else 0)
        self.key = generate_private_key(SECP256R1())
        self.credential_id = os.urandom(32)
        self.count = 0

    def made(self, options):
        """The answer to the options for a new passkey."""
        numbers = self.key.public_key().public_numbers()
        place = {-2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        key = encode_cbor({1: 2, 3: -7, -1: 1, **place})
        size = len(self.credential_id).to_bytes(2, "big")
        data = self._data(WITH_KEY) + bytes(16) + size + self.credential_id + key
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        told = self._told("webauthn.create", options)
        response = {"clientDataJSON": told, "attestationObject": attestation}
        return self._answer(response)

    def signed(self, options):
        """The answer to the options for signing in."""
        self.count += 1
        data, told = self._data(), self._told("webauthn.get", options)
        signature = self.key.sign(data + sha256(told).digest(), ECDSA(SHA256()))
        response = {"clientDataJSON": told, "authenticatorData": data, "signature": signature}
        return self._answer(response)

    def _data(self, flags=0):
        flags = bytes([self.flags | flags])
        return sha256(self.host.encode()).digest() + flags + self.count.to_bytes(4, "big")

    def _told(self, kind, options):
        challenge = json.loads(options)["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response):
        name = base64url(self.credential_id)
        parts = {key: base64url(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": parts})

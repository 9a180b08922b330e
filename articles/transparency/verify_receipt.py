"""Checks a receipt of a news archive, off line and without the archive's software.

    python verify_receipt.py RECEIPT.json RAW     was RAW captured, and when?
    python verify_receipt.py CONSISTENCY.json     does one state of the log begin with another?
    ... --key BASE64                              and was it this key that signed?

RAW is the file that "Raw bytes" on the history page of an article saves. Needs Python 3.9 or later
and the package cryptography. Exit status 0 if everything fits, 1 if not, 2 for files that are none.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class WrongError(Exception):
    """What does not fit."""


def demand(fits: object, otherwise: str) -> None:
    if not fits:
        raise WrongError(otherwise)


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def check_head(head: dict[str, Any], wanted_key: str | None) -> bytes:
    """The root of a signed head (https://c2sp.org/tlog-checkpoint, https://c2sp.org/signed-note)."""
    key = base64.b64decode(head["public_key"])
    demand(wanted_key in (None, head["public_key"]), "the key is another one")
    text, _, signature = head["checkpoint"].partition("\n\n")
    name, blob = signature.removeprefix("— ").split()
    signed, signature_bytes = f"{text}\n".encode(), base64.b64decode(blob)[4:]
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature_bytes, signed)
    except InvalidSignature:
        raise WrongError("the signature is not valid") from None
    said = [name, str(head["size"]), head["root"], head["signed_at"]]
    demand(text.split("\n") == said, "the signed text says something else")
    demand(name == "news-archive/" + hashlib.sha256(key).hexdigest()[:16], "the log is another one")
    return base64.b64decode(head["root"])


def steps(place: int, last: int, proof: list[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each hash of a proof, and whether it stands to the left (RFC 9162, 2.1.3.2 and 2.1.4.2)."""
    for hash_ in proof:
        demand(last > 0, "the proof is too long")
        is_left = bool(place & 1) or place == last
        while is_left and not place & 1 and place:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
        yield hash_, is_left
    demand(last == 0, "the proof is too short")


def check_inclusion(leaf: bytes, place: int, size: int, proof: list[bytes], root: bytes) -> None:
    demand(0 <= place < size, "the log is not that long")
    found = leaf
    for hash_, is_left in steps(place, size - 1, proof):
        found = node(hash_, found) if is_left else node(found, hash_)
    demand(found == root, "the capture is not in the log")


def check_growth(sizes: list[int], roots: list[bytes], proof: list[bytes]) -> None:
    place, last = sizes[0] - 1, sizes[1] - 1
    demand(0 <= place <= last, "the first is not the earlier one")
    if place == last:
        demand(roots[0] == roots[1] and not proof, "one log has two roots")
        return
    while place & 1:
        place, last = place >> 1, last >> 1
    proof = proof if place else [roots[0], *proof]
    demand(proof, "the proof is too short")
    older = newer = proof[0]
    for hash_, is_left in steps(place, last, proof[1:]):
        older = node(hash_, older) if is_left else older
        newer = node(hash_, newer) if is_left else node(newer, hash_)
    demand([older, newer] == roots, "the log was changed")


def check_receipt(told: dict[str, Any], raw: bytes, wanted_key: str | None) -> str:
    demand(hashlib.sha256(raw).hexdigest() == told["sha256"], "the file is another one")
    root = check_head(told, wanted_key)
    proof = [base64.b64decode(each) for each in told["proof"]]
    key, moment = told["article"] or "-", told["captured_at"]
    leaf = f"news archive capture 1\n{told['sha256']}\n{key}\n{moment}\n"
    hash_ = hashlib.sha256(b"\0" + leaf.encode()).digest()
    check_inclusion(hash_, told["position"], told["size"], proof, root)
    return f"Captured {moment}, logged by {told['signed_at']}."


def check_consistency(told: dict[str, Any], wanted_key: str | None) -> str:
    roots = [check_head(told[each], wanted_key) for each in ("first", "second")]
    sizes = [told[each]["size"] for each in ("first", "second")]
    check_growth(sizes, roots, [base64.b64decode(each) for each in told["proof"]])
    return f"The log of {sizes[1]} captures begins with that of {sizes[0]}."


def main() -> None:
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("told", type=Path)
    parser.add_argument("raw", type=Path, nargs="?")
    parser.add_argument("--key")
    given = parser.parse_args()
    try:
        told = json.loads(given.told.read_bytes())
        if "first" in told:
            print(check_consistency(told, given.key))
        elif given.raw is None:
            parser.error("the file that was captured is missing")
        else:
            print(check_receipt(told, given.raw.read_bytes(), given.key))
    except WrongError as wrong:
        sys.exit(f"Not proven: {wrong}.")
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        print(f"This cannot be read: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()

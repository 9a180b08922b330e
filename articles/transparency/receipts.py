"""Receipts: what proves that a capture is in the log, and that one state of it begins with another.

As JSON; hashes and keys in Base64. ``verify_receipt.py`` checks them.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

from articles.models import LogHead, LogLeaf

from .leaves import told
from .log import hashes
from .merkle import consistency_proof, inclusion_proof

FORMAT = "news-archive receipt 1"


def receipt(leaf: LogLeaf) -> dict[str, Any] | None:
    """The receipt of a capture by the first head that was signed after it; None before that.

    ``erased_at`` tells when the archive erased what was captured.
    """
    head = LogHead.objects.filter(size__gt=leaf.position).order_by("size").first()
    if head is None:
        return None
    return {
        "format": FORMAT,
        "position": leaf.position,
        "sha256": leaf.sha256,
        "article": leaf.key,
        "captured_at": told(leaf.moment),
        "erased_at": leaf.erased_at and told(leaf.erased_at),
        "proof": _encoded(inclusion_proof(leaf.position, head.size, hashes)),
        **signed_head(head),
    }


def signed_head(head: LogHead) -> dict[str, Any]:
    """A head as receipts and the list of heads give it."""
    return {
        "size": head.size,
        "root": _base64(head.root),
        "signed_at": told(head.signed_at),
        "checkpoint": head.note,
        "public_key": _base64(head.public_key),
    }


def consistency(first: LogHead, second: LogHead) -> dict[str, Any]:
    """The proof that the log of one head begins with that of an earlier one."""
    return {
        "first": signed_head(first),
        "second": signed_head(second),
        "proof": _encoded(consistency_proof(first.size, second.size, hashes)),
    }


def _encoded(proof: Iterable[bytes]) -> list[str]:
    return [_base64(each) for each in proof]


def _base64(data: bytes | memoryview) -> str:
    return base64.b64encode(data).decode()

"""What was fetched as a record of a web archive (WARC 1.1): bytes, address, time and headers."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from .addresses import target_of
from .request import Answer

_UNDONE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that no longer hold for a body whose encodings are undone."""


def record_of(answer: Answer, address: str, moment: datetime) -> bytes:
    """The record of an answer; ``address`` is the one that was asked for."""
    headers = [
        f"{name}: {' '.join(value.split())}"
        for name, value in answer.headers
        if name.lower() not in _UNDONE
    ]
    head = _lines(f"HTTP/1.1 {answer.status} {answer.reason}", *headers)
    block = head.encode("latin-1", "replace") + answer.body
    about = _lines(
        "WARC/1.1",
        "WARC-Type: response",
        f"WARC-Record-ID: <{uuid.uuid4().urn}>",
        f"WARC-Date: {moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"WARC-Target-URI: {target_of(address).address}",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block)}",
    )
    return about.encode("ascii") + block + b"\r\n\r\n"


def _lines(*lines: str) -> str:
    return "".join(f"{line}\r\n" for line in (*lines, ""))

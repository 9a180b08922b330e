"""Time stamps of the heads (RFC 3161), by an authority that the operator names: proof by a third
party that a head was there at a time, even against whoever has the key of the archive."""

from __future__ import annotations

import logging

from django.conf import settings
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    TimeStampResponse,
    decode_timestamp_response,
)

from articles.fetching.addresses import target_of
from articles.fetching.failures import FetchError
from articles.fetching.request import Rules, request
from articles.models import LogHead

AT_ONCE = 10
"""Heads that are stamped in one go, the newest first: an authority is not asked for all at once."""

_MOST_BYTES = 100_000
_GRANTED = (PKIStatus.GRANTED.value, PKIStatus.GRANTED_WITH_MODS.value)

_logger = logging.getLogger(__name__)


class StampError(Exception):
    """The authority did not answer, or not what was asked."""


def stamp_heads() -> int:
    """Stamp the newest heads that are not; how many were. What fails is logged, and is tried again
    the next time."""
    if not settings.TIMESTAMP_AUTHORITY:
        return 0
    heads = LogHead.objects.filter(stamp=None).order_by("-size")[:AT_ONCE]
    stamped = 0
    for head in heads:
        try:
            head.stamp = stamp_of(head.note.encode())
        except StampError as error:
            _logger.warning("The transparency log got no time stamp: %s", error)
            break
        head.save(update_fields=["stamp"])
        stamped += 1
    return stamped


def stamp_of(data: bytes) -> bytes:
    """The answer of the authority about these bytes, in DER. Raises :class:`StampError`."""
    asked = (
        TimestampRequestBuilder()
        .data(data)
        .hash_algorithm(HashAlgorithm.SHA256)
        .nonce(nonce=True)
        .cert_request(cert_request=True)
        .build()
    )
    rules = Rules(
        agent=settings.FETCH_AGENT,
        seconds=settings.FETCH_SECONDS,
        most_bytes=_MOST_BYTES,
        allows_private=settings.FETCH_PRIVATE,
    )
    kind = {"Content-Type": "application/timestamp-query"}
    try:
        target = target_of(settings.TIMESTAMP_AUTHORITY)
        answer = request(target, rules, kind, body=asked.as_bytes())
    except FetchError as error:
        raise StampError(f"{error.failure} {error.detail}".strip()) from error
    if answer.status != 200:
        raise StampError(f"{answer.status} {answer.reason}")
    try:
        told = decode_timestamp_response(answer.body)
        is_answer = _is_answer(told, asked.nonce, asked.message_imprint.message)
    except ValueError as error:
        raise StampError(str(error)) from error
    if not is_answer:
        raise StampError("it is about something else, or refused")
    return answer.body


def _is_answer(told: TimeStampResponse, nonce: int | None, digest: bytes) -> bool:
    if told.status not in _GRANTED:
        return False
    info = told.tst_info
    return info.nonce == nonce and info.message_imprint.message == digest

"""Cursors: the place in a list where it goes on, signed, so that nobody makes up places."""

from __future__ import annotations

from django.core import signing
from django.utils.translation import gettext as _

from .problems import Problem, bad_parameter

LONGEST = 300


def cursor(kind: str, place: str) -> str:
    """The cursor of a place in lists of a kind; it holds for ever."""
    return signing.Signer(salt=f"api {kind}").sign(place)


def place_of(kind: str, text: str) -> str:
    """The place of a cursor; empty for none. Raises :class:`.problems.Problem` for any other."""
    if not text:
        return ""
    try:
        return signing.Signer(salt=f"api {kind}").unsign(text)
    except signing.BadSignature as error:
        raise bad_cursor() from error


def bad_cursor() -> Problem:
    """The problem of a cursor that this list has not given."""
    sentence = _("This list has given no such cursor. Begin without one, and follow “next”.")
    return bad_parameter("cursor", sentence)

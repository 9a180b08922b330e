"""The results of a search as files, which the API gives."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from .address import SearchAddress

MOST_LINES = 1_000
"""Of one file, or of any streamed answer of the API; with a token, so many as are asked for."""

_PARAMETERS = {"from": "first", "to": "last"}


class File(NamedTuple):
    """A form of the results and where it is."""

    words: str
    address: str


def files_of(address: SearchAddress, unreadable: Collection[str]) -> list[File]:
    """The files of what a page has found; ``unreadable`` names the days that it has ignored."""
    ignored = {_PARAMETERS[name]: "" for name in unreadable}
    query = address.changed(is_as_typed=False, calendar=None, is_split=False, **ignored)
    root = f"{reverse('api_search')}{query}&limit={MOST_LINES}"
    return [
        File(_("Table (CSV)"), f"{root}&format=csv"),
        File(_("JSON Lines"), f"{root}&format=ndjson"),
    ]

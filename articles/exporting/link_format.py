"""Lists of links for programs (RFC 6690), as TimeMaps of Memento (RFC 7089) and ``Link`` headers
are."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

CONTENT_TYPE = "application/link-format"

_ADDRESS_CHARACTERS = "%/:=&?~#+!$,;'@()*[]"


def link(address: str, relation: str, **attributes: str) -> str:
    """One link. No address can end it or begin another."""
    values = {"rel": relation, **attributes}
    said = "".join(f'; {name}="{value}"' for name, value in values.items() if value)
    return f"<{quote(address, safe=_ADDRESS_CHARACTERS)}>{said}"


def link_list(links: Iterable[str]) -> str:
    """The document: a link on each line."""
    return ",\n".join(links) + "\n"

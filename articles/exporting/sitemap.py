"""Sitemaps (sitemaps.org) and their indexes, generated in pieces.

They contain only addresses, so escaping is all that XML needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from xml.sax.saxutils import escape

MOST_ADDRESSES = 50_000
"""The most addresses that a file may have."""

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"

FIRST_LINE = f'{_DECLARATION}<urlset xmlns="{_SITEMAPS}" xmlns:xhtml="{_XHTML}">\n'
LAST_LINE = "</urlset>\n"


def index(addresses: Iterable[str]) -> str:
    """An index of sitemaps by their addresses."""
    lines = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in addresses)
    return f'{_DECLARATION}<sitemapindex xmlns="{_SITEMAPS}">\n{lines}</sitemapindex>\n'


def page(versions: Mapping[str, str], changed: datetime | None = None) -> str:
    """The lines of a page: one per language, each naming the addresses in all languages."""
    modified = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{_attribute(address)}"/>'
        for language, address in versions.items()
    )
    return "".join(
        f"<url><loc>{escape(address)}</loc>{modified}{alternates}</url>\n"
        for address in versions.values()
    )


def _attribute(address: str) -> str:
    return escape(address, {'"': "&quot;"})

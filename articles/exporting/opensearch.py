"""An OpenSearch 1.1 description, with which browsers and other programs search the archive."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
TERMS = "{searchTerms}"

LONGEST_NAME = 16
"""Longest short name that the standard allows, in characters."""


def description(
    *, name: str, text: str, language: str, icon: str, addresses: Mapping[tuple[str, str], str]
) -> bytes:
    """The document. ``addresses`` are templates by (relation, content type)."""
    root = Element("OpenSearchDescription", {"xmlns": NAMESPACE})
    values = {
        "ShortName": name[:LONGEST_NAME],
        "Description": text,
        "Language": language,
        "InputEncoding": "UTF-8",
        "OutputEncoding": "UTF-8",
    }
    for tag, value in values.items():
        SubElement(root, tag).text = value
    SubElement(root, "Image", {"type": "image/svg+xml"}).text = icon
    for (relation, kind), template in addresses.items():
        SubElement(root, "Url", {"type": kind, "rel": relation, "template": template})
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document

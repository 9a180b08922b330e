"""Answers of OAI-PMH 2.0 (https://www.openarchives.org/OAI/openarchivesprotocol.html): what library
catalogues and aggregators harvest, each record as Dublin Core or as MODS 3.8."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from articles.calendars import Calendar, format_iso
from articles.exporting.citations import CitedArticle
from articles.exporting.one_line import one_line

NAMESPACE = "http://www.openarchives.org/OAI/2.0/"
GRANULARITY = "YYYY-MM-DDThh:mm:ssZ"

_FIRST_LINE = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_DC = "http://purl.org/dc/elements/1.1/"


@dataclass(frozen=True, slots=True)
class Header:
    """A record's identifier, when it last changed, and the sets that it is in."""

    identifier: str
    changed: datetime
    sets: Sequence[str] = ()
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A record; one that was deleted has no article. ``lead`` is the beginning of its text."""

    header: Header
    cited: CitedArticle | None = None
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Repository:
    """What ``Identify`` tells of the archive."""

    name: str
    address: str
    email: str
    earliest: datetime


@dataclass(frozen=True, slots=True)
class MetadataFormat:
    """A form in which records are given; ``write`` adds an article to an element of its own."""

    prefix: str
    namespace: str
    schema: str
    root: str
    write: Callable[[Element, CitedArticle, str], None]
    attributes: Mapping[str, str]


def answer(
    address: str, moment: datetime, arguments: Mapping[str, str], content: Sequence[Element]
) -> bytes:
    """The document; ``arguments`` are those of the request, none where they were not understood."""
    root = Element(
        "OAI-PMH",
        {
            "xmlns": NAMESPACE,
            "xmlns:xsi": _SCHEMA_INSTANCE,
            "xsi:schemaLocation": f"{NAMESPACE} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd",
        },
    )
    _add(root, "responseDate", stamp(moment))
    request = SubElement(root, "request", {name: one_line(arguments[name]) for name in arguments})
    request.text = address
    root.extend(content)
    return (_FIRST_LINE + tostring(root, encoding="unicode")).encode("utf-8", "xmlcharrefreplace")


def error(code: str, sentence: str) -> Element:
    """What was wrong with a request."""
    element = Element("error", {"code": code})
    element.text = one_line(sentence)
    return element


def identify(repository: Repository) -> Element:
    """Who answers, and how far back."""
    element = Element("Identify")
    _add(element, "repositoryName", repository.name)
    _add(element, "baseURL", repository.address)
    _add(element, "protocolVersion", "2.0")
    _add(element, "adminEmail", repository.email)
    _add(element, "earliestDatestamp", stamp(repository.earliest))
    _add(element, "deletedRecord", "transient")
    _add(element, "granularity", GRANULARITY)
    return element


def metadata_formats() -> Element:
    """All forms; every record is there in each."""
    element = Element("ListMetadataFormats")
    for each in FORMATS.values():
        described = SubElement(element, "metadataFormat")
        _add(described, "metadataPrefix", each.prefix)
        _add(described, "schema", each.schema)
        _add(described, "metadataNamespace", each.namespace)
    return element


def sets(named: Sequence[tuple[str, str]]) -> Element:
    """The sets, by their specification and name."""
    element = Element("ListSets")
    for specification, name in named:
        described = SubElement(element, "set")
        _add(described, "setSpec", specification)
        _add(described, "setName", name)
    return element


def listed(verb: str, records: Sequence[Record], prefix: str, token: str | None) -> Element:
    """Records, or only their headers; ``token`` asks for the next, empty at the end of a list in
    parts, None in one that had no parts."""
    element = Element(verb)
    for record in records:
        if verb == "ListIdentifiers":
            _header(element, record.header)
        else:
            _record(element, record, prefix)
    if token is not None:
        _add(element, "resumptionToken", token)
    return element


def stamp(moment: datetime) -> str:
    """A moment to the second, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _record(parent: Element, record: Record, prefix: str) -> None:
    element = SubElement(parent, "record")
    _header(element, record.header)
    if record.cited is None:
        return
    chosen = FORMATS[prefix]
    metadata = SubElement(element, "metadata")
    described = SubElement(
        metadata,
        chosen.root,
        {**chosen.attributes, "xsi:schemaLocation": f"{chosen.namespace} {chosen.schema}"},
    )
    chosen.write(described, record.cited, record.lead)


def _header(parent: Element, header: Header) -> None:
    element = SubElement(parent, "header", {"status": "deleted"} if header.is_deleted else {})
    _add(element, "identifier", header.identifier)
    _add(element, "datestamp", stamp(header.changed))
    for each in header.sets:
        _add(element, "setSpec", each)


def _dublin_core(parent: Element, cited: CitedArticle, lead: str) -> None:
    values = (
        ("title", cited.title),
        ("creator", cited.author),
        ("publisher", cited.source),
        ("description", lead),
        ("date", cited.day.isoformat() if cited.day else ""),
        ("type", "Text"),
        ("format", "text/html"),
        ("identifier", cited.url),
        ("source", cited.original_url),
        ("language", "" if cited.language == "und" else cited.language),
    )
    for name, value in values:
        if value:
            _add(parent, f"dc:{name}", one_line(value))


def _mods(parent: Element, cited: CitedArticle, lead: str) -> None:
    _add(SubElement(parent, "titleInfo"), "title", cited.title)
    if cited.author:
        name = SubElement(parent, "name")
        _add(name, "namePart", cited.author)
        _add(SubElement(name, "role"), "roleTerm", "author", type="text", authority="marcrelator")
    _add(parent, "typeOfResource", "text")
    _add(parent, "genre", "article", authority="marcgt")
    if cited.day:
        origin = SubElement(parent, "originInfo")
        _add(origin, "dateIssued", cited.day.isoformat(), encoding="w3cdtf", keyDate="yes")
        _add(origin, "dateOther", format_iso(cited.day, Calendar.JALALI), type="jalali")
    if cited.language != "und":
        language = SubElement(parent, "language")
        _add(language, "languageTerm", cited.language, type="code", authority="rfc5646")
    if lead:
        _add(parent, "abstract", one_line(lead))
    if cited.source:
        host = SubElement(parent, "relatedItem", {"type": "host"})
        _add(SubElement(host, "titleInfo"), "title", cited.source)
    if cited.original_url:
        original = SubElement(parent, "relatedItem", {"type": "original"})
        _add(SubElement(original, "location"), "url", cited.original_url)
    _add(parent, "identifier", cited.key, type="local")
    _add(SubElement(parent, "location"), "url", cited.url, usage="primary display")


def _add(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text


_DC_NAMESPACE = f"{NAMESPACE}oai_dc/"
_MODS_NAMESPACE = "http://www.loc.gov/mods/v3"

FORMATS = {
    "oai_dc": MetadataFormat(
        "oai_dc",
        _DC_NAMESPACE,
        "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
        "oai_dc:dc",
        _dublin_core,
        {"xmlns:oai_dc": _DC_NAMESPACE, "xmlns:dc": _DC},
    ),
    "mods": MetadataFormat(
        "mods",
        _MODS_NAMESPACE,
        "http://www.loc.gov/standards/mods/v3/mods-3-8.xsd",
        "mods",
        _mods,
        {"xmlns": _MODS_NAMESPACE, "version": "3.8"},
    ),
}
"""The forms of records by their prefix."""

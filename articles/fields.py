"""The fields of an article, described once. Pure.

What imports write, what editors may set, what pages, histories and exports show and compare is
derived from :data:`FIELDS`; labels are those of the model (:mod:`articles.field_words`). A field
whose kind is known needs a column of the model, a line here and, where imports fill it, an
attribute of :class:`~articles.dumps.records.ParsedItem`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from articles.dumps.records import ParsedItem


class Kind(StrEnum):
    """What a value is: how it is read, compared, shown and typed."""

    WORDS = "words"  # compared word by word
    TEXT = "text"  # compared as a whole
    ADDRESS = "address"
    CHOICE = "choice"
    DAY = "day"
    TIME = "time"
    COUNT = "count"
    RECORD = "record"  # names another record
    PARAGRAPHS = "paragraphs"
    FIGURES = "figures"
    TITLES = "titles"


SEVERAL = {Kind.PARAGRAPHS, Kind.FIGURES, Kind.TITLES}
"""What is a list of texts, compared one by one."""

_EMPTY: dict[Kind, Any] = {
    Kind.DAY: None,
    Kind.TIME: None,
    Kind.COUNT: None,
    **dict.fromkeys(SEVERAL, ()),
}


class SetBy(StrEnum):
    """Who writes a field."""

    IMPORTS = "imports"
    BOTH = "both"  # imports, until an editor has set it
    EDITORS = "editors"  # imports at most ask for a review


class Group(StrEnum):
    """Where an editor finds a field in the form."""

    TEXT = "text"
    PUBLICATION = "publication"
    PARTS = "parts"
    ORIGIN = "origin"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Field:
    """One field by its name in the model.

    ``attribute`` is its name in a :class:`ParsedItem`, and its ``key`` that in the parsed fields of
    captures and the JSON of ``import_dumps``; both are empty for what no capture says. ``empty`` is
    what stands there when an item does not say it. ``span`` names the place in the dump that it
    was read from. ``in_json`` is False for what captures alone keep.
    """

    name: str
    kind: Kind
    group: Group
    set_by: SetBy = SetBy.BOTH
    attribute: str = ""
    key: str = ""
    span: str = ""
    empty: Any = ""
    in_json: bool = True


def _captured(name: str, kind: Kind, group: Group, *, said_as: str = "", **options: Any) -> Field:
    """A field that imports fill, by default under its own name everywhere."""
    names = dict.fromkeys(("attribute", "key", "span"), said_as or name)
    return Field(name, kind, group, **{**names, "empty": _EMPTY.get(kind, ""), **options})


FIELDS = (
    _captured("title", Kind.WORDS, Group.TEXT),
    _captured("source", Kind.RECORD, Group.PUBLICATION),
    _captured("author", Kind.WORDS, Group.PUBLICATION),
    _captured("language", Kind.CHOICE, Group.PUBLICATION, empty="und"),
    _captured("published_on", Kind.DAY, Group.PUBLICATION, key="published_gregorian", span="date"),
    _captured("published_time", Kind.TIME, Group.PUBLICATION, key="time"),
    _captured("date_text", Kind.WORDS, Group.PUBLICATION, set_by=SetBy.IMPORTS, in_json=False),
    _captured("date_calendar", Kind.CHOICE, Group.PUBLICATION, set_by=SetBy.IMPORTS, in_json=False),
    _captured("views", Kind.COUNT, Group.ORIGIN, set_by=SetBy.IMPORTS),
    _captured("url", Kind.ADDRESS, Group.ORIGIN),
    _captured("external_id", Kind.TEXT, Group.ORIGIN),
    Field("machine_translated", Kind.CHOICE, Group.PUBLICATION, empty="unknown"),
    _captured("body", Kind.PARAGRAPHS, Group.TEXT, said_as="paragraphs"),
    _captured("figures", Kind.FIGURES, Group.PARTS),
    _captured("related", Kind.TITLES, Group.PARTS),
    Field("duplicate_of", Kind.RECORD, Group.ORIGIN, empty=None),
    Field("status", Kind.CHOICE, Group.DECISION, set_by=SetBy.EDITORS),
    Field("review", Kind.CHOICE, Group.DECISION, set_by=SetBy.EDITORS),
)
"""In the order in which people read them."""

BY_NAME = {field.name: field for field in FIELDS}

# -- what editors set ------------------------------------------------------------------------------

PARTS = tuple(field.name for field in FIELDS if field.kind in (Kind.FIGURES, Kind.TITLES))
"""What stands in tables of its own, and is corrected as a whole."""

CORRECTABLE = tuple(
    field.name for field in FIELDS if field.set_by is SetBy.BOTH and field.name not in PARTS
)
"""Columns that imports write until an editor has set them."""

DECISIONS = tuple(field.name for field in FIELDS if field.set_by is SetBy.EDITORS)
"""Set by editors alone: no import writes them but to ask for a review."""

VERSIONED = tuple(field.name for field in FIELDS if field.set_by is not SetBy.IMPORTS)
"""Everything that the history compares and brings back."""

LINKS = {field.name: f"{field.name}_id" for field in FIELDS if field.kind is Kind.RECORD}
"""Fields that name another record, with the attribute that holds its id."""

PUBLIC = tuple(field for field in FIELDS if field.set_by is not SetBy.EDITORS)
"""What readers may see."""

NEVER_CAPTURED = {field.name for field in FIELDS if not field.key}
"""Fields of which no capture says anything."""

# -- what captures say -----------------------------------------------------------------------------

_BY_ATTRIBUTE = {field.attribute: field for field in FIELDS if field.attribute}
_NOT_SAID = {"text", "lines", "error", "warnings", "spans"}


def _parsed_keys() -> Iterator[tuple[str, str, Any]]:
    """Each key with the attribute that it is made of, and what it says where nothing was found."""
    for attribute in dataclasses.fields(ParsedItem):
        field = _BY_ATTRIBUTE.get(attribute.name)
        if field:
            yield field.key, field.attribute, field.empty
        elif attribute.name not in _NOT_SAID:
            yield attribute.name, attribute.name, ()
        if field and field.kind is Kind.DAY:
            yield "jalali", field.attribute, None


PARSED = {key: attribute for key, attribute, _ in _parsed_keys()}
"""The keys of a capture's parsed fields, each with the attribute of ParsedItem that it is made of,
in the order of ParsedItem."""

EMPTY = {key: empty for key, _, empty in _parsed_keys()}
"""What they say where nothing was found: captures from before a key was known do not have it."""

CONTENT = tuple(field for field in map(_BY_ATTRIBUTE.get, PARSED.values()) if field)
"""The fields that imports fill, in the same order."""

IN_JSON = tuple(
    key
    for key, attribute in PARSED.items()
    if attribute not in _BY_ATTRIBUTE or _BY_ATTRIBUTE[attribute].in_json
)
"""The keys that ``import_dumps --json`` prints."""

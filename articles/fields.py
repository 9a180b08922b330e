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
    """The kind of a value: how it is parsed, compared, shown and typed."""

    WORDS = "words"  # compared word by word
    TEXT = "text"  # compared as a whole
    ADDRESS = "address"
    CHOICE = "choice"
    DAY = "day"
    TIME = "time"
    COUNT = "count"
    RECORD = "record"  # refers to another record
    PARAGRAPHS = "paragraphs"
    FIGURES = "figures"
    TITLES = "titles"


SEVERAL = {Kind.PARAGRAPHS, Kind.FIGURES, Kind.TITLES}
"""Kinds that are lists of texts, compared one by one."""

_EMPTY: dict[Kind, Any] = {
    Kind.DAY: None,
    Kind.TIME: None,
    Kind.COUNT: None,
    **dict.fromkeys(SEVERAL, ()),
}


class SetBy(StrEnum):
    """Who writes a field."""

    IMPORTS = "imports"
    BOTH = "both"  # imports, unless an editor has set it
    EDITORS = "editors"  # imports at most ask for a review


class Group(StrEnum):
    """The section of the form that has the field."""

    TEXT = "text"
    PUBLICATION = "publication"
    PARTS = "parts"
    ORIGIN = "origin"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Field:
    """One field, named as in the model.

    ``attribute`` is its name in a :class:`ParsedItem`, ``key`` its name in the parsed fields of
    captures and in the JSON of ``import_dumps``; both are empty for fields that are in no capture.
    ``empty`` is the value if an item does not have it. ``span`` names its place in the dump.
    ``in_json`` is False for fields that only captures store.
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
    """A field that imports fill; by default it has the same name everywhere."""
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
"""In the order in which pages show them."""

BY_NAME = {field.name: field for field in FIELDS}

# -- what editors set ------------------------------------------------------------------------------

PARTS = tuple(field.name for field in FIELDS if field.kind in (Kind.FIGURES, Kind.TITLES))
"""Parts in separate tables, which are corrected as a whole."""

CORRECTABLE = tuple(
    field.name for field in FIELDS if field.set_by is SetBy.BOTH and field.name not in PARTS
)
"""Columns that imports write unless an editor has set them."""

DECISIONS = tuple(field.name for field in FIELDS if field.set_by is SetBy.EDITORS)
"""Set only by editors; imports write them only to ask for a review."""

VERSIONED = tuple(field.name for field in FIELDS if field.set_by is not SetBy.IMPORTS)
"""Everything that the history compares and restores."""

LINKS = {field.name: f"{field.name}_id" for field in FIELDS if field.kind is Kind.RECORD}
"""Fields that refer to another record, with the attribute that has its id."""

PUBLIC = tuple(field for field in FIELDS if field.set_by is not SetBy.EDITORS)
"""Fields that readers may see."""

NEVER_CAPTURED = {field.name for field in FIELDS if not field.key}
"""Fields that are in no capture."""

# -- what captures say -----------------------------------------------------------------------------

_BY_ATTRIBUTE = {field.attribute: field for field in FIELDS if field.attribute}
_NOT_SAID = {"text", "lines", "error", "warnings", "mapping", "spans", "profile"}


def _parsed_keys() -> Iterator[tuple[str, str, Any]]:
    """Each key with its attribute, and its value if nothing was found."""
    for attribute in dataclasses.fields(ParsedItem):
        field = _BY_ATTRIBUTE.get(attribute.name)
        if field:
            yield field.key, field.attribute, field.empty
        elif attribute.name not in _NOT_SAID:
            yield attribute.name, attribute.name, ()
        if field and field.kind is Kind.DAY:
            yield "jalali", field.attribute, None


PARSED = {key: attribute for key, attribute, _ in _parsed_keys()}
"""The keys of a capture's parsed fields with their attributes of ParsedItem, in its order."""

EMPTY = {key: empty for key, _, empty in _parsed_keys()}
"""Values if nothing was found; captures that are older than a key do not have it."""

CONTENT = tuple(field for field in map(_BY_ATTRIBUTE.get, PARSED.values()) if field)
"""The fields that imports fill, in the same order."""

IN_JSON = tuple(
    key
    for key, attribute in PARSED.items()
    if attribute not in _BY_ATTRIBUTE or _BY_ATTRIBUTE[attribute].in_json
)
"""The keys that ``import_dumps --json`` prints."""

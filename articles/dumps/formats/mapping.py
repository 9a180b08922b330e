"""Which field of a scraper's record is which of an article's: by a mapping, or by common names.

A mapping belongs to one set of names, since the rows of one file may come from several scrapers.
What it leaves out stays in the capture.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from articles.dumps.formats.vocabulary import FIELD_OF, NAMES, name_key
from articles.expressions import regex

FIELDS = tuple(NAMES)
"""The fields of an article that a mapping can name, in the order in which people see them."""

MOST_NAMES = 1000
"""A record with more names is refused."""
_INSIDE_RANK = 1000
_PART_RANK = 500
_MOST_LEVELS = 4
_WORDS = regex(r"[^\W\d_]+", re.UNICODE)
_CAMEL = regex(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """Field of the article → path in the record, its names parted by dots."""

    paths: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_usable(self) -> bool:
        """Whether it tells where title and text are, without which nothing is an article."""
        return bool(self.paths.get("title") and self.paths.get("body"))

    def fits(self, record: Mapping[str, Any]) -> bool:
        """Whether a record has title and text where the mapping says."""
        return self.is_usable and all(
            value_at(record, self.paths[name]) not in (None, "", [], {})
            for name in ("title", "body")
        )

    @classmethod
    def from_json(cls, paths: Mapping[str, Any]) -> FieldMapping:
        """The mapping of an object; names that are no fields and empty paths are left out."""
        return cls({k: str(paths[k]) for k in FIELDS if isinstance(paths.get(k), str) and paths[k]})


def mapping_for(
    record: Mapping[str, Any], mappings: Sequence[FieldMapping], *, proposes: bool = True
) -> FieldMapping | None:
    """The first of the mappings that fits a record, the one that names most of it; else what common
    names propose. None where title and text cannot be told."""
    fitting = [each for each in mappings if each.fits(record)]
    if fitting:
        return max(fitting, key=lambda each: _named(each, record))
    proposed = propose(record) if proposes else None
    return proposed if proposed and proposed.is_usable else None


def _named(mapping: FieldMapping, record: Mapping[str, Any]) -> int:
    return sum(value_at(record, path) is not None for path in mapping.paths.values())


def propose(record: Mapping[str, Any]) -> FieldMapping:
    """A mapping by the names that scrapers commonly give."""
    best: dict[str, tuple[int, str]] = {}
    for path, value in _paths(record):
        for name, rank in _meanings(path):
            if _may_be(name, value) and (name not in best or rank < best[name][0]):
                best[name] = (rank, path)
    return FieldMapping({name: best[name][1] for name in FIELDS if name in best})


def _meanings(path: str) -> Iterable[tuple[str, int]]:
    """What a path could be: its whole name before its last part, and that before a word of it."""
    if found := FIELD_OF.get(name_key(path)):
        yield found
    last = path.rpartition(".")[2]
    if last != path and (found := FIELD_OF.get(name_key(last))):
        yield found[0], found[1] + _INSIDE_RANK
    words = _WORDS.findall(_CAMEL.sub(" ", last))
    for word in words if len(words) > 1 else ():
        if found := FIELD_OF.get(name_key(word)):
            yield found[0], found[1] + _PART_RANK + (_INSIDE_RANK if last != path else 0)


def _may_be(name: str, value: Any) -> bool:
    """Whether a value is of a kind that the field can have."""
    match name:
        case "title" | "lead":
            return isinstance(value, str) and len(value) <= 1000
        case "body":
            return isinstance(value, str | list | dict) and not _is_name_like(value)
        case "views":
            return isinstance(value, str | int | float | type(None))
        case "url":
            return value is None or (isinstance(value, str) and "/" in value)
        case _:
            return True


def _is_name_like(value: Any) -> bool:
    """Whether an object is a person or an organisation, as a ``content`` of metadata may be."""
    return isinstance(value, dict) and not any(isinstance(v, str) for v in value.values())


def _paths(record: Mapping[str, Any], above: str = "", level: int = 0) -> Iterable[tuple[str, Any]]:
    """The paths of a record, those of objects inside it behind their own."""
    inside = []
    for name, value in record.items():
        path = f"{above}{name}"
        yield path, value
        if isinstance(value, dict) and level < _MOST_LEVELS:
            inside.append((path, value))
    for path, value in inside:
        yield from _paths(value, f"{path}.", level + 1)


def value_at(record: Any, path: str) -> Any:
    """The value at a path; a name that holds dots itself wins over the way through objects."""
    if not isinstance(record, dict):
        return None
    if path in record:
        return record[path]
    head, dot, rest = path.partition(".")
    while dot:
        if isinstance(record.get(head), dict):
            return value_at(record[head], rest)
        more, dot, rest = rest.partition(".")
        head = f"{head}.{more}"
    return None


def names_of(records: Iterable[Mapping[str, Any]]) -> Collection[str]:
    """All paths of some records, in the order in which they come."""
    return list(dict.fromkeys(path for record in records for path, _ in _paths(record)))

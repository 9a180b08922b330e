"""Which mappings of scrapers' fields an import uses."""

from __future__ import annotations

from articles.dumps.formats.mapping import FieldMapping
from articles.models import ImportMapping


class UnknownMappingError(Exception):
    """No mapping has the name that was given."""


def mappings_named(name: str = "") -> tuple[FieldMapping, ...]:
    """The current mapping of this name, or all current ones.

    Raises :class:`UnknownMappingError`.
    """
    current = ImportMapping.objects.current()
    found = list(current.filter(name=name) if name else current)
    if name and not found:
        raise UnknownMappingError(name)
    return tuple(FieldMapping.from_json(paths) for each in found for paths in each.maps)

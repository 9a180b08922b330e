"""Cities across languages: the table that :mod:`.gathering_cities` makes of GeoNames' data."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from articles.search.names.expansion import NameGroup
from articles.text.language import ARABIC, ENGLISH, PERSIAN

_TABLE = Path(__file__).with_name("cities.tsv")
_LANGUAGES = (ENGLISH, PERSIAN, ARABIC)


@cache
def cities() -> tuple[NameGroup, ...]:
    """The cities with their names, the largest first."""
    return tuple(_groups(_TABLE.read_text(encoding="utf-8")))


def _groups(table: str) -> Iterator[NameGroup]:
    for number, line in enumerate(table.splitlines()):
        columns = zip(_LANGUAGES, line.split("\t"), strict=True)
        names = {language: tuple(filter(None, column.split(","))) for language, column in columns}
        yield NameGroup(f"city:{number}", names)

"""Parses the address of words over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.calendars import Calendar
from articles.display import first_calendar
from articles.expressions import regex
from articles.search import name_table
from articles.views.search.address import Remark
from articles.views.search.page import Asked as AskedSearch
from articles.views.search.page import asked_for

MOST_LINES = 6
LONGEST_LINE = 100

_Choice = TypeVar("_Choice", bound=StrEnum)

_COMMAS = regex("[,،;؛\n]")
_WORD = regex(r"\w")


class Names(StrEnum):
    """Whether a name's spellings in other languages are one line, a line each, or left out."""

    TOGETHER = ""
    APART = "apart"
    OFF = "off"


class By(StrEnum):
    """What has a drawing of its own."""

    NOTHING = ""
    LANGUAGE = "language"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the drawing: names of one thing, the one that labels it first."""

    names: Sequence[str]

    @property
    def label(self) -> str:
        """What the line is called."""
        return self.names[0]

    @property
    def query(self) -> str:
        """The search that finds its articles: several words only side by side."""
        label = self.label.replace('"', " ")
        return label if label.replace("\u200c", "").isalnum() else f'"{label}"'


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: lines, and the search whose filters limit them."""

    lines: Sequence[Line]
    calendar: Calendar
    names: Names
    by: By
    search: AskedSearch
    remarks: Sequence[Remark]

    @property
    def parameters(self) -> str:
        """The query string, with its question mark, of the same in another form."""
        of_search = self.search.address.parameters()
        pairs = [pair for pair in of_search if pair[0] not in ("names", "page")]
        own = [("names", self.names.value), ("by", self.by.value)]
        return f"?{urlencode([*pairs, *(pair for pair in own if pair[1])])}"

    @property
    def has_choices(self) -> bool:
        """Whether more than words was chosen."""
        address = self.search.address
        return bool(
            any(address.chosen.values())
            or address.sources
            or address.first
            or address.last
            or self.names is not Names.TOGETHER
            or self.by is not By.NOTHING
            or self.calendar is not first_calendar()
        )

    @classmethod
    def read(cls, parameters: QueryDict) -> Asked:
        """Read a query string; never raises. Takes a query for the editors' names, and one more if
        it names sources."""
        search = asked_for(parameters)
        remarks = list(search.address.remarks)
        parts = map(" ".join, map(str.split, _COMMAS.split(search.address.text)))
        typed = list(dict.fromkeys(part for part in parts if _WORD.search(part)))
        short = [part for part in typed if len(part) <= LONGEST_LINE]
        remarks += [
            Remark(_("This is too long for a line and was left out:"), part)
            for part in typed
            if len(part) > LONGEST_LINE
        ]
        names = _one_of(Names, parameters.get("names"), Names.TOGETHER)
        lines = _lines(short, names)
        if left_out := lines[MOST_LINES:]:
            words = "، ".join(line.label for line in left_out)
            remarks.append(Remark(_("There is room for six lines; these were left out:"), words))
        return cls(
            lines[:MOST_LINES],
            search.address.calendar or first_calendar(),
            names,
            _one_of(By, parameters.get("by"), By.NOTHING),
            search,
            remarks,
        )


def _lines(typed: Sequence[str], names: Names) -> list[Line]:
    if names is Names.OFF:
        return [Line((text,)) for text in typed]
    table = name_table()
    lines = []
    for text in typed:
        words = text.split()
        found = [each for each in table.expand(words) if (each.start, each.end) == (0, len(words))]
        of_line = (text, *(other for each in found for other in each.others))
        lines += [Line(of_line)] if names is Names.TOGETHER else [Line((each,)) for each in of_line]
    return list(dict.fromkeys(lines))


def _one_of(choices: type[_Choice], text: str | None, default: _Choice) -> _Choice:
    try:
        return choices(text or "")
    except ValueError:
        return default

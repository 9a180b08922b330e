"""Decisions of a person about an item that override the parser: roles of lines, source, day,
language.

Changing the role of a line affects only that line: no other line is parsed differently because of
it, so that staff can predict the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from articles.calendars import Precision, find_date, parse_date
from articles.dumps.choosing_fields import Placed
from articles.dumps.figures import FigureLines, read_figure
from articles.dumps.metadata import Part, PartKind
from articles.dumps.page import Page
from articles.dumps.parse_state import ParseState
from articles.dumps.records import ParsedItem, Role, WarningCode
from articles.dumps.related import RelatedItem, without_bullet
from articles.dumps.view_counts import read_views

_META_ROLES = {Role.SOURCE, Role.AUTHOR, Role.DATE, Role.VIEWS, Role.META}
_KINDS = {
    Role.DATE: {PartKind.DATE, PartKind.CLOCK},
    Role.VIEWS: {PartKind.VIEWS},
}
_WARNINGS_OF_SOURCES = {
    WarningCode.NO_SOURCE,
    WarningCode.SOURCE_FROM_TEXT,
    WarningCode.SOURCE_AMONG_NAMES,
}
_WARNINGS_OF_DATES = {
    WarningCode.ASSUMED_CALENDAR,
    WarningCode.DATE_OF_UPDATE,
    WarningCode.DATES_DIFFER,
    WarningCode.NO_DATE,
    WarningCode.BAD_DATE,
    WarningCode.FUTURE_DATE,
    WarningCode.WEEKDAY_MISMATCH,
}


@dataclass(frozen=True, slots=True)
class Overrides:
    """Decisions about one item; empty ones leave it to the parser.

    ``roles`` are given to lines, counted from 0; only lines with text take one. ``day`` is a day
    written in any calendar, ``language`` the code of one.
    """

    roles: Mapping[int, Role] = field(default_factory=dict)
    source: str = ""
    day: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.roles or self.source or self.day or self.language)

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Overrides:
        """Those that :meth:`as_json` has written."""
        roles = {int(line): Role(role) for line, role in fields.get("roles", {}).items()}
        typed = (fields.get(name, "") for name in ("source", "day", "language"))
        return cls(roles, *typed)

    def as_json(self) -> dict[str, Any]:
        """The decisions as JSON values, without those that are left to the parser."""
        fields = {
            "roles": {str(line): role.value for line, role in sorted(self.roles.items())},
            "source": self.source,
            "day": self.day,
            "language": self.language,
        }
        return {name: value for name, value in fields.items() if value}


def with_roles(
    found: ParseState, page: Page, roles: Mapping[int, Role], reference: date
) -> ParseState:
    """What was found, once the lines have the given roles."""
    content = set(page.content)
    changed = {
        index: role
        for index, role in sorted(roles.items())
        if index in content and found.roles.get(index, Role.BODY) is not role
    }
    left = {index: role for index, role in found.roles.items() if index not in changed}
    # The body is what has no role yet.
    now = left | {index: role for index, role in changed.items() if role is not Role.BODY}
    touched = {found.roles.get(index, Role.BODY) for index in changed} | set(changed.values())
    found = replace(found, roles=now)
    if Role.TITLE in touched:
        found = _with_title(found, page)
    if touched & _META_ROLES:
        found = _with_parts(found, page, changed, reference)
    if touched & {Role.FIGURE, Role.CAPTION}:
        found = replace(found, figures=_figures(found, page))
    if Role.RELATED_ITEM in touched:
        found = replace(found, related=_related(found, page, changed))
    return found


def _with_title(found: ParseState, page: Page) -> ParseState:
    """The title is what all lines of this role say, each copy once."""
    lines: dict[str, int] = {}
    for index in sorted(index for index, role in found.roles.items() if role is Role.TITLE):
        lines.setdefault(page.lines[index].spaceless, index)
    title = " ".join(page.lines[index].text for index in lines.values())
    doubts = found.doubts - {WarningCode.TITLE_BY_PLACE}
    return replace(found, title=title, title_lines=tuple(lines.values()), doubts=doubts)


def _with_parts(
    found: ParseState, page: Page, changed: Mapping[int, Role], reference: date
) -> ParseState:
    """A line that was given a role says more than any that the parser chose for it."""
    chosen = [
        (index, part)
        for index, role in changed.items()
        if role in _META_ROLES
        for part in _parts(page, index, role, reference)
    ]
    kinds = {part.kind for _, part in chosen}
    roles = {changed[index] for index, _ in chosen} - {Role.META}

    def stays(placed: Placed) -> bool:
        index, part = placed
        return (
            index not in changed and part.kind not in kinds and found.roles.get(index) not in roles
        )

    return replace(
        found,
        head=(*chosen, *filter(stays, found.head)),
        footer=tuple(filter(stays, found.footer)),
    )


def _parts(page: Page, index: int, role: Role, reference: date) -> list[Part]:
    """What a line says in the role it was given."""
    line, meta = page.lines[index], page.meta(index)
    parts = list(meta.parts) if meta else []
    if role is Role.META:
        return parts
    if role in (Role.SOURCE, Role.AUTHOR):
        kind = PartKind.SOURCE if role is Role.SOURCE else PartKind.AUTHOR
        _, name = page.around_label(index)
        return [part for part in parts if part.kind is kind] or [
            Part(kind, name or line.text, has_label=True)
        ]
    found = [part for part in parts if part.kind in _KINDS[role]]
    if found:
        return found
    if role is Role.DATE:
        day = find_date(line.text, reference=reference)
        return [Part(PartKind.DATE, line.text[day.start : day.end], day=day)] if day else []
    views = read_views(f"views: {line.key}")  # a number alone
    return [] if views is None else [Part(PartKind.VIEWS, line.text, views=views)]


def _figures(found: ParseState, page: Page) -> tuple[FigureLines, ...]:
    """A figure for each line of this role, with the captions up to the next."""
    captions: dict[int, list[int]] = {}
    for index in page.content:
        role = found.roles.get(index)
        if role is Role.FIGURE or (role is Role.CAPTION and not captions):
            captions[index] = []
        elif role is Role.CAPTION:
            captions[next(reversed(captions))].append(index)
    known = {figure.marker: figure for figure in found.figures}
    return tuple(
        known[marker]
        if marker in known and known[marker].caption_lines == tuple(lines)
        else read_figure(page, marker, tuple(lines))
        for marker, lines in captions.items()
    )


def _related(found: ParseState, page: Page, changed: Mapping[int, Role]) -> tuple[RelatedItem, ...]:
    items = []
    for item in found.related:
        lines = tuple(index for index in item.lines if index not in changed)
        if lines == item.lines:
            items.append(item)
        elif lines:
            items.append(RelatedItem(" ".join(page.lines[i].text for i in lines), lines))
    for index, role in changed.items():
        if role is Role.RELATED_ITEM:
            items.append(RelatedItem(without_bullet(page.lines[index].text), (index,)))
    return tuple(sorted(items, key=lambda item: item.lines))


def with_typed_fields(item: ParsedItem, overrides: Overrides, reference: date) -> ParsedItem:
    """The item with the source, the language and the day that a person has typed."""
    if item.error:
        return item
    if overrides.language:
        known = tuple(code for code in item.warnings if code != WarningCode.UNKNOWN_LANGUAGE)
        item = replace(item, language=overrides.language, warnings=known)
    if overrides.source:
        item = replace(
            item,
            source=overrides.source,
            warnings=tuple(code for code in item.warnings if code not in _WARNINGS_OF_SOURCES),
            spans=tuple(span for span in item.spans if span[0] != "source"),
        )
    day = parse_date(overrides.day, reference=reference) if overrides.day else None
    if day is None or day.day is None or day.precision is not Precision.DAY:
        return item
    warnings = set(item.warnings) - _WARNINGS_OF_DATES | {
        WarningCode(code) for code in day.warnings
    }
    return replace(
        item,
        date_text=overrides.day,
        date_calendar=str(day.calendar),
        published_on=day.day,
        published_time=day.time or item.published_time,
        warnings=tuple(code for code in WarningCode if code in warnings),
        spans=tuple(span for span in item.spans if span[0] != "date"),
    )

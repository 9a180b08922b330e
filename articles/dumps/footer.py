"""Below the article: metadata at the end of a dump."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from articles.dumps.furniture import has_company, is_noise_alone, is_rest_of_sentence
from articles.dumps.metadata import Meta, Part, PartKind
from articles.dumps.names import is_name, is_sentence
from articles.dumps.noise import NoiseKind
from articles.dumps.page import Page
from articles.dumps.records import Role


@dataclass(frozen=True, slots=True)
class Footer:
    """The parts of metadata below the article, and the roles of its lines."""

    parts: tuple[tuple[int, Part], ...]
    roles: Mapping[int, Role]


def find_footer(page: Page, roles: Mapping[int, Role], *, has_date: bool) -> Footer:
    """Metadata and noise from the end of an item upwards, to its last line of body.

    ``roles`` are the lines that already have a role; related blocks and comments may stand among
    the footer. Where the head has told the date (``has_date``), a bare day at the end is one that
    the article speaks of.
    """
    found: dict[int, Role] = {}
    parts: list[tuple[int, Part]] = []
    for index in reversed(page.content):
        if index in roles:
            if roles[index] in (Role.RELATED_HEADING, Role.RELATED_ITEM, Role.NOISE):
                continue
            break
        if page.in_prose(index) or is_rest_of_sentence(page, index, roles):
            break
        meta = page.meta(index)
        if _is_noise(page, index, found):
            found[index] = Role.NOISE
        elif meta and meta.is_anchor and not (has_date and _is_bare_day(page, index, meta)):
            found[index] = meta.role
            parts[:0] = ((index, part) for part in meta.parts)
        elif not (meta and meta.is_anchor) and _is_bare_source(page, index):
            found[index] = Role.SOURCE
            parts.insert(0, (index, Part(PartKind.NAME, page.lines[index].text)))
        else:
            break
    return Footer(tuple(parts), found)


def _is_noise(page: Page, index: int, found: Mapping[int, Role]) -> bool:
    noise = page.noise(index)
    if noise is None:
        return False
    above, _ = page.neighbours(index)
    return is_noise_alone(page, index, noise, at_edge=True) or has_company(
        page, index, noise, found if above is None else {*found, above}
    )


def _is_bare_day(page: Page, index: int, meta: Meta) -> bool:
    """Whether a line is a day without a label, and no other metadata stand in its block."""
    return (
        meta.kinds <= {PartKind.DATE, PartKind.CLOCK, PartKind.NAME}
        and not any(
            part.has_label or (part.day and (part.day.has_label or part.day.is_update))
            for part in meta.parts
        )
        and page.anchors_of_block(index) < 2
        and not _is_stamp(page, index)
    )


def _is_stamp(page: Page, index: int) -> bool:
    """Whether initials or an end mark stand above a day in its block: when an agency sent it."""
    above, _ = page.neighbours(index)
    noise = page.noise(above) if above is not None else None
    return (
        noise is not None
        and noise.kind in (NoiseKind.INITIALS, NoiseKind.END)
        and page.blocks[above or 0] == page.blocks[index]
    )


def _is_bare_source(page: Page, index: int) -> bool:
    """A bare line in the block of date or views is the source, at the end of a dump too."""
    text = page.lines[index].text
    return (
        page.has_blanks
        and is_name(text)
        and not is_sentence(text)
        and page.anchors_of_block(index) > 0
    )

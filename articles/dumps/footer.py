"""Below the article: metadata at the end of a dump, and noise wherever it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from articles.dumps.metadata import Part, PartKind
from articles.dumps.names import ends_sentence, is_name
from articles.dumps.noise import ONLY_BESIDE_NOISE, ONLY_IN_FOOTER, NoiseKind
from articles.dumps.page import Page
from articles.dumps.records import Role


@dataclass(frozen=True, slots=True)
class Footer:
    """The parts of metadata below the article, and the roles of its lines."""

    parts: tuple[tuple[int, Part], ...]
    roles: Mapping[int, Role]


def find_footer(page: Page, roles: Mapping[int, Role]) -> Footer:
    """Metadata and noise from the end of an item upwards, to its last line of prose.

    ``roles`` are the lines that already have a role; related blocks may stand among the footer.
    """
    found: dict[int, Role] = {}
    parts: list[tuple[int, Part]] = []
    for index in reversed(page.content):
        if index in roles:
            if roles[index] in (Role.RELATED_HEADING, Role.RELATED_ITEM):
                continue
            break
        meta = page.meta(index)
        if _is_rest_of_sentence(page, index, roles):
            break
        if page.noise(index) and _may_be_noise(page, index, in_footer=True):
            found[index] = Role.NOISE
        elif meta and meta.is_anchor:
            found[index] = meta.role
            parts[:0] = ((index, part) for part in meta.parts)
        elif _is_bare_source(page, index):
            found[index] = Role.SOURCE
            parts.insert(0, (index, Part(PartKind.NAME, page.lines[index].text)))
        else:
            break
    return Footer(tuple(parts), found)


def find_noise(page: Page, roles: Mapping[int, Role]) -> dict[int, Role]:
    """Noise among the paragraphs."""
    return {
        index: Role.NOISE
        for index in page.content
        if index not in roles
        and page.noise(index)
        and _may_be_noise(page, index, in_footer=False)
        and not (_is_rest_of_sentence(page, index, roles) and _has_more_below(page, index))
    }


def _may_be_noise(page: Page, index: int, *, in_footer: bool) -> bool:
    noise = page.noise(index)
    if noise is None:
        return False
    if noise.kind in ONLY_BESIDE_NOISE:
        return _is_beside_noise(page, index, noise.kind)
    return in_footer or noise.kind not in ONLY_IN_FOOTER


def _is_beside_noise(page: Page, index: int, kind: NoiseKind) -> bool:
    """A bare clock belongs to an end mark above it, a bare number to share words on either side."""
    above, below = page.neighbours(index)
    if kind is NoiseKind.CLOCK:
        return _noise_kind(page, above) is NoiseKind.END
    return _noise_kind(page, above) in (NoiseKind.END, NoiseKind.SHARE, NoiseKind.NUMBER) or (
        _noise_kind(page, below) is NoiseKind.SHARE
    )


def _noise_kind(page: Page, index: int | None) -> NoiseKind | None:
    noise = page.noise(index) if index is not None else None
    return noise.kind if noise else None


def _is_rest_of_sentence(page: Page, index: int, roles: Mapping[int, Role]) -> bool:
    """Whether the line continues a sentence of the line above it, in hard-wrapped text."""
    above, _ = page.neighbours(index)
    return (
        page.has_blanks
        and above is not None
        and above not in roles
        and page.blocks[above] == page.blocks[index]
        and not page.noise(above)
        and not page.meta(above)
        and not ends_sentence(page.lines[above].text)
        and not is_name(page.lines[above].text)
    )


def _has_more_below(page: Page, index: int) -> bool:
    _, below = page.neighbours(index)
    return below is not None and page.blocks[below] == page.blocks[index]


def _is_bare_source(page: Page, index: int) -> bool:
    """A bare line in the block of date or views is the source, at the end of a dump too."""
    text = page.lines[index].text
    if not page.has_blanks or not is_name(text):
        return False
    block = page.blocks[index]
    beside = (other for other in page.content if page.blocks[other] == block)
    return any((meta := page.meta(other)) is not None and meta.is_anchor for other in beside)

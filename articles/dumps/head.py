"""The head of an item: banner, title, and the block or blocks of source, date and views.

The repeated title shows where the banner ends. If the title appears once, it is the text right
above the block of metadata; without such a block, it is the first short line.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from articles.dumps.figures import split_credit
from articles.dumps.furniture import has_company, is_lone_sentence, is_noise_alone
from articles.dumps.metadata import Meta, Part, PartKind
from articles.dumps.names import (
    ends_sentence,
    has_source_cue,
    is_byline,
    is_name,
    is_name_and_post,
    is_outlet,
    is_prose,
    is_section,
    is_sentence,
    is_short_name,
    is_town_and_name,
)
from articles.dumps.noise import NoiseKind
from articles.dumps.page import Page
from articles.dumps.profiles import HeadLayout
from articles.dumps.records import Role
from articles.dumps.related import is_bulleted
from articles.dumps.titles import find_title
from articles.dumps.zone import Zone
from articles.text.folding import fold_key, fold_spaceless

_ZONE_LINES = 40
"""So many lines from the top can belong to the head."""
_CAPTION_WORDS = 6
_POST_WORDS = 4
_LEAD_LINES = 6
"""So many lines of a lead may stand between title and metadata."""
_BLOCK_REACH = 6
"""So many lines apart a bare source and a date can be in one block."""
_DATE_AND_VIEWS = {PartKind.DATE, PartKind.VIEWS}
_BESIDE_ANCHORS = {PartKind.CLOCK, PartKind.ASIDE}
"""What says too little to stand above a title by itself."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says: the title with its lines, the parts of metadata with theirs."""

    title: str
    title_lines: tuple[int, ...]
    parts: tuple[tuple[int, Part], ...]
    roles: Mapping[int, Role]
    is_repeated: bool
    is_chosen: bool = False

    @property
    def has_anchor(self) -> bool:
        """Whether a date or views stand in the head."""
        return any(part.kind in (PartKind.DATE, PartKind.VIEWS) for _, part in self.parts)


def find_head(page: Page, taken: Container[int], layout: HeadLayout | None = None) -> Head:
    """The head of an item; lines in ``taken`` (figures, related stories) do not belong to it.

    ``layout`` is that of its source, where it is known.
    """
    return _HeadReader(page, taken, layout).read()


def leading_banner(lines: Sequence[str]) -> list[str]:
    """The banner with which a file of these first lines begins."""
    page = Page("\n".join(lines), date.max)
    head = find_head(page, ())
    banner = []
    for index in page.content:
        if head.roles.get(index) is not Role.BANNER:
            break
        banner.append(page.lines[index].text)
    return banner


def begins_with_head(lines: Sequence[str], *, needs_title: bool) -> bool:
    """Whether an article begins here: title or metadata, and something below them."""
    page = Page("\n".join(lines), date.max)
    head = find_head(page, ())
    has_more = any(index not in head.roles for index in page.content)
    if head.title and head.is_repeated:
        return True
    return has_more and head.has_anchor and bool(head.title or not needs_title)


class _HeadReader:
    """Reads a head from its title down, then what stands above the title."""

    def __init__(self, page: Page, taken: Container[int], layout: HeadLayout | None) -> None:
        self._page = page
        self._layout = layout
        lines = [index for index in page.content if index not in taken]
        self._roles: dict[int, Role] = {}
        self._parts: list[tuple[int, Part]] = []
        self._title_key = ""
        self._title_text = ""
        self._noise: set[int] = set()
        self._zone = Zone(page, lines[:_ZONE_LINES], is_whole=len(lines) <= _ZONE_LINES)

    def read(self) -> Head:
        title = find_title(self._zone, self._layout)
        if title is None:
            self._read_block(0)
            return Head("", (), tuple(self._parts), self._roles, is_repeated=False)
        places = range(title.start, title.end)
        self._roles.update((self._zone.lines[place], Role.TITLE) for place in places)
        if title.copy is not None:
            self._roles[self._zone.lines[title.copy]] = Role.TITLE
        is_pair = title.is_repeated and title.copy is None
        self._title_key = "" if is_pair else fold_spaceless(title.text)
        self._title_text = title.text
        self._read_block(title.end)
        self._read_above(title.start, is_banner=title.is_repeated)
        return Head(
            title.text,
            title.lines,
            tuple(self._parts),
            self._roles,
            title.is_repeated,
            title.is_chosen,
        )

    def _read_block(self, start: int) -> None:
        """Take metadata, noise and the bare source below the title, up to the body."""
        for place in range(start, len(self._zone)):
            index = self._zone.lines[place]
            if index in self._roles:
                continue
            if self._zone.page.in_prose(index):
                return
            meta = self._zone.meta(place)
            if meta and self._may_stand(place, meta):
                self._take(index, meta)
            elif self._is_noise(place):
                self._roles[index] = Role.NOISE
                self._noise.add(index)
            elif self._is_late_copy(place):
                self._roles[index] = Role.TITLE
            elif self._is_caption_twice(place):
                self._take_twice(place)
            elif self._is_caption_of_title(place):
                self._roles[index] = Role.NOISE
            elif self._is_bare_source(place):
                self._take_name(index)
            elif self._is_name_above_aside(place):
                self._roles[index] = Role.AUTHOR
                self._parts.append((index, Part(PartKind.AUTHOR, self._zone.text(place))))
            elif self._is_post(place):
                self._roles[index] = Role.AUTHOR
            elif self._is_signature(place):
                self._take_signature(index)
            elif not self._is_lead(place):
                return

    def _may_stand(self, place: int, meta: Meta) -> bool:
        """Whether a line that could be metadata is not rather the first sentence of the body."""
        if meta.is_loose:
            return PartKind.DATE not in self._told() and self._is_beside_metadata(place)
        return meta.is_anchor or not ends_sentence(self._zone.text(place))

    def _is_beside_metadata(self, place: int) -> bool:
        """Whether the line is the first below the title, or an anchor is its neighbour."""
        return not self._parts or self._has_anchor(place - 1, place + 2)

    def _is_noise(self, place: int) -> bool:
        page, index = self._zone.page, self._zone.lines[place]
        noise = None if is_lone_sentence(page, index, self._noise) else page.noise(index)
        if noise is None:
            return False
        if noise.kind in (NoiseKind.NUMBER, NoiseKind.CLOCK) and page.anchors_of_block(index):
            return True
        at_edge = not is_sentence(page.lines[index].text)
        return is_noise_alone(page, index, noise, at_edge=at_edge) or has_company(
            page, index, noise, self._noise
        )

    def _is_late_copy(self, place: int) -> bool:
        """Whether the title, once above the metadata, stands again here with the body below it."""
        if not self._title_key or (self._zone.is_whole and place + 1 == len(self._zone)):
            return False
        return self._zone.line(place).spaceless == self._title_key

    def _is_caption_twice(self, place: int) -> bool:
        """Whether a picture's text and its caption, which say the same, stand here."""
        if place + 1 >= len(self._zone):
            return False
        text, key = self._zone.text(place), self._zone.line(place).spaceless
        return (
            len(text.split()) <= _CAPTION_WORDS
            and not ends_sentence(text)
            and key == self._zone.line(place + 1).spaceless
        )

    def _take_twice(self, place: int) -> None:
        """Take a caption printed twice as noise, a town and a reporter as the author."""
        index, text = self._zone.lines[place], self._zone.text(place)
        role = Role.AUTHOR if is_town_and_name(text) else Role.NOISE
        self._roles[index] = self._roles[self._zone.lines[place + 1]] = role
        if role is Role.AUTHOR:
            self._parts.append((index, Part(PartKind.AUTHOR, text)))

    def _is_caption_of_title(self, place: int) -> bool:
        """Whether a line in a block of its own has no words but the title's: a picture's text."""
        zone, text = self._zone, self._zone.text(place)
        return (
            zone.page.has_blanks
            and " " in text
            and zone.page.size_of_block(zone.lines[place]) == 1
            and is_short_name(text)
            and not has_source_cue(text)
            and _words_of(text) < _words_of(self._title_text)
            and any(is_sentence(zone.text(below)) for below in range(place + 1, len(zone)))
        )

    def _is_bare_source(self, place: int) -> bool:
        """Whether an unlabelled line is the source: in the block of metadata, or between blocks.

        Once the source is known, another block with a date in it is hard-wrapped prose.
        """
        zone, text = self._zone, self._zone.text(place)
        if not is_name(text):
            return False
        if is_outlet(text) and self._is_beside_name(place):
            return True
        has_source = any(
            part.kind is PartKind.SOURCE
            or (
                part.kind is PartKind.NAME
                and not (is_byline(part.printed) or is_section(part.printed))
            )
            for _, part in self._parts
        )
        if has_source and place > 0 and zone.block(place) != zone.block(place - 1):
            return False
        is_above = self._has_anchor(place + 1, place + 3)
        if not zone.page.has_blanks:
            below = place - self._is_author(place - 1)
            return (is_above and not (has_source and self._told() & _DATE_AND_VIEWS)) or (
                not has_source and is_short_name(text) and self._has_anchor(below - 1, below)
            )
        reach = place - _BLOCK_REACH, place + _BLOCK_REACH + 1
        if self._has_anchor(*reach, block=zone.block(place)):
            return True
        # Below a block of several metadata a short line is a subheading; below a lone one it is one
        # more part of a head whose parts are all spaced out.
        is_spaced = place < 2 or zone.block(place - 2) != zone.block(place - 1)
        is_below = is_spaced and self._has_anchor(place - 1, place)
        return not has_source and is_short_name(text) and (is_above or is_below)

    def _is_beside_name(self, place: int) -> bool:
        """Whether a line stands below a name that is no outlet, or below the title with a day
        above it."""
        if place == 0:
            return False
        role = self._roles.get(self._zone.lines[place - 1])
        names = [part.printed for _, part in self._parts if part.kind is PartKind.NAME]
        if PartKind.SOURCE in self._told() or any(map(is_outlet, names)):
            return False
        return role in (Role.AUTHOR, Role.SOURCE) or (
            role is Role.TITLE and not self._parts and self._has_anchor(0, place)
        )

    def _is_author(self, place: int) -> bool:
        return place >= 0 and self._roles.get(self._zone.lines[place]) is Role.AUTHOR

    def _is_post(self, place: int) -> bool:
        """Whether the last line of a block is the post of the writer named above it."""
        zone, text = self._zone, self._zone.text(place)
        return (
            place > 0
            and zone.block(place) == zone.block(place - 1)
            and zone.page.ends_block(zone.lines[place])
            and self._roles.get(zone.lines[place - 1]) is Role.AUTHOR
            and is_name(text)
            and len(text.split()) <= _POST_WORDS
        )

    def _is_name_above_aside(self, place: int) -> bool:
        """Whether a name stands between the title and how long the text takes to read."""
        zone = self._zone
        if self._parts or place + 1 >= len(zone) or zone.block(place) != zone.block(place + 1):
            return False
        below = zone.meta(place + 1)
        return (
            below is not None
            and below.kinds <= {PartKind.ASIDE, PartKind.RELATIVE}
            and is_short_name(zone.text(place))
        )

    def _is_signature(self, place: int) -> bool:
        """Whether the line right below the title, above metadata, is a picture's or a writer's."""
        text = self._zone.text(place)
        return (
            not self._parts
            and self._has_anchor(place + 1, place + 3)
            and (
                is_name_and_post(text)
                or (text.endswith((")", "]")) and split_credit(text)[1] is not None)
            )
        )

    def _take_signature(self, index: int) -> None:
        text = self._zone.page.lines[index].text
        if is_name_and_post(text):
            self._roles[index] = Role.AUTHOR
            self._parts.append((index, Part(PartKind.AUTHOR, text)))
        else:
            self._roles[index] = Role.NOISE

    def _is_lead(self, place: int) -> bool:
        """Whether metadata still follow below a lead of one paragraph, or of points."""
        if self._told() & _DATE_AND_VIEWS:
            return False
        paragraphs = 0
        for below in range(place, min(place + 1 + _LEAD_LINES, len(self._zone))):
            if self._zone.is_anchor(below):
                return True
            text = self._zone.text(below)
            paragraphs += (is_prose(text) or is_sentence(text)) and not is_bulleted(text)
            if paragraphs > 1:
                return False
        return False

    def _read_above(self, title: int, *, is_banner: bool) -> None:
        """Lines above the title: banner, or the metadata when none stand below the title."""
        zone = self._zone
        has_day = PartKind.DATE in self._told() or not any(
            zone.is_anchor(place) and PartKind.DATE in meta.kinds
            for place in range(title)
            if (meta := zone.meta(place))
        )
        if has_day and self._told() & _DATE_AND_VIEWS:
            self._roles.update((index, Role.BANNER) for index in zone.lines[:title])
            if not is_banner:
                self._take_labelled(range(title))
                self._take_outlet(range(title))
            return
        for place in range(title):
            index, meta = zone.lines[place], zone.meta(place)
            beside = self._has_anchor(0, title, block=zone.block(place))
            if meta and (meta.is_anchor or (beside and meta.kinds <= _BESIDE_ANCHORS)):
                self._take(index, meta)
            elif zone.is_furniture(place):
                self._roles[index] = Role.NOISE if beside else Role.BANNER
            elif (beside and zone.page.has_blanks and is_name(zone.text(place))) or (
                is_outlet(zone.text(place)) and self._has_anchor(place - 1, place + 2)
            ):
                self._take_name(index)
            else:
                self._roles[index] = Role.BANNER

    def _take_labelled(self, places: range) -> None:
        """Take author and source above the title, where labels tell them and none below does."""
        for place in places:
            meta = self._zone.meta(place)
            if (
                meta is not None
                and meta.is_anchor
                and meta.kinds <= {PartKind.AUTHOR, PartKind.SOURCE}
                and not meta.kinds & self._told()
            ):
                self._take(self._zone.lines[place], meta)

    def _take_outlet(self, places: range) -> None:
        """Take the last outlet above the title, where nothing below it names one."""
        if self._told() & {PartKind.SOURCE, PartKind.NAME}:
            return
        for place in reversed(places):
            if is_outlet(self._zone.text(place)) and self._zone.meta(place) is None:
                self._take_name(self._zone.lines[place])
                return

    def _take(self, index: int, meta: Meta) -> None:
        self._roles[index] = meta.role
        self._parts.extend((index, part) for part in meta.parts)

    def _take_name(self, index: int) -> None:
        text = self._zone.page.lines[index].text
        role = Role.AUTHOR if is_byline(text) else Role.SOURCE
        self._roles[index] = Role.NOISE if is_section(text) and role is Role.SOURCE else role
        self._parts.append((index, Part(PartKind.NAME, text)))

    def _told(self) -> set[PartKind]:
        return {part.kind for _, part in self._parts}

    def _has_anchor(self, start: int, end: int, block: int | None = None) -> bool:
        """Whether an anchor stands in places ``start`` to ``end`` (excluded) of any or a block."""
        zone = self._zone
        return any(
            (block is None or zone.block(place) == block) and zone.is_anchor(place)
            for place in range(max(0, start), min(end, len(zone)))
        )


def _words_of(text: str) -> frozenset[str]:
    """The words of a text, folded, without the Arabic article."""
    return frozenset(word.removeprefix("ال") for word in fold_key(text).split())

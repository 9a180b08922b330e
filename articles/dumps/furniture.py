"""Where furniture stands: lines that could be noise, judged by their place and their company.

What only furniture says is noise anywhere. What other text can say too (rights, invitations, tags,
networks, a sentence with the words of a button) is noise at the head or the tail of an item, or
beside other furniture in its block: between paragraphs it is body. Below the heading of the
readers' comments nothing is body, and a player's word opens a block of clocks and titles.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from articles.dumps.furniture_blocks import (
    PROMPT_AND_BUTTON,
    media_blocks,
    prompt_blocks,
    rest_of_head_blocks,
    rest_of_tail,
)
from articles.dumps.names import ends_sentence, is_name, is_sentence
from articles.dumps.noise import Noise, NoiseKind, counts_comments, opens_page
from articles.dumps.page import Page
from articles.dumps.records import Role

ONLY_IN_COMPANY = frozenset(
    {NoiseKind.NETWORK, NoiseKind.BUTTON, NoiseKind.COMMENT_CUE, NoiseKind.CLOCK, NoiseKind.NUMBER}
)
"""These say too little to be noise by their place alone."""
_BODY_LENGTH = 60
_BODY_WORDS = 8
_COMPANY_OF_NUMBERS = {
    NoiseKind.END,
    NoiseKind.SHARE,
    NoiseKind.NETWORK,
    NoiseKind.NUMBER,
    NoiseKind.PLAYER,
    NoiseKind.PROMOTION,
}
_COMMENT_REACH = 12
"""So many lines below its heading a comment form or a comment shows itself."""
_PLAYER_LENGTH = 40
_FILM_TITLE = 120
_CODE_LENGTH = 30
_RUN_OF_NETWORKS = 3


def find_noise(page: Page, roles: Mapping[int, Role]) -> dict[int, Role]:
    """The lines without a role that are noise."""
    left = [index for index in page.content if index not in roles]
    first, last = _edges(page, left)
    found = {index for index, role in roles.items() if role is Role.NOISE}
    candidates = {
        index: noise
        for index in left
        if not (first < index < last and is_long_sentence(page.lines[index].text))
        and (noise := _candidate(page, index)) is not None
    }
    if not candidates and not found:
        return {}
    for index, noise in candidates.items():
        at_edge = index > last or (index < first and not is_sentence(page.lines[index].text))
        if is_noise_alone(page, index, noise, at_edge=at_edge) and not (
            is_rest_of_sentence(page, index, roles) and _has_more_below(page, index)
        ):
            found.add(index)
    found.update(_networks_in_a_row(candidates, page))
    found.update(_between_furniture(page, candidates, first, found))
    end = page.content[-1]
    if end in candidates and end > last >= 0 and opens_page(page.lines[end]):
        found.add(end)
    ended = [index for index in found if index > last and _kind(page, index) is NoiseKind.END]
    if ended:
        found.update(_below_end_mark(page, left, min(ended)))
    for order in (left, list(reversed(left))):
        for index in order:
            if index in found or (index not in candidates and not _is_beside(page, index, found)):
                continue
            noise = candidates.get(index) or _candidate(page, index)
            if noise is not None and has_company(page, index, noise, found):
                found.add(index)
    kinds = {index: noise.kind for index, noise in candidates.items()}
    found.update(prompt_blocks(page, left, kinds))
    found.update(rest_of_head_blocks(page, left, first, found, kinds))
    found.update(media_blocks(page, left, first, last))
    found.update(rest_of_tail(page, left, last, found, roles))
    return {index: Role.NOISE for index in left if index in found}


def _between_furniture(
    page: Page, candidates: Mapping[int, Noise], first: int, found: Container[int]
) -> Iterable[int]:
    """What could be furniture, above the article, with furniture right above and below it; what
    tells of sharing, right below it."""
    for index, noise in candidates.items():
        above, below = page.neighbours(index)
        is_below = index < first and above in found
        if is_below and (below in found or noise.kind is NoiseKind.SHARE):
            yield index


def _candidate(page: Page, index: int) -> Noise | None:
    noise = page.noise(index)
    if noise is None or noise.kind is NoiseKind.BRACKET or page.in_prose(index):
        return None
    return noise


def is_long_sentence(text: str) -> bool:
    """Whether a line, not at the edge, is furniture only in the company of other furniture."""
    return len(text) >= _BODY_LENGTH and is_sentence(text)


def is_lone_sentence(page: Page, index: int, found: Container[int]) -> bool:
    """Whether a line is a long sentence, and neither furniture nor a button can be beside it.

    Far cheaper than reading whether the sentence could be furniture.
    """
    return is_long_sentence(page.lines[index].text) and not any(
        other is not None
        and (
            other in found
            or (len(page.lines[other].text) < _BODY_LENGTH and page.meta(other) is None)
        )
        for other in page.neighbours(index)
    )


def _is_beside(page: Page, index: int, found: Container[int]) -> bool:
    above, below = page.neighbours(index)
    return above in found or below in found


def leaves_out_text(page: Page, comments: Iterable[int]) -> bool:
    """Whether there are long sentences among what was taken for the comments of readers."""
    texts = (page.lines[index].text for index in comments if page.noise(index) is None)
    return any(len(text) >= _BODY_LENGTH and is_sentence(text) for text in texts)


def is_noise_alone(page: Page, index: int, noise: Noise, *, at_edge: bool) -> bool:
    """Whether the line is noise whatever stands beside it, at the edge of the item or inside."""
    if noise.kind is NoiseKind.BRACKET or noise.kind in ONLY_IN_COMPANY:
        return noise.kind is NoiseKind.NETWORK and at_edge
    return at_edge or not (noise.is_loose or is_sentence(page.lines[index].text))


def has_company(page: Page, index: int, noise: Noise, found: Container[int]) -> bool:
    """Whether a neighbour of a line that could be noise is noise, or its other half."""
    for other in page.neighbours(index):
        if other is None:
            continue
        beside = page.noise(other)
        if beside is None:
            continue
        if noise.kind is NoiseKind.CLOCK:
            if other < index and beside.kind is NoiseKind.END:
                return True
        elif noise.kind is NoiseKind.NUMBER:
            if other in found and beside.kind in _COMPANY_OF_NUMBERS:
                return True
        elif page.has_blanks and page.blocks[other] != page.blocks[index]:
            if noise.kind is beside.kind is NoiseKind.NETWORK and other in found:
                return True
        elif other in found or {noise.kind, beside.kind} == PROMPT_AND_BUTTON:
            return True
    return False


def find_comments(page: Page, taken: Container[int]) -> list[int]:
    """The lines from the heading of the readers' comments on: furniture to the end of the item.

    A heading counts below a paragraph, where a comment form or a comment shows itself below it, or
    where no paragraph follows.
    """
    content = page.content
    headings = [
        place
        for place in page.openers()
        if content[place] not in taken and counts_comments(page.lines[content[place]])
    ]
    if not headings:
        return []
    paragraphs = [place for place, index in enumerate(content) if is_body(page, index)]
    for place in headings:
        below = content[place + 1 : place + 1 + _COMMENT_REACH]
        if not paragraphs or paragraphs[0] > place:
            continue
        # A count alone at the end can be one of a share row, with metadata below it.
        is_heading = _kind(page, content[place]) is NoiseKind.COMMENTS
        if (is_heading and paragraphs[-1] < place) or _shows_comments(page, below):
            return [each for each in content[place:] if each not in taken]
    return []


def find_players(page: Page, taken: Container[int]) -> list[int]:
    """The lines of the blocks that a player's word opens: clocks, and the titles below them."""
    found: list[int] = []
    behind = 0
    for place in page.openers():
        index = page.content[place]
        if len(page.lines[index].text) > _PLAYER_LENGTH or place < behind or index in taken:
            continue
        if _kind(page, index) is NoiseKind.PLAYER:
            lines = _player_lines(page, place, taken)
            behind = place + len(lines)
            if any(_kind(page, each) is NoiseKind.CLOCK for each in lines):
                found.extend(lines)
    return found


def is_rest_of_sentence(page: Page, index: int, roles: Container[int]) -> bool:
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


def _edges(page: Page, left: Sequence[int]) -> tuple[int, int]:
    """The first and the last line that is certainly body."""
    first = next(
        (i for i in left if is_lone_sentence(page, i, ()) or is_body(page, i)),
        -1,
    )
    last = next((index for index in reversed(left) if is_body(page, index)), -1)
    return first, last


def is_body(page: Page, index: int) -> bool:
    """Whether a line is certainly of the article, by its length or its end and by its words."""
    line = page.lines[index]
    if not (
        len(line.text) >= _BODY_LENGTH
        or is_sentence(line.text)
        or len(line.text.split()) >= _BODY_WORDS
    ):
        return False
    meta = page.meta(index)
    return page.noise(index) is None and (meta is None or not meta.is_anchor)


def _below_end_mark(page: Page, left: Sequence[int], mark: int) -> Iterable[int]:
    """Clocks, codes and initials below the mark that closes the article."""
    for index in left:
        text = page.lines[index].text
        if index > mark and len(text) <= _CODE_LENGTH and not is_sentence(text):
            yield index


def _networks_in_a_row(candidates: Mapping[int, Noise], page: Page) -> Iterable[int]:
    """Names of networks that stand below each other tell themselves."""
    row: list[int] = []
    for index, noise in candidates.items():
        above, _ = page.neighbours(index)
        if noise.kind is not NoiseKind.NETWORK or (row and above != row[-1]):
            row = []
        if noise.kind is NoiseKind.NETWORK:
            row.append(index)
            if len(row) >= _RUN_OF_NETWORKS:
                yield from row[-_RUN_OF_NETWORKS:]


def _shows_comments(page: Page, below: Sequence[int]) -> bool:
    return any(_kind(page, index) is NoiseKind.COMMENT_CUE for index in below) or any(
        _kind(page, index) is NoiseKind.COMMENTS for index in below[:3]
    )


def _player_lines(page: Page, place: int, taken: Container[int]) -> list[int]:
    lines = [page.content[place]]
    for index in page.content[place + 1 :]:
        above = lines[-1]
        kind = _kind(page, index)
        is_title = (
            _kind(page, above) is NoiseKind.CLOCK
            and len(page.lines[index].text) <= _FILM_TITLE
            and not ends_sentence(page.lines[index].text)
            and page.blocks[above] == page.blocks[index]
        )
        if index in taken or not (
            kind in (NoiseKind.CLOCK, NoiseKind.PLAYER, NoiseKind.NAVIGATION) or is_title
        ):
            break
        lines.append(index)
    return lines


def _kind(page: Page, index: int) -> NoiseKind | None:
    noise = page.noise(index)
    return noise.kind if noise else None

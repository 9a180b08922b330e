"""Lines that are furniture by what most of their block is, or by what stands above them below the
article, whatever their words."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import groupby, takewhile

from articles.dumps.furniture_words import MEDIA_OPENERS
from articles.dumps.grammar import forms_of
from articles.dumps.names import SENTENCE_WORDS, ends_sentence, is_sentence
from articles.dumps.noise import NoiseKind
from articles.dumps.page import Page
from articles.dumps.records import Role
from articles.expressions import regex

PROMPT_AND_BUTTON = {NoiseKind.PROMPT, NoiseKind.BUTTON}
_LINE_LENGTH = 60
_PROMPT_LENGTH = 90
_LEAST_BUTTONS = 3
_FEW_BUTTONS = 2
_OPENER_LENGTH = 20
_MEDIA_LINES = 5
_MEDIA_WORDS = 10
_MEDIA_OPENER = regex(forms_of(MEDIA_OPENERS))
_BUTTON_WORDS = 3
_CLOSED_WORDS = 4
_PRESSED = {NoiseKind.SHARE, NoiseKind.NETWORK, NoiseKind.COMMENTS, NoiseKind.NAVIGATION}
_FOLLOWED: Container[NoiseKind | None] = {NoiseKind.NETWORK, NoiseKind.ADDRESS, NoiseKind.LINK}
_CLOSING = _PRESSED | {
    NoiseKind.END,
    NoiseKind.TAGS,
    NoiseKind.RATING,
    NoiseKind.RIGHTS,
    NoiseKind.PROMOTION,
    NoiseKind.PLAYER,
}
_RELATED = (Role.RELATED_HEADING, Role.RELATED_ITEM)


def prompt_blocks(page: Page, left: Sequence[int], kinds: Mapping[int, NoiseKind]) -> Iterator[int]:
    """Blocks of short lines of which most invite and are pressed: a form for a newsletter."""
    if not page.has_blanks or not PROMPT_AND_BUTTON.issubset(kinds.values()):
        return
    for _, block in groupby(left, key=page.blocks.__getitem__):
        lines = list(block)
        told = [kinds[index] for index in lines if index in kinds]
        others = (page.lines[index].text for index in lines if index not in kinds)
        if (
            PROMPT_AND_BUTTON.issubset(told)
            and len(told) * 2 > len(lines)
            and all(len(text) <= _PROMPT_LENGTH and not is_sentence(text) for text in others)
        ):
            yield from lines


def rest_of_head_blocks(
    page: Page,
    left: Sequence[int],
    first: int,
    found: Container[int],
    kinds: Mapping[int, NoiseKind],
) -> Iterator[int]:
    """Short lines in a block above the article that is furniture for the most part: a section, how
    much it is read, buttons that no table knows."""
    if not page.has_blanks:
        return
    for _, block in groupby(takewhile(first.__gt__, left), key=page.blocks.__getitem__):
        lines = list(block)
        whole = page.lines_of_block(lines[0])
        others = [index for index in lines if index not in found and index not in kinds]
        known = sum(index in found or index in kinds for index in whole)
        if len(others) == len(lines) == len(whole) or any(map(page.in_prose, lines)):
            continue
        is_most = known >= max(_LEAST_BUTTONS, len(others) + 1)
        if (is_most or (not others and known >= _FEW_BUTTONS)) and all(
            _is_few_words(page, index) for index in lines
        ):
            yield from lines


def media_blocks(page: Page, left: Sequence[int], first: int, last: int) -> Iterator[int]:
    """Blocks between paragraphs that a word for film or sound heads, with a few short lines below
    it: what there is to see or to hear."""
    for index in left:
        if not first <= index <= last or len(page.lines[index].text) > _OPENER_LENGTH:
            continue
        if _MEDIA_OPENER.fullmatch(page.lines[index].core):
            lines = page.lines_of_block(index)
            if (
                lines[0] == index
                and 1 < len(lines) <= _MEDIA_LINES
                and all(_is_short(page, each, _MEDIA_WORDS) for each in lines)
            ):
                yield from lines


def _is_few_words(page: Page, index: int) -> bool:
    text = page.lines[index].text
    return (
        len(text) <= _LINE_LENGTH
        and len(text.split()) < SENTENCE_WORDS
        and ((meta := page.meta(index)) is None or not meta.is_anchor)
    )


def rest_of_tail(
    page: Page, left: Sequence[int], last: int, found: Container[int], roles: Mapping[int, Role]
) -> Iterator[int]:
    """Short lines below the article that stand below furniture in its block (tags, answers), or
    beside buttons, or in any block below what closes an article."""
    if not page.has_blanks:
        return
    below = [index for index in left if index > last]
    previous = -1
    for index in below:
        above, _ = page.neighbours(index)
        if index in found:
            previous = index
        elif (
            above is not None
            and page.blocks[index] == page.blocks[above]
            and (above == previous or roles.get(above) is Role.NOISE)
            and len(page.lines[index].text) <= _LINE_LENGTH
            and not ends_sentence(page.lines[index].text)
            and page.meta(index) is None
        ):
            yield index
            previous = index
    for _, block in groupby(below, key=page.blocks.__getitem__):
        lines = list(block)
        if last < 0 or page.blocks[last] != page.blocks[lines[0]]:
            whole = page.lines_of_block(lines[0])
            if any(_kind(page, each) in _PRESSED and each in found for each in whole):
                yield from (each for each in lines if _is_short(page, each, _BUTTON_WORDS))
    for index in below:
        _, under = page.neighbours(index)
        if (
            page.lines[index].text.endswith(":")
            and under is not None
            and under in found
            and page.blocks[under] == page.blocks[index]
            and _kind(page, under) in _FOLLOWED
        ):
            yield index
    closed = _closed_at(page, last, found, roles)
    yield from (
        each for each in below if each > closed >= 0 and _is_short(page, each, _CLOSED_WORDS)
    )


def _closed_at(page: Page, last: int, found: Container[int], roles: Mapping[int, Role]) -> int:
    """The first line below the article that closes it, -1 where none does."""
    closing = (
        index
        for index in page.content
        if index > last >= 0
        and (roles.get(index) in _RELATED or (index in found and _kind(page, index) in _CLOSING))
    )
    return next(closing, -1)


def _is_short(page: Page, index: int, words: int) -> bool:
    """Whether a line has at most so many words, ends no sentence and tells no fact."""
    text = page.lines[index].text
    return (
        len(text) <= _LINE_LENGTH
        and len(text.split()) <= words
        and not ends_sentence(text)
        and page.meta(index) is None
    )


def _kind(page: Page, index: int) -> NoiseKind | None:
    noise = page.noise(index)
    return noise.kind if noise else None

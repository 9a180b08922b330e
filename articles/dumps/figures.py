"""Figures: a marker line with the alternative text, a caption below it, its credit in brackets."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from itertools import pairwise

from articles.dumps.grammar import (
    CAPTION_LABELS,
    CREDIT_LABELS,
    FIGURE_MARKERS,
    GLUED_CREDITS,
    PHOTO_SOURCE_LABELS,
    any_of,
    printed_any_of,
)
from articles.dumps.names import ends_sentence, is_sentence
from articles.dumps.noise import NoiseKind
from articles.dumps.page import Page
from articles.dumps.records import Role
from articles.expressions import regex
from articles.text.folding import fold_key

_MARKER = regex(r"<\s?([^\s<>/]{1,20})(?:\s[^<>]*)?>\s?(.*)")
_MARKER_NAME = regex(any_of(FIGURE_MARKERS))
_TELLS_CREDIT = regex(rf"{any_of(CREDIT_LABELS)} ?[:/].*|.*/.*")
_LABELLED_CREDIT = regex(rf"{any_of(CREDIT_LABELS)} ?[:/]")
_PHOTO_SOURCE = regex(rf"{any_of(PHOTO_SOURCE_LABELS)} ?[،,:]")
_CAPTION = regex(rf"{any_of(CAPTION_LABELS)} ?[،,:]")
# Latin letters, as the names of picture agencies have them, or their slash.
_GLUED_CREDIT = regex(
    rf"(?P<caption>[^:]{{4,200}}?[^\s:])\s?[|(/]?\s?{printed_any_of(GLUED_CREDITS)}\s?:\s?"
    r"(?P<credit>(?=[^:]*[A-Za-z/])[^:]{2,60}?)\)?"
)
_PHOTO_WORD = regex(
    r"تصو|عکس|الصورة|صورة|ویدیو|ویدئو|الفيديو|mage|hoto|icture|MAGE|HOTO|ICTURE|edia|ideo"
)
_AROUND_CREDIT = " :|/»«>–—-[]()"
_LABEL_REACH = 25
_LABEL_LENGTH = 50
_CREDIT_REACH = 70
_ALT_WORDS = 15
_SQUARE_LENGTH = 120
_ROUND_LENGTH = 60
_ROUND_WORDS = 3
"""A round bracket of more words, without a credit's label or slash, is part of the caption."""
_CAPTION_LENGTH = 300
"""A longer line below a marker is a paragraph, unless it ends in a credit."""
_CAPTION_LINES = 4
_CAPTION_WORDS = 25


@dataclass(frozen=True, slots=True)
class FigureLines:
    """A figure's words, and the lines they stand on."""

    marker: int
    caption_lines: tuple[int, ...]
    alt: str
    caption: str
    credit: str | None


def find_figures(page: Page, taken: Container[int]) -> tuple[FigureLines, ...]:
    """The figures of an item, in order, with a marker and without one."""
    figures: list[FigureLines] = []
    behind = -1
    for place in _candidates(page):
        index = page.content[place]
        text = page.lines[index].text
        if index in taken or index <= behind or (len(text) > _CAPTION_LENGTH and text[0] != "<"):
            continue
        if _alt_of(text) is not None:
            figure = read_figure(page, index, _caption_lines(page, place))
        else:
            found = _labelled_figure(page, place) or _captioned_figure(page, place)
            if found is None:
                continue
            figure = found
        figures.append(figure)
        behind = max((figure.marker, *figure.caption_lines))
    return tuple(figures)


def _candidates(page: Page) -> list[int]:
    """The places where a figure can begin: lines that tell one, and those above them."""
    lines, by_habit = page.lines, page.by_habit
    telling = [
        _may_tell_figure(lines[index].text) or by_habit.get(index) is Role.CAPTION
        for index in page.content
    ]
    pairs = enumerate(pairwise([*telling, False]))
    return [place for place, (here, below) in pairs if here or below]


def _may_tell_figure(text: str) -> bool:
    if text[0] == "<":
        return True
    if _may_end_in_credit(text):
        return True
    label = text[:_LABEL_LENGTH]
    has_mark = "،" in label or ":" in label or "," in label or "：" in label
    return has_mark and _PHOTO_WORD.search(text, 0, _LABEL_REACH) is not None


def _may_end_in_credit(text: str) -> bool:
    return len(text) <= _CAPTION_LENGTH and ("]" in text[-3:] or ":" in text[-_CREDIT_REACH:])


def _labelled_figure(page: Page, place: int) -> FigureLines | None:
    """A broadcaster's figure: «منبع تصویر، X» and «توضیح تصویر، …», in either order, the words on
    the lines of their labels or below them."""
    lines: list[int] = []
    words: dict[Role, str] = {}
    label: Role | None = None  # one that is alone on its line
    for index in page.content[place : place + 4]:
        text = page.lines[index].text
        if label is not None and page.blocks[index] == page.blocks[lines[-1]]:
            words[label], label = text, None
        else:
            has_word = _PHOTO_WORD.search(text, 0, _LABEL_REACH)
            kind = _kind_of_label(page, index) if has_word else None
            if kind is None or kind in words or not page.lines[index].is_short:
                break
            words[kind] = re.split("[،,:：]", text, maxsplit=1)[-1].strip()
            label = None if words[kind] else kind
        lines.append(index)
    if not lines:
        return None
    return FigureLines(
        lines[0], tuple(lines[1:]), "", words.get(Role.CAPTION, ""), words.get(Role.FIGURE)
    )


def _kind_of_label(page: Page, index: int) -> Role | None:
    """Whether a line begins with the label of a picture's source or of its caption."""
    line = page.lines[index]
    if _PHOTO_SOURCE.match(line.key):
        return Role.FIGURE
    return Role.CAPTION if _CAPTION.match(line.key) else None


def _captioned_figure(page: Page, place: int) -> FigureLines | None:
    """A figure told by its credit alone: a caption that ends in a bracket with a label or a slash,
    or in a glued «صورة من: X»; a short line above it in its block is the alternative text."""
    index = page.content[place]
    text = page.lines[index].text
    found = _ends_in_credit(page, index)
    if found is not None:
        return FigureLines(index, (), "", *found)
    below = page.content[place + 1] if place + 1 < len(page.content) else None
    if (
        below is None
        or page.blocks[below] != page.blocks[index]
        or page.size_of_block(index) != 2
        or len(text.split()) > _ALT_WORDS
        or ends_sentence(text)
        or page.meta(index)
        or page.noise(index)
    ):
        return None
    found = _ends_in_credit(page, below)
    return FigureLines(index, (below,), text, *found) if found else None


def _ends_in_credit(page: Page, index: int) -> tuple[str, str | None] | None:
    """The caption and the credit of a line that can be nothing else."""
    text = page.lines[index].text
    if page.by_habit.get(index) is Role.CAPTION:
        return _by_habit(page, index)
    if not _may_end_in_credit(text) or page.in_prose(index):
        return None
    if text.rstrip(" .").endswith("]"):
        caption, credit = split_credit(text)
        if credit and caption and _TELLS_CREDIT.fullmatch(fold_key(credit)):
            return caption, credit
        return None
    if text.endswith(")") and text.count(" ") < _CAPTION_WORDS:
        caption, credit = split_credit(text)
        if (
            credit
            and caption
            and not ends_sentence(caption)
            and _LABELLED_CREDIT.match(fold_key(credit))
        ):
            return caption, credit
    glued = _GLUED_CREDIT.fullmatch(text) if ":" in text and not ends_sentence(text) else None
    return (glued["caption"].strip(), glued["credit"].strip()) if glued else None


def _by_habit(page: Page, index: int) -> tuple[str, str | None]:
    """The caption of a line of which the source's habits say that it is one, and its credit: what
    stands below the label, or the last words, which are the label then, or in a bracket."""
    text = page.lines[index].text
    if index not in page.labels:
        return split_credit(text)
    caption, credit = page.around_label(index)
    return caption, credit or text[len(caption) :].strip(_AROUND_CREDIT) or None


def read_figure(page: Page, marker: int, captions: tuple[int, ...]) -> FigureLines:
    """The figure of a marker line, which may be any text or a caption itself, and its captions."""
    text = page.lines[marker].text
    alt = _alt_of(text)
    if alt is None:
        alt = text
    caption, credit = split_credit(" ".join(page.lines[index].text for index in captions))
    if not captions:
        alt, credit = split_credit(alt)
    return FigureLines(marker, captions, alt, caption, credit)


def split_credit(text: str) -> tuple[str, str | None]:
    """A caption without its credit, and the credit: what a short bracket at its end holds."""
    ended = text.rstrip(" .،")
    for closing, opening in (("]", "["), (")", "(")):
        if not ended.endswith(closing):
            continue
        start = _opening_of(ended, opening, closing)
        inside = ended[start + 1 : -1].strip() if start >= 0 else ""
        if _is_credit(inside, closing):
            return ended[:start].strip(), inside
    return text, None


def _opening_of(text: str, opening: str, closing: str) -> int:
    depth = 0
    for index in range(len(text) - 1, max(-1, len(text) - _SQUARE_LENGTH - 3), -1):
        if text[index] == closing:
            depth += 1
        elif text[index] == opening:
            depth -= 1
            if depth == 0:
                return index
    return -1


def _is_credit(inside: str, closing: str) -> bool:
    if not any(character.isalpha() for character in inside) or is_sentence(inside):
        return False
    if closing == "]":
        return len(inside) <= _SQUARE_LENGTH
    return len(inside) <= _ROUND_LENGTH and (
        len(inside.split()) <= _ROUND_WORDS or bool(_TELLS_CREDIT.fullmatch(fold_key(inside)))
    )


def _alt_of(text: str) -> str | None:
    """The alternative text on a marker line; ``None`` on any other line."""
    match = _MARKER.fullmatch(text) if text.startswith("<") else None
    if match and _MARKER_NAME.fullmatch(fold_key(match[1])):
        return match[2].strip()
    return None


def _caption_lines(page: Page, place: int) -> tuple[int, ...]:
    """The lines below a marker that are its caption.

    They reach to the first that ends in a credit; without one, to the end of the sentence in the
    marker's own block. Below a blank line only a credit in square brackets tells a caption.
    """
    marker = page.content[place]
    taken: list[int] = []
    for index in page.content[place + 1 : place + 1 + _CAPTION_LINES]:
        text = page.lines[index].text
        if taken and page.blocks[index] != page.blocks[taken[0]]:
            break
        if _alt_of(text) is not None or _is_other_noise(page, index):
            break
        taken.append(index)
        if split_credit(" ".join(page.lines[i].text for i in taken))[1]:
            in_block = page.blocks[index] == page.blocks[marker]
            is_block = page.ends_block(index)
            is_caption = in_block or (
                is_block and len(text) <= _CAPTION_LENGTH and text.rstrip(" .").endswith("]")
            )
            return tuple(taken) if is_caption else ()
    return _caption_without_credit(page, marker, taken)


def _is_other_noise(page: Page, index: int) -> bool:
    """Whether the line is noise; below a marker a credit on a line of its own is none."""
    noise = page.noise(index)
    return noise is not None and noise.kind not in (NoiseKind.CREDIT, NoiseKind.BRACKET)


def _caption_without_credit(page: Page, marker: int, below: list[int]) -> tuple[int, ...]:
    taken: list[int] = []
    for index in below:
        text = page.lines[index].text
        if page.blocks[index] != page.blocks[marker] or len(text) > _CAPTION_LENGTH:
            break
        if page.meta(index) or page.noise(index):
            break
        if taken and not (page.has_blanks and wraps(page.lines[taken[-1]].text, text)):
            break
        if not page.has_blanks and ends_sentence(text):
            break  # one paragraph per line: a sentence is a paragraph
        taken.append(index)
    return tuple(taken)


def wraps(upper: str, lower: str) -> bool:
    """Whether ``lower`` can be the rest of ``upper``, broken where the next word did not fit.

    Greedy wrapping leaves the upper line shorter than the width by less than the next word.
    """
    if ends_sentence(upper):
        return False
    first_word = lower.split(maxsplit=1)[0] if lower else ""
    return len(upper) + 1 + len(first_word) > len(lower)

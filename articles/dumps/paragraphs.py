"""The remaining lines: paragraphs of the body."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from articles.dumps.grammar import END_MARKS
from articles.dumps.names import ends_sentence
from articles.dumps.page import Page
from articles.dumps.related import is_bulleted

_WRAP_WIDTH = 160
"""No text is wrapped at more characters: a longer line that ends a sentence ends its paragraph."""

# Of one word («انتهى», "End") they could be the last word of the sentence.
_WORDY_END_MARKS = [mark for marks in END_MARKS.values() for mark in marks if " " in mark]
_END_MARK_REACH = 60
_GLUED_END_MARK = re.compile(
    rf"(?<=[.!?؟»\"])\s?[/\-]*\s?(?:{'|'.join(_WORDY_END_MARKS)})"
    r"\s?(?:[/\-.]{1,3}\s?\w{0,12}){0,3}\s?$"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's text and lines."""

    text: str
    lines: tuple[int, ...]


def find_paragraphs(page: Page, taken: Container[int]) -> tuple[Paragraph, ...]:
    """The paragraphs made of the lines of content that are not ``taken``.

    The lines of a block join (hard-wrapped text). In an item without blank lines every line is a
    paragraph, as are the items of a list.
    """
    groups: list[list[int]] = []
    previous = -2
    for index in page.content:
        if index in taken:
            continue
        if groups and index == previous + 1 and _joins(page, previous, index):
            groups[-1].append(index)
        else:
            groups.append([index])
        previous = index
    return tuple(Paragraph(_text_of(page, group), tuple(group)) for group in groups)


def _text_of(page: Page, lines: list[int]) -> str:
    """The lines joined, without an end mark that is glued to the last sentence."""
    text = " ".join(page.lines[index].text for index in lines)
    end = _GLUED_END_MARK.search(text, max(0, len(text) - _END_MARK_REACH))
    return text[: end.start()].rstrip() if end else text


def _joins(page: Page, upper: int, lower: int) -> bool:
    if not page.has_blanks or page.blocks[upper] != page.blocks[lower]:
        return False
    text = page.lines[upper].text
    if len(text) > _WRAP_WIDTH and ends_sentence(text):
        return False
    return not is_bulleted(page.lines[lower].text)

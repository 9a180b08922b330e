"""The remaining lines: paragraphs of the body."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from articles.dumps.grammar import CONTINUE_READING, END_MARKS, printed_any_of
from articles.dumps.names import WRAP_WIDTHS, ends_sentence, fills, goes_on, is_filled
from articles.dumps.page import Page
from articles.dumps.related import is_bulleted
from articles.expressions import regex
from articles.text.folding import fold_spaceless

_LONG = 60
"""A line of so many characters that ends no sentence has begun one, which goes on …"""
_MIDDLING = 40
"""… and of so many where the block ends a sentence."""
_NARROW = 0.75
"""A block of less than this share of the width of the item's text was not wrapped with it."""

# Of one word («انتهى», "End") they could be the last word of the sentence.
_WORDY_END_MARKS = [mark for marks in END_MARKS.values() for mark in marks if " " in mark]
_END_WORDS = [mark for marks in END_MARKS.values() for mark in marks if " " not in mark]
_END_MARK_REACH = 61
_GLUED_END_MARK = regex(
    r"[.!?؟»\"]\s?"  # a character to begin with is found quickest
    rf"(?:[/\-]*\s?(?:{'|'.join(_WORDY_END_MARKS)})\s?(?:[/\-.]{{1,3}}\s?\w{{0,12}}){{0,3}}\s?$"
    rf"|(?:/{{1,2}}|[(#\[])\s?(?:{'|'.join(_END_WORDS)})\s?(?:/{{1,2}}|[)#\]])\s?$)"
)


_LINK_REACH = 300
_GLUED_LINK = regex(
    rf"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s?{printed_any_of(CONTINUE_READING)}(?P<title>[^.…]*)$"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's text and lines."""

    text: str
    lines: tuple[int, ...]


def find_paragraphs(page: Page, taken: Container[int], title: str = "") -> tuple[Paragraph, ...]:
    """The paragraphs made of the lines of content that are not ``taken``.

    Hard-wrapped lines join; so does a sentence that was broken at a link. All other lines are
    paragraphs of their own, as are the items of a list and the lines of a poem. ``title`` is cut
    off behind «ادامه خواندن» at the end of a paragraph.
    """
    left = [index for index in page.content if index not in taken]
    groups: list[list[int]] = []
    width = max([len(page.lines[index].text) for index in left], default=0)
    for block in _blocks(page, left):
        if len(block) == 1:
            groups.append(block)
        else:
            groups.extend(_groups(page, block, width))
    title_key = fold_spaceless(title)
    return tuple(Paragraph(_text_of(page, group, title_key), tuple(group)) for group in groups)


def _blocks(page: Page, left: list[int]) -> Iterator[list[int]]:
    """The runs of lines that no blank and no taken line parts."""
    run: list[int] = []
    for index in left:
        if run and (index != run[-1] + 1 or page.blocks[index] != page.blocks[run[-1]]):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _groups(page: Page, block: list[int], width: int) -> Iterator[list[int]]:
    """The lines of each paragraph of a block."""
    if not page.has_blanks:
        yield from ([index] for index in block)
        return
    texts = [page.lines[index].text for index in block]
    widest = max(map(len, texts))
    is_wrapped = width * _NARROW <= widest <= WRAP_WIDTHS[1] and is_filled(texts, widest)
    least = _MIDDLING if ends_sentence(texts[-1]) and widest <= WRAP_WIDTHS[1] else _LONG
    group = [block[0]]
    is_open = _opens(texts[0], least)
    for place in range(1, len(block)):
        upper, lower = texts[place - 1], texts[place]
        if is_bulleted(lower):
            joins = False
        elif is_wrapped:
            joins = fills(upper, lower, widest) or not ends_sentence(upper)
        else:
            joins = is_open or goes_on(upper, lower)
        if joins:
            group.append(block[place])
        else:
            yield group
            group = [block[place]]
        is_open = not ends_sentence(lower) and (_opens(lower, least) or (joins and is_open))
    yield group


def _opens(text: str, least: int) -> bool:
    """Whether a line begins a sentence, by its length, that it does not end."""
    return len(text) >= least and not ends_sentence(text) and not text.endswith(":")


def _text_of(page: Page, lines: list[int], title_key: str) -> str:
    """The lines joined, without an end mark or a link to go on that is glued to the end."""
    text = " ".join(page.lines[index].text for index in lines)
    end = _GLUED_END_MARK.search(text, max(0, len(text) - _END_MARK_REACH))
    if end:
        return text[: end.start() + 1].rstrip()
    reach = max(0, len(text) - _LINK_REACH)
    may_link = text.find("…", reach) >= 0 or text.find("...", reach) >= 0
    link = _GLUED_LINK.search(text, reach) if may_link else None
    if link and fold_spaceless(link["title"]) in ("", title_key):
        return text[: link.start()].rstrip()
    return text

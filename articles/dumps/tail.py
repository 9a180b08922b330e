"""Lines below the last paragraph that their shape tells from the article: where a feed's item first
appeared, tags that stand without a heading, and a word alone."""

from __future__ import annotations

from collections.abc import Container

from articles.dumps.furniture import is_body
from articles.dumps.grammar import CAME_OUT_WORDS, LOOSE_TAG_LABELS, TAG_LABELS, any_of
from articles.dumps.names import ends_sentence
from articles.dumps.page import Page
from articles.dumps.related import is_bulleted
from articles.expressions import regex
from articles.text.folding import fold_key

_TITLE_LETTERS = 20
"""A shorter title can be a part of any sentence."""
_WORDS_BEFORE_TITLE = 4
_WORDS_BEHIND_TITLE = 12
_CAME_OUT = regex(rf"(?<!\w){any_of(CAME_OUT_WORDS)}(?!\w)")
_TAG_HEADING = regex(any_of(TAG_LABELS, LOOSE_TAG_LABELS))
_LOOSE_HEADING = regex(any_of(LOOSE_TAG_LABELS))
_HEADING_LENGTH = 40
_LEAST_TAGS = 3
_TAG_WORDS = 3
_TAGS_ON_A_LINE = 6
"""So many words has a line of tags below their heading, where several stand on it."""


def find_tail(page: Page, taken: Container[int], title: str) -> list[int]:
    """The lines at the end of an item that say where it first appeared, or are words of the article
    in a block of their own, or one word alone; lines in ``taken`` are none of these."""
    found: list[int] = []
    below: list[int] = []
    last = -1
    for index in reversed(page.content):
        if index in taken:
            continue
        if _came_out(page, index, title):
            found.append(index)
        elif is_body(page, index):
            last = index
            break
        else:
            below.append(index)
    if last < 0:
        return []
    below.reverse()
    if below and page.has_blanks:
        found.extend(_tags(page, last, below, title) or _last_word(page, below))
    return found + _tags_below_heading(page, last, below, title)


def _came_out(page: Page, index: int, title: str) -> bool:
    """Whether a line has the title and where it came out: «نوشته X اولین بار در Y پدیدار شد»,
    "The post X appeared first on Y."."""
    if len(title) < _TITLE_LETTERS:
        return False
    before, said, after = page.lines[index].text.partition(title)
    return bool(
        said
        and len(before.split()) <= _WORDS_BEFORE_TITLE
        and len(after.split()) <= _WORDS_BEHIND_TITLE
        and _CAME_OUT.search(fold_key(after))
    )


def _last_word(page: Page, below: list[int]) -> list[int]:
    """A word alone in the last block, of a link to the top or the like."""
    last = below[-1]
    text = page.lines[last].text
    is_word = " " not in text and text.isalpha() and last == page.content[-1]
    is_alone = page.size_of_block(last) == 1 and page.meta(last) is None
    return [last] if is_word and is_alone else []


def _tags(page: Page, last: int, below: list[int], title: str) -> list[int]:
    """The block below the last paragraph, where it is of a few words on each line that the article
    has too.

    A list of names or of winners has words of its own, and a line above it that calls it.
    """
    block = [each for each in below if page.blocks[each] == page.blocks[below[0]]]
    if (
        len(block) < _LEAST_TAGS
        or page.blocks[last] == page.blocks[block[0]]
        or page.lines[last].text.endswith((":", "،", ","))
    ):
        return []
    lines = [page.lines[each] for each in block]
    if not all(_is_like_tag(line.text) for line in lines):
        return []
    said = _said(page, last, title)
    return block if sum(line.core in said for line in lines) * 2 >= len(lines) else []


def _tags_below_heading(page: Page, last: int, below: list[int], title: str) -> list[int]:
    """The lines from a heading of tags to the end of an item that no blank line parts.

    The heading is of an article's own list as well, unless only pages have such a one, or half of
    the words below it are the article's.
    """
    for place, index in enumerate(below):
        heading = page.lines[index].core
        if len(heading) > _HEADING_LENGTH or not _TAG_HEADING.fullmatch(heading):
            continue
        tags = below[place + 1 :]
        lines = [page.lines[each] for each in tags]
        if lines and all(
            _is_like_tag(line.text, _TAGS_ON_A_LINE) and not is_bulleted(line.text)
            for line in lines
        ):
            words = [word for line in lines for word in line.key.split()]
            said = {*_said(page, last, title).split()}
            if _LOOSE_HEADING.fullmatch(heading) or sum(w in said for w in words) * 2 >= len(words):
                return [index, *tags]
    return []


def _said(page: Page, last: int, title: str) -> str:
    """What an item says down to the line ``last``, folded."""
    above = (page.lines[each].text for each in page.content if each <= last)
    return fold_key(" ".join([title, *above]))


def _is_like_tag(text: str, words: int = _TAG_WORDS) -> bool:
    return (
        len(text.split()) <= words
        and not ends_sentence(text)
        and ":" not in text
        and not any(letter.isdigit() for letter in text)
    )

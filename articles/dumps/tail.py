"""Lines below the last paragraph that their shape tells from the article: where a feed's item first
appeared, tags that stand without a heading, and a word alone."""

from __future__ import annotations

from collections.abc import Container, Iterator

from articles.dumps.furniture import is_body
from articles.dumps.grammar import CAME_OUT_WORDS, any_of
from articles.dumps.names import ends_sentence
from articles.dumps.page import Page
from articles.expressions import regex
from articles.text.folding import fold_key

_TITLE_LETTERS = 20
"""A shorter title can be a part of any sentence."""
_WORDS_BEFORE_TITLE = 4
_WORDS_BEHIND_TITLE = 12
_CAME_OUT = regex(rf"(?<!\w){any_of(CAME_OUT_WORDS)}(?!\w)")
_LEAST_TAGS = 3
_TAG_WORDS = 3


def find_tail(page: Page, taken: Container[int], title: str) -> list[int]:
    """The lines at the end of an item that have the title in them, or are words of the article in a
    block of their own; lines in ``taken`` belong to neither."""
    left = [index for index in page.content if index not in taken]
    found = list(_with_title(page, left, title))
    left = [index for index in left if index not in found]
    found.extend(_tags(page, left, title) or _last_word(page, left))
    return found


def _last_word(page: Page, left: list[int]) -> list[int]:
    """A word alone in the last block, of a link to the top or the like."""
    if len(left) < 2 or page.blocks[left[-1]] == page.blocks[left[-2]]:
        return []
    text = page.lines[left[-1]].text
    is_word = " " not in text and text.isalpha() and left[-1] == page.content[-1]
    return left[-1:] if is_word and page.meta(left[-1]) is None else []


def _with_title(page: Page, left: list[int], title: str) -> Iterator[int]:
    """The lines from the end upwards that say the title and where it came out: «نوشته X اولین بار
    در Y پدیدار شد», "The post X appeared first on Y."."""
    key = fold_key(title)
    if len(key) < _TITLE_LETTERS:
        return
    for index in reversed(left[1:]):
        line = page.lines[index]
        before, said, after = line.key.partition(key)
        if (
            said
            and len(before.split()) <= _WORDS_BEFORE_TITLE
            and len(after.split()) <= _WORDS_BEHIND_TITLE
            and _CAME_OUT.search(after)
        ):
            yield index
        elif is_body(page, index):
            return


def _tags(page: Page, left: list[int], title: str) -> list[int]:
    """The last block, where it is of a few words on each line that the article has too.

    A list of names or of winners has words of its own, and a line above it that calls it.
    """
    last = next((place for place in reversed(range(len(left))) if is_body(page, left[place])), -1)
    below = left[last + 1 :]
    if last < 0 or not page.has_blanks or len(below) < _LEAST_TAGS:
        return []
    block = [each for each in below if page.blocks[each] == page.blocks[below[0]]]
    if (
        len(block) < _LEAST_TAGS
        or page.blocks[left[last]] == page.blocks[block[0]]
        or page.lines[left[last]].text.endswith((":", "،", ","))
    ):
        return []
    lines = [page.lines[each] for each in block]
    if not all(_is_like_tag(line.text) for line in lines):
        return []
    said = fold_key(" ".join([title, *(page.lines[each].text for each in left[: last + 1])]))
    return block if sum(line.core in said for line in lines) * 2 >= len(lines) else []


def _is_like_tag(text: str) -> bool:
    return (
        len(text.split()) <= _TAG_WORDS
        and not ends_sentence(text)
        and ":" not in text
        and not any(letter.isdigit() for letter in text)
    )

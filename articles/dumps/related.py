"""Blocks of recommended stories: heading, size line, items with or without numbers, end mark.

Three shapes: numbered items («قائمة 1 من 4عنوان», the title glued or on the next line), the same
glued on one line, and bullets or plain lines below a known heading.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile

from articles.dumps.grammar import (
    BULLETS,
    COUNTED_THINGS,
    FIGURE_MARKERS,
    HEADING_CUES,
    ITEM_WORDS,
    LATEST_FORMS,
    LIST_ENDS,
    LIST_WORDS,
    MEDIA_FORMS,
    MORE_FORMS,
    OF_WORDS,
    READ_ALSO_FORMS,
    RELATED_ADJECTIVES,
    RELATED_HEADINGS,
    RELATED_NOUNS,
    SIZES_IN_WORDS,
    any_of,
    forms_of,
    printed_any_of,
)
from articles.dumps.lines import SHORT, TextLine
from articles.dumps.metadata import PartKind
from articles.dumps.names import ends_sentence, is_sentence
from articles.dumps.page import Page
from articles.dumps.records import Role
from articles.expressions import regex
from articles.text.folding import fold_key

HEADING_LENGTH = 60
"""The longest line, in characters, that can be a heading whatever its words."""
TITLE_LENGTH = 200
"""The longest title of a recommended story."""
_TITLE_WORDS = 5
"""A line of fewer words right above a paragraph is its subheading."""
_CONTINUATION_LINES = 3
_NAMED_LINES = 8
"""So many titles stand between a heading of any words and the line that closes it by name."""
_LEAD_LENGTH = 100
"""What may stand before the first item of a block on one line: heading and size."""

_MARKS = re.escape(BULLETS)
_OF = rf"(?:{printed_any_of(OF_WORDS)})"
_COUNTED = rf"(?P<number>\d{{1,3}})\s{_OF}\s?(?P<digits>\d{{1,40}})"
# Every line is searched for it: a space that begins the expression is found quickest.
_COUNTED_ANYWHERE = regex(rf" (?<=\d ){_OF}\s?\d", re.IGNORECASE)
_NUMBERED = regex(
    rf"(?P<bullet>[{_MARKS}]+\s*)?(?P<word>[^\W\d]+(?:[ \u200c][^\W\d]+){{0,2}})\s?{_COUNTED}",
    re.IGNORECASE,
)
_GLUED = regex(rf"(?<!\w){printed_any_of(LIST_WORDS)}\s?{_COUNTED}", re.IGNORECASE)
_GLUED_END = regex(
    rf"\W*{printed_any_of(LIST_ENDS)}\s{printed_any_of(LIST_WORDS)}\W*$", re.IGNORECASE
)
_KNOWN_WORD = regex(any_of(LIST_WORDS))
_COUNTED_THING = regex(any_of(COUNTED_THINGS, FIGURE_MARKERS))
_SIZE = regex(
    rf"{any_of(LIST_WORDS)}(?: [^\W\d]+)? ?(?:{_OF} )?(?P<size>\d{{1,3}})(?: {any_of(ITEM_WORDS)})?"
    rf"|(?P<size2>\d{{1,3}}) {any_of(ITEM_WORDS)}"
)
_ANY_SIZE = regex(r"(?P<size>\d{1,3})\D{1,20}|\D{1,30}(?P<size2>\d{1,3})\D{0,20}")
_SIZES = {fold_key(words): size for words, size in SIZES_IN_WORDS.items()}
_END = regex(rf"{any_of(LIST_ENDS)} ?(?P<word>[^\W\d]+(?: [^\W\d]+)?)")
_NOUN, _ADJECTIVE = any_of(RELATED_NOUNS), any_of(RELATED_ADJECTIVES)
# In Arabic with or without the article: «الموضوعات المتعلقة».
_HEADING = regex(
    rf"{any_of(RELATED_HEADINGS)}|(?:ال)?{_NOUN} (?:ال)?{_ADJECTIVE}|{_ADJECTIVE} {_NOUN}"
)
_INVITATION = rf"(?:{_HEADING.pattern}|{forms_of(READ_ALSO_FORMS)})"
_INVITATION_MARK = r"\s?(?::|\||»|>>|\.{2,4}|[-–—] |[⬅➡◀▶←→➜])\s?"
_HEADED_TITLE = regex(rf"[\W_]*{_INVITATION}{_INVITATION_MARK}(?=[^\s.])")
_MEDIA_TITLE = regex(rf"[\W_]*{forms_of(MEDIA_FORMS)}{_INVITATION_MARK}(?=[^\s.])")
_READ_ALSO = regex(forms_of(READ_ALSO_FORMS))
# Each begins with a character that is rare in prose, so that the marks are found quickly.
_MARK = regex(r"[:：|»…⬅➡◀▶←→➜]|>>|\.\.\.{0,2}|[-–—](?<= .) ")
_DRAWN = regex(r"^[\W_]+")  # before an invitation
_ENDS_OF_SENTENCES = (".", "…", "؛", ";")
_CUE = regex(rf"(?<!\w){forms_of(HEADING_CUES)}(?!\w)")
_LEAST_TITLES = 2
_HEADING_WORDS = 6
_SHORTER = 0.85
_MORE = regex(forms_of(MORE_FORMS))
_LATEST = regex(forms_of(LATEST_FORMS))
_ENDS = regex(rf"(?:{any_of(LIST_ENDS)} (?P<after>.+)|(?P<before>.+) {any_of(LIST_ENDS)})")
# As printed, with the letters of either keyboard: far cheaper than folding every line.
_PRINTED_ENDS = {
    printed
    for words in LIST_ENDS.values()
    for word in words
    for printed in (word, word.title(), word.replace("ی", "ي"))
}
_FIRST_OF_END = tuple(f"{word} " for word in _PRINTED_ENDS)
_LAST_OF_END = tuple(f" {word}" for word in _PRINTED_ENDS)
_INVITATION_LENGTH = 90
_BULLETED = regex(
    rf"(?:[{_MARKS}]+\s*|[(\[]?\d{{1,2}}\s?[.)\]:\-–]\s*)(?P<title>[^\s\d.)].*|\d[^.)].*)"
)
_AROUND_TITLE = " \t-–—:•،\ufe0f"
_DAYS = {PartKind.DATE, PartKind.CLOCK, PartKind.RELATIVE}


@dataclass(frozen=True, slots=True)
class RelatedItem:
    """A recommended story's title and the lines it stands on."""

    title: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RelatedBlock:
    """One block; ``frame`` are the lines of its heading, size and end mark."""

    frame: tuple[int, ...]
    items: tuple[RelatedItem, ...]


def find_related(page: Page, taken: Container[int]) -> tuple[RelatedBlock, ...]:
    """The blocks of an item, in order; lines in ``taken`` (figures) belong to none."""
    return _Reader(page, [index for index in page.content if index not in taken]).read()


def is_bulleted(text: str) -> bool:
    """Whether a line begins with the mark or number of a list."""
    return bool(_BULLETED.match(text))


def without_bullet(text: str) -> str:
    """An item's title without the mark or number of a list before it."""
    match = _BULLETED.fullmatch(text)
    return (match["title"] or text).strip(_AROUND_TITLE) if match else text


_Found = tuple[RelatedBlock, int]
"""A block, and the place behind it."""
_Titled = tuple[int, ...]
"""The line of a title, and that of the day below it where there is one."""


class _Reader:
    """Reads the blocks from ``places``, the indexes of the lines that may belong to one."""

    def __init__(self, page: Page, places: list[int]) -> None:
        self._page = page
        self._places = places
        self._texts = [page.lines[index].text for index in places]
        self._counted_at: dict[int, _Found | None] = {}
        sentences = (place for place, text in enumerate(self._texts) if is_sentence(text))
        self._first_prose = next(sentences, len(places))

    @cached_property
    def _last_prose(self) -> int:
        places = reversed(range(len(self._texts)))
        return next((place for place in places if is_sentence(self._texts[place])), -1)

    def read(self) -> tuple[RelatedBlock, ...]:
        blocks: list[RelatedBlock] = []
        behind = 0
        for place, text in enumerate(self._texts):
            if place < behind:
                continue
            found = self._by_habit(place) or (
                self._counted(place) if _COUNTED_ANYWHERE.search(text) else None
            )
            if found is None and (len(text) <= HEADING_LENGTH or self._may_be_headed(place, text)):
                found = self._headed(place)
            if found is not None:
                block, behind = found
                blocks.append(block)
        return tuple(blocks)

    def _by_habit(self, place: int) -> _Found | None:
        """A story on a line of which the source's habits say that it offers one."""
        index = self._places[place]
        if self._page.by_habit.get(index) is not Role.RELATED_ITEM:
            return None
        above, below = self._page.around_label(index)
        item = RelatedItem(without_bullet(below or above), (index,))
        return RelatedBlock((), (item,)), place + 1

    # -- numbered items ---------------------------------------------------------------------

    def _counted(self, place: int) -> _Found | None:
        """The block whose first numbered item is on this line."""
        if place not in self._counted_at:
            found = None
            if _COUNTED_ANYWHERE.search(self._texts[place]):
                found = self._glued(place) or self._numbered(place)
            self._counted_at[place] = found
        return self._counted_at[place]

    def _numbered(self, place: int) -> _Found | None:
        starts = self._run_from(place)
        if not starts:
            return None
        first = starts[0][1]
        word = _bare_word(first["word"])
        digits = [fold_key(match["digits"]) for _, match in starts]
        size = self._size_above(place, digits)
        total = _total(digits, size)
        if size is None and not self._is_list(starts, word, total):
            return None
        items, behind = self._titled(starts, total)
        frame = self._frame_above(place, has_size=size is not None)
        if behind < len(self._texts) and self._is_end(behind, word):
            frame.append(self._places[behind])
            behind += 1
        return RelatedBlock(tuple(frame), tuple(items)), behind

    def _is_list(self, starts: list[tuple[int, re.Match[str]]], word: str, total: int) -> bool:
        """Whether numbered lines without a size line are a list of stories.

        «مرحله ۱ از ۳» and «الصورة 1 من 3» are counted too: another word than those for a list takes
        its marks, or the titles beside the numbers.
        """
        is_marked = bool(starts[0][1]["bullet"])
        if _KNOWN_WORD.fullmatch(word):
            return len(starts) > 1 or is_marked or total == 1
        if len(starts) == 1 or _COUNTED_THING.fullmatch(word):
            return False
        titles = [self._texts[place][match.end() :] for place, match in starts]
        return not any(title.endswith((".", ":")) for title in titles) and (
            is_marked or all(title.strip(_AROUND_TITLE) for title in titles)
        )

    def _size_above(self, place: int, digits: list[str]) -> int | None:
        """What the line above the first item says of the size, in known words or any."""
        if place == 0:
            return None
        key = self._line(place - 1).key
        size = _read_size(key)
        if size is None and self._page.meta(self._places[place - 1]) is None:
            size = _read_any_size(key)
        return size if _fits(size, digits) else None

    def _run_from(self, place: int) -> list[tuple[int, re.Match[str]]]:
        """The numbered lines 1, 2, 3 … from here on, with at most a few lines between them."""
        first = _NUMBERED.match(self._texts[place])
        if (
            first is None
            or int(first["number"]) != 1
            or len(self._texts[place]) > TITLE_LENGTH + 60
        ):
            return []
        word = _bare_word(first["word"])
        starts = [(place, first)]
        for later in range(place + 1, len(self._texts)):
            match = _NUMBERED.match(self._texts[later])
            if (
                match
                and int(match["number"]) == len(starts) + 1
                and _bare_word(match["word"]) == word
            ):
                starts.append((later, match))
            elif (
                later - starts[-1][0] > _CONTINUATION_LINES
                or len(self._texts[later]) > TITLE_LENGTH
                or self._is_end(later, word)
            ):
                break
        return starts

    def _titled(
        self, starts: list[tuple[int, re.Match[str]]], total: int
    ) -> tuple[list[RelatedItem], int]:
        """The items with their titles, and the place behind the last."""
        items = []
        behind = starts[0][0]
        for number, (place, match) in enumerate(starts, start=1):
            cut = match.end("digits") - len(match["digits"]) + len(str(total))
            title = self._texts[place][cut:].lstrip(_AROUND_TITLE)
            if number < len(starts):
                behind = starts[number][0]
            else:
                behind = self._behind_last(place, match["word"], has_title=bool(title))
            rest = self._texts[place + 1 : behind]
            lines = tuple(self._places[place:behind])
            items.append(RelatedItem(" ".join([title, *rest]).strip(), lines))
        return items, behind

    def _behind_last(self, place: int, word: str, *, has_title: bool) -> int:
        """Where the last item ends: before an end mark nearby, else after its title."""
        for later in range(place + 1, min(place + 2 + _CONTINUATION_LINES, len(self._texts))):
            if self._is_end(later, word):
                return later
        return min(place + (1 if has_title else 2), len(self._texts))

    def _glued(self, place: int) -> _Found | None:
        """A block on one line: «list of 2 items- list 1 of 2A- list 2 of 2B end of list»."""
        text = self._texts[place]
        starts = list(_GLUED.finditer(text))
        numbers = [int(match["number"]) for match in starts]
        if len(starts) < 2 or numbers != list(range(1, len(starts) + 1)):
            return None
        lead = text[: starts[0].start()]
        if len(lead) > _LEAD_LENGTH:
            return None
        size = re.search(r"\d{1,3}", lead)
        digits = [fold_key(match["digits"]) for match in starts]
        total = _total(digits, int(size[0]) if size else None)
        body = _GLUED_END.sub("", text)
        items = []
        for match, following in zip(starts, [*starts[1:], None], strict=True):
            cut = match.end("digits") - len(match["digits"]) + len(str(total))
            end = following.start() if following else len(body)
            items.append(RelatedItem(body[cut:end].strip(_AROUND_TITLE), (self._places[place],)))
        has_size = place > 0 and _read_size(self._line(place - 1).key) is not None
        frame = self._frame_above(place, has_size=has_size)
        behind = place + 1
        if behind < len(self._texts) and self._is_end(behind, ""):
            frame.append(self._places[behind])
            behind += 1
        return RelatedBlock(tuple(frame), tuple(items)), behind

    def _frame_above(self, place: int, *, has_size: bool) -> list[int]:
        """The lines of heading and size above the first item."""
        size = place - 1 if has_size else place
        frame = [self._places[size]] if has_size else []
        if size > 0 and self._can_head(size - 1):
            frame.insert(0, self._places[size - 1])
        return frame

    def _can_head(self, place: int) -> bool:
        """Whether a line directly above a size line or item can be the block's heading.

        Any short line can, but not metadata, nor a bare line in the block of metadata, nor the
        title.
        """
        if _HEADING.fullmatch(self._line(place).core):
            return True
        index, text = self._places[place], self._texts[place]
        if place == 0 or len(text) > HEADING_LENGTH or ends_sentence(text):
            return False
        above = self._places[place - 1]
        is_meta = self._page.meta(index) or self._page.noise(index)
        in_meta_block = (
            self._page.meta(above) and self._page.blocks[above] == self._page.blocks[index]
        )
        is_title = self._line(place).spaceless == self._line(place - 1).spaceless
        return not (is_meta or (in_meta_block and self._page.has_blanks) or is_title)

    def _may_be_headed(self, place: int, text: str) -> bool:
        """Whether a line longer than a heading has the mark of a title behind one."""
        return len(text) <= TITLE_LENGTH + HEADING_LENGTH and (
            (
                not text.endswith(_ENDS_OF_SENTENCES)
                and _MARK.search(text, 0, _INVITATION_LENGTH) is not None
            )
            or self._places[place] in self._page.by_habit
        )

    # -- items below a known heading -----------------------------------------------------------

    def _headed(self, place: int) -> _Found | None:
        line = self._line(place)
        below = place + 1
        if self._is_heading(place):
            if self._is_counted(below) or (
                below < len(self._texts)
                and _read_size(self._line(below).key) is not None
                and self._is_counted(below + 1)
            ):
                return None  # read from its first item, which finds its heading itself
            may_be_marked = below < len(self._texts) and is_bulleted(self._texts[below])
            continues = self._continues_sentence(place)
            if continues and not may_be_marked:
                return None
            items = self._items(below)
            if not items and (continues or not self._is_known_heading(place)):
                return None
            return self._closed([self._places[place]], items, below, line.core)
        if not _MARK.search(line.text[:_INVITATION_LENGTH]):
            return None
        if self._is_headed_title(place):
            title = _MARK.split(_DRAWN.sub("", line.text), maxsplit=1)[1].strip(
                _AROUND_TITLE + ".»>"
            )
            if title and len(title) <= TITLE_LENGTH:
                item = RelatedItem(title, (self._places[place],))
                items = [item, *self._marked(below, in_block=True)]
                return self._closed([], items, place, "")
        return None

    def _is_headed_title(self, place: int) -> bool:
        """Whether a line is an invitation and the title of what it invites to.

        Between paragraphs, in a block of its own, the kind of the story is invitation enough.
        """
        line = self._line(place)
        if line.text.endswith(_ENDS_OF_SENTENCES):
            return False
        if _HEADED_TITLE.match(line.key):
            return place > self._first_prose or self._is_below_head(place)
        return (
            place > self._first_prose
            and self._page.has_blanks
            and self._block_size(place) == 1
            and line.text.count(" ") >= _TITLE_WORDS - 1
            and not ends_sentence(line.text)
            and _MEDIA_TITLE.match(line.key) is not None
        )

    def _is_below_head(self, place: int) -> bool:
        """Whether metadata or a title's two copies stand above, so that the line is no title."""
        metas = (self._page.meta(index) for index in self._places[:place])
        return any(meta is not None and meta.is_anchor for meta in metas) or any(
            upper == lower for upper, lower in pairwise(self._texts[:place])
        )

    def _is_heading(self, place: int) -> bool:
        if self._is_known_heading(place):
            return True
        line = self._line(place)
        if place <= self._first_prose or len(line.text) > HEADING_LENGTH:
            return False
        if _MORE.fullmatch(line.core) or (
            line.text.endswith(":") and _READ_ALSO.fullmatch(line.core)
        ):
            return True
        return self._heads_last_block(place)

    def _heads_last_block(self, place: int) -> bool:
        """Whether a few words, one of them of reading or of what is new, stand above nothing but
        titles in a block below the whole article."""
        line, index = self._line(place), self._places[place]
        if line.text.count(" ") >= _HEADING_WORDS or ends_sentence(line.text):
            return False
        lines = self._page.lines_of_block(index)
        if len(lines) <= _LEAST_TITLES or lines[0] != index or place < self._last_prose:
            return False
        if not _CUE.search(line.core):
            return False
        texts = [self._page.lines[each].text for each in lines[1:]]
        # The lines of a poem are of one length.
        return len(line.text) * len(texts) < sum(map(len, texts)) * _SHORTER and all(
            self._can_be_title(each) and text.count(" ") > 1
            for each, text in zip(lines[1:], texts, strict=True)
        )

    def _is_known_heading(self, place: int) -> bool:
        """Whether a line is a heading by its words alone, with or without stories below it."""
        if self._page.by_habit.get(self._places[place]) is Role.RELATED_HEADING:
            return True
        line = self._line(place)
        if len(line.text) > HEADING_LENGTH:
            return False
        is_latest = place > self._first_prose and _LATEST.fullmatch(line.core) is not None
        if is_latest or _HEADING.fullmatch(line.core):
            return True
        return (
            place > self._first_prose
            and line.text.count(" ") < _HEADING_WORDS
            and place + 2 < len(self._texts)
            and len(self._texts[place + 1]) <= SHORT
            and self._is_closed_by_name(place)
        )

    def _is_closed_by_name(self, place: int) -> bool:
        """Whether short lines follow, and then one that closes them by this line's words."""
        for later, text in enumerate(self._texts[place + 1 : place + 2 + _NAMED_LINES], place + 1):
            if len(text) > SHORT:
                return False
            if text.endswith(_LAST_OF_END) or text.startswith(_FIRST_OF_END):
                match = _ENDS.fullmatch(self._line(later).core)
                if match and self._line(place).core in match.groups():
                    return later > place + 1
        return False

    def _is_counted(self, place: int) -> bool:
        return place < len(self._texts) and self._counted(place) is not None

    def _closed(
        self, frame: list[int], items: list[RelatedItem], first: int, heading: str
    ) -> _Found:
        """The block of ``items`` from place ``first`` on, with its end mark."""
        behind = first
        if items:
            behind = bisect_right(self._places, items[-1].lines[-1])
        if behind < len(self._texts) and (
            (items and self._is_end(behind, "")) or self._is_end_of(behind, heading)
        ):
            frame.append(self._places[behind])
            behind += 1
        return RelatedBlock(tuple(frame), tuple(items)), behind

    def _items(self, place: int) -> list[RelatedItem]:
        """The stories below a known heading, one on a line."""
        return self._marked(place) or self._plain(place)

    def _marked(self, place: int, *, in_block: bool = False) -> list[RelatedItem]:
        """Lines with one kind of mark; in blocks of their own, not below a headed title, too."""
        items: list[RelatedItem] = []
        blocks = self._page.blocks
        mark = ""
        for later in range(place, len(self._places)):
            text, index = self._texts[later], self._places[later]
            match = _BULLETED.fullmatch(text)
            if match is None or len(match["title"]) > TITLE_LENGTH:
                break
            mark = mark or _kind_of_mark(text)
            if _kind_of_mark(text) != mark:
                break
            is_apart = later > 0 and blocks[index] != blocks[self._places[later - 1]]
            if is_apart and (in_block or not self._can_be_title(index)):
                break
            if items and self._page.neighbours(index)[0] != items[-1].lines[0]:
                break
            items.append(RelatedItem(match["title"].strip(), (index,)))
        return items

    def _plain(self, place: int) -> list[RelatedItem]:
        """Titles without marks: the short lines of one block, or in blocks of their own.

        The first sentence ends them, and in blocks of their own also a subheading: a line of few
        words right above a paragraph.
        """
        if place == len(self._places):
            return []
        blocks = self._page.blocks
        head, first = blocks[self._places[place - 1]], blocks[self._places[place]]
        if not self._page.has_blanks:
            titles = self._titles_of_block(place, first)
        elif first == head or self._block_size(place) > 1:
            titles = self._titles_of_block(place, first)
            behind = place + len(titles)
            if (
                first != head
                and behind < len(self._places)  # the rest of the block can be a figure
                and blocks[self._places[behind]] == first
                and not self._is_end_of(behind, "")
            ):
                return []  # a paragraph of several lines
        else:
            titles = self._titles_apart(place)
        return [RelatedItem(self._page.lines[lines[0]].text, lines) for lines in titles]

    def _titles_of_block(self, place: int, block: int) -> list[_Titled]:
        titles: list[_Titled] = []
        for later in range(place, len(self._places)):
            index = self._places[later]
            if self._page.blocks[index] != block:
                break
            if self._is_day_of(index, titles):
                titles[-1] = (titles[-1][0], index)
                continue
            if not self._can_be_title(index) or (titles and self._is_end_of(later, "")):
                break
            titles.append((index,))
        return titles

    def _titles_apart(self, place: int) -> list[_Titled]:
        titles: list[_Titled] = []
        for later in range(place, len(self._places)):
            index = self._places[later]
            if self._block_size(later) > 1:
                break
            if self._is_day_of(index, titles):
                titles[-1] = (titles[-1][0], index)
                continue
            if not self._can_be_title(index):
                break
            if titles and (self._is_subheading(later, titles) or self._is_end_of(later, "")):
                break
            titles.append((index,))
        return titles

    def _is_day_of(self, index: int, titles: list[_Titled]) -> bool:
        """Whether a line tells when the story above it came out, as each below a heading does."""
        if not titles or len(titles[-1]) > 1:
            return False
        meta = self._page.meta(index)
        return meta is not None and not meta.is_loose and meta.kinds <= _DAYS and bool(meta.kinds)

    def _is_subheading(self, place: int, titles: list[_Titled]) -> bool:
        """Whether a line of few words, unlike the titles above, stands right above a paragraph."""
        below = place + 1
        if below == len(self._texts) or not is_sentence(self._texts[below]):
            return False
        fewest = min(len(self._page.lines[index].text.split()) for index, *_ in titles)
        return len(self._texts[place].split()) < min(_TITLE_WORDS, fewest)

    def _block_size(self, place: int) -> int:
        return self._page.size_of_block(self._places[place])

    def _continues_sentence(self, place: int) -> bool:
        """Whether the line is the rest of a sentence above it, in hard-wrapped text."""
        index, above = self._places[place], self._places[place - 1]
        return (
            place > 0
            and self._page.has_blanks
            and self._page.blocks[above] == self._page.blocks[index]
            and not ends_sentence(self._texts[place - 1])
            and not self._page.noise(above)
        )

    def _can_be_title(self, index: int) -> bool:
        text = self._page.lines[index].text
        return (
            len(text) <= SHORT
            and not text.endswith((".", "…", ":", "،", "؛"))
            and not self._page.meta(index)
            and not self._page.noise(index)
        )

    # -- single lines -----------------------------------------------------------------------------

    def _line(self, place: int) -> TextLine:
        return self._page.lines[self._places[place]]

    def _is_end(self, place: int, word: str) -> bool:
        """Whether the line closes a list that calls itself ``word`` or any known word."""
        if len(self._texts[place]) > HEADING_LENGTH:
            return False
        match = _END.fullmatch(self._line(place).core)
        if match is None:
            return False
        return bool(_KNOWN_WORD.fullmatch(match["word"])) or _bare_word(match["word"]) == word

    def _is_end_of(self, place: int, heading: str) -> bool:
        """Whether the line closes the list below ``heading`` by name: «پایان مطالب پیشنهادی»."""
        if len(self._texts[place]) > HEADING_LENGTH:
            return False
        match = _ENDS.fullmatch(self._line(place).core)
        name = (match["after"] or match["before"]) if match else ""
        return bool(name) and (name == heading or _HEADING.fullmatch(name) is not None)


def _kind_of_mark(text: str) -> str:
    """The mark of a list's item; all numbers are one."""
    return "1" if text[0].isdigit() or text[0] in "([" else text[0]


def _bare_word(word: str) -> str:
    """A word for list without the Arabic article, folded."""
    return fold_key(word).removeprefix("ال")


def _read_size(key: str) -> int | None:
    """The number of items that a size line of known words tells."""
    if key in _SIZES:
        return _SIZES[key]
    match = _SIZE.fullmatch(key) if len(key) <= HEADING_LENGTH else None
    return int(match["size"] or match["size2"]) if match else None


def _read_any_size(key: str) -> int | None:
    """The only number of a short line."""
    match = _ANY_SIZE.fullmatch(key) if len(key) <= HEADING_LENGTH else None
    return int(match["size"] or match["size2"]) if match else None


def _total(digits: list[str], size: int | None) -> int:
    """How many items the block has; each of ``digits`` is that number with a title's glued on.

    The size line says it; else it is the beginning that all items share, the count of items when
    that is one.
    """
    if size is not None and _fits(size, digits):
        return size
    shared = "".join(
        d[0] for d in takewhile(lambda d: len(set(d)) == 1, zip(*digits, strict=False))
    )
    if shared.startswith(str(len(digits))):
        return len(digits)
    return int(shared or digits[0])


def _fits(size: int | None, digits: list[str]) -> bool:
    return size is not None and all(number.startswith(str(size)) for number in digits)

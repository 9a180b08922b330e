"""Which blocks of a page are its article: title, facts, body, pictures and related articles.

The title is the block that says what the head declares. The body is found by its paragraphs: those
of an article stand in the same place of the markup, so the places that hold most prose behind the
title are its own, and a block from elsewhere belongs to it only where it could be nothing else (a
lead above it, a quotation, a subheading, a list). What heads comments or lists of other articles
ends it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from articles.dumps.figures import split_credit
from articles.dumps.lines import TextLine
from articles.dumps.metadata import read_meta
from articles.dumps.names import ends_sentence, is_name, is_prose
from articles.dumps.web import words
from articles.dumps.web.blocks import Block
from articles.dumps.web.declared import Declared
from articles.expressions import regex
from articles.text.folding import fold_spaceless

_TITLE_LENGTH = 300
_PROSE = 25
"""A shorter block speaks for no place."""
_LEAD = 40
_ALONE = 150
"""A block of so many characters that ends a sentence is text of the article wherever it stands."""
_META_LENGTH = 250
_NAME_WORDS = 5
_NO_NAME = regex(r"[\d:#@/]")
_LINKED = 0.5
_HEADLINE = 12
"""The shortest link text that can be a headline."""
_CAPTION_LENGTH = 300
_MANY = 4
_DEPTH = 60
"""So many levels above an element are looked at."""
_SMALL = 80
"""A picture of fewer pixels is an icon."""
_SEGMENTS = regex(r"\s*[|»«›–—:·•]\s*|\s+-\s+")


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture of the article; ``position`` counts the paragraphs before it."""

    position: int
    alt: str
    caption: str
    credit: str | None
    address: str


@dataclass(slots=True)
class PageArticle:
    """The article of a page as lines of text."""

    title: str = ""
    facts: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    pictures: list[PagePicture] = field(default_factory=list)
    related: list[tuple[str, str]] = field(default_factory=list)
    author: str = ""
    published: str = ""
    site: str = ""
    is_list: bool = False


def find_article(blocks: Sequence[Block], declared: Declared, reference: date) -> PageArticle:
    """The article among a page's blocks."""
    return _Search(blocks, declared, reference).find()


class _Search:
    def __init__(self, blocks: Sequence[Block], declared: Declared, reference: date) -> None:
        self._reference = reference
        self._blocks = blocks
        self._declared = declared
        self._above: dict[Any, list[Any]] = {}
        self._words: dict[Any, frozenset[str]] = {}
        self._furnishing: dict[Any, bool] = {}
        self._texts: dict[Any, list[Block]] = {}
        self._captioned: dict[Any, bool] = {}
        self._telling: dict[Block, bool] = {}

    def find(self) -> PageArticle:
        article = PageArticle()
        at = self._title_place()
        article.title = self._blocks[at].text if at is not None else self._declared_title()
        first = at + 1 if at is not None else 0
        end = self._end(first)
        body = self._body(first, end)
        article.paragraphs = [self._blocks[index].text for index in body]
        zone = self._zone(at, body)
        last = body[-1] if body else first
        article.facts = self._facts(at, body, zone, end)
        article.pictures = self._pictures(first, end, body, zone)
        article.related = self._related(body, first)
        article.author, article.published = self._marked(zone, first, last)
        article.is_list = self._is_list(body)
        article.site = self._declared.site or self._site(article.title)
        return article

    # -- the title --------------------------------------------------------------------------------

    def _title_place(self) -> int | None:
        """The block that says what the head declares: the best, and of several the first."""
        names = [fold_spaceless(title) for title in self._declared.titles]
        whole = fold_spaceless(self._declared.document_title)
        best, found = 0.0, None
        for index, block in enumerate(self._blocks):
            if not block.text or len(block.text) > _TITLE_LENGTH:
                continue
            key = _folded(block.text)
            score = self._title_score(block, key, names, whole)
            if score > best:
                best, found = score, index
        return found

    def _title_score(self, block: Block, key: str, names: list[str], whole: str) -> float:
        score = 0.0
        if key in names or any(len(key) > 20 and key.startswith(_untruncated(n)) for n in names):
            score = 4.0
        elif len(key) >= 6 and whole and key in whole:
            score = 1.0 + 2.0 * len(key) / len(whole)
            if self._leads_home(block):
                return 0.0
        elif block.element.tag == "h1" and not names and not whole:
            score = 1.0
        if not score:
            return 0.0
        if block.is_heading:
            score += 1.0 if block.element.tag == "h1" else 0.7
        if self._is_furnishing(block.element):
            score -= 1.5
        return score

    def _leads_home(self, block: Block) -> bool:
        return any(re.fullmatch(r"(?:https?://[^/]+)?/?(?:#.*)?", href) for _, href in block.links)

    def _declared_title(self) -> str:
        if self._declared.titles:
            return self._declared.titles[0]
        return max(_SEGMENTS.split(self._declared.document_title), key=len, default="")

    def _site(self, title: str) -> str:
        """What the document's title says beside the article's."""
        key = fold_spaceless(title)
        rest = [
            part
            for part in _SEGMENTS.split(self._declared.document_title)
            if part and fold_spaceless(part) not in key
        ]
        return rest[-1] if len(rest) == 1 or (rest and len(rest[-1]) <= 60) else ""

    # -- the body ---------------------------------------------------------------------------------

    def _end(self, first: int) -> int:
        """The block that ends the article, once some of its text has come.

        A heading of a box amid the text ends nothing: some of the text must be above the end.
        """
        lengths = [
            len(block.text) if self._is_prose(block) else 0 for block in self._blocks[first:]
        ]
        above, whole = 0, sum(lengths)
        for index, length in enumerate(lengths, first):
            text = self._blocks[index].text
            above += length
            is_told = not length and bool(text) and words.ends_article(text.rstrip(" :"))
            if is_told and above > _LEAD and above * 5 > whole:
                return index
        return len(self._blocks)

    def _is_prose(self, block: Block) -> bool:
        return (
            len(block.text) >= _PROSE
            and block.link_share < _LINKED
            and not self._is_furnishing(block.element)
            and not self._is_caption(block.element)
            and block.element.tag != "time"
        )

    def _body(self, first: int, end: int) -> list[int]:
        prose = [i for i in range(first, end) if self._is_prose(self._blocks[i])]
        places = self._own_places(prose)
        own = [i for i in prose if self._place(self._blocks[i].element) in places]
        if not own:
            return []
        holders = {self._holder(self._blocks[i].element) for i in own}
        low, high = self._reach(first, end, own)
        return [
            index
            for index in range(low, high + 1)
            if self._belongs(index, own[0], own[-1], places, holders)
        ]

    def _own_places(self, prose: Iterable[int]) -> set[Any]:
        """The places of the markup that hold most prose."""
        weights: Counter[Any] = Counter()
        for index in prose:
            block = self._blocks[index]
            weights[self._place(block.element)] += _weight(block)
        if not weights:
            return set()
        most = max(weights.values())
        return {place for place, weight in weights.items() if weight * 3 >= most}

    def _reach(self, first: int, end: int, own: Sequence[int]) -> tuple[int, int]:
        """The blocks among which the body lies: leads stand above its own places."""
        low = own[0]
        for index in range(own[0] - 1, first - 1, -1):
            if self._is_lead(self._blocks[index]):
                low = index
        high = own[-1]
        while high + 1 < end and self._holder(self._blocks[high + 1].element) in {
            self._holder(self._blocks[own[-1]].element)
        }:
            high += 1
        return low, high

    def _is_lead(self, block: Block) -> bool:
        if not self._is_prose(block) or self._tells_facts(block):
            return False
        if any(words.is_lead(self._words_of(each)) for each in self._up(block.element, 2)):
            return True
        return len(block.text) >= 2 * _LEAD or (
            len(block.text) >= _LEAD and ends_sentence(block.text)
        )

    def _tells_facts(self, block: Block) -> bool:
        """Whether a block is the line of source, author and day."""
        found = self._telling.get(block)
        if found is None:
            found = self._telling[block] = bool(block.times) or self._reads_facts(block)
        return found

    def _reads_facts(self, block: Block) -> bool:
        lines = [text for text in {block.text, *_fact_lines(block)} if len(text) <= _META_LENGTH]
        metas = (read_meta(TextLine(0, text, text), self._reference) for text in lines)
        return any(meta is not None and meta.is_anchor for meta in metas)

    def _belongs(
        self, index: int, first: int, last: int, places: set[Any], holders: set[Any]
    ) -> bool:
        block = self._blocks[index]
        if not block.text or self._is_furnishing(block.element):
            return False
        if self._is_caption(block.element) or block.link_share >= _LINKED:
            return False
        is_short = len(block.text) <= _META_LENGTH
        if is_short and not ends_sentence(block.text) and self._tells_facts(block):
            return False
        if index < first:
            return self._is_lead(block)
        element = block.element
        if self._place(element) in places:
            return True
        if self._holder(element) in holders and _is_text_tag(element):
            return True
        for each in self._up(element, 3):
            if each.tag in ("blockquote", "ul", "ol"):
                return self._holder(each) in holders or self._kind(each.getparent()) in {
                    self._kind(holder) for holder in holders
                } - {None}
        return index <= last and len(block.text) >= _ALONE and ends_sentence(block.text)

    def _place(self, element: Any) -> Any:
        """What blocks of a kind share: tags and class words of the element and its parent."""
        parent = element.getparent()
        return (
            element.tag,
            (element.get("class") or "")[:60],
            parent.tag if parent is not None else "",
            tuple(sorted(self._words_of(parent))) if parent is not None else (),
        )

    def _kind(self, element: Any) -> Any:
        """An element's tag and class words; None where nothing tells it from any other."""
        found = self._words_of(element)
        return (element.tag, frozenset(found)) if found else None

    def _holder(self, element: Any) -> Any:
        """The element whose children the paragraphs are; bare text has its own."""
        return element.getparent() if element.tag in _PARAGRAPHS else element

    def _is_list(self, body: Sequence[int]) -> bool:
        """Whether what was found are the teasers of other articles, each below its headline."""
        inner = self._blocks[body[0] : body[-1] + 1] if body else []
        headlines = sum(block.is_heading and block.link_share >= _LINKED for block in inner)
        return headlines >= _MANY and headlines * 2 >= len(body)

    # -- around the body --------------------------------------------------------------------------

    def _zone(self, at: int | None, body: Sequence[int]) -> Any:
        """The smallest element with title and body."""
        wanted = [self._blocks[i].element for i in ([at] if at is not None else []) + list(body)]
        if not wanted:
            return None
        others = [set(each.iterancestors()) | {each} for each in (wanted[0], wanted[-1])]
        mine = [wanted[len(wanted) // 2], *wanted[len(wanted) // 2].iterancestors()]
        return next((each for each in mine if all(each in other for other in others)), None)

    def _in_zone(self, block: Block, zone: Any) -> bool:
        return zone is None or block.element is zone or zone in block.element.iterancestors()

    def _facts(self, at: int | None, body: Sequence[int], zone: Any, end: int) -> list[str]:
        """Short lines around title and body, which may tell source, author, day and views."""
        first = body[0] if body else (at or 0)
        last = body[-1] if body else first
        start = max(0, (at or 0) - 8)
        taken = set(body)
        lines = []
        for index in [*range(start, first), *range(first, min(last + 12, end))]:
            block = self._blocks[index]
            if index == at or index in taken or not 0 < len(block.text) <= _META_LENGTH:
                continue
            if not self._in_zone(block, zone) or self._is_caption(block.element):
                continue
            if self._is_furnishing(block.element, within=zone):
                continue
            lines += _fact_lines(block)
        return lines

    def _marked(self, zone: Any, first: int, last: int) -> tuple[str, str]:
        """The author and the time that the markup itself names, nearest the title."""
        near = range(max(0, first - 12), min(last + 12, len(self._blocks)))
        blocks = [self._blocks[i] for i in near if self._in_zone(self._blocks[i], zone)]
        moments = (
            element.get("datetime") or element.get("title") or ""
            for block in blocks
            for element in block.times
            if not any(words.is_update(self._words_of(each)) for each in self._up(element, 1))
        )
        published = next((each for each in moments if re.match(r"\d{4}-\d\d-\d\d", each)), "")
        author = self._marked_author(zone) if zone is not None else ""
        return author or self._beside_day(first, near[-1] if near else 0), published

    def _beside_day(self, first: int, last: int) -> str:
        """A bare name in the row of the day."""
        for index in range(first, last):
            block = self._blocks[index]
            if not (block.times or self._tells_facts(block)):
                continue
            row = block.element.getparent()
            for beside in self._blocks[max(first, index - 2) : index + 3]:
                text = beside.text
                is_sibling = beside is not block and beside.element.getparent() is row
                is_person = is_name(text) and len(text.split()) <= _NAME_WORDS
                if is_sibling and is_person and not beside.links and not _NO_NAME.search(text):
                    return text
            return ""
        return ""

    def _marked_author(self, zone: Any) -> str:
        for element in zone.iter("a", "span", "div", "p", "address", "b", "strong"):
            is_author = (
                element.get("itemprop") == "author"
                or "author" in (element.get("rel") or "").split()
                or {"author", "vcard"} <= self._words_of(element)
                or {"author", "name"} <= self._words_of(element)
            )
            if is_author and not self._is_furnishing(element, within=zone):
                text = " ".join("".join(element.itertext()).split())
                if 0 < len(text) <= 80:
                    return text
        return ""

    # -- pictures ---------------------------------------------------------------------------------

    def _pictures(self, first: int, end: int, body: Sequence[int], zone: Any) -> list[PagePicture]:
        found: list[PagePicture] = []
        last = body[-1] if body else first
        for index in range(first, min(last + 40, len(self._blocks))):
            block = self._blocks[index]
            if block.picture is None or not self._in_zone(block, zone):
                continue
            if self._is_furnishing(block.element, within=zone) or _is_small(block.picture):
                continue
            caption, credit, is_figure = self._caption(block.element)
            alt = " ".join((block.picture.get("alt") or "").split())
            if index > last and not is_figure and (index >= end or _is_linked(block.element)):
                continue
            if not (alt or caption or credit):
                continue
            position = bisect_left(body, index)
            found.append(PagePicture(position, alt, caption, credit, _address_of(block.picture)))
        return found

    def _caption(self, picture: Any) -> tuple[str, str | None, bool]:
        """Caption and credit of a picture, and whether it stands in a ``figure``."""
        blocks, is_figure = self._caption_blocks(picture)
        lines = [line for block in blocks for line in _caption_lines(block)]
        lines = [line for line in lines if not words.counts_pictures(line)]
        return (*_split_caption(lines), is_figure)

    def _caption_blocks(self, picture: Any) -> tuple[list[Block], bool]:
        """The blocks of the smallest box that holds the picture and some text, where that is a box
        of its own."""
        branch, box, is_figure = picture, picture.getparent(), False
        for _ in range(5):
            if box is None or box.tag in ("body", "html", "article", "main"):
                return [], is_figure
            is_figure = is_figure or box.tag == "figure"
            if is_figure or self._sizes.get(box, (0, 0))[0]:
                break
            branch, box = box, box.getparent()
        else:
            return [], is_figure
        size, pictures = self._sizes.get(box, (0, 0))
        if size > _CAPTION_LENGTH or (pictures > 1 and not is_figure):
            return [], is_figure
        blocks = self._texts_in(box)
        is_row = branch.tag == "p" and any(each.tag == "p" for each in box if each is not branch)
        if len(blocks) > 4 or is_row or any(block.link_share > _LINKED for block in blocks):
            return [], is_figure
        if not is_figure and self._holds_most(box) and any(map(_is_long_sentence, blocks)):
            return [], is_figure  # a short article with its picture in one box
        return blocks, is_figure

    def _texts_in(self, box: Any) -> list[Block]:
        """The blocks with text in a box, in their order; found once for all of its pictures."""
        if box not in self._texts:
            found = (each for inner in box.iter() for each in self._places.get(inner, ()))
            self._texts[box] = [self._blocks[index] for index in sorted(found)]
        return self._texts[box]

    @cached_property
    def _places(self) -> dict[Any, list[int]]:
        """Element → the numbers of its blocks with text."""
        places: dict[Any, list[int]] = {}
        for index, block in enumerate(self._blocks):
            if block.text:
                places.setdefault(block.element, []).append(index)
        return places

    @cached_property
    def _captions(self) -> set[Any]:
        """The elements of all captions."""
        return {
            caption.element
            for block in self._blocks
            if block.picture is not None and not _is_small(block.picture)
            for caption in self._caption_blocks(block.element)[0]
        }

    def _is_caption(self, element: Any) -> bool:
        found = self._captioned.get(element)
        if found is None:
            found = self._captioned[element] = element in self._captions or any(
                each.tag in ("figure", "figcaption") or words.is_caption(self._words_of(each))
                for each in self._up(element, 3)
            )
        return found

    @cached_property
    def _sizes(self) -> dict[Any, tuple[int, int]]:
        """Element → characters of text and pictures in it."""
        lengths: Counter[Any] = Counter()
        pictures: Counter[Any] = Counter()
        for block in self._blocks:
            lengths[block.element] += len(block.text)
            pictures[block.element] += block.picture is not None and not _is_small(block.picture)
        sizes: dict[Any, tuple[int, int]] = {}
        for element, length in lengths.items():
            picture = pictures[element]
            for each in self._up(element, _DEPTH):
                known = sizes.get(each, (0, 0))
                sizes[each] = (known[0] + length, known[1] + picture)
        return sizes

    # -- related ----------------------------------------------------------------------------------

    def _related(self, body: Sequence[int], first: int) -> list[tuple[str, str]]:
        """Headlines below a heading that offers them, and links that stand amid the text."""
        found: list[tuple[str, str]] = []
        taken, heading, box = set(body), None, None
        inner = range(body[0], body[-1]) if body else range(0)
        for index in range(first, len(self._blocks)):
            block = self._blocks[index]
            if not block.text or index in taken:
                continue
            headlines = [link for link in block.links if _is_headline(*link)]
            if not headlines or (block.link_share < _LINKED and not _offers(block)):
                heading, box = block, None
                continue
            if self._is_advert(block):
                continue
            if heading is not None and box is None:
                box = _common(heading.element, block.element)
            is_below = (
                heading is not None
                and words.is_related_heading(heading.text.rstrip(" :"))
                and box is not None
                and (block.element is box or box in block.element.iterancestors())
            )
            if is_below or _offers(block) or (index in inner and not self._heads_other(heading)):
                found += headlines
        return list(dict.fromkeys(found))

    def _heads_other(self, heading: Block | None) -> bool:
        return heading is not None and (
            words.is_ad_label(heading.text) or words.is_popular_heading(heading.text)
        )

    def _is_advert(self, block: Block) -> bool:
        if any(each.tag in ("form", "nav") for each in self._up(block.element, 6)):
            return True  # no advertisement, but nothing that is offered either
        return words.begins_as_ad(block.text) or any(
            words.is_advert(self._words_of(each)) for each in self._up(block.element, 3)
        )

    # -- elements ---------------------------------------------------------------------------------

    def _holds_most(self, element: Any) -> bool:
        """Whether most sentences of the page are in an element: no furniture does that."""
        return self._prose_in.get(element, 0) * 2 > self._prose_in.get(None, 0)

    @cached_property
    def _prose_in(self) -> dict[Any, int]:
        """Element → characters of sentences in it; under None those of the page."""
        sizes: Counter[Any] = Counter()
        for block in self._blocks:
            if block.link_share < _LINKED and is_prose(block.text):
                sizes[None] += len(block.text)
                for each in self._up(block.element, _DEPTH):
                    sizes[each] += len(block.text)
        return sizes

    def _up(self, element: Any, most: int) -> list[Any]:
        """An element and those above it, so many levels at most."""
        found = self._above.get(element)
        if found is None:
            found = self._above[element] = _up(element, _DEPTH)
        return found[: most + 1]

    def _words_of(self, element: Any) -> frozenset[str]:
        found = self._words.get(element)
        if found is None:
            found = self._words[element] = words.words_of(element)
        return found

    def _is_furnishing(self, element: Any, within: Any = None) -> bool:
        """Whether an element or one above it is furniture."""
        known = self._furnishing.get(element) if within is None else None
        if known is not None:
            return known
        found = False
        for each in self._up(element, _DEPTH):
            if each is within or each.tag in ("body", "html", "article", "main"):
                break
            if words.is_furniture(each, self._words_of(each)) and not self._holds_most(each):
                found = True
                break
        if within is None:
            self._furnishing[element] = found
        return found


_folded = lru_cache(maxsize=4096)(fold_spaceless)
"""For lines that may be the title: most are of a menu, on every page of the site."""
_PARAGRAPHS = frozenset("p h2 h3 h4 h5 h6 li blockquote pre dd dt div section".split())
_TEXT_TAGS = frozenset("p h2 h3 h4 h5 h6 pre blockquote".split())


def _is_text_tag(element: Any) -> bool:
    return element.tag in _TEXT_TAGS


def _up(element: Any, most: int) -> list[Any]:
    """An element and those above it, so many levels at most."""
    found: list[Any] = []
    while element is not None and len(found) <= most:
        found.append(element)
        element = element.getparent()
    return found


def _is_long_sentence(block: Block) -> bool:
    return len(block.text) >= 2 * _LEAD and ends_sentence(block.text)


def _weight(block: Block) -> int:
    """How much a block speaks for its place: sentences more than anything else."""
    length = len(block.text) - block.link_length
    return length * 2 if ends_sentence(block.text) or len(block.text) > _ALONE else length


def _untruncated(name: str) -> str:
    return name.rstrip(".…")


def _fact_lines(block: Block) -> list[str]:
    if re.search(r"\s[|•·]\s", block.text):
        return [block.text]
    return block.pieces


def _caption_lines(block: Block) -> list[str]:
    return block.pieces if len(block.pieces) <= 3 else [block.text]


def _split_caption(lines: Sequence[str]) -> tuple[str, str | None]:
    """Caption and credit: the credit is a line of its own, in brackets, or behind a stroke."""
    if not lines:
        return "", None
    if len(lines) > 1:
        return lines[0], " ".join(lines[1:]).strip("[]() ") or None
    caption, stroke, rest = lines[0].rpartition(" / ")
    if stroke and 0 < len(rest) <= 40:
        return caption, rest
    bracketed = re.fullmatch(r"(.*\S)\s*[\[(]([^\[\]()]{2,60})[\])]", lines[0])
    if bracketed:
        return bracketed[1], bracketed[2]
    return split_credit(lines[0])


def _is_small(picture: Any) -> bool:
    for name in ("width", "height"):
        size = re.match(r"\d{1,5}", picture.get(name) or "")
        if size and int(size[0]) < _SMALL:
            return True
    return False


def _is_headline(text: str, address: str) -> bool:
    is_page = not address.startswith(("#", "javascript:", "mailto:", "tel:", "?")) and address
    return len(text) >= _HEADLINE and bool(is_page)


def _offers(block: Block) -> bool:
    """«بیشتر بخوانید: …» on one line with its link."""
    return (
        words.related_heading_before(block.text)
        and len(block.text) <= block.link_length + 60
        and not words.is_popular_heading(block.text[:40])
    )


def _common(one: Any, other: Any) -> Any:
    """The smallest element that holds both, where it is near the first."""
    mine = {other, *other.iterancestors()}
    return next((each for each in _up(one, 3) if each in mine), None)


def _is_linked(element: Any) -> bool:
    return any(each.tag in ("a", "li") for each in _up(element, 6))


def _address_of(picture: Any) -> str:
    for name in ("data-src", "data-original", "data-lazy-src", "src"):
        address = picture.get(name) or ""
        if re.match(r"(?:https?:)?//|/", address):
            return address
    return ""

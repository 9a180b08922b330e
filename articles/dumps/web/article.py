"""Which blocks of a page are its article: title, facts, body, pictures and related articles.

The title is the block that says what the head declares. The body is found by its paragraphs: those
of an article stand in the same place of the markup, so the places that hold most prose behind the
title are its own, and a block from elsewhere belongs to it only where it could be nothing else (a
lead above it, a quotation, a subheading, a list). What heads comments or lists of other articles
ends it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import accumulate

from articles.dumps.figures import split_credit
from articles.dumps.lines import TextLine
from articles.dumps.metadata import read_meta
from articles.dumps.names import ends_sentence, is_name, is_prose
from articles.dumps.web import words
from articles.dumps.web.blocks import Block, Node, Outline
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
_SMALL = 80
"""A picture of fewer pixels is an icon."""
_HOME = regex(r"(?:https?://[^/]+)?/?(?:#.*)?")
_ROW = regex(r"\s[|•·]\s")
_PIXELS = regex(r"\d{1,5}")
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


def find_article(outline: Outline, declared: Declared, reference: date) -> PageArticle:
    """The article among a page's blocks."""
    return _Search(outline, declared, reference).find()


class _Sums:
    """Numbers that stand at elements, added up over all that an element holds."""

    def __init__(self, values: Iterable[tuple[Node, int]]) -> None:
        pairs = sorted([(node.number, value) for node, value in values])
        self._numbers = [number for number, _ in pairs]
        self._sums = [0, *accumulate([value for _, value in pairs])]

    @property
    def whole(self) -> int:
        return self._sums[-1]

    def inside(self, node: Node) -> int:
        first = bisect_left(self._numbers, node.number)
        return self._sums[bisect_right(self._numbers, node.last, first)] - self._sums[first]


class _Search:
    def __init__(self, outline: Outline, declared: Declared, reference: date) -> None:
        self._reference = reference
        self._nodes, self._blocks = outline
        self._declared = declared
        self._furnishing: defaultdict[Node | None, dict[Node, bool]] = defaultdict(dict)
        self._captioned: dict[Node, bool] = {}
        self._boxes: dict[Node, tuple[list[Block], bool]] = {}
        self._places: dict[Node, _Place] = {}
        self._telling: dict[Block, bool] = {}

    def find(self) -> PageArticle:
        article = PageArticle()
        at = self._title_place()
        article.title = self._blocks[at].text if at is not None else self._declared_title()
        first = at + 1 if at is not None else 0
        prose = [i for i in range(first, len(self._blocks)) if self._is_prose(self._blocks[i])]
        end = self._end(first, prose)
        body = self._body(first, end, [index for index in prose if index < end])
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
        names = tuple(fold_spaceless(title) for title in self._declared.titles)
        beginnings = tuple(name.rstrip(".…") for name in names)
        whole = fold_spaceless(self._declared.document_title)
        best, found = 0.0, None
        for index, block in enumerate(self._blocks):
            if not block.text or len(block.text) > _TITLE_LENGTH:
                continue
            key = block.key.replace(" ", "")
            if key in names or (len(key) > 20 and key.startswith(beginnings)):
                score = 4.0
            elif len(key) >= 6 and key in whole and not self._leads_home(block):
                score = 1.0 + 2.0 * len(key) / len(whole)
            elif block.node.tag == "h1" and not names and not whole:
                score = 1.0
            else:
                continue
            score += self._title_bonus(block)
            if score > best:
                best, found = score, index
        return found

    def _title_bonus(self, block: Block) -> float:
        """How much the markup speaks for a title, or against one."""
        score = 0.0
        if block.is_heading:
            score += 1.0 if block.node.tag == "h1" else 0.7
        if self._is_furnishing(block.node):
            score -= 1.5
        return score

    def _leads_home(self, block: Block) -> bool:
        return any(_HOME.fullmatch(href) for _, href in block.links)

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

    def _end(self, first: int, prose: Sequence[int]) -> int:
        """The block that ends the article, once some of its text has come.

        A heading of a box amid the text ends nothing: some of the text must be above the end.
        """
        lengths = {index: len(self._blocks[index].text) for index in prose}
        above, whole = 0, sum(lengths.values())
        for index in range(first, len(self._blocks)):
            if index in lengths:
                above += lengths[index]
            elif above > _LEAD and above * 5 > whole:
                text = self._blocks[index].text
                if text and words.ends_article(text.rstrip(" :")):
                    return index
        return len(self._blocks)

    def _is_prose(self, block: Block) -> bool:
        return (
            len(block.text) >= _PROSE
            and block.link_share < _LINKED
            and not self._is_furnishing(block.node)
            and not self._is_caption(block.node)
        )

    def _body(self, first: int, end: int, prose: Sequence[int]) -> list[int]:
        places = self._own_places(prose)
        own = [i for i in prose if self._place(self._blocks[i].node) in places]
        if not own:
            return []
        holders = {self._holder(self._blocks[i].node) for i in own}
        low, high = self._reach(first, end, own)
        return [
            index
            for index in range(low, high + 1)
            if self._belongs(index, own[0], own[-1], places, holders)
        ]

    def _own_places(self, prose: Iterable[int]) -> set[_Place]:
        """The places of the markup that hold most prose."""
        weights: Counter[_Place] = Counter()
        for index in prose:
            block = self._blocks[index]
            weights[self._place(block.node)] += _weight(block)
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
        holder = self._holder(self._blocks[high].node)
        while high + 1 < end and self._holder(self._blocks[high + 1].node) is holder:
            high += 1
        return low, high

    def _is_lead(self, block: Block) -> bool:
        if not self._is_prose(block) or self._tells_facts(block):
            return False
        if any(words.is_lead(each.words) for each in block.node.up(2)):
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
        self, index: int, first: int, last: int, places: set[_Place], holders: set[Node | None]
    ) -> bool:
        block, node = self._blocks[index], self._blocks[index].node
        if not block.text or self._is_furnishing(node):
            return False
        if self._is_caption(node) or block.link_share >= _LINKED:
            return False
        is_short = len(block.text) <= _META_LENGTH
        if is_short and not ends_sentence(block.text) and self._tells_facts(block):
            return False
        if index < first:
            return self._is_lead(block)
        if self._place(node) in places:
            return True
        if self._holder(node) in holders and node.tag in _TEXT_TAGS:
            return True
        for each in node.up(3):
            if each.tag in ("blockquote", "ul", "ol"):
                return self._holder(each) in holders or self._kind(each.parent) in {
                    self._kind(holder) for holder in holders
                } - {None}
        return index <= last and len(block.text) >= _ALONE and ends_sentence(block.text)

    def _place(self, node: Node) -> _Place:
        """What blocks of a kind share: tags and class words of the element and its parent."""
        if node not in self._places:
            above = node.parent
            self._places[node] = (
                node.tag,
                node.get("class")[:60],
                above.tag if above else "",
                above.words if above else frozenset(),
            )
        return self._places[node]

    def _kind(self, node: Node | None) -> tuple[str, frozenset[str]] | None:
        """An element's tag and class words; None where nothing tells it from any other."""
        return (node.tag, node.words) if node and node.words else None

    def _holder(self, node: Node) -> Node | None:
        """The element whose children the paragraphs are; bare text has its own."""
        return node.parent if node.tag in _PARAGRAPHS else node

    def _is_list(self, body: Sequence[int]) -> bool:
        """Whether what was found are the teasers of other articles, each below its headline."""
        inner = self._blocks[body[0] : body[-1] + 1] if body else []
        headlines = sum(block.is_heading and block.link_share >= _LINKED for block in inner)
        return headlines >= _MANY and headlines * 2 >= len(body)

    # -- around the body --------------------------------------------------------------------------

    def _zone(self, at: int | None, body: Sequence[int]) -> Node | None:
        """The smallest element with title and body."""
        wanted = [self._blocks[i].node for i in ([at] if at is not None else []) + list(body)]
        if not wanted:
            return None
        zone: Node | None = wanted[len(wanted) // 2]
        while zone and not (zone.holds(wanted[0]) and zone.holds(wanted[-1])):
            zone = zone.parent
        return zone

    def _in_zone(self, block: Block, zone: Node | None) -> bool:
        return zone is None or zone.holds(block.node)

    def _facts(self, at: int | None, body: Sequence[int], zone: Node | None, end: int) -> list[str]:
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
            if not self._in_zone(block, zone) or self._is_caption(block.node):
                continue
            if self._is_furnishing(block.node, zone):
                continue
            lines += _fact_lines(block)
        return lines

    def _marked(self, zone: Node | None, first: int, last: int) -> tuple[str, str]:
        """The author and the time that the markup itself names, nearest the title."""
        near = range(max(0, first - 12), min(last + 12, len(self._blocks)))
        blocks = [self._blocks[i] for i in near if self._in_zone(self._blocks[i], zone)]
        moments = (
            element.get("datetime") or element.get("title")
            for block in blocks
            for element in block.times
            if not any(words.is_update(each.words) for each in element.up(1))
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
            row = block.node.parent
            for beside in self._blocks[max(first, index - 2) : index + 3]:
                text = beside.text
                is_sibling = beside is not block and beside.node.parent is row
                is_person = is_name(text) and len(text.split()) <= _NAME_WORDS
                if is_sibling and is_person and not beside.links and not _NO_NAME.search(text):
                    return text
            return ""
        return ""

    def _marked_author(self, zone: Node) -> str:
        for node in self._nodes[zone.number : zone.last + 1]:
            if (
                node.tag in _AUTHOR_TAGS
                and _is_author(node)
                and not self._is_furnishing(node, zone)
                and 0 < len(text := node.whole_text) <= 80
            ):
                return text
        return ""

    # -- pictures ---------------------------------------------------------------------------------

    def _pictures(
        self, first: int, end: int, body: Sequence[int], zone: Node | None
    ) -> list[PagePicture]:
        found: list[PagePicture] = []
        last = body[-1] if body else first
        for index in range(first, min(last + 40, len(self._blocks))):
            block = self._blocks[index]
            picture = block.node
            if not block.is_picture or not self._in_zone(block, zone):
                continue
            if self._is_furnishing(picture, zone) or _is_small(picture):
                continue
            caption, credit, is_figure = self._caption(picture)
            alt = " ".join(picture.get("alt").split())
            if index > last and not is_figure and (index >= end or _is_linked(picture)):
                continue
            if not (alt or caption or credit):
                continue
            position = bisect_left(body, index)
            found.append(PagePicture(position, alt, caption, credit, _address_of(picture)))
        return found

    def _caption(self, picture: Node) -> tuple[str, str | None, bool]:
        """Caption and credit of a picture, and whether it stands in a ``figure``."""
        blocks, is_figure = self._caption_blocks(picture)
        lines = [line for block in blocks for line in _caption_lines(block)]
        lines = [line for line in lines if not words.counts_pictures(line)]
        return (*_split_caption(lines), is_figure)

    def _caption_blocks(self, picture: Node) -> tuple[list[Block], bool]:
        """The blocks of the smallest box that holds the picture and some text, where that is a box
        of its own; and whether the picture stands in a ``figure``."""
        if picture not in self._boxes:
            self._boxes[picture] = self._find_caption(picture)
        return self._boxes[picture]

    def _find_caption(self, picture: Node) -> tuple[list[Block], bool]:
        branch, box, is_figure = picture, picture.parent, False
        for _ in range(5):
            if box is None or box.tag in _WHOLES:
                return [], is_figure
            is_figure = is_figure or box.tag == "figure"
            size = self._text_sizes.inside(box)
            if is_figure or size:
                break
            branch, box = box, box.parent
        else:
            return [], is_figure
        if size > _CAPTION_LENGTH or (self._picture_counts.inside(box) > 1 and not is_figure):
            return [], is_figure
        blocks = self._texts_in(box)
        is_row = branch.tag == "p" and any(
            each.tag == "p" for each in self._children(box) if each is not branch
        )
        if len(blocks) > 4 or is_row or any(block.link_share > _LINKED for block in blocks):
            return [], is_figure
        if not is_figure and self._holds_most(box) and any(map(_is_long_sentence, blocks)):
            return [], is_figure  # a short article with its picture in one box
        return blocks, is_figure

    def _children(self, box: Node) -> Iterator[Node]:
        number = box.number + 1
        while number <= box.last:
            child = self._nodes[number]
            yield child
            number = child.last + 1

    def _texts_in(self, box: Node) -> list[Block]:
        """The blocks with text in a box, in their order."""
        places = self._texts
        first = bisect_left(places, (box.number, 0))
        last = bisect_left(places, (box.last + 1, 0))
        return [self._blocks[index] for index in sorted(index for _, index in places[first:last])]

    @cached_property
    def _texts(self) -> list[tuple[int, int]]:
        """The numbers of elements with the numbers of their blocks with text."""
        return sorted((b.node.number, i) for i, b in enumerate(self._blocks) if b.text)

    @cached_property
    def _text_sizes(self) -> _Sums:
        """Characters of text."""
        return _Sums((block.node, len(block.text)) for block in self._blocks if block.text)

    @cached_property
    def _picture_counts(self) -> _Sums:
        return _Sums((picture, 1) for picture in self._large_pictures)

    @cached_property
    def _large_pictures(self) -> list[Node]:
        nodes = (block.node for block in self._blocks if block.is_picture)
        return [node for node in nodes if not _is_small(node)]

    @cached_property
    def _captions(self) -> set[Node]:
        """The elements of all captions."""
        boxes = map(self._caption_blocks, self._large_pictures)
        return {caption.node for blocks, _ in boxes for caption in blocks}

    def _is_caption(self, node: Node) -> bool:
        found = self._captioned.get(node)
        if found is None:
            found = self._captioned[node] = node in self._captions or any(
                each.tag in _FIGURES or words.is_caption(each.words) for each in node.up(3)
            )
        return found

    # -- related ----------------------------------------------------------------------------------

    def _related(self, body: Sequence[int], first: int) -> list[tuple[str, str]]:
        """Headlines below a heading that offers them, and links that stand amid the text."""
        found: list[tuple[str, str]] = []
        taken, inner = set(body), range(body[0], body[-1]) if body else range(0)
        heading: Block | None = None
        is_offering: bool | None = None  # whether the heading offers what is below it
        box: Node | None = None
        for index in range(first, len(self._blocks)):
            block = self._blocks[index]
            if not block.text or index in taken:
                continue
            headlines = [link for link in block.links if _is_headline(*link)]
            offers = bool(headlines) and _offers(block)
            if not headlines or (block.link_share < _LINKED and not offers):
                heading, box, is_offering = block, None, None
                continue
            if is_offering is None:
                is_offering = heading is not None and _heads_related(heading)
            is_amid = index in inner and not (heading and _heads_other(heading))
            if not (is_offering or is_amid or offers) or _is_advert(block):
                continue
            if is_offering and box is None and heading:
                box = _common(heading.node, block.node)
            if is_amid or offers or (box and box.holds(block.node)):
                found += headlines
        return list(dict.fromkeys(found))

    # -- elements ---------------------------------------------------------------------------------

    def _holds_most(self, node: Node) -> bool:
        """Whether most sentences of the page are in an element: no furniture does that."""
        return self._sentence_sizes.inside(node) * 2 > self._sentence_sizes.whole

    @cached_property
    def _sentence_sizes(self) -> _Sums:
        """Characters of sentences."""
        return _Sums(
            (block.node, len(block.text))
            for block in self._blocks
            if block.link_share < _LINKED and is_prose(block.text)
        )

    def _is_furnishing(self, node: Node, within: Node | None = None) -> bool:
        """Whether an element is furniture, or one above it, in which it stands ``within``."""
        known, passed, found = self._furnishing[within], [], False
        each: Node | None = node
        while each and each is not within and each.tag not in _WHOLES:
            if each in known:
                found = known[each]
                break
            passed.append(each)
            if self._is_piece(each):
                found = True
                break
            each = each.parent
        known.update(dict.fromkeys(passed, found))
        return found

    def _is_piece(self, node: Node) -> bool:
        """Whether an element itself is furniture."""
        is_furniture = words.is_furniture(node.tag, node.get("role"), node.words)
        return is_furniture and not self._holds_most(node)


_PARAGRAPHS = frozenset("p h2 h3 h4 h5 h6 li blockquote pre dd dt div section".split())
_TEXT_TAGS = frozenset("p h2 h3 h4 h5 h6 pre blockquote".split())
_FIGURES = frozenset({"figure", "figcaption"})
_AUTHOR_TAGS = frozenset("a span div p address b strong".split())
_WHOLES = frozenset("body html article main".split())
"""Elements of which none is furniture, whatever its name, nor in any."""
_Place = tuple[str, str, str, frozenset[str]]


def _is_author(node: Node) -> bool:
    """Whether the markup says that an element names the author."""
    return (
        node.get("itemprop") == "author"
        or "author" in node.get("rel").split()
        or ("author" in node.words and not node.words.isdisjoint(("vcard", "name")))
    )


def _heads_related(block: Block) -> bool:
    return words.is_related_heading(block.text.rstrip(" :"))


def _heads_other(block: Block) -> bool:
    return words.is_ad_label(block.text) or words.is_popular_heading(block.text)


def _is_advert(block: Block) -> bool:
    if any(each.tag in ("form", "nav") for each in block.node.up(6)):
        return True  # no advertisement, but nothing that is offered either
    return words.begins_as_ad(block.text) or any(
        words.is_advert(each.words) for each in block.node.up(3)
    )


def _is_long_sentence(block: Block) -> bool:
    return len(block.text) >= 2 * _LEAD and ends_sentence(block.text)


def _weight(block: Block) -> int:
    """How much a block speaks for its place: sentences more than anything else."""
    length = len(block.text) - block.link_length
    return length * 2 if ends_sentence(block.text) or len(block.text) > _ALONE else length


def _fact_lines(block: Block) -> list[str]:
    if _ROW.search(block.text):
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


def _is_small(picture: Node) -> bool:
    for name in ("width", "height"):
        size = _PIXELS.match(picture.get(name))
        if size and int(size[0]) < _SMALL:
            return True
    return False


def _is_headline(text: str, address: str) -> bool:
    is_page = not address.startswith(("#", "javascript:", "mailto:", "tel:", "?")) and address
    return len(text) >= _HEADLINE and bool(is_page)


def _offers(block: Block) -> bool:
    """«بیشتر بخوانید: …» on one line with its link."""
    return (
        len(block.text) <= block.link_length + 60
        and words.related_heading_before(block.key)
        and not words.is_popular_heading(block.text[:40])
    )


def _common(one: Node, other: Node) -> Node | None:
    """The smallest element that holds both, where it is near the first."""
    return next((each for each in one.up(3) if each.holds(other)), None)


def _is_linked(node: Node) -> bool:
    return any(each.tag in ("a", "li") for each in node.up(6))


def _address_of(picture: Node) -> str:
    for name in ("data-src", "data-original", "data-lazy-src", "src"):
        address = picture.get(name)
        if re.match(r"(?:https?:)?//|/", address):
            return address
    return ""

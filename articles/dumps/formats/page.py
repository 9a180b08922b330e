"""Web pages that were saved: HTML as a browser or a crawler has kept it.

The rules by which the better of two values is taken: the title is the line that says what the head
declares, else what it declares; the source is what a line of the article names, else the declared
publisher or site; author and view count are what is printed with a label, else what the markup
names, else what is declared; the day is the printed one where the declared is the same or the next
to it, else the declared; the address is the canonical one. In Persian and Arabic the body is that
of :mod:`articles.dumps.web.article`, in other languages that of trafilatura, each standing in where
the other finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin

from articles.calendars import PUBLISHED_LABELS, UPDATED_LABELS, Precision
from articles.calendars.clock import CLOCK, read_clock
from articles.calendars.folding import fold
from articles.dumps.choosing_fields import Facts, Placed, settle
from articles.dumps.formats.composed import Composed, figure, read_composed
from articles.dumps.formats.moments import Moment, read_moment
from articles.dumps.formats.protocol import Blocks, InputFormat, ParseOptions, SplitItem, joined
from articles.dumps.grammar import (
    AUTHOR_BYLINES,
    AUTHOR_LABELS,
    CODE_LABELS,
    DESK_WORDS,
    SOURCE_LABELS,
    VIEW_WORDS,
    any_of,
)
from articles.dumps.lines import TextLine, printed_offset
from articles.dumps.metadata import Part, PartKind, read_meta
from articles.dumps.names import ends_sentence, is_byline, is_name, is_prose
from articles.dumps.records import ErrorCode, Figure, ParsedItem
from articles.dumps.web.article import PageArticle, find_article
from articles.dumps.web.attributes import with_fewer_attributes
from articles.dumps.web.blocks import read_blocks
from articles.dumps.web.charset import charset_of, decode_page
from articles.dumps.web.declared import Declared, read_declared
from articles.expressions import regex
from articles.text.folding import fold_key

_PAGE = regex(
    rb"\s*+(?:<\?xml[^<>]{0,200}>\s*+)?(?><!--(?:[^-]|-(?!->))*+-->\s*+)*+"
    rb"<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.IGNORECASE,
)
_SAVED_FROM = regex(r"<!-- saved from url=\(\d{1,6}\)(https?://\S{1,2000}?) -->")
_ARABIC_SCRIPT = regex("[\u0600-\u06ff]+")
_BYLINE = regex(rf"{any_of(AUTHOR_LABELS, AUTHOR_BYLINES)} ?:? ")
_CLOCK = regex(CLOCK)
_DESK = regex(any_of(DESK_WORDS))
_NO_NAME = regex(r"[\d:#@/]")
_LABELS = regex(
    rf"(?<!\S)(?:{any_of(SOURCE_LABELS, AUTHOR_LABELS, VIEW_WORDS, CODE_LABELS)}"
    rf"|{any_of(PUBLISHED_LABELS, UPDATED_LABELS)}) ?:"
)
_LABEL_OF_DAY = regex(any_of(PUBLISHED_LABELS, UPDATED_LABELS))
_AMPLE = 300
"""So many letters of a paragraph tell its script."""
_LEAST = 80
_SENTENCE = 40
"""A page with fewer characters of body, or without a sentence, is one only where it says so."""


class Page:
    name = "page"

    def recognises(self, beginning: bytes, name: str) -> bool:
        """By its first tag. Under the name of a text it is read as a text, with a warning."""
        is_text = name.lower().endswith((".txt", ".text"))
        return not is_text and is_page(beginning) and not _is_frame(beginning, name)

    def split(self, blocks: Blocks, *, max_item_bytes: int) -> Iterator[SplitItem]:
        raw, size = joined(blocks(), max_item_bytes)
        yield SplitItem(1, 0, size, raw, charset_of(raw) if raw else "")

    def parse(self, raw: bytes, encoding: str, options: ParseOptions) -> ParsedItem:
        return read_page(decode_page(raw, encoding), "", options)

    def text(self, raw: bytes, encoding: str) -> str:
        return page_text(decode_page(raw, encoding), "")


FORMAT: InputFormat = Page()


def _is_frame(beginning: bytes, name: str) -> bool:
    """Whether a file is an untitled page in the folder of what another page has loaded."""
    folder = name.rpartition("/")[0].rpartition("/")[2]
    return folder.endswith(_FOLDERS) and b"<title" not in beginning.lower()


_FOLDERS = ("_files", ".files", "_file", "_fichiers", "_Dateien", "_archivos", "_pliki", "-Dateien")
"""How browsers in several languages name the folder beside a page that is saved complete."""


def is_page(beginning: bytes) -> bool:
    """Whether bytes begin as an HTML document does."""
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        beginning = beginning.decode("utf-16", "ignore").encode()
    return bool(_PAGE.match(beginning.removeprefix(b"\xef\xbb\xbf")[:8192]))


def read_page(markup: str, address: str, options: ParseOptions) -> ParsedItem:
    """The article of a page; ``address`` is where it was found, where that is known."""
    composed = compose(markup, address, options.reference)
    if composed is None:
        return ParsedItem(text="", lines=(), error=ErrorCode.NO_ARTICLE)
    item = read_composed(composed, options)
    return replace(item, error=ErrorCode.NO_ARTICLE) if item.error else item


def page_text(markup: str, address: str) -> str:
    """The text of a page as its reading lays it out."""
    composed = compose(markup, address, date.max)
    return composed.text if composed else ""


def compose(markup: str, address: str, reference: date) -> Composed | None:
    """A page's article, laid out as a dump; None where it has none."""
    markup = with_fewer_attributes(markup)
    root = _root(markup)
    if root is None:
        return None
    declared = read_declared(root)
    article = find_article(read_blocks(root), declared, reference)
    is_arabic = _is_arabic(article, declared)
    if not is_arabic or (declared.is_article and not article.paragraphs):
        article.paragraphs = _extracted(markup) or article.paragraphs
    if not article.title or not _is_article(article, declared):
        return None
    saved = _SAVED_FROM.search(markup[:8192])
    article.paragraphs = _without_place(article.paragraphs)
    told, lines = _told(article.facts, reference)
    facts = settle(told, ())
    base = declared.url or (saved[1] if saved else "") or address
    return Composed(
        title=article.title,
        paragraphs=article.paragraphs,
        facts=lines,
        source=next((p.printed for _, p in told if p.kind is PartKind.SOURCE), "") or article.site,
        author=_author(told, article, declared),
        url=base,
        external_id=facts.code.text if facts.code else "",
        moment=_moment(facts, article, declared, reference),
        views=facts.views if facts.views is not None else declared.views,
        figures=_figures(article, base),
        related=[title for title, _ in article.related],
        links={title: _joined(base, link) for title, link in article.related},
    )


def _figures(article: PageArticle, base: str) -> list[Figure]:
    return [
        figure(each.position, each.alt, each.caption, each.credit, _joined(base, each.address))
        for each in article.pictures
    ]


def _joined(base: str, address: str) -> str:
    """An address that may be relative to the page's."""
    try:
        return urljoin(base, address) if address else ""
    except ValueError:  # of what no address can be
        return address


def _root(markup: str) -> Any:
    """The parsed page; None where there is nothing in it."""
    from lxml import etree  # here, because few imports need it

    # The parser works on UTF-8; whatever encoding the page declares, it is decoded already.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_pis=True, remove_comments=True
    )
    try:
        return etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return None


def _is_arabic(article: PageArticle, declared: Declared) -> bool:
    letters = article.title + "".join(each[:_AMPLE] for each in article.paragraphs[:3])
    return sum(map(len, _ARABIC_SCRIPT.findall(letters))) * 3 > len(letters) or (
        not letters and declared.language[:2] in ("fa", "ar")
    )


def _extracted(markup: str) -> list[str]:
    """The paragraphs that trafilatura finds."""
    import trafilatura  # here, because it is slow to import and not every page needs it

    text = trafilatura.extract(markup, include_comments=False, favor_precision=True) or ""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _is_article(article: PageArticle, declared: Declared) -> bool:
    """Whether a page has an article: text, or pictures with words on a page that says it is one."""
    if declared.is_article:
        return bool(article.paragraphs or article.pictures)
    if declared.is_list or article.is_list:
        return False
    size = sum(map(len, article.paragraphs))
    return size >= _LEAST and any(
        is_prose(text) or (len(text) >= _SENTENCE and ends_sentence(text))
        for text in article.paragraphs
    )


def _told(lines: Sequence[str], reference: date) -> tuple[list[Placed], list[str]]:
    """What lines of metadata tell, and those of them that tell anything.

    A bare name is told by the facts beside it on its line: it is the reporter, since pages name
    their outlet elsewhere.
    """
    placed: list[Placed] = []
    told: list[str] = []
    for line in lines:
        meta = read_meta(TextLine(0, line, line), reference)
        parts = meta.parts if meta else ()
        if any(part.kind not in (PartKind.ASIDE, PartKind.NAME) for part in parts):
            placed += [(len(told), _as_author(part)) for part in parts]
            told.append(line)
    return placed, told


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What lines of metadata tell; ``lines`` are those that tell anything."""

    lines: list[str]
    source: str
    author: str
    external_id: str
    moment: Moment | None
    views: int | None


def at_labels(line: str) -> list[str]:
    """A line cut before each label of a fact: a page's row of facts is one line of its text."""
    cuts = [printed_offset(line, match.start()) for match in _LABELS.finditer(fold_key(line))]
    cuts = sorted({0, *cuts, len(line)})
    return [part for start, end in pairwise(cuts) if (part := line[start:end].strip(" |-–•·،"))]


def article_facts(lines: Sequence[str], reference: date) -> ArticleFacts:
    """The facts in lines of a page of which nothing else is known."""
    told, kept = _told([part for line in lines for part in at_labels(line)], reference)
    facts = settle(told, ())
    nothing = (PageArticle(), Declared())
    return ArticleFacts(
        lines=kept,
        source=next((p.printed for _, p in told if p.kind is PartKind.SOURCE), ""),
        author=_author(told, *nothing),
        external_id=facts.code.text if facts.code else "",
        moment=_moment(facts, *nothing, reference),
        views=facts.views,
    )


def _as_author(part: Part) -> Part:
    """A bare name as an author, a labelled time as a time; what is neither tells nothing."""
    if part.kind is not PartKind.NAME:
        return part
    found = _CLOCK.finditer(fold(part.printed))
    # A bare number counts comments, pages or readers.
    if clock := next((each for each in found if not each[0].strip().isdigit()), None):
        return Part(PartKind.CLOCK, part.printed, clock=read_clock(clock))
    is_person = is_name(part.printed) and not (
        _NO_NAME.search(part.printed) or _LABEL_OF_DAY.fullmatch(fold_key(part.printed))
    )
    is_person = is_person and (" " in part.printed or bool(_DESK.fullmatch(fold_key(part.printed))))
    return replace(part, kind=PartKind.AUTHOR if is_person else PartKind.ASIDE)


def _without_place(paragraphs: Sequence[str]) -> list[str]:
    """The body without the line of town and outlet that stands above it, or below a lead."""
    return [
        text
        for place, text in enumerate(paragraphs)
        if place > 1 or len(paragraphs) == 1 or not is_byline(text)
    ]


def _author(told: Sequence[Placed], article: PageArticle, declared: Declared) -> str:
    """The author by label, else by the markup, else as declared, else a bare name or byline."""
    authors = [part for _, part in told if part.kind is PartKind.AUTHOR and part.printed]
    labelled = next((part.printed for part in authors if part.has_label), "")
    bare = next((_without_label(part.printed) for part in authors), "")
    return labelled or _without_label(article.author) or declared.author or bare


def _without_label(name: str) -> str:
    """A byline without the word that makes it one: «كتب فلان»."""
    match = _BYLINE.match(fold_key(name))
    return name[printed_offset(name, match.end()) :].strip(" :") if match else name


def _moment(
    facts: Facts, article: PageArticle, declared: Declared, reference: date
) -> Moment | None:
    """The declared moment, else that of the nearest ``time``, else the printed one."""
    moments = (read_moment(text, reference) for text in (declared.published, article.published))
    moment = next((moment for moment in moments if moment and moment.day), None)
    if moment is None and facts.day and facts.day.day and facts.day.precision is Precision.DAY:
        calendar, warnings = str(facts.day.calendar), tuple(facts.day.warnings)
        text = facts.day_printed.text if facts.day_printed else ""
        return Moment(text, facts.day.day, facts.clock, calendar, warnings)
    return moment


def fragment(markup: str, title: str, reference: date) -> Composed:
    """The body of an article that came as markup alone, as in a feed or a scraper's field."""
    root = _root(f"<html><body><h1></h1><div>{markup}</div></body></html>")
    if root is None:
        return Composed(title, [])
    declared = Declared(titles=[title], is_article=True)
    article = find_article(read_blocks(root), declared, reference)
    told, _ = _told(article.facts, reference)
    return Composed(
        title=title,
        paragraphs=_without_place(article.paragraphs),
        source=next((p.printed for _, p in told if p.kind is PartKind.SOURCE), ""),
        figures=_figures(article, ""),
        related=[text for text, _ in article.related],
        links=dict(article.related),
    )

"""The text of a whole page without its markup (WET): the article among all that a page shows.

The first line is the title of the document; the article begins with the line that says the same,
and ends where comments or lists of other articles begin. Between them, lines of prose are its
body; short lines above the body tell its facts, and those amid it are what boxes leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from articles.calendars import find_date
from articles.dumps.formats.composed import Composed
from articles.dumps.formats.page import article_facts, at_labels
from articles.dumps.formats.record import may_be_title, read_caption, read_layout
from articles.dumps.grammar import (
    AUTHOR_BYLINES,
    AUTHOR_LABELS,
    COUNTERS,
    VIEW_WORDS,
    any_of,
)
from articles.dumps.lines import TextLine, printed_offset
from articles.dumps.metadata import read_meta
from articles.dumps.names import ends_sentence, has_source_cue, is_prose, is_section
from articles.dumps.noise import read_noise
from articles.dumps.related import without_bullet
from articles.dumps.web.words import (
    begins_as_ad,
    ends_article,
    is_appeal,
    is_popular_heading,
    is_related_heading,
)
from articles.expressions import regex
from articles.text.folding import fold_key, fold_spaceless

_PROSE = 45
_FACTS = 14
_ROW = 250
_AD = 90
_OFFERED_WITHIN = 30
_MOST_OFFERED = 8
_HEADING_WORDS = 5
_TOP = 3
"""So many lines of menus stand at least between the document's title and the article's."""
_LEAST_KEY = 12
_SITE = 60
"""The longest name of a site, with its slogan, in the title of a document."""
_BESIDE = regex(
    "(?:خبر|مطلب|نوشته) ?(?:قبلی|بعدی)|(?:الخبر|المقال) (?:السابق|التالي)|(?:Previous|Next) "
)
"""The way to the article before or behind."""
_SEGMENTS = regex(r"\s*[|»«›–—:·•]\s*|\s+-\s+")
_WIDEST_ROW = 200
_MARKED_ROW = regex("[|·•]")
_NAME_WORDS = 4
_PERSON = regex(r"[^\W\d_]+(?:[ \u200c'-][^\W\d_]+)*")
_WRITER = regex(rf"{any_of(AUTHOR_LABELS)} (?=[^\W\d])")
_IN_ROW = regex(
    rf"(?<!\S)(?:\d[\d.,]{{0,9}} ?{any_of(VIEW_WORDS, COUNTERS)}(?!\w)"
    rf"|{any_of(AUTHOR_BYLINES, AUTHOR_LABELS)} (?=[^\W\d]))"
)
_PARTED = regex(r"\s+[|»«–—:·•-]+\s+")
"""Parts the site's name in the title of a document."""
_TITLE = 300
_BEGINNING = 20_000
_REACH = 300
"""So many lines from the top the title can follow."""


def compose_lines(text: str, address: str, reference: date) -> Composed | None:
    """The article of a page's lines, laid out as a dump; None where it has none."""
    lines = _filled(text)
    at = _title_place(lines)
    if at is None:
        return None
    first = next((i for i in range(at + 1, len(lines)) if _is_text(lines[i])), None)
    if first is None:
        return None
    end = _end(lines, first)
    captions = [line for line in lines[at + 1 : first] if read_caption(line)]
    body = captions + _body(lines[first:end])
    paragraphs, figures, related = read_layout("\n".join(body))
    paragraphs = [each for each in paragraphs if _is_text(each) or len(paragraphs) == 1]
    size = sum(map(len, paragraphs))
    prose = sum(len(each) for each in paragraphs if is_prose(each) or ends_sentence(each))
    if prose * 4 <= size:
        return None  # headlines of a list
    around = [*lines[at + 1 : first], *filter(_is_furniture, lines[first:end])]
    pieces = [piece for line in around[:_FACTS] for piece in _pieces(line, reference)]
    facts = article_facts(pieces, reference)
    return Composed(
        title=lines[at],
        paragraphs=paragraphs,
        facts=facts.lines,
        source=facts.source or _site(lines[0], lines[at]),
        author=facts.author or _writer(lines[at + 1 : at + 3], pieces, reference),
        url=address,
        external_id=facts.external_id,
        moment=facts.moment,
        views=facts.views,
        figures=figures,
        related=[*related, *_offered_below(lines[end:])],
    )


def is_page_text(text: str) -> bool:
    """Whether a text is all that a page shows: it begins with the document's title, which is that
    of the article and the site's name, and the same title follows below lines of menus."""
    first, *lines = _filled(text[:_BEGINNING])[:_REACH] or [""]
    keys = set(_titles_in(first)) if len(first) <= _TITLE else set()
    for place, line in enumerate(lines if keys else ()):
        if is_prose(line):
            return False
        if place >= _TOP and fold_spaceless(line) in keys:
            return True
    return False


def _titles_in(document_title: str) -> Iterator[str]:
    """What could be the article's title in the document's, folded: all but the site's name."""
    for mark in _PARTED.finditer(document_title):
        above, below = document_title[: mark.start()], document_title[mark.end() :]
        for title, site in ((above, below), (below, above)):
            key = fold_spaceless(title)
            if len(site) <= _SITE and len(key) >= max(_LEAST_KEY, len(site)):
                yield key


def lines_text(text: str, address: str) -> str:
    """The text of a page's lines as their reading lays it out."""
    composed = compose_lines(text, address, date.max)
    return composed.text if composed else text


def _filled(text: str) -> list[str]:
    return [line for printed in text.splitlines() if (line := " ".join(printed.split()))]


def _title_place(lines: Sequence[str]) -> int | None:
    """The line that the document's title holds, the longest such and of several the first."""
    if len(lines) < 3:
        return None
    whole = fold_spaceless(lines[0])
    best, found = 0, None
    for index, line in enumerate(lines[1:], 1):
        key = fold_spaceless(line) if len(line) <= _TITLE else ""
        if len(key) > best and key in whole and len(key) * 4 >= len(whole):
            best, found = len(key), index
    return found


def _pieces(line: str, reference: date) -> list[str]:
    """A row of facts, cut behind each day and before bylines and counts: a page parts them by
    nothing but their places."""
    if len(line) > _WIDEST_ROW or ends_sentence(line) or _MARKED_ROW.search(line):
        return [line]
    cuts, behind = {0, len(line)}, 0
    while (day := find_date(line[behind:], reference=reference)) is not None:
        behind += day.end
        cuts.add(behind)
    if not behind:
        return [line]
    key = fold_key(line)
    cuts |= {printed_offset(line, match.start()) for match in _IN_ROW.finditer(key)}
    pieces = (line[start:end].strip(" |-–•·،") for start, end in pairwise(sorted(cuts)))
    return [piece for piece in pieces if piece]


def _writer(below: Sequence[str], pieces: Sequence[str], reference: date) -> str:
    """The name of a person between the title and the line of the day, or behind the word for a
    writer in a row."""
    for piece in pieces:
        key = fold_key(piece)
        if label := _WRITER.match(key):
            name = piece[printed_offset(piece, label.end()) :]
            return name if _is_person(name) else ""
    if len(below) < 2 or find_date(below[1], reference=reference) is None:
        return ""
    return below[0] if _is_person(below[0]) else ""


def _is_person(name: str) -> bool:
    is_name = 2 <= len(name.split()) <= _NAME_WORDS and _PERSON.fullmatch(name) is not None
    return is_name and not (is_section(name) or has_source_cue(name))


def _site(document_title: str, title: str) -> str:
    key = fold_spaceless(title)
    parts = [part for part in _SEGMENTS.split(document_title) if part]
    rest = [part for part in parts if fold_spaceless(part) not in key]
    return rest[-1] if rest and len(rest[-1]) <= 60 else ""


def _is_text(line: str) -> bool:
    if len(line) > _ROW and not _BESIDE.match(line):
        return True
    is_long = len(line) >= _PROSE or (len(line) >= 20 and ends_sentence(line))
    return is_long and not _is_furniture(line)


def _is_furniture(line: str) -> bool:
    """Whether a line is a row of facts, of tools or the way to the next article."""
    return _reads_as_furniture(line) if len(line) <= _ROW else _read_furniture(line)


def _read_furniture(line: str) -> bool:
    if _BESIDE.match(line) or read_noise(TextLine(0, line, line)) is not None:
        return True
    if is_appeal(line) or (len(line) <= _AD and begins_as_ad(line)):
        return True
    parts = [part for piece in _pieces(line, date.max) for part in at_labels(piece)]
    metas = [read_meta(TextLine(0, part, part), date.max) for part in parts]
    told = sum(meta is not None and meta.is_anchor for meta in metas)
    return told > 1 or (told == 1 and len(metas) == 1 and not ends_sentence(line))


# The furniture of a site stands on each of its pages, and a line is asked about more than once.
_reads_as_furniture = lru_cache(maxsize=4_096)(_read_furniture)


def _end(lines: Sequence[str], first: int) -> int:
    for index in range(first + 1, len(lines)):
        if ends_article(lines[index].rstrip(" :")) or _heads_others(lines, index):
            return index
    return len(lines)


def _heads_others(lines: Sequence[str], index: int) -> bool:
    """Whether a line heads what is read most or came last: a title can begin with the same words,
    and above prose it is a subheading."""
    line, below = lines[index], lines[index + 1 : index + 2]
    return (
        len(line.split()) <= _HEADING_WORDS
        and is_popular_heading(line)
        and not any(is_prose(each) for each in below)
    )


def _offered_below(lines: Sequence[str]) -> list[str]:
    """Titles below a heading that offers them, where tags or comments have ended the article."""
    near = lines[:_OFFERED_WITHIN]
    at = next((i for i, line in enumerate(near) if is_related_heading(line.rstrip(" :"))), None)
    if at is None:
        return []
    found: list[str] = []
    for line in lines[at + 1 : at + 1 + _MOST_OFFERED]:
        if ends_article(line.rstrip(" :")) or not may_be_title(line):
            break
        found.append(without_bullet(line))
    return found


def _body(lines: Sequence[str]) -> list[str]:
    """The lines without advertisements: a label and what stands below it."""
    kept: list[str] = []
    is_ad = False
    for line in lines:
        if begins_as_ad(line) and len(line) < _PROSE:
            is_ad = True
        elif not is_ad or _is_text(line):
            kept.append(line)
            is_ad = False
        else:
            is_ad = False
    return kept

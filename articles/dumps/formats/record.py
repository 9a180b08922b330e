"""One record of a scraper as an item: an object of JSON or the row of a table, by a mapping."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote

from articles.dumps.formats.composed import Composed, figure, read_composed
from articles.dumps.formats.mapping import MOST_NAMES, FieldMapping, mapping_for, value_at
from articles.dumps.formats.moments import Moment, read_moment
from articles.dumps.formats.own import compose_own, read_own
from articles.dumps.formats.page import fragment
from articles.dumps.formats.protocol import ParseOptions
from articles.dumps.formats.record_values import (
    is_markup,
    links_of,
    pictures_of,
    text_of,
    titles_of,
    views_of,
)
from articles.dumps.grammar import Table, any_of
from articles.dumps.lines import TextLine
from articles.dumps.names import ends_sentence
from articles.dumps.noise import read_noise
from articles.dumps.records import ErrorCode, Figure, ParsedItem
from articles.dumps.related import without_bullet
from articles.dumps.web.words import is_appeal, is_related_heading
from articles.expressions import regex
from articles.text.folding import fold_key

_WRAPPED_LINE = 120
_TITLE_LENGTH = 160
_CLOSING = "\"'»”)]"
_HEADLINE = 12
_CREDITED = regex(r"(\S.{1,140}\S)\s+\[([^\[\]]{2,60})\]")
_LOOSELY_CREDITED = regex(r"(\S.{1,60}) (?:/ (.{2,40})|\(([^()]{2,40})\))")
_CAPTION_WORDS: Table = {
    "fa": (
        "نمایی از",
        "نمای",
        "تصویر",
        "تصویری از",
        "عکس",
        "عکسی از",
        "گوشه‌ای از",
        "صحنه‌ای از",
        "لحظه‌ای از",
        "لحظه",
        "منظره",
        "چشم‌انداز",
        "دورنمای",
        "حاضران در",
        "جمعی از",
        "استقبال",
        "ورودی",
    ),
    "ar": (
        "صورة",
        "صور",
        "لقطة",
        "جانب من",
        "مشهد",
        "لحظة",
        "منظر",
        "زاوية",
        "جمهور",
        "عدد من",
        "جمع من",
        "مدخل",
    ),
}
"""How captions begin where a picture has been taken out of a text."""
_OPENS_CAPTION = regex(rf"{any_of(_CAPTION_WORDS)}(?!\w)")
_URL_MARKS = "%/:?#[]@!$&'()*+,;=~-._"


def read_record(record: Any, options: ParseOptions) -> ParsedItem:
    """A record's fields; never raises."""
    if not isinstance(record, dict):
        return failed(ErrorCode.MALFORMED)
    if len(record) > MOST_NAMES:
        return failed(ErrorCode.TOO_COMPLEX)
    if own := read_own(record, options):
        return own
    mapping = mapping_for(record, options.mappings, proposes=options.proposes)
    if mapping is None:
        return failed(ErrorCode.NO_MAPPING)
    composed = compose_record(record, mapping, options.reference)
    item = read_composed(composed, options)
    return replace(item, mapping=tuple(mapping.paths.items()))


def record_text(record: Any, mappings: Sequence[FieldMapping] = ()) -> str:
    """A record as its reading lays it out; empty where no mapping fits."""
    if isinstance(record, dict) and (own := compose_own(record)):
        return own.text
    mapping = mapping_for(record, mappings) if isinstance(record, dict) else None
    return compose_record(record, mapping, date.max).text if mapping else ""


def failed(error: ErrorCode) -> ParsedItem:
    return ParsedItem(text="", lines=(), error=error)


def compose_record(record: Mapping[str, Any], mapping: FieldMapping, reference: date) -> Composed:
    """A record laid out as a dump."""
    value = {name: value_at(record, path) for name, path in mapping.paths.items()}
    title = " ".join(text_of(value.get("title")).split())
    paragraphs, figures, related = _body(value.get("body"), title, reference)
    lead = text_of(value.get("lead"))
    if lead and "lead" in mapping.paths and not is_markup(lead) and not _repeats(lead, paragraphs):
        paragraphs = [lead, *paragraphs]
    told = [figure(0, *each) for each in pictures_of(value.get("images"))]
    return Composed(
        title=title,
        paragraphs=paragraphs,
        source=" ".join(text_of(value.get("source"), "name").split()),
        author=" ".join(text_of(value.get("author"), "name").split()),
        url=_url(value.get("url")),
        external_id=text_of(value.get("external_id"))[:100],
        moment=_moment(value.get("date"), value.get("clock"), reference),
        views=views_of(value.get("views")),
        figures=[*told, *figures],
        related=[*related, *titles_of(value.get("related"))],
        links=links_of(value.get("related")),
    )


def _url(value: Any) -> str:
    url = text_of(value, "address")
    # Addresses are kept as browsers send them, so that one article has one.
    return quote(url, safe=_URL_MARKS) if re.match(r"https?://\S", url) else ""


def _moment(value: Any, clock: Any, reference: date) -> Moment | None:
    text = text_of(value)
    if text and clock:
        text = f"{text} {text_of(clock)}"
    return read_moment(text, reference)


def _repeats(lead: str, paragraphs: Sequence[str]) -> bool:
    """Whether a lead is the beginning of the text, whole or cut off."""
    start = "".join(lead.split())[:60]
    return any("".join(each.split()).startswith(start) for each in paragraphs[:3])


def _body(value: Any, title: str, reference: date) -> tuple[list[str], list[Figure], list[str]]:
    """Paragraphs as blocks of text, with the figures and related titles that markup tells."""
    if isinstance(value, dict):
        value = text_of(value)
    if isinstance(value, list):
        parts = [text_of(each) for each in value]
        text = "\n".join(parts) if any(map(is_markup, parts)) else "\n\n".join(parts)
    else:
        text = text_of(value)
    if is_markup(text):
        composed = fragment(text, title, reference)
        return list(composed.paragraphs), list(composed.figures), list(composed.related)
    return read_layout(text)


def read_layout(text: str) -> tuple[list[str], list[Figure], list[str]]:
    """Plain text as paragraphs, captions and titles of related articles.

    Where no blank line parts paragraphs, each line is one, unless the lines are wrapped.
    """
    lines = [" ".join(line.split()) for line in text.replace("\r\n", "\n").split("\n")]
    filled = [line for line in lines if line]
    if _is_wrapped(filled):
        blocks = re.split(r"\n\n+", "\n".join(lines)) if "" in lines[1:-1] else ["\n".join(filled)]
        return [block for block in blocks if block], [], []
    paragraphs: list[str] = []
    figures: list[Figure] = []
    related: list[str] = []
    is_open = False
    for line in filled:
        if caption := read_caption(line):
            figures.append(figure(len(paragraphs), "", *caption))
            is_open = False
        elif is_related_heading(line.rstrip(" :")):
            is_open = True
        elif title := _offered(line):
            related.append(title)
        elif is_open and may_be_title(line):
            related.append(without_bullet(line))
        else:
            paragraphs.append(line)
            is_open = False
    return paragraphs, figures, related


def may_be_title(line: str) -> bool:
    """Whether a line below a heading can be the title of another article."""
    is_noise = read_noise(TextLine(0, line, line)) is not None
    is_long_enough = len(line) >= _HEADLINE and len(line.split()) >= 3
    ended = line.rstrip(_CLOSING)
    is_sentence = ended.endswith((".", "؛")) and not ended.endswith("..")
    is_short = len(line) <= _TITLE_LENGTH and not is_sentence
    return is_long_enough and is_short and not is_noise and not is_appeal(line)


def _offered(line: str) -> str:
    """The title on a line «بیشتر بخوانید: …»."""
    heading, _, title = line.partition(":")
    is_one = len(line) <= 2 * _TITLE_LENGTH and is_related_heading(heading.strip())
    return title.strip() if is_one else ""


def read_caption(line: str) -> tuple[str, str | None] | None:
    """Caption and credit of a line that can be nothing else."""
    if match := _CREDITED.fullmatch(line):
        return match[1], match[2]
    if ends_sentence(line) or not _OPENS_CAPTION.match(fold_key(line)):
        return None
    match = _LOOSELY_CREDITED.fullmatch(line)
    caption, credit = (match[1], match[2] or match[3]) if match else (line, None)
    is_short = len(caption) <= 60 and len(caption.split()) <= 7
    return (caption, credit) if is_short else None


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether most lines are cut in the middle of a sentence, at about the same length."""
    if len(lines) < 4 or max(map(len, lines)) > _WRAPPED_LINE:
        return False
    long = [line for line in lines[:-1] if len(line) >= 40]
    cut = sum(not ends_sentence(line) for line in long)
    return len(long) * 2 > len(lines) and cut * 5 >= len(long) * 3

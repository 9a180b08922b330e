"""An article as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from articles.calendars import Calendar, format_date
from articles.exporting.citations import CitedArticle
from articles.exporting.one_line import isolated, one_line
from articles.exporting.text_citations import plain

RULE = "—" * 3


@dataclass(frozen=True, slots=True)
class PictureWords:
    """The text that stands for a picture."""

    alt: str
    caption: str
    credit: str


def plain_text(cited: CitedArticle, body: Sequence[str | PictureWords]) -> str:
    """Title, source, byline and days, the body in reading order, and how to cite it.

    Blocks are separated by a blank line. Paragraphs are unchanged; a picture is a line in square
    brackets.
    """
    words = cited.words
    days = [
        format_date(cited.day, calendar, words.language)
        for calendar in (Calendar.JALALI, Calendar.GREGORIAN)
        if cited.day
    ]
    if words.calendar is Calendar.GREGORIAN:
        days.reverse()
    head = [cited.title, cited.source, cited.author, " / ".join(days)]
    blocks = ["\n".join(filter(None, head))]
    blocks += [_picture(block) if isinstance(block, PictureWords) else block for block in body]
    blocks += [RULE, plain(cited, words.calendar)]
    return "\n\n".join(blocks) + "\n"


def _picture(words: PictureWords) -> str:
    parts = (one_line(text) for text in (words.alt, words.caption, words.credit))
    return f"[{' – '.join(isolated(part) for part in parts if part)}]"

"""What an import reports about each item: a JSON object (docs/import-formats.md) and sentences."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.dumps import ErrorCode, WarningCode, unsure_fields
from articles.fields import EMPTY, IN_JSON

from .planning import ERASED
from .sources import NOT_ALLOWED
from .storing import StoredItem

ERROR_SENTENCES: dict[str, str | Promise] = {
    ErrorCode.EMPTY: _("The item is empty. Scrape the page again or leave the file out."),
    ErrorCode.NO_CONTENT: _(
        "There is a heading but no text below it. Check whether the scrape was truncated."
    ),
    ErrorCode.NO_TITLE: _(
        "No title was found. Put the title on a line of its own above source, date and views."
    ),
    ErrorCode.BINARY: _(
        "This is not a text file but an image, a document or a program. Save the page as plain "
        "text."
    ),
    ErrorCode.BAD_ENCODING: _(
        "The letters cannot be decoded. Save the file as UTF-8, UTF-16 or windows-1256."
    ),
    ErrorCode.TOO_LARGE: _(
        "The item is larger than the limit. Split the file into items, or raise MAX_ITEM_BYTES."
    ),
    ErrorCode.TOO_COSTLY: _(
        "Reading the item took too much time or memory. Its bytes are kept. Split it, or raise "
        "MAX_PARSE_SECONDS or MAX_PARSE_MEMORY and import it again."
    ),
    ErrorCode.HTML: _(
        "This is an HTML page without readable text. Save the article's text instead of the page."
    ),
    ErrorCode.UNREADABLE: _(
        "The file or archive member could not be read to its end. Make or fetch it again."
    ),
    ErrorCode.NO_ARTICLE: _(
        "No article was found in it: it may be a list of headlines, a search page or an error page."
    ),
    ErrorCode.MALFORMED: _(
        "It is damaged or cut off and cannot be read as its format. Export or fetch it again."
    ),
    ErrorCode.NO_MAPPING: _(
        "Which field is the title and which the text could not be told. Set up a mapping for it."
    ),
    ErrorCode.TOO_COMPLEX: _(
        "It has more columns or deeper nesting than can be read. Export only the fields you need."
    ),
    NOT_ALLOWED: _("The token that sent this item may not import from its source."),
    ERASED: _("This item was erased from the archive on request and is not imported again."),
}

WARNING_SENTENCES: dict[str, str | Promise] = {
    WarningCode.NO_DATE: _("No publication date was found."),
    WarningCode.BAD_DATE: _(
        "The printed date does not exist in its calendar; the day is left empty."
    ),
    WarningCode.FUTURE_DATE: _("The publication date is in the future."),
    WarningCode.WEEKDAY_MISMATCH: _("The printed weekday is not that of the printed date."),
    WarningCode.ASSUMED_CALENDAR: _(
        "The printed date was read as a Hijri date: as a Jalali date it would lie in the future."
    ),
    WarningCode.NO_SOURCE: _("No source was found."),
    WarningCode.NUL_BYTES: _("NUL bytes were left out of the text."),
    WarningCode.REPAIRED_ENCODING: _("Damaged letters were repaired or left out."),
    WarningCode.HTML_STRIPPED: _("HTML tags were removed from the text."),
    WarningCode.LONG_LINE: _("A line is unusually long; paragraphs may be missing."),
    WarningCode.UNKNOWN_LANGUAGE: _("The language could not be determined."),
    WarningCode.TITLE_BY_PLACE: _("Title: more than one line could be it."),
    WarningCode.SOURCE_FROM_TEXT: _("Source: it was taken from the first words of the text."),
    WarningCode.SOURCE_AMONG_NAMES: _("Source: more than one name could be it."),
    WarningCode.DATE_OF_UPDATE: _("Date: only the day of an update is printed."),
    WarningCode.DATES_DIFFER: _("Date: more than one day is printed."),
    WarningCode.BODY_LEFT_OUT: _("Text: long sentences were left out as readers' comments."),
}


def sentences_of(error: str, warnings: Iterable[str], detail: str = "") -> str:
    """Sentences that say what is wrong or doubtful and what to do; empty when nothing is."""
    if error:
        sentence = str(ERROR_SENTENCES[error])
        return f"{sentence} ({detail})" if detail else sentence
    return " ".join(str(WARNING_SENTENCES[code]) for code in warnings)


def message_of(stored: StoredItem) -> str:
    """What is wrong or doubtful about an item that was imported."""
    return sentences_of(stored.error, stored.item.warnings, stored.item.detail)


_read = itemgetter(*IN_JSON)


def json_object(stored: StoredItem) -> dict[str, Any]:
    """The object that ``import_dumps --json`` prints for an item."""
    item = stored.item
    parsed = EMPTY | item.parsed
    return {
        "file": item.place.file,
        "item": item.place.number,
        "outcome": str(stored.outcome),
        "key": stored.key,
        "error": stored.error or None,
        "message": message_of(stored),
        "warnings": list(item.warnings),
        "unsure": unsure_fields(item.warnings),
        **dict(zip(IN_JSON, _read(parsed), strict=True)),
        "figures": [
            {"alt": figure["alt"], "caption": figure["caption"], "credit": figure["credit"]}
            for figure in parsed["figures"]
        ],
    }

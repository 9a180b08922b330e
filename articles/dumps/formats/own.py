"""What this archive writes of articles, read back as it was: nothing in it is left to be found.

Two forms: the lines of ``import_dumps --json``, and articles as JSON (``/articles/<key>.json``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

from articles.dumps.formats.composed import NOWHERE, Composed, figure, read_composed
from articles.dumps.formats.moments import Moment
from articles.dumps.formats.protocol import ParseOptions
from articles.dumps.records import ParsedItem, RelatedStory, WarningCode

_LINE = frozenset("outcome key published_gregorian jalali time paragraphs figures related".split())
_ARTICLE = frozenset("key published paragraphs figures related captures corrected_fields".split())


def read_own(record: Mapping[str, Any], options: ParseOptions) -> ParsedItem | None:
    """The article of a record that this archive has written; None for any other record."""
    composed = compose_own(record)
    if composed is None:
        return None
    item = read_composed(composed, options)
    if options.overrides:
        return item  # people have decided otherwise
    moment = composed.moment
    warnings = {WarningCode.NO_SOURCE: not composed.source, WarningCode.NO_DATE: moment is None}
    return replace(
        item,
        error=None if composed.title and composed.paragraphs else item.error,
        title=composed.title,
        source=composed.source,
        author=composed.author,
        url=composed.url,
        external_id=composed.external_id,
        views=composed.views,
        published_on=moment.day if moment else None,
        published_time=moment.clock if moment else None,
        date_text=moment.text if moment else "",
        date_calendar=moment.calendar if moment else "",
        paragraphs=tuple(composed.paragraphs),
        figures=tuple(composed.figures),
        related=tuple(RelatedStory(title, NOWHERE) for title in composed.related),
        banner=(),
        noise=(),
        spans=(),
        warnings=tuple(code for code, is_so in warnings.items() if is_so),
    )


def compose_own(record: Mapping[str, Any]) -> Composed | None:
    """The values of such a record; None where it is none, or its values are of other kinds."""
    try:
        if record.keys() >= _LINE:
            return _of_line(record)
        return _of_article(record) if record.keys() >= _ARTICLE else None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _of_line(line: Mapping[str, Any]) -> Composed:
    moment = _moment(line["published_gregorian"], line["time"], "", "")
    return _composed(line, line["source"], moment, line["related"])


def _of_article(article: Mapping[str, Any]) -> Composed:
    names: Mapping[str, str] = (article["source"] or {}).get("names", {})
    source = names.get(article["language"]) or next(filter(None, names.values()), "")
    told = article["published"]
    moment = _moment(told["gregorian"], told["time"], told["text"], told["calendar"])
    return _composed(article, source, moment, [each["title"] for each in article["related"]])


def _composed(
    record: Mapping[str, Any], source: str, moment: Moment | None, related: list[str]
) -> Composed:
    texts = (source, *(record[name] for name in ("title", "author", "url", "external_id")))
    if not all(isinstance(text, str) for text in (*texts, *record["paragraphs"], *related)):
        raise TypeError
    return Composed(
        title=record["title"],
        paragraphs=record["paragraphs"],
        source=source,
        author=record["author"],
        url=record["url"],
        external_id=record["external_id"],
        moment=moment,
        views=None if record["views"] is None else int(record["views"]),
        figures=[
            figure(
                int(each.get("position", 0)),
                str(each["alt"]),
                str(each["caption"]),
                str(each["credit"]) if each["credit"] else None,
            )
            for each in record["figures"]
        ],
        related=related,
    )


def _moment(day: str | None, clock: str | None, text: str, calendar: str) -> Moment | None:
    if day is None:
        return None
    at = time.fromisoformat(clock) if clock else None
    return Moment(str(text), date.fromisoformat(day), at, str(calendar))

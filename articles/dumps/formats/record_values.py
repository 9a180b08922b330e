"""The values of a scraper's record as those of an article: texts, names, counts, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from articles.dumps.formats.vocabulary import INSIDE, name_key
from articles.dumps.view_counts import read_views
from articles.expressions import regex
from articles.text.folding import fold_key

_MARKUP = regex(r"<(?:p|br|div|span|h\d|ul|ol|li|a|img|figure|strong|b|em|i|table)\b", re.I)
_MOST = 200
_SEPARATORS = regex(r"\s*(?:[\r\n]+|\s\|\s|\s?[•▪■]\s?)\s*")


def text_of(value: Any, kind: str = "text") -> str:
    """A value as one text: itself, a number, the text in an object, or a list joined."""
    match value:
        case str():
            return value.strip()
        case bool() | None:
            return ""
        case int() | float():
            return str(value)
        case dict():
            return text_of(inside(value, kind), kind)
        case list():
            return "، ".join(filter(None, (text_of(each, kind) for each in value[:_MOST])))
        case _:
            return ""


def inside(thing: Mapping[str, Any], kind: str) -> Any:
    """The value in an object that stands for a text, a name, a title or an address."""
    known = {name_key(str(name)): value for name, value in thing.items()}
    for name in INSIDE[kind]:
        value = known.get(name_key(name))
        if isinstance(value, str | int | list) and value not in ("", []):
            return value
    return None


def is_markup(text: str) -> bool:
    return bool(_MARKUP.search(text))


def views_of(value: Any) -> int | None:
    """A count as a number or as printed."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value) if 0 <= value < 10**15 else None
    text = fold_key(text_of(value))
    if not text:
        return None
    views = read_views(text)
    return views if views is not None else read_views(f"views: {text}")


def titles_of(value: Any) -> list[str]:
    """Titles of a list of texts or objects, or of one text with separators."""
    if isinstance(value, str):
        return [each for each in _SEPARATORS.split(value.strip()) if each]
    if isinstance(value, dict):
        value = [value] if inside(value, "title") else list(value.values())
    things = value if isinstance(value, list) else []
    titles = (text_of(each, "title") for each in things[:_MOST])
    return [title for title in titles if title and not re.match(r"https?://\S+$", title)]


def links_of(value: Any) -> dict[str, str]:
    """The addresses of a list of objects, by their titles."""
    things = value if isinstance(value, list) else [value]
    found = (
        (text_of(each, "title"), text_of(inside(each, "address")))
        for each in things[:_MOST]
        if isinstance(each, dict)
    )
    return {title: address for title, address in found if title and address}


def pictures_of(value: Any) -> Iterable[tuple[str, str, str | None, str]]:
    """Alternative text, caption, credit and address of each picture that has any words."""
    things = value if isinstance(value, list) else [value]
    for thing in things[:_MOST]:
        if isinstance(thing, dict):
            alt, caption = text_of(_own(thing, "alt")), text_of(_own(thing, "caption"))
            credit = text_of(_own(thing, "credit"), "name")
            if alt or caption or credit:
                yield alt, caption, credit or None, text_of(_own(thing, "address"))


def _own(thing: Mapping[str, Any], kind: str) -> Any:
    return inside(thing, kind) if kind in INSIDE else None

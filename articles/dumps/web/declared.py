"""What a page's head declares about its article: JSON-LD, Open Graph and other ``meta``, links.

Of JSON-LD the first object counts that has a type of an article (schema.org/Article and below),
wherever it stands in lists and graphs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from articles.expressions import regex

_ARTICLE_TYPE = regex(r"(?:^|/|:)(?:\w*Article|\w*Posting|Report|Review\w*)$")
_MOST_OBJECTS = 5000
_LONGEST_JSON = 2_000_000
_VIEW_ACTIONS = ("ViewAction", "ReadAction", "WatchAction", "UserPageVisits")
_ABOUT_DATES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date.published",
    "dcterms.created",
    "dcterms.date",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "date",
)
_SITE_NAMES = ("og:site_name", "application-name", "publisher", "dc.publisher", "twitter:app:name")


@dataclass(slots=True)
class Declared:
    """Values as declared; empty where nothing is. ``titles`` are all that name the article."""

    titles: list[str] = field(default_factory=list)
    document_title: str = ""
    site: str = ""
    author: str = ""
    published: str = ""
    views: int | None = None
    url: str = ""
    language: str = ""
    is_article: bool = False
    is_list: bool = False


def read_declared(root: Any) -> Declared:
    """Read the head of a parsed page (an lxml element)."""
    declared = Declared(language=(root.get("lang") or root.get("xml:lang") or "").lower())
    metas = _metas(root)
    document_title = next(root.iter("title"), None)
    found = _article_object(root, declared)
    declared.titles = [
        title
        for title in (
            _text(found.get("headline")) or _text(found.get("name")) if found else "",
            metas.get("og:title", ""),
            metas.get("twitter:title", ""),
            metas.get("dc.title", ""),
        )
        if title
    ]
    if document_title is not None:
        declared.document_title = _clean("".join(document_title.itertext()))
    declared.is_article = declared.is_article or metas.get("og:type", "").lower() == "article"
    declared.site = _name(found.get("publisher")) if found else ""
    declared.site = declared.site or _first(metas, _SITE_NAMES)
    declared.author = _name(found.get("author") or found.get("creator")) if found else ""
    declared.author = declared.author or _person(metas)
    declared.published = _text(found.get("datePublished")) if found else ""
    declared.published = declared.published or _first(metas, _ABOUT_DATES)
    declared.views = _views(found.get("interactionStatistic")) if found else None
    declared.url = _address(root, metas, found)
    return declared


def _metas(root: Any) -> dict[str, str]:
    """``meta`` by lower-case name, property or itemprop; the first of each."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        content = _clean(meta.get("content") or "")
        for attribute in ("property", "name", "itemprop"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if name in metas), "")


def _person(metas: dict[str, str]) -> str:
    """The author in ``meta``, where that is a name and not an address."""
    name = _first(metas, ("author", "article:author", "dc.creator", "parsely-author"))
    return "" if "://" in name or "@" in name else name


def _address(root: Any, metas: dict[str, str], found: dict[str, Any] | None) -> str:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            return _web_address(link.get("href"))
    return _web_address(metas.get("og:url", "")) or (_web_address(_main_page(found)))


def _main_page(found: dict[str, Any] | None) -> str:
    if not found:
        return ""
    page = found.get("mainEntityOfPage")
    return _text(page.get("@id") if isinstance(page, dict) else page) or _text(found.get("url"))


def _web_address(text: str) -> str:
    text = text.strip()
    return text if re.match(r"https?://[^\s/]", text, re.IGNORECASE) else ""


def _article_object(root: Any, declared: Declared) -> dict[str, Any] | None:
    """The JSON-LD of the article; takes note of what the page says it is."""
    first = None
    for script in root.iter("script"):
        kind = (script.get("type") or "").lower()
        if "ld+json" not in kind or not script.text or len(script.text) > _LONGEST_JSON:
            continue
        for thing in _objects(script.text):
            types = thing.get("@type")
            names = types if isinstance(types, list) else [types]
            if any(isinstance(name, str) and _ARTICLE_TYPE.search(name) for name in names):
                declared.is_article = True
                if first is None or (not first.get("headline") and thing.get("headline")):
                    first = thing
            elif "CollectionPage" in names or "SearchResultsPage" in names:
                declared.is_list = True
    return first


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Every object of a JSON text, the outer ones first."""
    try:
        waiting = [json.loads(text.strip().removesuffix(";"), strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        thing = waiting.pop(0)
        if isinstance(thing, dict):
            yield thing
            waiting += [value for value in thing.values() if isinstance(value, dict | list)]
        elif isinstance(thing, list):
            waiting += thing


def _name(thing: Any) -> str:
    """The names of a person, an organisation or several."""
    if isinstance(thing, list):
        return "، ".join(filter(None, map(_name, thing[:9])))
    if isinstance(thing, dict):
        return _name(thing.get("name"))
    name = _text(thing)
    return "" if "://" in name else name


def _text(thing: Any) -> str:
    return _clean(thing) if isinstance(thing, str) else ""


def _clean(text: str) -> str:
    return " ".join(text.split())


def _views(statistics: Any) -> int | None:
    for each in statistics if isinstance(statistics, list) else [statistics]:
        if isinstance(each, dict):
            kind = each.get("interactionType")
            name = kind.get("@type") if isinstance(kind, dict) else kind
            count = str(each.get("userInteractionCount", ""))
            if str(name).endswith(_VIEW_ACTIONS) and count.isdecimal() and len(count) < 16:
                return int(count)
    return None

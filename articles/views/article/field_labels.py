"""The particulars of an article in readers' words, as a capture has them and as the page does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from articles.display import both_days, clock, number
from articles.models import Article
from articles.models.articles import Language
from articles.text.difference import Effort, Kind, Piece, word_difference

FIELD_NAMES: dict[str, str | Promise] = {
    "title": gettext_lazy("title"),
    "source": gettext_lazy("source"),
    "author": gettext_lazy("author"),
    "published_on": gettext_lazy("publication day"),
    "published_time": gettext_lazy("publication time"),
    "date_text": gettext_lazy("date as printed"),
    "views": gettext_lazy("views"),
    "language": gettext_lazy("language"),
    "machine_translated": gettext_lazy("machine-translated"),
    "url": gettext_lazy("original address"),
    "external_id": gettext_lazy("news code"),
    "duplicate_of": gettext_lazy("duplicate of"),
    "body": gettext_lazy("body"),
    "figures": gettext_lazy("figures"),
    "related": gettext_lazy("related stories"),
}
"""By the names that the fields of an article have, in the order in which pages show them."""

_COMPARED_BY_WORDS = {"title", "author", "date_text"}


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that says one thing here and another there."""

    name: str
    pieces: Sequence[Piece]

    @property
    def label(self) -> str:
        return str(FIELD_NAMES[self.name])

    @property
    def before(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind is not Kind.ADDED]

    @property
    def after(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind is not Kind.REMOVED]


def captured_words(parsed: Mapping[str, Any]) -> dict[str, str]:
    """What a capture says in each field, by the field's name; empty where it says nothing."""
    day, hour, views = (parsed.get(name) for name in ("published_gregorian", "time", "views"))
    texts = ("title", "source", "author", "date_text", "url", "external_id")
    return {
        **{name: str(parsed.get(name) or "") for name in texts},
        "published_on": both_days(date.fromisoformat(day)) if day else "",
        "published_time": clock(time.fromisoformat(hour)) if hour else "",
        "views": number(views) if views is not None else "",
        "language": _language(parsed.get("language")),
        # What no capture says: how an article is before an editor has looked at it.
        "machine_translated": str(Article.MachineTranslated.UNKNOWN.label),
        "duplicate_of": "",
    }


def article_words(article: Article, original: Article | None) -> dict[str, str]:
    """What an article says in each field. ``original`` is the visible one that it duplicates."""
    hour, views = article.published_time, article.views
    texts = ("title", "author", "date_text", "url", "external_id")
    return {
        **{name: str(getattr(article, name)) for name in texts},
        "source": article.source.name_in(article.language) if article.source else "",
        "published_on": both_days(article.day) if article.day else "",
        "published_time": clock(hour) if hour else "",
        "views": number(views) if views is not None else "",
        "language": _language(article.language),
        "machine_translated": str(article.get_machine_translated_display()),
        "duplicate_of": original.title if original else "",
    }


def field_difference(name: str, before: str, after: str, effort: Effort) -> FieldDifference:
    """Word by word for what is made of words, as a whole for what is one value."""
    if name in _COMPARED_BY_WORDS or before == after:
        return FieldDifference(name, word_difference(before, after, effort))
    pieces = (Piece(Kind.REMOVED, before), Piece(Kind.ADDED, after))
    return FieldDifference(name, [piece for piece in pieces if piece.text])


def _language(code: str | None) -> str:
    return str(Language(code).label) if code in Language.values else ""

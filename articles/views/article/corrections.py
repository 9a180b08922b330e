"""An article's corrections for readers; never shows who made them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from articles.field_words import figure_words, label_of
from articles.fields import BY_NAME, NEVER_CAPTURED
from articles.models import Article
from articles.models.corrections import Correction, corrections_of
from articles.text.difference import Effort, Kind, difference

from .field_differences import (
    FieldDifference,
    article_words,
    captured_words,
    field_difference,
)
from .history_difference import pictures_in_words
from .passages import Passage, passages


@dataclass(frozen=True, slots=True)
class NamedCorrection:
    """The name of a corrected field, and the day on which it was last set."""

    field: str
    day: date | None

    @property
    def label(self) -> str:
        return label_of(self.field)


@dataclass(frozen=True, slots=True)
class ShownCorrection:
    """A corrected field as captured and now: in words, or as passages of text.

    Both are empty if there is no capture to compare with.
    """

    named: NamedCorrection
    words: FieldDifference | None
    text: Sequence[Passage] = ()

    @property
    def is_captured(self) -> bool:
        """Whether the current capture has the value that the editor set."""
        if self.named.field in NEVER_CAPTURED:
            return False
        if self.words:
            return all(piece.kind is Kind.KEPT for piece in self.words.pieces)
        return bool(self.text) and all(passage.is_kept for passage in self.text)


def _bodies(article: Article, parsed: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    return parsed.get("paragraphs", []), article.paragraphs


def _pictures(article: Article, parsed: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    now = [figure_words(*words) for _, *words in article.parts["figures"]]
    return pictures_in_words(parsed), now


def _related(article: Article, parsed: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    return parsed.get("related", []), article.parts["related"]


_TEXTS = {"body": _bodies, "figures": _pictures, "related": _related}
"""Texts that are compared as text: the capture's and the article's."""


def named_corrections(article: Article) -> list[NamedCorrection]:
    """The corrections, latest day first, then in the order of fields on pages; at most one
    query."""
    return _named(corrections_of(article))


def shown_corrections(
    article: Article, original: Article | None, parsed: Mapping[str, Any] | None
) -> list[ShownCorrection]:
    """The corrections compared with the current capture. ``original`` is the visible article that
    this one duplicates."""
    effort = Effort()
    captured, now = captured_words(parsed or {}), article_words(article, original)
    shown = []
    for named in named_corrections(article):
        if parsed is None:
            shown.append(ShownCorrection(named, None))
        elif named.field in _TEXTS:
            changed = difference(*_TEXTS[named.field](article, parsed), effort)
            shown.append(ShownCorrection(named, None, passages(changed)))
        else:
            before, after = captured[named.field], now[named.field]
            words = field_difference(named.field, before, after, effort)
            shown.append(ShownCorrection(named, words))
    return shown


def _named(corrections: Iterable[Correction]) -> list[NamedCorrection]:
    made = {correction.field: correction.made_at for correction in corrections}
    named = [
        NamedCorrection(name, timezone.localdate(moment) if (moment := made[name]) else None)
        for name in BY_NAME
        if name in made
    ]
    return sorted(named, key=lambda correction: correction.day or date.min, reverse=True)

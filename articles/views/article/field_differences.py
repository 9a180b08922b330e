"""The particulars of an article in readers' words, as a capture has them and as the page does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from articles.field_words import label_of, words_of
from articles.fields import BY_NAME, LINKS, PUBLIC, SEVERAL
from articles.fields import Kind as FieldKind
from articles.importing.content import parsed_values
from articles.models import Article
from articles.text.difference import Effort, Kind, Piece, word_difference


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that says one thing here and another there."""

    name: str
    pieces: Sequence[Piece]

    @property
    def label(self) -> str:
        return label_of(self.name)

    @property
    def before(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind is not Kind.ADDED]

    @property
    def after(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind is not Kind.REMOVED]


SINGLE = [field.name for field in PUBLIC if field.kind not in SEVERAL]
"""The fields of one value."""


def captured_words(parsed: Mapping[str, Any]) -> dict[str, str]:
    """What a capture says in each of these; empty where it says nothing."""
    said = parsed_values(parsed)
    return {name: words_of(name, said.get(name, BY_NAME[name].empty)) for name in SINGLE}


def article_words(article: Article, original: Article | None) -> dict[str, str]:
    """What an article says in each. ``original`` is the visible one that it duplicates."""
    words = {name: words_of(name, getattr(article, name)) for name in SINGLE if name not in LINKS}
    return words | {
        "source": article.source.name_in(article.language) if article.source else "",
        "duplicate_of": original.title if original else "",
    }


def field_difference(name: str, before: str, after: str, effort: Effort) -> FieldDifference:
    """Word by word for what is made of words, as a whole for what is one value."""
    if BY_NAME[name].kind is FieldKind.WORDS or before == after:
        return FieldDifference(name, word_difference(before, after, effort))
    pieces = (Piece(Kind.REMOVED, before), Piece(Kind.ADDED, after))
    return FieldDifference(name, [piece for piece in pieces if piece.text])

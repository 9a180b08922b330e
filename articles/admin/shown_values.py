"""Values of an article's fields in words, and their differences."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from articles.field_words import figure_words, label_of, words_of
from articles.fields import BY_NAME, LINKS, Kind
from articles.models import Article, Source
from articles.text.difference import (
    Effort,
    ParagraphDifference,
    difference,
    word_difference,
)


@dataclass(frozen=True, slots=True)
class Difference:
    """The change of one field; ``lines`` have its words: kept, removed and added."""

    name: str
    label: str
    lines: list[ParagraphDifference]
    before: str
    after: str

    @property
    def changed_lines(self) -> list[ParagraphDifference]:
        """Without unchanged paragraphs, which would hide the others."""
        return [line for line in self.lines if not line.is_kept]


class Names:
    """The names of the records that values name by their ids: two queries, for any number. Texts
    that stand for records, as in what is not stored yet, are names themselves."""

    def __init__(self, versions: Iterable[Mapping[str, Any]]) -> None:
        versions = list(versions)
        ids = {
            name: {pk for version in versions if isinstance(pk := version.get(name), int)}
            for name in LINKS
        }
        self._names: dict[str, dict[int, str]] = {
            "source": {
                pk: str(source) for pk, source in Source.objects.in_bulk(ids["source"]).items()
            },
            "duplicate_of": {
                pk: f"{article.title} ({article.key})"
                for pk, article in Article.objects.only("title", "key")
                .in_bulk(ids["duplicate_of"])
                .items()
            },
        }

    def paragraphs(self, name: str, value: Any) -> list[str]:
        """A value of a field as paragraphs of words; none for an empty one."""
        if value is None or value == "":
            return []
        if name in LINKS:
            return [value if isinstance(value, str) else self._names[name].get(value, f"({value})")]
        match BY_NAME[name].kind:
            case Kind.FIGURES:
                return [f"{position} · {figure_words(*texts)}" for position, *texts in value]
            case Kind.TITLES:
                return list(value)
            case Kind.PARAGRAPHS:
                return str(value).split("\n\n")
        return [words_of(name, value)]


def differences(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    names: Names,
    fields: Collection[str],
    effort: Effort | None = None,
) -> list[Difference]:
    """The differences between two states of an article, by field, in the fields' order."""
    found = []
    for name in fields:
        if name not in before or name not in after or before[name] == after[name]:
            continue
        old = names.paragraphs(name, before[name])
        new = names.paragraphs(name, after[name])
        if len(old) == len(new) == 1:
            lines = [ParagraphDifference(word_difference(old[0], new[0], effort))]
        else:
            lines = difference(old, new, effort)
        found.append(Difference(name, label_of(name), lines, "\n\n".join(old), "\n\n".join(new)))
    return found

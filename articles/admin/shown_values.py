"""Values of an article's fields in words, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, cast

import jdatetime
from django.db.models import Field
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.calendars import Calendar, format_date, localize_digits
from articles.curation.corrected_fields import LINKS
from articles.models import Article, Source
from articles.text.difference import (
    Effort,
    ParagraphDifference,
    difference,
    word_difference,
)

_LABELS: dict[str, str | Promise] = {
    "figures": _("figures"),
    "related": _("related stories"),
}


def label_of(name: str) -> str:
    """The name of a field for people."""
    if name in _LABELS:
        return str(_LABELS[name])
    return str(_column(name).verbose_name)


def _column(name: str) -> Field[Any, Any]:
    return cast("Field[Any, Any]", Article._meta.get_field(name))


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one field; ``lines`` hold its words, kept, removed and added."""

    name: str
    label: str
    lines: list[ParagraphDifference]
    before: str
    after: str

    @property
    def changed_lines(self) -> list[ParagraphDifference]:
        """Without the paragraphs that stayed, which would bury the others."""
        return [line for line in self.lines if not line.is_kept]


class Names:
    """The names of the records that values name by their ids: two queries, for any number."""

    def __init__(self, versions: Iterable[Mapping[str, Any]]) -> None:
        versions = list(versions)
        ids = {name: {version.get(name) for version in versions} - {None} for name in LINKS}
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
            return [self._names[name].get(value, f"({value})")]
        if name == "figures":
            return [_figure(*row) for row in value]
        if name == "related":
            return list(value)
        return _words(name, value).split("\n\n")


def _figure(position: int, *texts: str) -> str:
    return " · ".join([str(position), *filter(None, texts)])


def _words(name: str, value: Any) -> str:
    language = get_language() or "fa"
    if isinstance(value, jdatetime.date):
        return format_date(value.togregorian(), Calendar.JALALI, language)
    if isinstance(value, date):
        return format_date(value, Calendar.JALALI, language)
    if isinstance(value, time):
        return localize_digits(value.strftime("%H:%M"), language)
    choices = dict(_column(name).flatchoices)
    return str(choices.get(value, value))


def differences(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    names: Names,
    fields: Collection[str],
    effort: Effort | None = None,
) -> list[Difference]:
    """What differs between two states of an article, field by field, in the fields' order."""
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

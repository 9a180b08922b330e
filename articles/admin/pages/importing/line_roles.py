"""Roles of lines: their names for staff, and one role for the same line of many items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from articles.dumps import Role, formats
from articles.dumps.lines import clean
from articles.dumps.profiles import pattern_of
from articles.importing.decisions import Decisions
from articles.importing.previews import Preview, PreviewedItem
from articles.importing.running import reading_of
from articles.text.folding import fold_key

ROLE_LABELS: dict[str, str | Promise] = {
    Role.BANNER: gettext_lazy("banner"),
    Role.TITLE: gettext_lazy("title"),
    Role.SOURCE: gettext_lazy("source"),
    Role.AUTHOR: gettext_lazy("author"),
    Role.DATE: gettext_lazy("date"),
    Role.VIEWS: gettext_lazy("views"),
    Role.META: gettext_lazy("several fields"),
    Role.BODY: gettext_lazy("body"),
    Role.RELATED_HEADING: gettext_lazy("heading of a list"),
    Role.RELATED_ITEM: gettext_lazy("related story"),
    Role.FIGURE: gettext_lazy("picture"),
    Role.CAPTION: gettext_lazy("caption"),
    Role.NOISE: gettext_lazy("page furniture"),
    Role.SEPARATOR: gettext_lazy("separator"),
    Role.BLANK: gettext_lazy("blank line"),
}
CHOICES = [
    (role.value, ROLE_LABELS[role]) for role in Role if role not in (Role.SEPARATOR, Role.BLANK)
]
"""The roles that staff give to lines."""


def with_role(
    preview: Preview,
    items: Iterable[PreviewedItem],
    decisions: Decisions,
    line: str,
    role: Role,
) -> Iterator[tuple[PreviewedItem, list[int]]]:
    """The items with such a line, and the places of those that do not have the role yet.

    Numbers and days may be others in a line that is no paragraph, as in the habits of sources.
    """
    reading, wanted = reading_of(decisions), _known_by(line)
    for item in items:
        raw = preview.raw(item.number)
        if raw is None:
            continue
        parsed = formats.parse(item.format, raw, item.encoding, reading.options_for(item.sha256))
        places = [
            index
            for index, each in enumerate(parsed.lines)
            if each.role is not role
            and wanted
            and _known_by(parsed.text[each.start : each.end]) == wanted
        ]
        if places:
            yield item, places


def _known_by(line: str) -> str:
    text = clean(line)
    return pattern_of(text) or fold_key(text)

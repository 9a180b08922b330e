"""Forms that were opened before somebody else, or an import, changed the article.

A form contains a digest of every field at the time when it was opened. Fields with another digest
when the form comes back were changed meanwhile: the form is not saved, and shows both versions.
What only the other person has changed is taken over; if both have changed a field, the editor's
text stays in the form and the other text is shown next to it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from articles.curation.corrected_fields import values_of
from articles.curation.seen_versions import digests
from articles.models import Article

from .shown_values import Difference, Names, differences


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that was changed meanwhile; ``difference`` is from the stored to the typed value."""

    difference: Difference
    is_taken_over: bool
    """Whether the stored value was taken over, because the editor had not changed the field."""


def token_of(article: Article) -> str:
    """The hidden value by which a form is recognised as stale."""
    return json.dumps(digests(values_of(article)), separators=(",", ":"))


def _opened_with(token: str) -> dict[str, str]:
    try:
        found = json.loads(token)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def conflicts(
    stored: Mapping[str, Any], typed: Mapping[str, Any], token: str
) -> list[Conflict] | None:
    """None if the form is not stale; otherwise the fields in which the two versions differ.

    ``typed`` has the fields of the form that could be read.
    """
    opened, now = _opened_with(token), digests(stored)
    changed = [name for name in now if opened.get(name) != now[name]]
    if not changed:
        return None
    plain = {name: getattr(value, "pk", value) for name, value in typed.items()}
    mine = digests(plain)
    found = differences(stored, plain, Names([stored, plain]), [*changed])
    return [Conflict(each, mine[each.name] == opened.get(each.name)) for each in found]

"""The facets that readers choose from: one line for each, beside sources and days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models.articles import Language


@dataclass(frozen=True, slots=True)
class Choice:
    """A facet of the index (:data:`articles.search.FACETS`) as readers see it.

    ``parameter`` is its name in addresses, ``label`` gives the words for a value, and ``unknown``
    is said before a value that there is not.
    """

    facet: str
    parameter: str
    title: str | Promise
    label: Callable[[str], str]
    unknown: str | Promise


LANGUAGE = Choice(
    "language",
    "lang",
    _("Language"),
    lambda code: str(Language(code).label),
    _("This language is not known, so it was ignored:"),
)

COPIES = Choice(
    "copy",
    "copies",
    _("Copies"),
    lambda value: str(_("Each text once") if value == "no" else _("Only copies")),
    _("Copies are “yes” or “no”, so this was ignored:"),
)

CHOICES = (LANGUAGE, COPIES)

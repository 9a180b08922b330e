"""Sets of equal names that editors add to the names across languages of the search."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from articles.text.folding import folded_words

MOST_NAMES = 40
"""How many names a set may have: a query with one of them is searched for all of them."""

LONGEST_NAME = 200
"""Longest name, in characters."""


class NameSet(models.Model):
    """Names of one person, place or thing, in any script: a search for one finds all of them.

    ``names`` has one name per line. Searches notice changes through its history
    (:mod:`articles.search.names.equivalents`), so save and delete sets one by one.
    """

    names = models.TextField(
        gettext_lazy("names"),
        help_text=gettext_lazy(
            "One name on each line, in any language and script. A search for one of them finds "
            "articles with any of them."
        ),
    )
    note = models.CharField(gettext_lazy("note"), max_length=300, blank=True)
    is_active = models.BooleanField(
        gettext_lazy("in use"),
        default=True,
        help_text=gettext_lazy("Searches leave out sets that are not in use."),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("set of equal names")
        verbose_name_plural = gettext_lazy("equal names")
        ordering = ["pk"]

    def __str__(self) -> str:
        return " = ".join(self.name_list)

    @property
    def name_list(self) -> list[str]:
        """The names in their order, without empty lines and outer spaces."""
        lines = (" ".join(line.split()) for line in self.names.splitlines())
        return [name for name in lines if name]

    def clean(self) -> None:
        """Strip the names and drop empty lines; refuse sets that would have no effect."""
        if not self.names:
            return  # the field itself requires a value
        names = self.name_list
        for name in names:
            _check_name(name)
        if len(names) > MOST_NAMES:
            raise _names_error(
                _("%(count)d names are too many: a set has at most %(most)d."),
                count=len(names),
                most=MOST_NAMES,
            )
        if len({"".join(folded_words(name)) for name in names}) < 2:
            raise _names_error(
                _(
                    "Type at least two different names, each on a line of its own. Spellings that "
                    "differ only in spaces, signs, diacritics or the keyboard are found together "
                    "anyway and count as one name."
                )
            )
        self.names = "\n".join(names)


def _check_name(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise _names_error(
            _("“%(name)s…” is too long: a name has at most %(most)d characters."),
            name=name[:40],
            most=LONGEST_NAME,
        )
    if not folded_words(name):
        raise _names_error(_("“%(name)s” has neither a letter nor a digit."), name=name)


def _names_error(message: str, **values: object) -> ValidationError:
    return ValidationError({"names": ValidationError(message, params=values)})

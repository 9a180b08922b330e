"""Sources: the outlets that items are credited to, and the spellings by which they are known."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .addresses import address_of

NAME_LANGUAGES = ("fa", "ar", "en")


class Source(models.Model):
    """An outlet, with its name in up to three languages.

    An import creates a source for every unknown name and marks it for review. Until an editor has
    reviewed it (``needs_review`` is off), its names follow the spellings found in the dumps.
    """

    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True)
    name_fa = models.CharField(_("Persian name"), max_length=300, blank=True)
    name_ar = models.CharField(_("Arabic name"), max_length=300, blank=True)
    name_en = models.CharField(_("English name"), max_length=300, blank=True)
    homepage = models.URLField(_("homepage"), blank=True)
    language = models.CharField(_("language"), max_length=3, default="und")
    needs_review = models.BooleanField(_("needs review"), default=True, db_index=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["slug"]
        permissions = [("merge_source", _("Can merge sources"))]

    def __str__(self) -> str:
        return self.name_in(get_language() or "fa")

    def name_in(self, language: str) -> str:
        """The name in this language, otherwise in another one, otherwise the slug."""
        names = self.names
        return names.get(language) or next(filter(None, names.values()), self.slug)

    @property
    def name_language(self) -> str:
        """The language of the name that ``str()`` shows, for its ``lang`` attribute."""
        current = get_language() or "fa"
        names, shown = self.names, self.name_in(current)
        if names.get(current) == shown:
            return current
        return next((code for code, name in names.items() if name == shown), "und")

    @property
    def names(self) -> dict[str, str]:
        """Those of :data:`NAME_LANGUAGES`, in their order; written out, since lists ask for it."""
        return {"fa": self.name_fa, "ar": self.name_ar, "en": self.name_en}

    def get_absolute_url(self) -> str:
        return address_of("source", self.slug)


class SourceAlias(models.Model):
    """A folded spelling (:func:`articles.text.folding.fold_key`) that stands for a source."""

    folded_name = models.CharField(_("folded name"), max_length=300, unique=True)
    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("source")
    )

    class Meta:
        verbose_name = _("source alias")
        verbose_name_plural = _("source aliases")

    def __str__(self) -> str:
        return self.folded_name

"""Mappings of scrapers' fields that staff have set up, in versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class ImportMappingQuerySet(models.QuerySet["ImportMapping"]):
    def current(self) -> Self:
        """The newest version of each."""
        newer = self.model.objects.filter(
            name=models.OuterRef("name"), version__gt=models.OuterRef("version")
        )
        return self.filter(~models.Exists(newer)).order_by("name")

    def keep(self, name: str, paths: Mapping[str, str], *, by: Any) -> ImportMapping:
        """Write a new version, in which these paths stand for records with this title and text."""
        with transaction.atomic():
            last = self.filter(name=name).order_by("-version").first()
            maps = [each for each in last.maps if not _is_same(each, paths)] if last else []
            version = last.version + 1 if last else 1
            return self.create(name=name, version=version, maps=[dict(paths), *maps], created_by=by)


def _is_same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return all(one.get(name) == other.get(name) for name in ("title", "body"))


class ImportMapping(models.Model):
    """Where the fields of an article stand in the records of some scrapers.

    ``maps`` has one object for each set of names: field → path in the record
    (:mod:`articles.dumps.formats.mapping`). A version is never changed; captures keep the object
    that they were read by.
    """

    name = models.CharField(_("name"), max_length=100)
    version = models.PositiveIntegerField(_("version"))
    maps = models.JSONField(_("mapping"), default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("set up by"),
    )
    created_at = models.DateTimeField(_("set up"), auto_now_add=True)

    objects = ImportMappingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mapping of fields")
        verbose_name_plural = _("mappings of fields")
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="import_mapping_version")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

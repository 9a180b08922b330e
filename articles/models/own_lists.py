"""How each member of the staff looks at lists: filters that they have kept, and their columns."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SavedFilters(models.Model):
    """Search and filters of a list, as its address has them, under a name of the person's own."""

    LONGEST_NAME = 80
    LONGEST_QUERY = 2_000

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=60)
    name = models.CharField(max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)

    class Meta:
        ordering = ["name", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "page", "name"], name="saved_filters_name")
        ]

    def __str__(self) -> str:
        return self.name


class ChosenColumns(models.Model):
    """The columns that a person has chosen for a list, in their order."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=60)
    columns = models.JSONField(default=list)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "page"], name="chosen_columns_page")]

    def __str__(self) -> str:
        return self.page

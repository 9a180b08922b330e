"""What is known about the habits of sources: rules that people have set, and what recurs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles.dumps import Role

from .sources import SourceAlias

if TYPE_CHECKING:
    from articles.dumps.profiles import Profile


class LineDecision(NamedTuple):
    """What a person has decided about the lines of one pattern, about days or about the head."""

    pattern: str
    role: Role
    example: str
    is_active: bool
    is_taught: bool
    value: str = ""


class SourceProfileManager(models.Manager["SourceProfile"]):
    def in_force(self) -> dict[str, Profile]:
        """The profiles by the folded name of a source.

        The spellings of one source share their rules; where two of them differ, the first in
        alphabetical order is right.
        """
        from articles.dumps.profiles import Profile  # here and below, because few commands parse

        own = {row.folded_name: row.profile() for row in self.order_by("folded_name")}
        own = {name: profile for name, profile in own.items() if profile.versions}
        sources: dict[int, list[str]] = {}
        aliases = SourceAlias.objects.filter(source__aliases__folded_name__in=own).distinct()
        for name, source in aliases.order_by("folded_name").values_list("folded_name", "source_id"):
            sources.setdefault(source, []).append(name)
        found = dict(own)
        for names in sources.values():
            shared = Profile()
            for name in names:
                shared = shared.joined(own.get(name, Profile()))
            found |= dict.fromkeys(names, shared)
        return found


class SourceProfile(models.Model):
    """The rules about the lines of a source's pages (:mod:`articles.dumps.profiles`).

    It belongs to a name as printed, folded like :attr:`SourceAlias.folded_name`, and not to a
    source: what a page prints does not change when sources are merged or an import is undone.
    ``lines`` are objects with ``pattern``, ``role``, ``example``, ``state`` and ``taught``, those
    about days and head with ``value``, too. Each
    decision makes a new version with a row in the history. ``read_as`` are the source keys of the
    captures that it has read, so that they are found again where it has given them another source.
    """

    ACTIVE, REJECTED = "active", "rejected"

    folded_name = models.CharField(_("folded name"), max_length=300, unique=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    lines = models.JSONField(_("lines"), default=list, blank=True)
    read_as = models.JSONField(default=list, blank=True, editable=False)

    history = HistoricalRecords()
    objects = SourceProfileManager()

    class Meta:
        verbose_name = _("habits of a source")
        verbose_name_plural = _("habits of sources")
        ordering = ["folded_name"]

    def __str__(self) -> str:
        return self.folded_name

    @property
    def decisions(self) -> list[LineDecision]:
        """The decisions, in the order in which they were made."""
        return [
            LineDecision(
                line["pattern"],
                Role(line["role"]),
                line["example"],
                line["state"] == self.ACTIVE,
                line["taught"],
                line.get("value", ""),
            )
            for line in self.lines
        ]

    def profile(self) -> Profile:
        """What the parser is given; also without a rule it has a version once it had one."""
        from articles.dumps.profiles import LineRule, Profile

        if not self.version:
            return Profile()
        rules = {
            line.pattern: LineRule(line.role, line.is_taught, line.value)
            for line in self.decisions
            if line.is_active
        }
        return Profile(rules, ((self.folded_name, self.version),))

    def with_lines(self, decisions: Iterable[LineDecision]) -> list[dict[str, Any]]:
        """The lines once these decisions are made; a new one about a pattern replaces the old."""
        lines = {line["pattern"]: line for line in self.lines}
        for each in decisions:
            lines.pop(each.pattern, None)
            lines[each.pattern] = {
                "pattern": each.pattern,
                "role": each.role.value,
                "example": each.example,
                "state": self.ACTIVE if each.is_active else self.REJECTED,
                "taught": each.is_taught,
                **({"value": each.value} if each.value else {}),
            }
        return list(lines.values())


class SourceEvidence(models.Model):
    """What the captures of a source repeat, counted up to a capture
    (:mod:`articles.dumps.learning`).

    ``proposals`` are the lines that wait for a decision, as objects with the fields of
    :class:`articles.dumps.learning.Proposal`; ``open`` is how many there are.
    """

    folded_name = models.CharField(_("folded name"), max_length=300, unique=True)
    counts = models.JSONField(default=dict)
    proposals = models.JSONField(default=list)
    open = models.PositiveIntegerField(default=0)
    last_capture = models.BigIntegerField(default=0, db_index=True)

    class Meta:
        verbose_name = _("evidence about a source")
        verbose_name_plural = _("evidence about sources")
        ordering = ["folded_name"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["-open"], name="evidence_open", condition=models.Q(open__gt=0))
        ]

    def __str__(self) -> str:
        return self.folded_name

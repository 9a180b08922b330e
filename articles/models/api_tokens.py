"""Tokens with which programs of others use the archive, and the pushes that were answered."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .sources import Source

KEY_LENGTH = 255
"""The longest ``Idempotency-Key``."""
KEPT = timedelta(days=7)
"""How long the answer to a push is kept to be given again."""

_BEGINNING = "nat_"
"""By it people and scanners of secrets know what a text is."""
_SHOWN = 10
_USE_TOLD = timedelta(minutes=1)
"""The last use is not written more often."""


class Scope(models.TextChoices):
    """What a token may be used for; the right behind it is asked of its owner at each use."""

    IMPORT = "import", _("push items to be imported")
    READ = "read", _("read more, and more often")
    CORRECT = "correct", _("correct articles")

    @property
    def permission(self) -> str:
        return {
            Scope.IMPORT: "articles.add_importbatch",
            Scope.READ: "articles.view_article",
            Scope.CORRECT: "articles.change_article",
        }[self]


class ApiTokenManager(models.Manager["ApiToken"]):
    def issue(self, **fields: Any) -> tuple[ApiToken, str]:
        """A new token, and its text, which is told this once: only a hash of it is stored."""
        token = self.model(**fields)
        text = token.begin()
        token.save()
        return token, text

    def of(self, text: str) -> ApiToken | None:
        """The token in force with this text. Of a person who has left, none is."""
        found = self.select_related("owner").filter(
            digest=_digest(text), is_active=True, owner__is_active=True
        )
        return found.first()


class ApiToken(models.Model):
    """A token: whose rights it uses, what for, and for which sources.

    The list of sources does not stand for all where it is empty: a source that is deleted must not
    open the archive. ``digest`` is a plain SHA-256, since the text is 256 bits of chance and not a
    word of people.
    """

    name = models.CharField(_("name"), max_length=100, help_text=_("Which program uses it."))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("made by"),
    )
    scopes = models.JSONField(_("use"), default=list)
    all_sources = models.BooleanField(_("for all sources"), default=False)
    sources = models.ManyToManyField(
        Source,
        blank=True,
        related_name="tokens",
        verbose_name=_("for these sources"),
        help_text=_("Items of other sources, or without a source, are rejected."),
    )
    daily_quota = models.PositiveIntegerField(
        _("requests a day"),
        null=True,
        blank=True,
        help_text=_("Empty: only those within a minute are limited."),
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    beginning = models.CharField(_("begins with"), max_length=_SHOWN, editable=False)
    is_active = models.BooleanField(_("in force"), default=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)

    objects = ApiTokenManager()

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def begin(self) -> str:
        """Give a token its text."""
        text = _BEGINNING + secrets.token_urlsafe(32)
        self.digest, self.beginning = _digest(text), text[:_SHOWN]
        return text

    def may(self, scope: Scope) -> bool:
        """Whether it is for this, and its owner has the right."""
        return scope in self.scopes and self.owner.has_perm(scope.permission)

    def allowed_sources(self) -> frozenset[int] | None:
        """Primary keys of the sources that it is for; None: all."""
        return None if self.all_sources else frozenset(self.sources.values_list("pk", flat=True))

    def use(self, now: datetime) -> None:
        """Note that it was used."""
        if self.last_used_at is None or now - self.last_used_at >= _USE_TOLD:
            self.last_used_at = now
            self.save(update_fields=["last_used_at"])


class AnsweredPush(models.Model):
    """The answer to a push that had an ``Idempotency-Key``, given again when it is repeated.

    ``fingerprint`` is a hash of all that was asked: the same key for something else is an error.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=KEY_LENGTH)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="one_answer_of_a_push")
        ]

    def __str__(self) -> str:
        return self.key


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()

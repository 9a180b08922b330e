"""What the archive keeps of accounts beside Django: sources of an importer, codes with which a
second factor is set up, passkeys, and who is signed in where."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device

from .sources import Source


class ImportScope(models.Model):
    """The only sources of which a person may import. Who has none may import of all.

    An empty list stands for no source: one that is deleted must not widen what somebody may do.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="import_scope"
    )
    sources = models.ManyToManyField(
        Source,
        blank=True,
        related_name="+",
        verbose_name=_("sources"),
        help_text=_("Items of other sources, or without a source, are rejected."),
    )

    class Meta:
        verbose_name = _("limit of imports")
        verbose_name_plural = _("Imports only of certain sources")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)

    @classmethod
    def of(cls, user: object) -> frozenset[int] | None:
        """Primary keys of the sources of which somebody may import; None: of all."""
        pk = getattr(user, "pk", None)
        scope = cls.objects.filter(user_id=pk).first() if pk else None
        return None if scope is None else frozenset(scope.sources.values_list("pk", flat=True))


class SetupCode(models.Model):
    """A code with which a person sets up a second factor, since a password alone may be stolen.

    Only a keyed digest is kept; ``failures`` void it.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)


class Passkey(Device):  # type: ignore[misc]  # django-otp has no annotations
    """The public half of a key pair (WebAuthn) with which a person signs in; its device keeps the
    other. ``name`` is what the person calls it."""

    LONGEST_ID = 1400
    """1,023 bytes in base64url, the longest of the standard."""

    credential_id = models.CharField(max_length=LONGEST_ID, unique=True)
    public_key = models.BinaryField()
    sign_count = models.PositiveBigIntegerField(default=0)
    """How often the device says that it has signed; 0 where it does not count."""
    added_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]


class SignInName(models.Model):
    """The name by which another server knows a person (OpenID Connect)."""

    LONGEST = 255

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=LONGEST)
    subject = models.CharField(max_length=LONGEST)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="sign_in_name")]

    def __str__(self) -> str:
        return f"{self.user}: {self.subject}"


class StaffSession(models.Model):
    """A session that somebody has signed in: when, from where, and with which browser."""

    LONGEST_AGENT = 300

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40, unique=True)
    signed_in_at = models.DateTimeField(auto_now_add=True)
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=LONGEST_AGENT, blank=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user} {self.signed_in_at:%Y-%m-%d %H:%M}"

    @classmethod
    def living(cls, user: Any) -> list[StaffSession]:
        """Those of a person that have not ended, the latest first; what has ended is forgotten."""
        mine = list(cls.objects.filter(user=user))
        keys = [each.key for each in mine]
        sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
        there = set(sessions.values_list("session_key", flat=True))
        cls.objects.filter(pk__in=[each.pk for each in mine if each.key not in there]).delete()
        return [each for each in mine if each.key in there]

    def end(self) -> None:
        """Sign the session out."""
        Session.objects.filter(session_key=self.key).delete()
        self.delete()

"""What happens to the accounts of staff: a log that lasts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountEvent(models.Model):
    """A sign-in or one that failed, or a change of what an account may do.

    ``name`` is what was typed, or that of the account, and outlives it. ``address`` is the network
    of whoever asked; empty on the command line.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in")
        FAILED = "failed", _("failed to sign in")
        SIGNED_OUT = "signed_out", _("signed out")
        RIGHTS = "rights", _("rights changed")
        PASSWORD = "password", _("password changed")
        FACTOR = "factor", _("second factor changed")

    LONGEST_NAME = 150

    at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("account"), max_length=LONGEST_NAME)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("changed by"),
    )
    address = models.CharField(_("address"), max_length=45, blank=True)
    detail = models.TextField(_("detail"), blank=True)

    class Meta:
        verbose_name = _("event of an account")
        verbose_name_plural = _("events of accounts")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name}: {self.get_kind_display()}"

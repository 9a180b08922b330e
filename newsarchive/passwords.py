"""What passwords of staff must be, beside the checks that Django has."""

from __future__ import annotations

from django.contrib.auth import password_validation
from django.utils.translation import ngettext

from articles.display import digits


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    """Django's, in the digits of the page."""

    def get_error_message(self) -> str:
        return self._told(
            ngettext(
                "This password is too short: it needs at least %(number)s character.",
                "This password is too short: it needs at least %(number)s characters.",
                self.min_length,
            )
        )

    def get_help_text(self) -> str:
        return self._told(
            ngettext(
                "A password needs at least %(number)s character.",
                "A password needs at least %(number)s characters.",
                self.min_length,
            )
        )

    def _told(self, sentence: str) -> str:
        return sentence % {"number": digits(self.min_length)}

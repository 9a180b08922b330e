"""Yes and no in words. Django shows pictures, which are called “True” and “False” in every
language, and the green one also stands for what waits for somebody."""

from __future__ import annotations

from django.contrib.admin.templatetags import admin_list
from django.utils.translation import gettext as _


def in_words(value: bool | None) -> str:
    if value is None:
        return "–"
    return _("Yes") if value else _("No")


# Lists and pages of records look it up by this name; Django has no other place for it.
_ICON = "_boolean_icon"
setattr(admin_list, _ICON, in_words)

"""The log of what happens to accounts, for superusers."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.display import number
from articles.models import AccountEvent
from articles.roles import NAMED

from . import account_log  # noqa: F401  (it listens from its import on)
from .imports import ReadOnlyAdmin

MOST_SHOWN = 6
"""How many changes of an event are named."""
_WORDS = {
    "second factor": _("with a second factor"),
    "app": _("App for one-time codes"),
    "all": _("the whole second factor"),
    "is_staff": _("may open the staff pages"),
    "is_superuser": _("may do everything"),
    "is_active": _("may sign in"),
}


def _in_words(part: str) -> tuple[str, str]:
    """What was added or taken away: its sign, and what it is called."""
    name, _colon, value = part.partition(": ")
    if value in ("True", "False"):
        name = ("+" if value == "True" else "-") + name
    sign = name[:1] if name[:1] in "+-" else ""
    name = name[len(sign) :]
    if name.startswith("passkey "):
        return sign, f"{gettext('Passkey')} {name.removeprefix('passkey ')}"
    said = _WORDS.get(name) or (gettext(name) if name in NAMED else name)
    return sign, str(said)


@admin.register(AccountEvent)
class AccountEventAdmin(ReadOnlyAdmin):
    change_list_template = "admin/articles/accountevent/change_list.html"
    list_display = ("at", "kind", "shown_name", "by", "shown_address", "shown_detail")
    list_display_links = None
    list_filter = ("kind",)
    list_select_related = ("by",)
    search_fields = ("name", "=address")

    @admin.display(description=_("account"), ordering="name")
    def shown_name(self, event: AccountEvent) -> str:
        return gettext(event.name) if event.name in NAMED else event.name

    @admin.display(description=_("address"), ordering="address", empty_value="–")
    def shown_address(self, event: AccountEvent) -> str:
        return format_html('<bdi dir="ltr">{}</bdi>', event.address) if event.address else ""

    @admin.display(description=_("detail"), empty_value="–")
    def shown_detail(self, event: AccountEvent) -> str:
        """The first of what has changed, in words; the CSV has all of it."""
        parts = event.detail.split(", ") if event.detail else []
        rows = [(sign, name) for sign, name in map(_in_words, parts[:MOST_SHOWN])]
        shown = format_html_join("، ", "<bdi>{}{}</bdi>", rows)
        more = len(parts) - MOST_SHOWN
        return format_html("{} … (+{})", shown, number(more)) if more > 0 else shown

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request)

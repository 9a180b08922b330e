"""Keeps and forgets what members of the staff choose for their lists."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.admin.own_lists import OwnLists, kept_query
from articles.admin_site.pages import SENT, number_of, staff_page
from articles.models import ChosenColumns, SavedFilters

MOST_SAVED = 50
"""Filters that one person keeps for a list."""


@staff_page("lists/<str:page>/", "own_list", methods=SENT)
def own_list(request: HttpRequest, page: str) -> HttpResponse:
    """Keep the filters of ``query`` under a name, forget some, or choose columns."""
    listed = _admin_of(page)
    if not listed.has_view_permission(request):
        raise PermissionDenied
    query = kept_query(QueryDict(request.POST.get("query", "")))
    of_user: dict[str, Any] = {"user_id": request.user.pk, "page": page}
    if "columns" in request.POST:
        chosen = [name for name in listed.choosable() if name in request.POST.getlist("column")]
        ChosenColumns.objects.update_or_create(**of_user, defaults={"columns": chosen})
    elif (pk := number_of(request.POST.get("forget"))) is not None:
        SavedFilters.objects.filter(pk=pk, **of_user).delete()
    elif name := " ".join(request.POST.get("name", "").split())[: SavedFilters.LONGEST_NAME]:
        if len(query) > SavedFilters.LONGEST_QUERY:
            messages.error(request, _("These filters are too long to be kept."))
        elif SavedFilters.objects.filter(**of_user).exclude(name=name).count() >= MOST_SAVED:
            messages.error(request, _("Forget some filters first: there are too many."))
        else:
            SavedFilters.objects.update_or_create(**of_user, name=name, defaults={"query": query})
    else:
        messages.error(request, _("Name the filters to keep them."))
    path = reverse(f"admin:{page.replace('.', '_')}_changelist")
    return HttpResponseRedirect(f"{path}?{query}" if query else path)


def _admin_of(page: str) -> OwnLists:
    for model, listed in admin.site._registry.items():
        if model._meta.label_lower == page and isinstance(listed, OwnLists):
            return listed
    raise Http404

"""Equal names by the API: what a search takes for one in all languages, as editors have it."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_noop
from ninja import Query, Router
from typing_extensions import TypedDict

from articles.models import NameSet

from .lists import list_answer
from .parameters import Paging
from .tables import Items

router = Router(tags=["search"])


class NameSetItem(TypedDict):
    """Names of one person, place or thing."""

    number: int
    names: list[str]


class NameSetPage(TypedDict):
    """A page of the sets of equal names; ``next`` is the address of the following one."""

    items: list[NameSetItem]
    next: str | None


@router.get(
    "/names",
    response=NameSetPage,
    url_name="api_names",
    operation_id="api_names",
    summary=gettext_noop("Sets of equal names, by which searches find other languages"),
)
def names(request: HttpRequest, asked: Query[Paging]) -> HttpResponseBase:
    """Those in use, without the notes of editors; two queries at most for a page."""

    def read(place: str, count: int) -> tuple[Items, str]:
        in_use = NameSet.objects.filter(is_active=True, pk__gt=int(place or 0)).order_by("pk")
        found = list(in_use[: count + 1])
        items: Items = [{"number": each.pk, "names": each.name_list} for each in found[:count]]
        return items, str(found[count - 1].pk) if len(found) > count else ""

    return list_answer(request, asked, "names", tuple(NameSetItem.__annotations__), read)

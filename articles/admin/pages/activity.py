"""The page of the activities of a member of staff, and of one kind of them."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from articles.admin_site.activity import KINDS, PAGE, SHOWN_OF_EACH, Activity, Kind
from articles.admin_site.pages import SHOWN, framed, number_of, staff_page


@staff_page("staff/<int:user_id>/", "staff_work", methods=SHOWN)
def staff_work(request: HttpRequest, user_id: int) -> HttpResponse:
    """The latest activities of each kind that the visitor may see, or more of the one in
    ``kind``."""
    user = get_object_or_404(get_user_model(), pk=user_id)
    seen = [kind for kind in KINDS if request.user.has_perm(kind.permission)]
    title = _("What %(name)s has done") % {"name": user.get_short_name() or user.get_username()}
    wanted = request.GET.get("kind")
    if wanted is None:
        work = [(kind, kind.activities(user, before=None, most=SHOWN_OF_EACH + 1)) for kind in seen]
        parts = [
            (kind, activities[:SHOWN_OF_EACH], len(activities) > SHOWN_OF_EACH)
            for kind, activities in work
            if activities
        ]
        return framed(request, "staff_work.html", title, parts=parts)
    kind = next((kind for kind in seen if kind.name == wanted), None)
    if kind is None:
        raise Http404
    activities, older = _page(kind, user, number_of(request.GET.get("before")))
    return framed(
        request,
        "staff_work_kind.html",
        title,
        subtitle=kind.title,
        kind=kind,
        activities=activities,
        older=older,
    )


def _page(kind: Kind, user: object, before: int | None) -> tuple[list[Activity], int | None]:
    """A page of activities, and the id before which older ones are found."""
    activities = kind.activities(user, before=before, most=PAGE + 1)  # type: ignore[arg-type]
    return activities[:PAGE], activities[PAGE - 1].pk if len(activities) > PAGE else None

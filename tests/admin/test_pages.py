"""Pages of the staff beside those of the records: how one is added, and who may open it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse

from articles.admin_site import pages
from articles.admin_site.pages import SENT, SHOWN, StaffPage, require, staff_page
from tests.factories import make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def registered(monkeypatch):
    found: list[StaffPage] = []
    monkeypatch.setattr(pages, "PAGES", found)
    return found


def user_with(*names):
    user = User.objects.create_user("somebody", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


def answer(page, rf, user, method="get"):
    request = getattr(rf, method)("/")
    request.user = user
    return page.view(request)


def test_a_page_is_for_those_who_have_what_it_needs(registered, rf):
    @staff_page("x/", "x", needs="articles.view_article", methods=SHOWN)
    def view(request):
        return HttpResponse("here")

    [page] = registered
    assert (page.route, page.name) == ("x/", "x")
    assert answer(page, rf, user_with("view_article")).content == b"here"
    for user in (AnonymousUser(), User.objects.create_user("other", is_staff=True)):
        with pytest.raises(PermissionDenied):
            answer(page, rf, user)


@pytest.mark.parametrize(
    ("methods", "refused"), [(SHOWN, ["post"]), (SENT, ["get", "head"]), ((*SHOWN, *SENT), ["put"])]
)
def test_a_page_takes_only_its_methods(registered, rf, methods, refused):
    @staff_page("x/", "x", methods=methods)
    def view(request):
        return HttpResponse()

    for method in ("get", "head", "post", "put"):
        status = answer(registered[0], rf, AnonymousUser(), method).status_code
        assert status == (405 if method in refused or method == "put" else 200)


def test_one_of_the_permissions_is_enough(rf):
    request = rf.get("/")
    request.user = user_with("view_article")
    require(request, "articles.change_article", "articles.view_article")
    with pytest.raises(PermissionDenied):
        require(request, "articles.change_article", "articles.erase_article")


def test_every_page_has_an_address_of_its_own():
    assert reverse("admin:dismissed") == "/admin/dismissed/"  # loads the pages, if nothing has yet
    names = [page.name for page in pages.PAGES]
    assert "dismissed" in names
    assert len(set(names)) == len(names)
    assert len({page.route for page in pages.PAGES}) == len(names)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("kind", ["change", "delete"])
def test_an_address_that_names_no_field_leads_nowhere(client, member, kind, method):
    member("Archivists")
    path = reverse(f"admin:articles_source_{kind}", args=[make_source().pk])
    assert getattr(client, method)(path, {"_to_field": ""}).status_code == 404

"""Filters that staff keep under names of their own, and the columns that they choose."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.admin.pages import own_lists
from articles.models import ChosenColumns, SavedFilters
from tests.admin.article_pages import make_editor
from tests.factories import make_article

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_article_changelist")
PAGE = reverse("admin:own_list", args=["articles.article"])
ALWAYS = ("action_checkbox", "title")
DATES = ("published_on", "created_at", "updated_at")


@pytest.fixture(autouse=True)
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


def columns(client):
    """Names of the columns that are shown, of those that are not dates."""
    shown = client.get(LIST).context["cl"].list_display
    names = [getattr(name, "__name__", name) for name in shown]
    return [name for name in names if name not in (*ALWAYS, *DATES)]


def test_filters_are_kept_under_a_name_and_forgotten(client):
    make_article("الف", language="ar")
    make_article("ب")
    query = "language__exact=ar&o=-1"
    answer = client.post(PAGE, {"name": " عربی‌ها ", "query": f"{query}&p=3"})
    assert answer.url == f"{LIST}?{query}"
    page = client.get(LIST)
    assert f'<a href="?{query.replace("&", "&amp;")}"><bdi>عربی‌ها</bdi></a>' in page.text
    assert len(client.get(f"{LIST}?{query}").context["cl"].result_list) == 1
    client.post(PAGE, {"name": "عربی‌ها", "query": "language__exact=en"})
    saved = SavedFilters.objects.get()
    assert saved.query == "language__exact=en"
    client.post(PAGE, {"forget": saved.pk, "query": ""})
    assert not SavedFilters.objects.exists()


def test_each_person_has_their_own(client):
    client.post(PAGE, {"name": "من", "query": "q=x"})
    saved = SavedFilters.objects.get()
    client.force_login(make_editor(name="other"))
    assert "<bdi>من</bdi>" not in client.get(LIST).text
    client.post(PAGE, {"forget": saved.pk})
    assert SavedFilters.objects.exists()


def test_columns_are_chosen(client):
    make_article(author="نگار", views=1526)
    offered = client.get(LIST).context["columns"]
    assert [each.name for each in offered if each.is_chosen] == [
        "source",
        "published_on",
        "language",
        "status",
        "review",
    ]
    client.post(PAGE, {"columns": "", "column": ["views", "author", "no such", "password"]})
    assert columns(client) == ["author", "views"]
    assert "نگار" in client.get(LIST).text
    client.post(PAGE, {"columns": ""})
    assert columns(client) == []
    assert ChosenColumns.objects.count() == 1


@pytest.mark.parametrize("name", ["", "  ", "\n"])
def test_what_has_no_name_is_not_kept(client, name):
    answer = client.post(PAGE, {"name": name, "query": "q=x"}, follow=True)
    assert "نامی بنویسید" in answer.text
    assert not SavedFilters.objects.exists()


def test_what_is_too_long_or_too_much_is_refused(client, monkeypatch):
    client.post(PAGE, {"name": "x" * 500, "query": "q=1"})
    assert len(SavedFilters.objects.get().name) == 80
    client.post(PAGE, {"name": "y", "query": f"q={'x' * 3000}"})
    monkeypatch.setattr(own_lists, "MOST_SAVED", 1)
    client.post(PAGE, {"name": "z", "query": "q=1"})
    assert SavedFilters.objects.count() == 1


def test_the_way_back_is_the_list(client):
    answer = client.post(PAGE, {"name": "x", "query": "//evil.example/"})
    assert answer.url.startswith(f"{LIST}?")
    for page in ("auth.user", "no.thing", "articles.source"):
        assert client.post(reverse("admin:own_list", args=[page]), {"name": "x"}).status_code == 404

"""The log of sign-ins and of changes of rights."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from articles.admin import account_log
from articles.models import AccountEvent
from tests.admin.article_pages import make_editor

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_accountevent_changelist")
CSV = reverse("admin:account_events_csv")
LOGIN = reverse("admin:login")


@pytest.fixture
def reza():
    user = User.objects.create_user("reza", password="a lantern on the bridge", is_staff=True)
    AccountEvent.objects.all().delete()
    return user


def events():
    return list(AccountEvent.objects.order_by("pk").values_list("kind", "name", "by__username"))


def test_sign_ins_and_failed_ones_are_kept_with_their_network(client, reza):
    for password in ("wrong", "a lantern on the bridge"):
        client.post(LOGIN, {"username": "reza", "password": password})
    client.post(reverse("admin:logout"))
    assert events() == [
        ("failed", "reza", None),
        ("signed_in", "reza", None),
        ("signed_out", "reza", None),
    ]
    assert all(event.address for event in AccountEvent.objects.all())
    assert not AccountEvent.objects.filter(detail__contains="lantern").exists()


def test_an_address_fills_no_disk(client, reza, monkeypatch):
    monkeypatch.setattr(account_log, "MOST_FAILED", 2)
    for number in range(4):
        client.post(LOGIN, {"username": f"name {number}", "password": "x"})
    assert [name for _kind, name, _by in events()] == ["name 0", "name 1"]


@pytest.mark.parametrize("name", ["", "x" * 1000, "\0", "=1+1"])
def test_whatever_is_typed_as_a_name_is_kept(client, name):
    client.post(LOGIN, {"username": name, "password": "x"})
    assert all(len(event.name) <= 150 for event in AccountEvent.objects.all())


def test_changes_of_rights_are_kept_with_who_made_them(admin_client, reza):
    roles = [Group.objects.get(name=name).pk for name in ("Editors", "Importers")]
    address = reverse("admin:auth_user_change", args=[reza.pk])
    no_limit = {"import_scope-TOTAL_FORMS": 0, "import_scope-INITIAL_FORMS": 0}
    data = {"username": "reza", "is_active": "on", "is_staff": "on", **no_limit}
    admin_client.post(address, {**data, "groups": roles})
    admin_client.post(address, {**data, "is_superuser": "on", "groups": roles[:1]})
    rights = AccountEvent.objects.filter(kind="rights", name="reza").order_by("pk")
    assert {event.by.username for event in rights} == {"admin"}
    details = " ".join(event.detail for event in rights)
    for part in ("+Editors", "+Importers", "-Importers", "is_superuser: True"):
        assert part in details


def test_a_group_that_is_emptied_and_a_password_are_kept(reza):
    group = Group.objects.get(name="Editors")
    group.user_set.add(reza)
    reza.groups.clear()
    reza.set_password("another lantern")
    reza.save()
    found = [(event.kind, event.detail) for event in AccountEvent.objects.order_by("pk")]
    assert found == [("rights", "+Editors"), ("rights", "-Editors"), ("password", "")]


def test_what_changes_nothing_is_no_event(reza):
    reza.first_name = "رضا"
    reza.save()
    reza.save(update_fields=["last_login"])
    assert events() == []


def test_only_superusers_see_and_export_it(client, admin_client, reza):
    client.post(LOGIN, {"username": "=1+1", "password": "x"})
    page = admin_client.get(LIST)
    assert "ورود ناموفق" in page.text
    lines = b"".join(admin_client.get(CSV).streaming_content).decode()
    assert '"\'=1+1"' in lines
    client.force_login(make_editor())
    assert client.get(LIST).status_code == client.get(CSV).status_code == 403
    assert LIST not in client.get(reverse("admin:index")).text


def test_the_list_says_in_words_what_has_changed(admin_client, reza):
    for detail in ("is_staff: True, is_active: False", "+passkey گوشی, -Editors", "second factor"):
        AccountEvent.objects.create(kind="rights", name="reza", detail=detail)
    many = ", ".join(f"+News archive | article | Can do {number}" for number in range(40))
    AccountEvent.objects.create(kind="rights", name="Editors", detail=many)
    shown = " ".join(re.sub("<[^>]+>", "", admin_client.get(LIST).text).split())
    for words in (
        "+دسترسی به میز تحریریه، -اجازهٔ ورود",
        "+کلید عبور گوشی، -دبیران",
        "با عامل دوم",
        "… (+۳۴)",
    ):
        assert words in shown, words


def test_roles_get_their_rights_before_there_is_the_table(reza, monkeypatch):
    monkeypatch.setattr(account_log, "_is_there", lambda: False)
    reza.groups.add(Group.objects.get(name="Editors"))
    assert reza.groups.count() == 1
    assert events() == []

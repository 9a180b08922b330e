"""Equal names in the admin: who may keep them, what is shown, how they are found."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from articles.models import NameSet

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_nameset_changelist")
ADD = reverse("admin:articles_nameset_add")


@pytest.fixture
def editor(client):
    """A member of a group that may keep names and nothing else."""
    group = Group.objects.create(name="editors")
    group.permissions.set(
        Permission.objects.filter(content_type__model="nameset", codename__regex="add|change|view")
    )
    user = User.objects.create_user("editor", is_staff=True)
    user.groups.add(group)
    client.force_login(user)
    return user


def add(client, **fields):
    return client.post(ADD, {"note": "", "is_active": "on", **fields})


def shown(client, **parameters):
    response = client.get(LIST, parameters)
    return {str(names) for names in response.context["cl"].result_list}


def test_an_editor_adds_a_set_and_it_is_in_the_history(client, editor):
    response = add(client, names="سپیدار \r\n\r\n Sepidar", note="خبرگزاری")
    assert response.status_code == 302
    names = NameSet.objects.get()
    assert (names.names, names.note, names.is_active) == ("سپیدار\nSepidar", "خبرگزاری", True)
    assert names.history.get().history_user == editor


def test_a_useless_set_is_refused_with_a_sentence_at_its_field(client, editor):
    response = add(client, names="کیانی\nكياني")
    assert response.status_code == 200
    [message] = response.context["adminform"].form.errors["names"]
    assert len(message) > 40
    assert not NameSet.objects.exists()


def test_an_empty_form_names_one_error(client, editor):
    response = add(client, names="")
    assert len(response.context["adminform"].form.errors["names"]) == 1


@pytest.mark.parametrize("permission", [None, "view_nameset"])
def test_others_may_at_most_look(client, permission):
    user = User.objects.create_user("reader", is_staff=True)
    if permission:
        user.user_permissions.add(Permission.objects.get(codename=permission))
    client.force_login(user)
    assert client.get(LIST).status_code == (200 if permission else 403)
    assert add(client, names="سپیدار\nSepidar").status_code == 403
    assert not NameSet.objects.exists()


def test_a_change_can_be_looked_up_in_the_history(client, editor):
    add(client, names="سپیدار\nSepidar")
    names = NameSet.objects.get()
    client.post(
        reverse("admin:articles_nameset_change", args=[names.pk]),
        {"names": "سپیدار\nWhite Poplar", "note": "", "is_active": "on"},
    )
    page = client.get(reverse("admin:articles_nameset_history", args=[names.pk]))
    assert page.status_code == 200
    assert names.history.count() == 2


def test_the_list_shows_each_name_in_its_own_direction(client, editor):
    NameSet.objects.create(names="سپیدار\n<Sepidar>")
    page = client.get(LIST).content.decode()
    assert "<bdi>سپیدار</bdi> = <bdi>&lt;Sepidar&gt;</bdi>" in page


def test_the_text_field_takes_the_direction_of_what_is_typed(client, editor):
    assert '<textarea name="names" cols="40" rows="8" dir="auto"' in (
        client.get(ADD).content.decode()
    )


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("سپیدار", {"سپیدار = Sepidar"}),
        ("سپيدار", {"سپیدار = Sepidar"}),
        ("SEPI", {"سپیدار = Sepidar"}),
        ("sepidar سپیدار", {"سپیدار = Sepidar"}),
        ("خبرگزاري", {"سپیدار = Sepidar"}),
        ("کیانی", {"کیانی = Kiani = كياني‌ها"}),
        ("برف", set()),
        ("", {"سپیدار = Sepidar", "کیانی = Kiani = كياني‌ها"}),
    ],
)
def test_sets_are_found_by_names_and_notes_on_either_keyboard(client, editor, term, found):
    NameSet.objects.create(names="سپیدار\nSepidar", note="خبرگزاری")
    NameSet.objects.create(names="کیانی\nKiani\nكياني‌ها", is_active=False)
    assert shown(client, q=term) == found


def test_the_list_can_be_limited_to_those_in_use(client, editor):
    NameSet.objects.create(names="سپیدار\nSepidar")
    NameSet.objects.create(names="کیانی\nKiani", is_active=False)
    assert shown(client, is_active__exact=1) == {"سپیدار = Sepidar"}
    assert shown(client, is_active__exact=0, q="سپیدار") == set()

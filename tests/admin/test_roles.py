"""What each role may do: the table, the groups in the database, and the staff pages themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.urls import reverse

from articles import roles
from articles.models import Article, ImportBatch, NameSet, ReaderReport, RoleGrant
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db

STAFF_PAGE = (Path(settings.BASE_DIR) / "docs/staff.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| (?P<what>[^|]+) \| (?P<codenames>[^|]+) \|(?P<cells>(?:[^|\n]*\|){3})$", re.M
)


def codenames(role):
    return set(
        Group.objects.get(name=role)
        .permissions.filter(content_type__app_label="articles")
        .values_list("codename", flat=True)
    )


def existing():
    found = Permission.objects.filter(content_type__app_label="articles")
    return set(found.values_list("codename", flat=True))


def table_of_the_docs():
    """Codename → the roles that have it."""
    table = {}
    for row in ROW.finditer(STAFF_PAGE):
        cells = [cell.strip() for cell in row["cells"].split("|")[:3]]
        if set(cells) <= {"yes", ""}:
            who = {role for role, cell in zip(roles.NAMED, cells, strict=True) if cell}
            table |= dict.fromkeys(re.findall(r"`(\w+)`", row["codenames"]), who)
    return table


def test_every_role_sees_everything_and_an_archivist_may_do_everything():
    views = {name for name in existing() if name.startswith("view_")}
    assert len(views) > 10
    for role in roles.NAMED:
        assert views <= codenames(role), role
    assert codenames("Archivists") == existing()


def test_no_role_has_more_than_its_table_says():
    for role in ("Importers", "Editors"):
        beyond = {name for name in codenames(role) if not name.startswith("view_")}
        assert beyond == roles.NAMED[role] & existing()
    assert not Group.objects.get(name="Archivists").permissions.exclude(
        content_type__app_label="articles"
    )


def test_every_permission_of_the_table_is_about_a_kind_of_record():
    models = {model._meta.model_name for model in apps.get_app_config("articles").get_models()}
    for name in roles.NAMED["Importers"] | roles.NAMED["Editors"]:
        assert name.partition("_")[2] in models


def test_the_readme_shows_the_same_table():
    table = table_of_the_docs()
    for role in ("Importers", "Editors"):
        assert {name for name, who in table.items() if role in who} == roles.NAMED[role]
    assert all("Archivists" in who for who in table.values())
    assert {"merge_source", "erase_article"} <= table.keys()


def test_migrating_again_gives_what_a_role_was_never_given_and_takes_nothing():
    group = Group.objects.get(name="Editors")
    never_given = Permission.objects.get(codename="change_article")
    taken_away = Permission.objects.get(codename="change_source")
    own = Permission.objects.get(codename="delete_tombstone")
    group.permissions.remove(never_given, taken_away)
    RoleGrant.objects.filter(group=group, permission=never_given).delete()
    group.permissions.add(own)
    Group.objects.get(name="Importers").delete()
    call_command("migrate", verbosity=0, interactive=False)
    assert {"change_article", "delete_tombstone"} <= codenames("Editors")
    # An owner's decisions stand.
    assert "change_source" not in codenames("Editors")
    assert not Group.objects.filter(name="Importers").exists()


@pytest.fixture
def records():
    article = make_article(source=make_source("بامداد نو"))
    return {
        "articles_article": article.pk,
        "articles_source": article.source.pk,
        "articles_importbatch": ImportBatch.objects.create(state="done").pk,
        "articles_nameset": NameSet.objects.create(names="سپیدار\nSepidar").pk,
        "articles_readerreport": ReaderReport.objects.create(article=article, kind="date").pk,
    }


@pytest.mark.parametrize("role", roles.NAMED)
def test_each_role_sees_every_list_and_every_record(client, member, records, role):
    member(role)
    for name, pk in records.items():
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200, name
        assert client.get(reverse(f"admin:{name}_change", args=[pk])).status_code == 200, name


def test_who_has_no_role_sees_an_empty_overview_and_nothing_else(client, member, records):
    member()
    page = client.get(reverse("admin:index"))
    assert page.status_code == 200
    assert reverse("admin:articles_article_changelist") not in page.text
    for name, pk in records.items():
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403, name
        assert client.get(reverse(f"admin:{name}_change", args=[pk])).status_code == 403, name


@pytest.mark.parametrize("role", roles.NAMED)
@pytest.mark.parametrize(
    ("name", "model"), [("articles_source", "source"), ("articles_nameset", "nameset")]
)
def test_only_editors_and_archivists_add_and_change(client, member, records, role, name, model):
    member(role)
    may = role != "Importers"
    assert client.get(reverse(f"admin:{name}_add")).status_code == (200 if may else 403)
    page = client.get(reverse(f"admin:{name}_change", args=[records[name]]))
    assert ('name="_save"' in page.text) is may


def test_an_importer_cannot_change_an_article_by_posting(client, member, records):
    member("Importers")
    pk = records["articles_article"]
    page = reverse("admin:articles_article_change", args=[pk])
    assert client.post(page, {"title": "x"}).status_code == 403
    assert Article.objects.get(pk=pk).title != "x"


@pytest.mark.parametrize("role", roles.NAMED)
def test_no_role_of_the_archive_reaches_the_accounts(client, member, role):
    member(role)
    for name in ("auth_user", "auth_group"):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403
    assert reverse("admin:auth_user_changelist") not in client.get(reverse("admin:index")).text


def test_visitors_are_led_to_the_login(client, records):
    page = client.get(reverse("admin:articles_article_changelist"))
    assert page.status_code == 302
    assert page.url.startswith(reverse("admin:login"))


def test_a_refusal_says_that_it_is_a_matter_of_rights(client, member):
    member("Importers")
    refused = client.get(reverse("admin:articles_article_bulk", args=["hide"]))
    assert refused.status_code == 403
    assert "نقش شما اجازهٔ این کار را ندارد." in refused.text


def test_nobody_is_offered_what_is_not_theirs(client, member):
    pages = (reverse("admin:index"), reverse("admin:articles_article_changelist"))
    offered = {}
    for role in ("Importers", "Editors"):
        member(role)
        offered[role] = "".join(client.get(page).text for page in pages)
    queue, importing = reverse("admin:articles_article_review"), reverse("admin:articles_import")
    assert (queue in offered["Editors"], importing in offered["Editors"]) == (True, False)
    assert (queue in offered["Importers"], importing in offered["Importers"]) == (False, True)


def test_a_role_makes_its_bearer_staff(admin_client):
    user = User.objects.create_user("reza")
    address = reverse("admin:auth_user_change", args=[user.pk])
    no_limit = {"import_scope-TOTAL_FORMS": 0, "import_scope-INITIAL_FORMS": 0}
    data = {"username": "reza", "is_active": "on", **no_limit}
    admin_client.post(address, data)
    user.refresh_from_db()
    assert not user.is_staff
    role = Group.objects.get(name="Editors")
    told = admin_client.post(address, {**data, "groups": [role.pk]}, follow=True)
    user.refresh_from_db()
    assert user.is_staff and list(user.groups.all()) == [role]
    assert "با داشتن نقش" in told.text

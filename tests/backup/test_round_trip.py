"""What an export holds comes back whole, under the same numbers."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from articles import roles
from articles.backup.loading import NotEmptyError, is_empty, load
from articles.backup.unloading import export_lines
from articles.importing.verifying import verify
from articles.models import Article, ImportBatch, Source, Tombstone
from tests.backup.full_archive import empty, exported, fill, log, make_roles, permission
from tests.dump_texts import dump, run, write
from tests.factories import make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(tmp_path):
    fill(tmp_path)
    return list(export_lines())


def test_an_archive_is_the_same_after_export_and_import(lines):
    empty()
    load(lines)
    assert exported() == lines[1:]


def test_keys_links_and_dates_are_kept(lines):
    before = list(Article.objects.order_by("pk").values())
    empty()
    load(lines)
    assert list(Article.objects.order_by("pk").values()) == before


def test_a_restored_archive_verifies_and_takes_more_imports(tmp_path):
    paths = write(tmp_path, dump(), dump("خبری دیگر", ["متنی دیگر برای خبری دیگر است."]))
    run(*paths)
    lines = list(export_lines())
    empty()
    load(lines)
    assert not list(verify())
    assert run(*paths).outcomes == ["unchanged", "unchanged"]


def test_an_erased_item_is_still_refused(lines, tmp_path):
    empty()
    load(lines)
    assert Tombstone.objects.get().erased_by.username == "sahar"
    assert run(*write(tmp_path / "again", dump())).outcomes == ["rejected"]


def test_numbers_of_removed_rows_are_not_given_again():
    make_source("نخست")
    removed = make_source("دوم")
    last = removed.pk
    removed.delete()
    lines = list(export_lines())
    empty()
    load(lines)
    assert make_source("سوم").pk == last + 1


def test_accounts_come_back_with_their_groups_and_without_their_passwords(lines):
    assert b"pbkdf2" not in b"".join(lines)
    empty()
    load(lines)
    user = get_user_model().objects.get(username="sahar")
    assert (user.email, user.has_usable_password()) == ("sahar@archive.example", False)
    assert {group.name for group in user.groups.all()} == {"Importers", "editors of the desk"}
    assert ImportBatch.objects.get(label__startswith="آذر").user == user


def test_an_account_of_the_same_name_stays_as_it_is_and_is_named(lines):
    empty()
    there = get_user_model().objects.create_user("sahar", "", "another long secret")
    load(lines)
    assert get_user_model().objects.get().check_password("another long secret")
    assert Article.history.filter(history_user=there).exists()


def test_an_import_that_ran_when_it_was_exported_is_marked_failed():
    ImportBatch.objects.create(state="running", host="elsewhere.example")
    lines = list(export_lines())
    empty()
    load(lines)
    batch = ImportBatch.objects.get()
    assert (batch.state, bool(batch.error)) == ("failed", True)


def test_columns_that_an_older_release_did_not_have_get_their_defaults(lines):
    line = next(line for line in lines if b'"articles.source"' in line)
    row = json.loads(line)
    del row["values"]["homepage"], row["values"]["needs_review"]
    empty()
    load([json.dumps(row).encode() if each == line else each for each in lines])
    assert (Source.objects.get().homepage, Source.objects.get().needs_review) == ("", True)


def test_an_archive_with_anything_in_it_is_refused(lines):
    with pytest.raises(NotEmptyError):
        load(lines)
    assert exported() == lines[1:]


def permissions(group_name: str) -> set[str]:
    group = Group.objects.get(name=group_name)
    return set(group.permissions.values_list("codename", flat=True))


def test_permissions_of_groups_and_accounts_come_back_as_they_were(lines):
    before = {name: permissions(name) for name in [*roles.NAMED, "editors of the desk"]}
    empty()
    load(lines)
    assert {name: permissions(name) for name in before} == before
    assert permissions("editors of the desk") == {"change_source"}
    user = get_user_model().objects.get(username="sahar")
    assert user.has_perm("articles.delete_nameset")


def test_a_permission_that_was_taken_from_a_role_stays_away(lines):
    empty()
    assert "add_figure" in permissions(roles.EDITORS)
    load(lines)
    assert "add_figure" not in permissions(roles.EDITORS)
    roles.grant(using="default")  # the next migrate
    assert "add_figure" not in permissions(roles.EDITORS)


def test_a_restored_role_gets_what_its_archive_did_not_know():
    make_roles()
    lines = [line.replace(b'"articles.nameset.add_nameset",', b"") for line in export_lines()]
    empty()
    load(lines)
    assert "add_nameset" in permissions(roles.EDITORS)


def test_a_role_that_was_removed_is_not_brought_back():
    make_roles()
    Group.objects.get(name=roles.IMPORTERS).delete()
    lines = list(export_lines())
    empty()
    load(lines)
    assert not Group.objects.filter(name=roles.IMPORTERS).exists()


def test_a_role_of_somebody_here_is_not_removed():
    make_roles()
    Group.objects.get(name=roles.IMPORTERS).delete()
    lines = list(export_lines())
    empty()
    user = get_user_model().objects.create_user("chief")
    user.groups.add(Group.objects.get(name=roles.IMPORTERS))
    load(lines)
    assert user.groups.get().name == roles.IMPORTERS


def test_a_permission_of_a_kind_that_this_release_has_no_more_is_kept():
    line = b'{"model":"auth.group","values":{"name":"old","permissions":["weather.report.add_x"]}}'
    lines = list(export_lines())
    end = json.loads(lines[-1])
    end["end"]["rows"]["auth.group"] += 1
    load([lines[0], line, *lines[1:-1], json.dumps(end).encode()])
    assert permissions("old") == {"add_x"}


def test_the_log_names_the_same_records_though_numbers_differ(lines):
    before = [
        (entry.user.username, entry.content_type.model, entry.object_repr, entry.change_message)
        for entry in LogEntry.objects.order_by("pk")
    ]
    empty()
    get_user_model().objects.create_user("somebody else")
    load(lines)
    entries = list(LogEntry.objects.order_by("pk"))
    assert [
        (entry.user.username, entry.content_type.model, entry.object_repr, entry.change_message)
        for entry in entries
    ] == before
    sahar = get_user_model().objects.get(username="sahar")
    assert [str(entry.get_edited_object()) for entry in entries[:2]] == [
        "sahar",
        "editors of the desk",
    ]
    assert entries[0].object_id == str(sahar.pk)


def test_an_entry_about_a_record_that_is_gone_or_not_exported_keeps_its_words_alone():
    user = get_user_model().objects.create_user("sahar")
    gone = get_user_model().objects.create_user("gone")
    log(user, gone, Permission.objects.first())
    gone.delete()
    lines = list(export_lines())
    empty()
    load(lines)
    first, second = LogEntry.objects.order_by("pk")
    assert (first.object_id, first.object_repr) == (None, "gone")
    assert second.object_id is None


def test_a_log_and_accounts_do_not_make_an_archive_full():
    user = get_user_model().objects.create_user("first")
    log(user, user)
    assert is_empty()
    lines = list(export_lines())
    load(lines)
    assert LogEntry.objects.count() == 2  # the one that was here stays


def test_an_entry_about_a_kind_of_records_that_is_gone_is_kept():
    user = get_user_model().objects.create_user("sahar")
    old = ContentType.objects.create(app_label="weather", model="report")
    LogEntry.objects.create(user=user, content_type=old, action_flag=1, object_repr="rain")
    lines = list(export_lines())
    empty()
    old.delete()
    load(lines)
    assert LogEntry.objects.get().content_type.natural_key() == ("weather", "report")


def test_an_export_of_before_groups_and_log_were_written_is_read(lines):
    older = [
        line
        for line in lines
        if not line.startswith((b'{"model":"auth.group"', b'{"model":"admin.logentry"'))
    ]
    end = json.loads(older[-1])
    for label in ("auth.group", "admin.logentry", "auth.user"):
        del end["end"]["rows"][label]
    empty()
    load([*older[:-1], json.dumps(end).encode()])
    assert permission("add_figure") in Group.objects.get(name=roles.EDITORS).permissions.all()
    assert get_user_model().objects.filter(username="sahar").exists()

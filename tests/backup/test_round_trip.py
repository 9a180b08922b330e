"""What an export holds comes back whole, under the same numbers."""

import json

import pytest
from django.contrib.auth import get_user_model

from articles.backup.loading import NotEmptyError, load
from articles.backup.unloading import export_lines
from articles.importing.verifying import verify
from articles.models import Article, ImportBatch, Source, Tombstone
from tests.backup.full_archive import empty, exported, fill
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
    assert [group.name for group in user.groups.all()] == ["editors of the desk"]
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

"""The log of changes is kept from where the follower stands that is furthest behind."""

from __future__ import annotations

import pytest
from django.utils import timezone

from articles.models import ArticleChange, ChangeFollower, changes

pytestmark = pytest.mark.django_db
Kind = ArticleChange.Kind


def log(count):
    """The sequence numbers of so many entries."""
    ArticleChange.objects.log(Kind.UPDATED, range(count))
    return list(ArticleChange.objects.values_list("sequence", flat=True))


def left():
    return list(ArticleChange.objects.values_list("sequence", flat=True))


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(changes, "KEPT", 0)
    monkeypatch.setattr(changes, "_PRUNED_AT_ONCE", 2)


def test_entries_that_all_followers_have_are_removed_and_the_log_says_so():
    entries = log(8)
    ChangeFollower.objects.tell("one", entries[5])
    ChangeFollower.objects.tell("two", entries[6])
    ChangeFollower.objects.tell("two", entries[7])
    assert ArticleChange.objects.prune() == 5
    assert left() == entries[5:]
    assert [change.kind for change in ArticleChange.objects.all()] == ["pruned", *["updated"] * 2]
    assert ArticleChange.objects.reaches_back_to(entries[5])
    assert not ArticleChange.objects.reaches_back_to(entries[4])
    assert not ArticleChange.objects.reaches_back_to(0)
    assert ArticleChange.objects.prune() == 0


def test_the_last_entry_stays_so_that_the_end_of_the_log_never_goes_back():
    entries = log(3)
    ChangeFollower.objects.tell("one", entries[-1] + 100)  # of another database
    assert ArticleChange.objects.prune() == 2
    assert ArticleChange.objects.last_sequence() == entries[-1]
    later = log(1)
    assert ArticleChange.objects.reaches_back_to(entries[-1])
    assert later[-1] > entries[-1]


def test_the_latest_stay_for_machines_that_have_no_index_yet(monkeypatch):
    entries = log(8)
    monkeypatch.setattr(changes, "KEPT", 5)
    ChangeFollower.objects.tell("one", entries[-1])
    assert ArticleChange.objects.prune() == 2
    assert left() == entries[2:]


def test_nothing_is_removed_while_nobody_follows():
    entries = log(3)
    assert ArticleChange.objects.prune() == 0
    assert left() == entries
    assert ArticleChange.objects.reaches_back_to(0)


def test_a_follower_that_was_not_seen_for_long_is_waited_for_no_longer():
    entries = log(6)
    ChangeFollower.objects.tell("away", entries[1])
    ChangeFollower.objects.tell("here", entries[4])
    ChangeFollower.objects.filter(name="away").update(last_seen=timezone.now() - changes.WAITED_FOR)
    assert ArticleChange.objects.prune() == 4


def test_followers_of_one_name_on_two_machines_are_two(monkeypatch):
    entries = log(4)
    ChangeFollower.objects.tell("copied", entries[1])
    monkeypatch.setattr(changes, "_host", lambda: "other.example")
    ChangeFollower.objects.tell("copied", entries[3])
    assert ArticleChange.objects.prune() == 1
    ChangeFollower.objects.forget(["copied"])
    assert [follower.position for follower in ChangeFollower.objects.all()] == [entries[1]]

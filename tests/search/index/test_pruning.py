"""An index whose changes were pruned from the log is told so, and never misses any in silence."""

from __future__ import annotations

import pytest
from django.utils import translation

from articles import search as engine
from articles.models import ArticleChange, ChangeFollower, changes
from articles.search import Condition, following
from articles.search.engine import analyzing
from articles.search.engine.change_log import State, last_change
from articles.search.engine.troubles import PrunedLogError
from articles.search.index.checking import compare
from articles.search.index.writing import rebuild, update
from tests.command_line import command
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def pruned(files, monkeypatch):
    """An archive of three articles whose log has only the last entry, and an index of today."""
    monkeypatch.setattr(changes, "KEPT", 0)
    for _ in range(3):
        article = make_article()
        ArticleChange.objects.log(ArticleChange.Kind.CREATED, [article.pk])
    rebuild(files)
    assert "2 entries" in command("search_index", prune=True)[1]
    return files


def positions():
    return dict(ChangeFollower.objects.values_list("name", "position"))


def test_an_index_that_is_up_to_date_goes_on(pruned):
    assert list(compare(pruned)) == []
    article = make_article("پس از آن")
    ArticleChange.objects.log(ArticleChange.Kind.CREATED, [article.pk])
    update(pruned)
    assert list(compare(pruned)) == []
    assert (engine.health().condition, engine.health().behind) == (Condition.READY, 0)


def test_an_index_from_before_is_told_to_be_built_anew(pruned):
    pruned.current().save(State(last_change() - 2))
    with pytest.raises(PrunedLogError):
        update(pruned)
    assert "cannot follow" in following.bring_up_to_date()
    status, output = command("search_index", update=True)
    assert (status, "cannot follow" in output) == (3, True)
    assert {str(each.difference) for each in compare(pruned)} == {"behind", "pruned"}
    assert engine.health().condition is Condition.CUT_OFF

    old = pruned.current().folder.name
    rebuild(pruned)
    assert list(compare(pruned)) == []
    assert positions() == {pruned.current().folder.name: last_change()}
    assert old not in positions()


def test_without_an_index_nothing_is_built_of_half_a_log(pruned):
    (pruned.root / "current").unlink()
    folders = {path for path in pruned.root.iterdir() if path.is_dir()}
    with pytest.raises(PrunedLogError):
        update(pruned)
    assert "There is no search index" in following.bring_up_to_date()
    assert {path for path in pruned.root.iterdir() if path.is_dir()} == folders


def test_what_is_pruned_while_an_index_is_behind_is_noticed(pruned, monkeypatch):
    """By another machine, which has waited for this one long enough."""
    behind = pruned.current().state().position
    for _ in range(2):
        ArticleChange.objects.log(ArticleChange.Kind.UPDATED, [make_article().pk])
    usual = ArticleChange.objects.reaches_back_to
    looks = []

    def prune_after_the_first_look(position):
        is_there = usual(position)
        if not looks:
            ChangeFollower.objects.update(position=last_change())
            ArticleChange.objects.prune()
        looks.append(position)
        return is_there

    monkeypatch.setattr(ArticleChange.objects, "reaches_back_to", prune_after_the_first_look)
    with pytest.raises(PrunedLogError):
        update(pruned)
    assert looks == [behind, behind]
    assert pruned.current().state().position == behind


def test_while_a_rebuild_is_under_way_the_log_is_kept_for_it(pruned, monkeypatch):
    usual = analyzing.all_indexed_articles

    def all_indexed_articles():
        yield from usual()
        # The index that is searched meanwhile goes further; what the rebuild began from stays.
        ArticleChange.objects.log(ArticleChange.Kind.UPDATED, [make_article().pk])
        update(pruned)
        ChangeFollower.objects.tell(pruned.current().folder.name, last_change())
        ArticleChange.objects.prune()

    monkeypatch.setattr(analyzing, "all_indexed_articles", all_indexed_articles)
    began = last_change()
    rebuild(pruned)
    assert ArticleChange.objects.reaches_back_to(began)
    assert list(compare(pruned)) == []

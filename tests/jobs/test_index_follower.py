"""A worker's machine follows what others have committed."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from articles.jobs.index_follower import follow_index
from articles.models import ArticleChange
from articles.search import counts, following
from articles.search.engine.health import Condition, Health
from articles.search.index.files import index_files
from tests.factories import make_article


class Looks:
    """Ends after so many looks; something may happen before each."""

    def __init__(self, *happenings):
        self._happenings = list(happenings)

    def wait(self, seconds):
        if not self._happenings:
            return True
        self._happenings.pop(0)()
        return False


def nothing():
    pass


@pytest.mark.django_db
def test_what_another_machine_changes_is_found_here(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    totals = []

    def change():
        # Not log(), which would have this process follow.
        article = make_article()
        ArticleChange.objects.bulk_create([ArticleChange(article_id=article.pk, kind="created")])

    def look():
        totals.append(counts().total)

    follow_index(Looks(change, nothing, look, change, nothing, look))
    assert totals == [1, 2]
    assert index_files().current().state().position == ArticleChange.objects.last_sequence()


@pytest.fixture
def places(monkeypatch):
    """Where each look finds the index, the last one again and again."""
    places = [5]

    def health():
        place = places.pop(0) if len(places) > 1 else places[0]
        return Health(Condition.BEHIND if place else Condition.READY, place)

    monkeypatch.setattr("articles.jobs.index_follower.health", health)
    monkeypatch.setattr("articles.jobs.index_follower.close_old_connections", nothing)
    return places


def test_what_hinders_it_is_told_once_and_tried_again(places, monkeypatch, caplog):
    troubles = iter(["no index", "no index", OperationalError("refused"), "", "no index"])

    def bring_up_to_date():
        trouble = next(troubles)
        if isinstance(trouble, Exception):
            raise trouble
        return trouble

    monkeypatch.setattr("articles.jobs.index_follower.bring_up_to_date", bring_up_to_date)
    follow_index(Looks(*[nothing] * 6))
    told = [record.getMessage() for record in caplog.records]
    assert told == ["no index", "OperationalError: refused", "no index"]


def test_what_another_process_is_at_is_left_to_it(places, monkeypatch):
    monkeypatch.setattr(
        "articles.jobs.index_follower.bring_up_to_date", lambda: pytest.fail("it followed")
    )
    places[:] = [5, 6, 7, None, 7, None, None]
    follow_index(Looks(*[nothing] * 8))
    places[:] = [5]
    with following.by(nothing):  # an import that this process stores
        follow_index(Looks(nothing, nothing))

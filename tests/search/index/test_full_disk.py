"""The disk of the index is full, that of the database is not."""

from __future__ import annotations

import os
from datetime import date

import pytest
from django.core.management import call_command

from articles import search as engine
from articles.models import Article
from articles.search import Search
from articles.search.index import engine as embedded
from tests.command_line import command
from tests.factories import make_article
from tests.small_disk import small_disk

pytestmark = pytest.mark.django_db(transaction=True)

WANTED = Search("باران", date(2026, 11, 20))


@pytest.fixture
def small_disk_of_the_index(settings, tmp_path):
    """The folder of the index has room for little, until the returned function makes more."""
    settings.DATA_DIR = tmp_path
    with small_disk(tmp_path / "search", "64k") as enlarge:
        yield lambda: enlarge("64m")
        embedded._reader.cache_clear()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk")
def test_commits_go_through_and_the_index_comes_after_once_there_is_room(
    small_disk_of_the_index, caplog
):
    first = make_article("باران پاییزی")
    first.correct({"author": "نگار"})
    assert engine.search(WANTED).total == 1
    while "search_index --rebuild" not in caplog.text:
        number = Article.objects.count()
        article = make_article(f"برف {number}")
        article.correct({"body": " ".join(f"واژه{number}و{word}" for word in range(3_000))})
    assert engine.search(WANTED).total == 1  # what was there is still found
    status, said = command("search_index", rebuild=True, workers=0)
    assert (status, "search_index --rebuild" in said) == (3, True)
    assert engine.search(WANTED).total == 1
    assert command("search_index", check=True)[0] == 1

    small_disk_of_the_index()
    first.correct({"author": "پگاه"})
    call_command("search_index", check=True)
    assert engine.counts().total == Article.objects.count()

"""What every test relies on; makers of rows are in factories.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.db.models.signals import post_migrate
from django.test import override_settings

from articles.roles import NAMED, grant
from articles.search import index_files
from articles.search.index.writing import rebuild
from tests.archive_processes import Archive
from tests.postgres_cluster import Cluster, NoPostgresError

# How long an example takes says more about the machine and its load than about the code.
hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")


PAGES = ("admin", "browser", "search", "views")
"""Folders of tests that run on one database unless they are marked: pages and the index ask in SQL
what models, imports and curation ask too. tests/test_access.py opens every page on each."""


def pytest_collection_modifyitems(items):
    """Mark what each database is to be tried with.

    The long tests come first, so that the processes among which they are shared end together. They
    need nothing of Django's database and leave nothing in it.
    """
    tests = Path(__file__).parent
    for item in items:
        folder = item.path.relative_to(tests).parts[0]
        if item.get_closest_marker("django_db") and folder not in PAGES:
            item.add_marker("each_database")
    items.sort(key=lambda item: not _stands_alone(item))


def _stands_alone(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("processes")) and not item.get_closest_marker("django_db")


@pytest.fixture(scope="session", autouse=True)
def data_folder_of_this_process(tmp_path_factory):
    """Tests that run beside each other share no index and no locks, nor does a real archive."""
    with override_settings(DATA_DIR=tmp_path_factory.mktemp("data")):
        yield


@pytest.fixture(scope="session", autouse=True)
def requests_without_limit():
    """All tests come from one address; limits have tests of their own."""
    with override_settings(SEARCHES_PER_MINUTE=0, SUGGESTIONS_PER_MINUTE=0, PUSHES_PER_MINUTE=0):
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_need_no_collecting():
    """Pages link static files by their plain names, and WhiteNoise looks for none at its start."""
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=storages, WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(scope="session", autouse=True)
def passwords_hashed_in_no_time():
    """The real hasher is slow on purpose; nothing here waits for what it is slow against."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def roles_after_every_test():
    """Tests that commit empty the database at their end, also of what migrations have filled in.

    Which tests a process runs after such a one is chance.
    """

    def fill(using: str, **kwargs: object) -> None:
        groups = Group.objects.using(using)
        if not groups.exists():
            groups.bulk_create(Group(name=role) for role in NAMED)
            grant(using=using)

    post_migrate.connect(fill, sender=apps.get_app_config("articles"))
    yield
    post_migrate.disconnect(fill, sender=apps.get_app_config("articles"))


@pytest.fixture(autouse=True)
def no_page_of_another_test():
    """Two tests' archives may look alike to a page that is kept: their rows have the same ids."""
    caches["pages"].clear()


@pytest.fixture
def rebuild_index(settings, tmp_path):
    """Indexes what the test has stored so far, in a data folder of the test's own."""
    settings.DATA_DIR = tmp_path
    return lambda: rebuild(index_files())


@pytest.fixture
def worker_in_process(settings, tmp_path, monkeypatch):
    """Jobs are done without further processes, in a data folder of the test's own."""
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setattr("articles.jobs.tasks.following_apart", nullcontext)
    monkeypatch.setattr("articles.jobs.tasks.PARSERS", 0)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory) -> Iterator[Callable[[str | None], Archive]]:
    """Archives without content, one of each kind, to be copied: to migrate one takes seconds."""
    made: dict[str | None, Archive] = {}

    def of_kind(database_url: str | None) -> Archive:
        if database_url not in made:
            made[database_url] = Archive(tmp_path_factory.mktemp("migrated"), database_url)
            status, output = made[database_url].run("migrate", "-v0")
            assert (status, output) == (0, "")
        return made[database_url]

    yield of_kind
    for archive in made.values():
        archive.close()


@pytest.fixture(scope="module")
def archive_in(migrated) -> Iterator[Callable[..., Archive]]:
    """Makes archives, in a folder: without content (of the database kind of this run, or "" for
    SQLite), or copies of another."""
    made: list[Archive] = []

    def make(
        folder: Path, database_url: str | None = None, *, like: Archive | None = None
    ) -> Archive:
        made.append(Archive(folder, database_url, like=like or migrated(database_url)))
        return made[-1]

    yield make
    for archive in made:
        archive.close()


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of the test's own, to be stopped or to be moved to."""
    try:
        with Cluster() as cluster:
            yield cluster
    except NoPostgresError as error:
        pytest.skip(str(error))

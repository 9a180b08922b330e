"""What every test relies on; makers of rows are in factories.py."""

from __future__ import annotations

import gc
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import TransactionTestCase, override_settings
from filelock import FileLock

from articles.roles import NAMED, grant
from tests import search_engines
from tests.archive_processes import Archive, Template
from tests.postgres_cluster import Cluster, NoPostgresError

# How long an example takes says more about the machine and its load than about the code. And what
# a change breaks is to be told from what chance finds, for which there is
# ``--hypothesis-profile=explore``.
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.register_profile("gate", deadline=None, derandomize=True)
hypothesis.settings.load_profile("gate")


PAGES = ("admin", "browser", "search", "views")
"""Folders of tests that run on one database unless they are marked ``each_database``: pages and the
index ask in SQL what models, imports and curation ask too. tests/test_access.py opens every page on
each. Others run on each database unless they are marked ``one_database``."""


NEED_NO_DATABASE = ("calendars", "dumps", "exporting", "text")


def pytest_ignore_collect(collection_path, config):
    """Lanes of tests/run do not read the folders of which they choose nothing: it takes seconds."""
    lane, folder = config.option.markexpr, collection_path.name
    if collection_path.parent != Path(__file__).parent or not collection_path.is_dir():
        return None
    is_left_out = {
        "browser": folder != "browser",
        "not browser": folder == "browser",
        "each_database and not browser": folder in ("browser", *NEED_NO_DATABASE),
    }
    return is_left_out.get(lane) or None


def pytest_collection(session):
    """Nothing that is collected is garbage: to look for it would take a sixth of the time."""
    gc.disable()


def pytest_collection_finish(session):
    """Modules and tests stay until the end, so the collector need not look at them again."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(config, items):
    """Mark what each database is to be tried with, and leave out what needs OpenSearch if there is
    none.

    The long tests come first, so that the processes among which they are shared end together. They
    need nothing of Django's database and leave nothing in it.
    """
    tests = Path(__file__).parent
    for item in items:
        folder = item.path.relative_to(tests).parts[0]
        is_for_one = folder in PAGES or item.get_closest_marker("one_database")
        if item.get_closest_marker("django_db") and not is_for_one:
            item.add_marker("each_database")
    if not search_engines.URL:
        left_out = [item for item in items if item.get_closest_marker("opensearch")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("opensearch")]
    items.sort(key=lambda item: not _stands_alone(item))


def _stands_alone(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("processes")) and not item.get_closest_marker("django_db")


@pytest.fixture(scope="session", autouse=True)
def data_folder_of_this_process(tmp_path_factory):
    """Tests that run beside each other share no index and no locks, nor does a real archive."""
    folder = tmp_path_factory.mktemp("data")
    with override_settings(DATA_DIR=folder):
        yield folder


@pytest.fixture(autouse=True)
def no_index_of_another_test(data_folder_of_this_process):
    """What a test commits is indexed; whether there is an index decides what pages ask and show."""
    yield
    shutil.rmtree(data_folder_of_this_process / "search", ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def requests_without_limit():
    """All tests come from one address; limits have tests of their own."""
    limits = ("SEARCHES", "SUGGESTIONS", "PUSHES", "HARVESTS", "RESETS", "API_READS")
    with override_settings(**{f"{name}_PER_MINUTE": 0 for name in limits}):
        yield


@pytest.fixture(scope="session", autouse=True)
def items_may_take_their_time():
    """How long one takes to read says more about the machine; the budget has tests of its own."""
    with override_settings(MAX_PARSE_SECONDS=60):
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
def as_migrated_after_every_test(migrated):
    """Tests that commit empty the database at their end, also of what migrations have filled in.

    Which tests a process runs after such a one is chance. On SQLite the database becomes a copy of
    the migrated one again: to empty it takes a third of a second, to copy it some milliseconds.
    """
    empty = TransactionTestCase._fixture_teardown

    def copy(case: TransactionTestCase) -> None:
        is_one = case._databases_names(include_mirrors=False) == [connection.alias]
        if connection.vendor == "sqlite" and is_one:
            copy_into_connection(migrated(None))
        else:
            empty(case)

    def fill(using: str, **kwargs: object) -> None:
        groups = Group.objects.using(using)
        if not groups.exists():
            groups.bulk_create(Group(name=role) for role in NAMED)
            grant(using=using)

    post_migrate.connect(fill, sender=apps.get_app_config("articles"))
    TransactionTestCase._fixture_teardown = copy
    yield
    TransactionTestCase._fixture_teardown = empty
    post_migrate.disconnect(fill, sender=apps.get_app_config("articles"))


def copy_into_connection(template: Template) -> None:
    """Make the SQLite database of the connection a copy of the archive's."""
    connection.ensure_connection()
    with closing(sqlite3.connect(template.folder / "archive.sqlite3")) as file:
        file.backup(connection.connection)


@pytest.fixture(autouse=True)
def no_page_of_another_test():
    """Two tests' archives may look alike to a page that is kept: their rows have the same ids."""
    caches["pages"].clear()


@pytest.fixture
def archive_folder(settings, tmp_path, request, monkeypatch) -> Path:
    """A data folder and an index of the test's own."""
    is_for_each = bool(request.node.get_closest_marker("each_engine"))
    chosen = search_engines.archive_in(tmp_path) if is_for_each else {"DATA_DIR": tmp_path}
    if is_for_each:
        # How long a server takes that shares its machine with other tests says nothing here.
        monkeypatch.setattr("articles.search.cluster.client.READERS_SECONDS", 60.0)
    for name, value in chosen.items():
        setattr(settings, name, value)
    return tmp_path


@pytest.fixture
def rebuild_index(archive_folder):
    """Indexes what the test has stored so far, in a data folder of the test's own."""
    return search_engines.rebuild_index


@pytest.fixture(scope="session", autouse=True)
def no_index_left_on_a_server():
    """The server may be another's."""
    yield
    if search_engines.URL:
        search_engines.remove_indexes()


@pytest.fixture
def worker_in_process(settings, tmp_path, monkeypatch):
    """Jobs are done without further processes, in a data folder of the test's own."""
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setattr("articles.jobs.tasks.following_apart", nullcontext)
    monkeypatch.setattr("articles.jobs.tasks.PARSERS", 0)


@pytest.fixture(scope="session")
def once(tmp_path_factory, worker_id) -> Callable[[str, Callable[[Path], None]], Path]:
    """Folders that one of the processes of a run fills, for all of them."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    def filled(name: str, fill: Callable[[Path], None]) -> Path:
        folder = shared / name
        with FileLock(shared / f"{name}.lock"):
            if not (folder / "filled").exists():
                folder.mkdir(exist_ok=True)
                fill(folder)
                (folder / "filled").touch()
        return folder

    return filled


@pytest.fixture(scope="session")
def migrated(once) -> Callable[[str | None], Template]:
    """Archives without content, one of each kind, to be copied: to migrate one takes seconds."""

    def of_kind(database_url: str | None) -> Template:
        def fill(folder: Path) -> None:
            archive = Archive(folder / "data", database_url)
            assert archive.run("migrate", "-v0") == (0, "")
            (folder / "database").write_text(archive.database)

        folder = once("migrated" if database_url is None else "migrated-file", fill)
        return Template(folder / "data", (folder / "database").read_text())

    return of_kind


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, migrated):
    """The database of each process of a run begins as a copy of the one that was migrated."""
    template, test = migrated(None), connection.settings_dict["TEST"]
    test["MIGRATE"] = False
    if connection.vendor == "postgresql":
        test["TEMPLATE"] = template.database
        return
    create = connection.creation._create_test_db

    def copied(*args: Any) -> str:
        name = create(*args)
        connection.close()
        connection.settings_dict["NAME"] = name
        copy_into_connection(template)
        return name

    connection.creation._create_test_db = copied


@pytest.fixture(scope="session")
def static_files(once) -> Callable[[Archive], None]:
    """Gives an archive the static files that it serves: to collect and compress them takes long."""

    def collect(folder: Path) -> None:
        assert Archive(folder, "").run("collectstatic", "--noinput", "-v0") == (0, "")

    def give(archive: Archive) -> None:
        archive.folder.mkdir(parents=True, exist_ok=True)
        (archive.folder / "static").symlink_to(once("collected", collect) / "static")

    return give


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

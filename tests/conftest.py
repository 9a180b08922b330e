"""What every test relies on; makers of rows are in factories.py."""

from __future__ import annotations

from contextlib import nullcontext

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import override_settings

from articles.search import index_files
from articles.search.writing import rebuild

# How long an example takes says more about the machine and its load than about the code.
hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")


@pytest.fixture(scope="session", autouse=True)
def data_folder_of_this_process(tmp_path_factory):
    """Tests that run beside each other share no index and no locks, nor does a real archive."""
    with override_settings(DATA_DIR=tmp_path_factory.mktemp("data")):
        yield


@pytest.fixture(scope="session", autouse=True)
def requests_without_limit():
    """All tests come from one address; limits have tests of their own."""
    with override_settings(SEARCHES_PER_MINUTE=0, SUGGESTIONS_PER_MINUTE=0):
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
    monkeypatch.setattr("articles.working.tasks.following_apart", nullcontext)
    monkeypatch.setattr("articles.working.tasks.PARSERS", 0)

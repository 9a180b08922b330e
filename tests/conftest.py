"""What every test relies on; makers of rows are in factories.py."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from django.conf import settings
from django.test import override_settings

from articles.search import index_files
from articles.search.writing import rebuild


@pytest.fixture(scope="session", autouse=True)
def static_files_need_no_collecting():
    """Pages link static files by their plain names, and WhiteNoise looks for none at its start."""
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=storages, WHITENOISE_AUTOREFRESH=True):
        yield


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

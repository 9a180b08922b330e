"""What every test relies on; makers of rows are in factories.py."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import override_settings


@pytest.fixture(scope="session", autouse=True)
def static_files_need_no_collecting():
    """Pages link static files by their plain names, and WhiteNoise looks for none at its start."""
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=storages, WHITENOISE_AUTOREFRESH=True):
        yield

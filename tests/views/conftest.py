"""A data folder of its own for every test of a page, so that no other index is searched."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path

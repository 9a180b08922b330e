"""A command starts without what only others need."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FACES = ("articles.calendars", "articles.dumps", "articles.search")
HEAVY = frozenset(
    """
    articles.dumps.parser articles.dumps.formats articles.search.archive_index
    articles.text.analyzer articles.importing.pipeline
    babel filelock lxml ninja opensearchpy openpyxl pydantic rapidfuzz Stemmer tantivy tqdm
    trafilatura warcio
    """.split()
)
LOADED = "import sys, django; django.setup(); print(*sys.modules)"


@pytest.mark.parametrize("face", FACES)
def test_a_face_has_all_that_it_names(face):
    package = importlib.import_module(face)

    for name in package.__all__:
        # Also where a module has the same name, and was imported first.
        module = Path(package.__file__).with_name(f"{name}.py")
        assert not module.exists() or importlib.import_module(f"{face}.{name}")
        assert type(getattr(package, name)) is not type(package), name


def test_a_process_begins_without_what_only_others_need():
    asked = [sys.executable, "-c", LOADED]
    loaded = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)

    assert "articles.models.articles" in loaded.stdout.split()
    assert HEAVY.isdisjoint(loaded.stdout.split())

"""The house rules that a reader of the code relies on."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]


def files_of(module: str) -> list[Path]:
    path = ROOT.joinpath(*module.split("."))
    return sorted(path.rglob("*.py")) or [path.with_suffix(".py")]


PURE_FILES = [path for module in CONTRACTS[0]["source_modules"] for path in files_of(module)]
"""The files whose imports the first contract of import-linter limits."""


@pytest.mark.parametrize("path", PURE_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pure_modules_ask_for_no_day_and_open_no_file(path):
    """Imports are for import-linter to see; these need none of their own."""
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(today|now|utcnow)\(\)|\bopen\(", source)


@pytest.mark.parametrize(
    "package", ["models", "db", "search", "importing", "curation", "jobs", "backup"]
)
def test_only_pages_and_the_admin_know_http(package):
    """import-linter does not tell the subpackages of other packages apart."""
    for path in files_of(f"articles.{package}"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"\bdjango\.(http|views|shortcuts)\b", source), path


def test_no_line_of_a_template_is_longer_than_160_characters():
    """Their indentation is djhtml's: ``djhtml --check`` in tests/run."""
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 160
    ]
    assert long == []


def test_every_sample_dump_says_that_it_is_invented():
    readme = (ROOT / "articles/sample_dumps/README.md").read_text(encoding="utf-8")
    assert "invented" in readme.lower()
    assert len(list((ROOT / "articles/sample_dumps").glob("*.txt"))) >= 24


def test_no_browser_test_waits_for_text_evaluated_in_a_page():
    """The site's policy for scripts forbids it, unless the condition is true at once."""
    for path in sorted((ROOT / "tests/browser").glob("*.py")):
        assert ".wait_for_function(" not in path.read_text(encoding="utf-8"), path

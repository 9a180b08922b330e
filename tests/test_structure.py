"""The house rules that a reader of the code relies on."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PURE = ["articles/dumps", "articles/calendars", "articles/text", "articles/exporting"]
PURE_FILES = [path for package in PURE for path in sorted((ROOT / package).rglob("*.py"))]
PURE_FILES += sorted((ROOT / "articles/search/language").glob("*.py"))
PURE_FILES += [
    ROOT / "articles/search" / name
    for name in (
        "names/expansion.py",
        "names/tables.py",
        "index/schema.py",
        "index/documents.py",
        "index/compiling.py",
    )
]
PURE_FILES += [
    ROOT / "articles/importing" / name
    for name in ("identity.py", "likeness.py", "content.py", "preparing.py", "decisions.py")
]
PURE_FILES += [
    ROOT / "articles" / name
    for name in ("characters.py", "curation/weighing.py", "curation/likely_duplicates.py")
]
FORBIDDEN = {"django", "newsarchive", "os", "pathlib", "time", "random", "socket", "subprocess"}


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", PURE_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pure_modules_know_no_django_settings_clock_or_files(path):
    tops = {name.partition(".")[0] for name in imported(path)}
    assert tops.isdisjoint(FORBIDDEN)
    assert not any(name.startswith("articles.models") for name in imported(path))
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(today|now|utcnow)\(\)|\bopen\(", source)


@pytest.mark.parametrize(
    ("folder", "forbidden"),
    [
        (
            "articles/models",
            (
                "articles.views",
                "articles.importing",
                "articles.curation",
                "articles.admin",
                "django.http",
            ),
        ),
        (
            "articles/importing",
            (
                "articles.curation",
                "articles.views",
                "articles.admin",
                "articles.jobs",
                "django.http",
            ),
        ),
        ("articles/curation", ("articles.views", "articles.admin", "django.http")),
        ("articles/jobs", ("articles.views", "articles.admin", "django.http")),
        ("articles/dumps", ("articles.importing", "articles.models", "articles.views")),
        ("articles/calendars", ("articles.dumps", "articles.text")),
        ("articles/text", ("articles.dumps", "articles.calendars")),
    ],
)
def test_nothing_imports_upwards(folder, forbidden):
    for path in sorted((ROOT / folder).rglob("*.py")):
        for name in imported(path):
            assert not name.startswith(forbidden), f"{path} imports {name}"


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

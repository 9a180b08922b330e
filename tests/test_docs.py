"""The docs say everything that users rely on, and nothing that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.admindocs.views import simplify_regex
from django.core.management import BaseCommand, get_commands, load_command_class
from django.urls import URLPattern, URLResolver, get_resolver

from articles.dumps import ErrorCode, WarningCode
from articles.importing.outcomes import ERROR_SENTENCES, WARNING_SENTENCES
from articles.importing.verifying import Problem
from articles.search.engine.findings import Difference
from tests.commands.test_import_dumps import KEYS

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
PAGES = sorted(ROOT.glob("*.md")) + sorted(DOCS.glob("**/*.md"))
COMMANDS = sorted(name for name, app in get_commands().items() if app == "articles")
LINK = re.compile(r"\]\((?!https?://)([^)\s]+)\)")
CODE_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def text_of(page: str | Path) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """The files and anchors that a page links to."""
    for target in LINK.findall(CODE_BLOCK.sub("", text_of(page))):
        path, _, anchor = target.partition("#")
        yield (page.parent / path).resolve() if path else page, anchor


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as forges make them."""
    headings = re.findall(r"^#+ (.+)$", CODE_BLOCK.sub("", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def section(page: str, heading: str) -> str:
    """What is below a heading of the second level."""
    return re.split(r"^## ", text_of(page).partition(f"\n## {heading}\n")[2], flags=re.M)[0]


def first_cells(table: str) -> set[str]:
    """The names in code in the first column of all tables of a text."""
    rows = re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def options_of(command: str) -> set[str]:
    def parser_of(each: BaseCommand) -> set[str]:
        return {*each.create_parser("manage.py", command)._option_string_actions}

    return parser_of(load_command_class("articles", command)) - parser_of(BaseCommand())


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield simplify_regex(route)
        elif pattern.app_name != "admin":
            yield from addresses(pattern, route)


def test_the_readme_is_short():
    assert len(text_of("README.md").encode()) <= 8 * 1024


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    for target, anchor in links(page):
        assert target.exists(), target
        assert not anchor or anchor in anchors(target), f"{target}#{anchor}"


def test_every_page_is_reached_from_the_readme():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            waiting += [target for target, _ in links(page)]
    assert {*PAGES} <= reached


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_is_named_is_there(page):
    folders = "articles|newsarchive|tests|docs|deploy|templates|static"
    for name in re.findall(rf"`((?:{folders})/[^`\s]*)`", CODE_BLOCK.sub("", text_of(page))):
        for path in alternatives(name.replace("NAME", "*")):
            assert [*ROOT.glob(path.rstrip("/"))], path


def alternatives(name: str) -> list[str]:
    """``a/{b,c}.py`` as the two names that it stands for."""
    match = re.fullmatch(r"(.*)\{(.+)\}(.*)", name)
    return [match[1] + each + match[3] for each in match[2].split(",")] if match else [name]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_described_with_its_options(command):
    row = re.search(rf"^\| `{command}\b(.*?)` \|", text_of("docs/commands.md"), re.MULTILINE)
    assert row
    assert set(re.findall(r"--[a-z-]+", row[1])) == options_of(command)


def test_no_command_is_described_that_is_not_there():
    described = re.findall(r"^\| `(\w+)[ `]", text_of("docs/commands.md"), re.MULTILINE)
    assert {*COMMANDS} == {*described}


def test_every_environment_variable_is_described():
    source = text_of("newsarchive/settings.py")
    variables = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    assert "ARCHIVE_DATA_DIR" in variables
    assert first_cells(text_of("docs/configuration.md")) == variables


def test_every_address_is_described():
    described = text_of("docs/addresses.md")
    for address in set(addresses(get_resolver())):
        # The prefix is that of the active language; the page describes the Persian ones.
        shown = re.sub(r"^/(fa|ar)/", "/fa/", address).replace("\\", "").replace("<form>", "json")
        shown = shown.replace("<path:", "<")
        assert f"`{shown}`" in described, shown


def test_every_key_of_the_json_output_is_described():
    assert first_cells(section("docs/import-formats.md", "Output of `--json`")) == {*KEYS}


def test_every_error_and_warning_is_described():
    page = "docs/import-formats.md"
    assert first_cells(section(page, "Error codes")) == {str(code) for code in ERROR_SENTENCES}
    assert first_cells(section(page, "Warning codes")) == {str(code) for code in WARNING_SENTENCES}
    assert {*ErrorCode} < {*ERROR_SENTENCES}
    assert {*WarningCode} == {*WARNING_SENTENCES}


@pytest.mark.parametrize("code", [*Problem, *Difference])
def test_everything_that_a_check_finds_is_described(code):
    assert f"`{code}`" in text_of("docs/commands.md")


def test_every_test_that_the_page_of_faults_names_is_there():
    named = set(re.findall(r"`(test_\w+)`", text_of("docs/faults.md")))
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    assert named
    assert named <= set(re.findall(r"def (test_\w+)\(", sources))

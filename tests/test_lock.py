"""The locked releases are those of the dependencies that pyproject.toml names, and no others."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DIRECT = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
OPTIONAL = [
    Requirement(text)
    for extra in PROJECT["project"]["optional-dependencies"].values()
    for text in extra
]
FOR_TESTS = [Requirement(text) for text in PROJECT["dependency-groups"]["tests"]]
FOR_TABLES = [Requirement(text) for text in PROJECT["dependency-groups"]["tables"]]
FOR_BENCHMARKS = [Requirement(text) for text in PROJECT["dependency-groups"]["benchmarks"]]
PINNED = re.compile(r"(?P<name>[\w.-]+)(\[.*\])?==(?P<version>[\w.!+]+)( ; (?P<marker>.*))?$")


def entries(path: str) -> list[tuple[str, list[str]]]:
    """Of each package in a lock, the line that pins it and its hashes."""
    text = (ROOT / path).read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line.strip() for line in text.splitlines()]
    pins = [line.split(" --hash=") for line in lines if line and not line.startswith("#")]
    return [(re.sub(r" +$", "", pin), [each.strip() for each in hashes]) for pin, *hashes in pins]


def releases(path: str) -> dict[str, str]:
    found = [PINNED.match(pin) for pin, _ in entries(path)]
    return {canonicalize_name(each["name"]): each["version"] for each in found}


def asked_for_directly(path: str) -> set[str]:
    """The packages that a lock says pyproject.toml asks for."""
    names: set[str] = set()
    name = ""
    for line in (ROOT / path).read_text(encoding="utf-8").splitlines():
        if line and line[0].isalnum():
            name = canonicalize_name(re.match(r"[\w.-]+", line)[0])
        elif "(pyproject.toml" in line:
            names.add(name)
    return names


@pytest.mark.parametrize(
    ("path", "wanted"),
    [("requirements.txt", DIRECT), ("tests/requirements.txt", [*DIRECT, *FOR_TESTS])],
)
def test_the_lock_has_what_pyproject_names_at_a_release_that_it_allows(path, wanted):
    locked = releases(path)
    for each in wanted:
        name = canonicalize_name(each.name)
        assert each.specifier.contains(locked[name]), f"{path} has {name} {locked[name]}: {each}"
    assert asked_for_directly(path) == {canonicalize_name(each.name) for each in wanted}


@pytest.mark.parametrize("path", ["requirements.txt", "tests/requirements.txt"])
def test_every_locked_package_has_one_release_and_the_hashes_of_its_files(path):
    pins = entries(path)
    assert len(releases(path)) == len(pins) > len(DIRECT)
    for pin, hashes in pins:
        assert PINNED.match(pin), pin
        assert hashes, pin
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", each) for each in hashes), pin


@pytest.mark.parametrize("path", ["requirements.txt", "tests/requirements.txt"])
def test_a_lock_names_no_registry(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-(i|f|-\S*index\S*|-find-links|-trusted-host)\b", text, re.MULTILINE)


def test_tests_run_with_the_releases_that_the_archive_is_installed_with():
    assert releases("requirements.txt").items() <= releases("tests/requirements.txt").items()


@pytest.mark.parametrize(
    ("folders", "allowed"),
    [(["articles", "newsarchive"], [*DIRECT, *OPTIONAL]), (["tests"], [*DIRECT, *FOR_TESTS])],
)
def test_whatever_is_imported_is_named_in_pyproject(folders, allowed):
    packages = packages_distributions()
    own = {path.stem for path in (ROOT / "tests/benchmarks").glob("*.py")}
    own |= {"articles", "manage", "newsarchive", "tests", *sys.stdlib_module_names}
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            unlocked = FOR_TABLES if path.name.startswith("gathering_") else []
            if path.parent.name == "benchmarks":
                unlocked = FOR_BENCHMARKS
            names = named([*allowed, *unlocked])
            for top in imported(path) - own:
                of = {canonicalize_name(each) for each in packages.get(top, [top])}
                assert of & names, f"{path.relative_to(ROOT)} imports {top}"


def named(requirements: list[Requirement]) -> set[str]:
    return {canonicalize_name(name) for each in requirements for name in (each.name, *each.extras)}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}

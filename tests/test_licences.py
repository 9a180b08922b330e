"""Every locked package has a licence that tests/licences.toml allows, or an entry that says why it
is used; and the bill of materials names every package that the archive is installed with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from tests.test_lock import entries, releases

ROOT = Path(__file__).parents[1]
LISTED = tomllib.loads((ROOT / "tests/licences.toml").read_text(encoding="utf-8"))
OF_ARCHIVE = releases("requirements.txt")
OPTIONS = "requirements requirements.txt --pyproject pyproject.toml --output-reproducible".split()
OF_TESTS = releases("tests/requirements.txt").keys() - OF_ARCHIVE.keys()


def told_by(package: str) -> list[str]:
    """The licences of an installed package, as SPDX expressions where they can be told."""
    try:
        facts = metadata(package)
    except PackageNotFoundError:
        return []
    if expression := facts.get("License-Expression"):
        return [expression]
    classifiers = [
        each.rpartition(" :: ")[2]
        for each in facts.get_all("Classifier") or []
        if each.startswith("License :: ")
    ]
    field = (facts.get("License") or "").partition("\n")[0].strip()
    return [LISTED["spelling"].get(each, each) for each in classifiers or [field] if each]


def is_allowed(expression: str) -> bool:
    alternatives = expression.split(" OR ")
    return any(set(each.split(" AND ")) <= set(LISTED["allowed"]) for each in alternatives)


def needs_entry(package: str) -> bool:
    told = told_by(package)
    return not told or not all(map(is_allowed, told))


@pytest.mark.parametrize(("part", "packages"), [("archive", OF_ARCHIVE), ("tests", OF_TESTS)])
def test_every_package_is_free_to_use_or_has_an_entry_with_its_reason(part, packages):
    needing = {package for package in packages if needs_entry(package)}
    assert {package: told_by(package) for package in needing - LISTED[part].keys()} == {}


@pytest.mark.parametrize(("part", "packages"), [("archive", OF_ARCHIVE), ("tests", OF_TESTS)])
def test_every_entry_is_of_a_locked_package_and_says_a_licence_and_a_reason(part, packages):
    assert LISTED[part].keys() <= set(packages)
    for package, entry in LISTED[part].items():
        licence, _, reason = entry.partition(": ")
        assert licence and reason, package


def test_an_expression_is_allowed_by_one_alternative_and_by_all_its_parts():
    assert is_allowed("GPL-3.0-only OR MIT")
    assert is_allowed("MIT AND PSF-2.0")
    assert not is_allowed("MPL-2.0 AND MIT")
    assert not is_allowed("GPL-3.0-only")
    assert not is_allowed("")


def test_the_bill_of_materials_names_every_package_with_its_hashes(tmp_path):
    if not (file := Path(os.environ.get("BILL_OF_MATERIALS", ""))).is_file():
        file = tmp_path / "bill.cdx.json"
        program = Path(sysconfig.get_path("scripts")) / "cyclonedx-py"
        command = [sys.executable, program, *OPTIONS, "-o", file]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    bill = json.loads(file.read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == (
        "CycloneDX",
        "news-archive",
    )
    named = {canonicalize_name(each["name"]): each for each in bill["components"]}
    assert {name: each["version"] for name, each in named.items()} == OF_ARCHIVE
    for pin, hashes in entries("requirements.txt"):
        name = canonicalize_name(pin.partition("==")[0].partition("[")[0])
        references = named[name]["externalReferences"]
        told = {each["content"] for one in references for each in one.get("hashes", [])}
        assert told == {each.removeprefix("sha256:") for each in hashes}, name

"""The files of deploy/ name what is there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.BASE_DIR)
UNITS = sorted((ROOT / "deploy").glob("*.service")) + sorted((ROOT / "deploy").glob("*.timer"))
PAGES = [*UNITS, ROOT / "docs/deploying.md", ROOT / "SECURITY.md", ROOT / "deploy/Containerfile"]


@pytest.mark.parametrize("name", ["news-archive.env", "cluster.env.example"])
def test_every_variable_of_the_environment_is_one_of_the_settings(name):
    text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
    variables = {*re.findall(r"^(?:# )?([A-Z_]+)=", text, re.MULTILINE)}
    known = re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "newsarchive/settings.py").read_text())
    of_the_database = {each for each in variables if each.startswith("POSTGRES_")}
    assert {"DATABASE_URL", "TRUSTED_PROXIES"} <= variables - of_the_database <= {*known}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_named_is_there(page):
    text = page.read_text(encoding="utf-8")
    caller = r"(?:manage\.py|\$run|^archive|&& archive|`archive) "
    named = {*re.findall(rf"{caller}([a-z]+(?:_[a-z]+)*)\b", text, re.MULTILINE)}
    if page.name == "Containerfile":
        named |= {*re.findall(r'CMD \["(\w+)", "--host"', text)}
    if page.suffix == ".timer":
        assert named == set()
    else:
        assert named
    assert named <= {*get_commands()}


def test_the_container_gets_all_that_the_site_is_made_of():
    text = (ROOT / "deploy/Containerfile").read_text(encoding="utf-8")
    copied = {
        name
        for line in re.findall(r"^COPY (.+)$", text, re.MULTILINE)
        for name in line.split()[:-1]
    }
    assert all((ROOT / name).exists() for name in copied)
    assert {"manage.py", "requirements.txt", "newsarchive", "articles", "templates", "static"} == (
        copied
    )


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not there")
def test_systemd_reads_the_units():
    done = subprocess.run(
        ["systemd-analyze", "verify", *UNITS], capture_output=True, text=True, timeout=60
    )
    lines = [line for line in done.stderr.splitlines() if "news-archive" in line]
    assert [line for line in lines if "is not executable" not in line] == []


def test_the_compose_file_names_what_is_there():
    """As far as one can tell without the program that reads it."""
    text = (ROOT / "deploy/compose.yaml").read_text(encoding="utf-8")
    services, _, volumes = text.partition("\nservices:")[2].partition("\nvolumes:")
    named = re.findall(r"^  ([a-z0-9-]+):", services, re.MULTILINE)
    kept = re.findall(r"^  ([a-z0-9-]+):", volumes, re.MULTILINE)
    mounted = re.findall(r"[\[ ]([a-z0-9-]+):/", services)
    assert {*mounted} == {*kept}
    waited_for = re.findall(r"depends_on: \[(.+)\]", services)
    assert {name for each in waited_for for name in each.split(", ")} <= {*named}
    assert named.count("database") == 1
    assert [len([each for each in named if each.startswith(kind)]) for kind in
            ("opensearch-", "web-", "worker-", "nginx")] == [3, 2, 2, 1]  # fmt: skip
    commands = re.findall(r'command: \["(\w+)"', services)
    assert {*commands} <= {*get_commands()}
    files = re.findall(r"env_file: (\S+)|\./([a-z-]+\.conf)", text)
    for name in {each for pair in files for each in pair if each}:
        assert (ROOT / "deploy" / name).exists() or (ROOT / f"deploy/{name}.example").exists()


def _reader_of_compose_files() -> list[str]:
    for command in ("docker compose", "podman compose", "docker-compose", "podman-compose"):
        program, *rest = command.split()
        if shutil.which(program):
            asked = [program, *rest, "version"]
            if subprocess.run(asked, capture_output=True, timeout=60).returncode == 0:
                return [program, *rest]
    return []


def test_compose_reads_its_file(tmp_path):
    if not (reader := _reader_of_compose_files()):
        pytest.skip("there is no program that reads compose files")
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    (tmp_path / "deploy/cluster.env.example").rename(tmp_path / "deploy/cluster.env")
    command = [*reader, "-f", str(tmp_path / "deploy/compose.yaml"), "config", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")

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

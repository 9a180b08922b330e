"""The switch HTTPS, in processes of its own: settings are read at the start."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

ASK = """
import json
import django
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"  # without collecting them
)
django.setup()
from django.test import Client

def ask(path, remote, proto=None):
    headers = {"X-Forwarded-Proto": proto} if proto else {}
    client = Client(REMOTE_ADDR=remote, SERVER_NAME="localhost", headers=headers)
    answer = client.get(path)
    return {
        "status": answer.status_code,
        "headers": dict(answer.headers),
        "cookies": [morsel.OutputString() for morsel in answer.cookies.values()],
    }

print(json.dumps({
    "plain": ask("/admin/login/", "192.0.2.7"),
    "claimed": ask("/admin/login/", "192.0.2.7", "https"),
    "proxied": ask("/admin/login/", "10.0.0.2", "https"),
    "proxied_plain": ask("/admin/login/", "10.0.0.2", "http"),
    "healthz": ask("/healthz", "127.0.0.1"),
}))
"""


def run(folder, https, *arguments):
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"SECRET_KEY", "DEBUG", "DATABASE_URL", "ALLOWED_HOSTS"}
    } | {
        "ARCHIVE_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
        "HTTPS": https,
        "TRUSTED_PROXIES": "10.0.0.0/8",
        "DEBUG": "",
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("https")
    status, output = run(folder, "on", "-c", ASK)
    assert status == 0, output
    return json.loads(next(line for line in output.splitlines() if line.startswith("{")))


def test_everything_that_django_advises_for_a_public_site_is_done(tmp_path):
    status, output = run(tmp_path, "on", "manage.py", "check", "--deploy", "--fail-level=INFO")
    assert (status, output.splitlines()[-1]) == (
        0,
        "System check identified no issues (0 silenced).",
    )


def test_without_https_only_https_is_missed(tmp_path):
    status, output = run(tmp_path, "off", "manage.py", "check", "--deploy", "--fail-level=WARNING")
    assert status == 1
    missed = {
        "security.W004",  # HSTS
        "security.W008",  # redirect
        "security.W012",  # cookie of the session
        "security.W016",  # cookie of forms
    }
    assert {*re.findall(r"\((\w+\.\w+)\)", output)} == missed


@pytest.mark.parametrize("name", ["plain", "claimed", "proxied_plain"])
def test_whoever_comes_without_https_is_sent_to_it(answers, name):
    answer = answers[name]
    assert (answer["status"], answer["headers"]["Location"]) == (
        301,
        "https://localhost/admin/login/",
    )
    assert answer["cookies"] == []


def test_a_trusted_proxy_brings_https_with_it(answers):
    answer = answers["proxied"]
    assert answer["status"] == 200
    assert answer["headers"]["Strict-Transport-Security"] == (
        "max-age=31536000; includeSubDomains; preload"
    )


def test_cookies_go_over_https_alone_and_to_no_script(answers):
    (cookie,) = answers["proxied"]["cookies"]
    assert cookie.startswith("__Host-csrftoken=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {*cookie.split("; ")}


def test_a_watcher_on_the_machine_needs_no_https(answers):
    assert answers["healthz"]["status"] == 200

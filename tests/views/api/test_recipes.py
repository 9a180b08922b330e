"""The recipes of docs/api.md, run as they stand against a server."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User

from articles.models import ApiToken, ArticleChange
from tests.factories import make_article, make_capture, make_source

PAGE = Path(project.BASE_DIR) / "docs/api.md"
RECIPE = re.compile(r"^### (.+?)\n\n```(sh|python)\n(.+?)^```", re.MULTILINE | re.DOTALL)
RECIPES = RECIPE.findall(PAGE.read_text(encoding="utf-8").partition("\n## Recipes\n")[2])
RUN_BY = {"sh": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}

TITLE = "باران پس از چهل روز"
SAID = {
    "The newest titles": TITLE,
    "A word in a month of any calendar": '"matches":[[0,5]]',
    "The text of the newest article as it was scraped": "باران، همان‌گونه که چاپ شد",
    "Ask whether anything has changed": "304",
    "Everything at once, line by line": TITLE,
    "All that a search finds, as a table": f',"{TITLE}","http',
    "What is wrong, in Arabic": "تقويم",
    "All articles of a month, page by page": f"1404-10-07 {TITLE}",
    "How often a word was in the news, by month, as CSV": "1404,10,1",
    "What was found, with the words marked": "[باران]",
    "A copy that keeps up": "2 articles, up to change",
    "Correct an article": "['author']",
}
"""What each recipe must print of the archive below."""


@pytest.fixture
def archive(transactional_db, rebuild_index):
    rain = make_article(
        TITLE, source=make_source(), body="باران امروز بارید و خیابان‌های شهر ساختگی را شست."
    )
    make_capture(rain, "باران، همان‌گونه که چاپ شد".encode(), parsed={})
    snow = make_article("برف در کوهستان", day=None)
    ArticleChange.objects.log(ArticleChange.Kind.CREATED, [rain.pk, snow.pk])
    rebuild_index()
    owner = User.objects.create_superuser("owner")
    return ApiToken.objects.issue(
        name="x", owner=owner, scopes=["read", "correct"], all_sources=True
    )[1]


def test_every_recipe_runs_as_it_stands(live_server, archive, tmp_path):
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "ARCHIVE": live_server.url,
        "TOKEN": archive,
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
    }
    said = {}
    for heading, language, code in RECIPES:
        run = subprocess.run(
            [*RUN_BY[language], code],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
        )
        assert run.returncode == 0, f"{heading}: {run.stderr}"
        said[heading] = run.stdout

    assert said.keys() == SAID.keys()
    for heading, words in SAID.items():
        assert words in said[heading], f"{heading}: {said[heading]}"
    copied = json.loads((tmp_path / "copy.json").read_text(encoding="utf-8"))
    assert {each["title"] for each in copied["articles"].values()} == {TITLE, "برف در کوهستان"}

"""What a server process has loaded when its first reader comes."""

import json

import pytest

from tests.archive_processes import Archive
from tests.dump_texts import dump, write

ASKED = """
import json, logging, sys
from newsarchive.wsgi import application
from django.template import engines
from django.test import RequestFactory
from articles.models import Article
from articles.views.api.description import _parameters
from articles.views.site.metrics import exposition
metrics = exposition()[1].decode()
names = ("newsarchive_request_seconds_count", "newsarchive_kept_pages_total")
counted = any(name in metrics for name in names)
logged = []
logging.getLogger("newsarchive.requests").info = lambda *line, **facts: logged.append(line)
kept_templates = engines["django"].engine.template_loaders[0].get_template_cache
described = _parameters.cache_info().misses
modules, templates = {*sys.modules}, {*kept_templates}
key = Article.objects.get().key
statuses, addresses = [], ["/api/v1/articles"]
for language in ("fa", "ar"):
    for page in ("", "search/?q=ایران", f"articles/{key}/", f"articles/{key}/report/"):
        addresses.append(f"/{language}/{page}")
for address in addresses:
    asked = RequestFactory().get(address, HTTP_HOST="127.0.0.1")  # for which none is kept
    answer = application(asked.environ, lambda status, headers: statuses.append(status))
    b"".join(answer)
    answer.close()
print(json.dumps({
    "statuses": statuses,
    "counted": counted,
    "logged": len(logged),
    "described": _parameters.cache_info().misses - described,
    "modules": sorted({*sys.modules} - modules),
    "templates": sorted({*kept_templates} - templates),
}))
"""


@pytest.mark.processes
def test_the_first_reader_of_a_process_waits_for_no_loading(archive_in, static_files, tmp_path):
    archive = archive_in(tmp_path / "data", "")
    static_files(archive)
    assert archive.run("import_dumps", *write(tmp_path, dump()), "--workers=0")[0] == 0
    archive.environment["METRICS_TOKEN"] = "x" * 32
    status, said = archive.run(script=ASKED)
    assert status == 0, said
    found = json.loads(said.splitlines()[-1])
    assert found == {
        "statuses": ["200 OK"] * 9,
        "counted": False,
        "logged": 9,
        "described": 0,
        "modules": [],
        "templates": [],
    }


@pytest.mark.processes
def test_a_process_without_a_database_starts_all_the_same(tmp_path):
    archive = Archive(tmp_path, "")
    status, said = archive.run(script="import newsarchive.wsgi; print('started')")
    assert (status, said.splitlines()[0]) == (0, "started")
    assert "no such table" in said

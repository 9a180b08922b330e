"""Machines that share a database, a cluster and two stores, as real processes: killed, restored.

Each has a data folder of its own. On SQLite the file of the database is the one thing more that
they share, so that what needs turns over several machines is tried on PostgreSQL alone.
"""

from __future__ import annotations

import json
import signal
import tarfile
import uuid

import pytest
from django.conf import settings

from tests.archive_processes import Archive, Step
from tests.benchmarks.generate import generate
from tests.search_engines import PREFIX, URL
from tests.stores import far_store

pytestmark = [pytest.mark.opensearch, pytest.mark.processes]

needs_postgresql = pytest.mark.skipif(
    "postgresql" not in settings.DATABASES["default"]["ENGINE"],
    reason="archives on SQLite are on one machine",
)

COUNT = 30
CHUNK = 10

ASK = """
from articles.importing.uploads import UploadFolder, incoming_folder
from articles.models import Job
folder = UploadFolder.new()
file = incoming_folder() / "incoming.test"
file.write_bytes(open(arguments[0], "rb").read())
name = folder.take(file, 1, "dumps.tar", 0)
file.unlink()
options = {"paths": [name], "names": {name: "dumps.tar"}}
Job.objects.create(kind="preview", folder=folder.name, options=options)
"""
CONFIRM = """
from articles.models import ImportBatch, Job
basis = Job.objects.get(kind="preview")
assert basis.state == "done", (basis.state, basis.error, basis.message)
batch = ImportBatch.objects.create()
Job.objects.create(kind="import", basis=basis, batch=batch, folder=basis.folder)
"""
IN_STORE = """
from articles.models import RawBytes
print(RawBytes.objects.in_store().count())
"""
LOOK = """
from articles.models import Article, Job, RawBytes
job = Job.objects.get(kind="import")
print(job.state, job.attempts, Article.objects.count(), RawBytes.objects.in_database().count())
"""


@pytest.fixture
def machines(archive_in, tmp_path):
    """Makes machines of one archive, each with a data folder of its own."""
    name = f"{PREFIX}-{uuid.uuid4().hex[:12]}"

    def make(which: str, *, of: Archive | None = None, index: str = name) -> Archive:
        if of is None:
            machine = archive_in(tmp_path / which)
        else:
            file = f"sqlite:///{of.folder / 'archive.sqlite3'}"
            machine = Archive(tmp_path / which, of.environment["DATABASE_URL"] or file)
        for kind in ("uploads", "captures"):
            store = far_store(tmp_path / f"{index} {kind}")
            machine.environment[f"{kind.upper()}_STORAGE"] = json.dumps(store)
        machine.environment["SEARCH_URL"] = f"{URL}/{index}?replicas=0"
        machine.environment["SECRET_KEY"] = "the same on all machines " * 3
        return machine

    return make


@pytest.fixture
def dumps(tmp_path):
    """A tar of some dumps."""
    generate(tmp_path / "dumps", COUNT)
    with tarfile.open(tmp_path / "dumps.tar", "w") as tar:
        tar.add(tmp_path / "dumps", "dumps")
    return str(tmp_path / "dumps.tar")


def test_a_worker_is_killed_and_another_machine_finishes_its_job(machines, dumps):
    chunks = {"articles.importing.pipeline:CHUNK_ITEMS": CHUNK}
    web = machines("web")
    first, second = machines("worker 1", of=web), machines("worker 2", of=web)
    [asked] = web.steps(Step([dumps], ASK))
    assert asked[0] == 0, asked
    in_the_middle = ("articles.importing.storing:_store_captures", 2)
    previewed, confirmed, killed = first.steps(
        Step(["worker", "--once"]),
        Step(script=CONFIRM),
        Step(["worker"], killed=in_the_middle, settings=chunks),
    )
    told = previewed, confirmed, killed
    assert [status for status, _ in told] == [0, 0, -signal.SIGKILL], told
    finished, looked, verified, checked = second.steps(
        Step(["worker", "--once"], settings=chunks),
        Step(script=LOOK),
        Step(["verify_archive"]),
        Step(["search_index", "--check"]),
    )
    assert finished[0] == 0, finished
    assert looked[1] == f"done 2 {COUNT} 0\n"
    assert (verified[0], f"{COUNT} articles" in verified[1]) == (0, True), verified
    assert checked[0] == 0, checked


def test_a_writer_is_killed_between_bulk_and_position(machines, tmp_path):
    generate(tmp_path / "dumps", COUNT)
    first = machines("one")
    second = machines("two", of=first)
    first.environment["SEARCH_INDEX"] = "off"
    # The state of the new index is saved first, then that after the articles.
    before_position = ("articles.search.cluster.indexes:Indexes.save", 2)
    imported, killed = first.steps(
        Step(["import_dumps", str(tmp_path / "dumps"), "--workers", "0"]),
        Step(["search_index", "--update"], killed=before_position),
    )
    assert (imported[0], killed[0]) == (0, -signal.SIGKILL), (imported, killed)
    updated, checked = second.steps(
        Step(["search_index", "--update"]), Step(["search_index", "--check"])
    )
    assert (updated[0], checked[0]) == (0, 0), (updated, checked)


@needs_postgresql
def test_two_machines_rebuild_at_once(machines, tmp_path):
    generate(tmp_path / "dumps", COUNT)
    first = machines("one")
    second = machines("two", of=first)
    assert first.run("import_dumps", str(tmp_path / "dumps"), "--workers", "0")[0] == 0
    rebuilding = [each.start("search_index", "--rebuild") for each in (first, second)]
    ended = [Archive.end_of(process) for process in rebuilding]
    refused = [said for status, said in ended if status]
    assert len(refused) < 2, ended
    assert all("Another process is rebuilding" in said for said in refused), ended
    assert second.run("search_index", "--check")[0] == 0


def test_a_backup_of_this_setting_is_restored_into_it(machines, dumps, tmp_path):
    web = machines("web")
    generate(tmp_path / "dumps", COUNT)
    told = web.steps(
        Step(["import_dumps", str(tmp_path / "dumps"), "--workers", "0"]),
        Step(["backup_archive", str(tmp_path / "backup")]),
    )
    assert [status for status, _ in told] == [0, 0], told
    other = machines("other", index=f"{PREFIX}-{uuid.uuid4().hex[:12]}")
    told = other.steps(
        Step(["restore_archive", str(tmp_path / "backup")]),
        Step(["verify_archive"]),
        Step(["search_index", "--check"]),
        Step(script=IN_STORE),
    )
    assert [status for status, _ in told] == [0, 0, 0, 0], told
    assert told[3][1] == f"{COUNT}\n"
    assert len(list(tmp_path.glob("* captures/*/*.0"))) == 2 * COUNT

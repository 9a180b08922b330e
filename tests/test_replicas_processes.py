"""Two machines and three PostgreSQL servers: replicas die, lag and come back, the primary goes
away and returns; readers get their pages, and each machine's index follows the other's changes."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings

from tests.archive_processes import Archive
from tests.benchmarks.generate import generate
from tests.dump_texts import BAKERY, LANTERNS, dump, write
from tests.postgres_cluster import Cluster, NoPostgresError, Replica

pytestmark = [
    pytest.mark.processes,
    pytest.mark.django_db,  # runs where PostgreSQL is tested
    pytest.mark.skipif(
        settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql",
        reason="once, beside the other tests on PostgreSQL",
    ),
]

PAGES = (
    "/fa/",
    "/ar/",
    "/fa/sources/",
    "/ar/feed/",
    "/fa/archive/",
    f"/fa/search/?q={quote('شهر')}",
)


PREPARE = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "newsarchive.settings"
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
call_command("import_dumps", sys.argv[1], workers=0)
"""


class Answer(NamedTuple):
    status: int
    text: str
    headers: Any


class Machine(Archive):
    """A web machine: a data folder, a server and a worker of its own."""

    def __init__(self, folder: Path, primary: Cluster, replicas: list[Replica]) -> None:
        super().__init__(folder, primary.url)
        self.environment |= {
            "DATABASE_REPLICAS": ",".join(replica.url for replica in replicas),
            "REPLICA_MAX_LAG": "1",
            "SEARCHES_PER_MINUTE": "0",
            "SECRET_KEY": "the same on all machines, and invented for this test",
        }
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    @property
    def log(self) -> Path:
        return Path(self.environment["ARCHIVE_DATA_DIR"]) / "log"

    @contextmanager
    def serving(self, *options: str) -> Iterator[None]:
        command = ["manage.py", "serve", "--port", str(self.port), "--workers", "1", *options]
        with self.log.open("w") as log:
            self.server = subprocess.Popen(
                [sys.executable, *command],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        try:
            yield
        finally:
            self.server.terminate()
            self.server.wait(60)

    def get(self, path: str, **headers: str) -> Answer:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return Answer(answer.status, answer.read().decode(), answer.headers)
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.read().decode(), error.headers)
        except OSError as error:
            return Answer(0, str(error), {})

    def ready(self) -> tuple[int, dict[str, Any]]:
        status, text, _ = self.get("/readyz")
        return status, json.loads(text) if status else {}

    def conditions(self) -> list[str]:
        """Those of its replicas."""
        return [each["condition"] for each in self.ready()[1].get("replicas", {}).values()]

    def finds(self, word: str, title: str) -> bool:
        return title in self.get(f"/fa/search/?q={quote(word)}").text


class Load:
    """Readers who go from page to page, until the load is left."""

    def __init__(self, machines: list[Machine]) -> None:
        self._machines = machines
        self._ended = threading.Event()
        self._readers = [threading.Thread(target=self._read, args=(each,)) for each in machines]
        self.answered = 0
        self.failed: list[tuple[str, Answer]] = []

    def __enter__(self) -> Load:
        for reader in self._readers:
            reader.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        for reader in self._readers:
            reader.join()

    def _read(self, machine: Machine) -> None:
        while not self._ended.is_set():
            for path in PAGES:
                answer = machine.get(path)
                self.answered += 1
                if answer.status != 200:
                    self.failed.append((path, answer))
                time.sleep(0.1)


def wait_until(happened: Callable[[], Any], seconds: float = 25.0) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def execute(server: Cluster, query: str) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(query)


@pytest.fixture
def servers(tmp_path) -> Iterator[tuple[Cluster, list[Replica], list[Machine]]]:
    """The primary, two replicas, and two machines that serve an archive of a few articles."""
    with ExitStack() as stack:
        try:
            primary = stack.enter_context(Cluster())
        except NoPostgresError as error:
            pytest.skip(str(error))
        replicas = [stack.enter_context(Replica(primary)) for _ in range(2)]
        machines = [Machine(tmp_path / name, primary, replicas) for name in ("one", "two")]
        one, two = machines
        generate(tmp_path / "dumps", 20)
        status, output = one.run(str(tmp_path / "dumps"), script=PREPARE)
        assert status == 0, output
        # Where the other machine has its own: so that they are not made twice.
        (tmp_path / "two").mkdir()
        (tmp_path / "two" / "static").symlink_to(tmp_path / "one" / "static")
        stack.enter_context(one.serving())
        stack.enter_context(two.serving("--index-only"))
        for machine in machines:
            wait_until(lambda machine=machine: machine.ready()[0] == 200)
            wait_until(lambda machine=machine: machine.conditions() == ["ok", "ok"])
        yield primary, replicas, machines
        for machine in machines:  # both at once
            machine.server.terminate()


def test_readers_get_their_pages_whatever_becomes_of_the_servers(servers, tmp_path):
    primary, replicas, machines = servers
    one, two = machines

    with Load(machines) as load:
        replicas[0].stop()
        for machine in machines:
            wait_until(lambda machine=machine: machine.conditions() == ["down", "ok"])
        execute(replicas[1], "SELECT pg_wal_replay_pause()")
        paths = write(tmp_path / "bakery", dump(title="بامداد کوچه انار", body=BAKERY))
        assert one.run("import_dumps", *paths, "--workers", "0")[0] == 0
        for machine in machines:
            wait_until(lambda machine=machine: machine.conditions() == ["down", "lagging"])
            status, said = machine.ready()
            assert (status, said["database"]) == (200, "ok")
            assert said["replicas"]["replica_1"]["lag"] is None
            assert said["replicas"]["replica_2"]["lag"] > 1
            # With its index and from the primary: the replica does not know it yet.
            wait_until(lambda machine=machine: machine.finds("همسایگان", "بامداد کوچه انار"))
        execute(replicas[1], "SELECT pg_wal_replay_resume()")
        replicas[0].start()
        for machine in machines:
            wait_until(lambda machine=machine: machine.conditions() == ["ok", "ok"])
    assert load.failed == []
    assert load.answered > 2 * len(PAGES)

    primary.stop()
    with Load(machines) as load:
        for machine in machines:
            status, said = machine.ready()
            assert (status, said["database"]) == (503, "unavailable")
            wait_until(lambda machine=machine: machine.conditions() == ["ok", "ok"])
            answer = machine.get("/fa/", Cookie="sessionid=somebody-of-the-staff")
            assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
            assert "Traceback" not in answer.text
        wait_until(lambda: load.answered > 4 * len(PAGES))
        primary.start()
        for machine in machines:
            wait_until(lambda machine=machine: machine.ready()[0] == 200)
            assert machine.get("/fa/", Cookie="sessionid=somebody-of-the-staff").status == 200
        paths = write(tmp_path / "lanterns", dump(title="شب‌های رودخانه", body=LANTERNS))
        assert one.run("import_dumps", *paths, "--workers", "0")[0] == 0
        for machine in machines:
            wait_until(lambda machine=machine: machine.finds("داوطلبان", "شب‌های رودخانه"))
            wait_until(lambda machine=machine: machine.conditions() == ["ok", "ok"])
    assert load.failed == []

    assert two.run("search_index", "--check")[0] == 0
    for machine in machines:
        assert "Traceback" not in machine.log.read_text(encoding="utf-8")

"""Two machines and three PostgreSQL servers: replicas die, lag and come back, the primary goes
away and returns; readers get their pages, and each machine's index follows the other's changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

from tests.archive_processes import Archive
from tests.benchmarks.generate import generate
from tests.dump_texts import BAKERY, LANTERNS, dump, write
from tests.postgres_cluster import Cluster, NoPostgresError, Replica
from tests.web_server import Load, Server, serving, wait_until

pytestmark = [
    pytest.mark.processes,
    pytest.mark.each_database,
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
    "/fa/search/?q=شهر",
)


PREPARE = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "newsarchive.settings"
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("import_dumps", sys.argv[1], workers=0)
"""


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
        self.server = Server()
        self.log = folder / "log"

    def ready(self) -> tuple[int, dict[str, Any]]:
        status, _, text = self.server.ask("/readyz")
        return status, json.loads(text) if status else {}

    def conditions(self) -> list[str]:
        """Those of its replicas."""
        return [each["condition"] for each in self.ready()[1].get("replicas", {}).values()]

    def finds(self, word: str, title: str) -> bool:
        return title in self.server.ask(f"/fa/search/?q={word}").text


@contextmanager
def loaded(machines: list[Machine]) -> Iterator[list[Load]]:
    """A reader of each machine."""
    with ExitStack() as stack:
        yield [stack.enter_context(Load(each.server, PAGES, readers=1)) for each in machines]


def execute(server: Cluster, query: str) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(query)


@pytest.fixture
def servers(static_files, tmp_path) -> Iterator[tuple[Cluster, list[Replica], list[Machine]]]:
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
        for machine in machines:
            static_files(machine)
        processes = [
            stack.enter_context(serving(machine, machine.server, machine.log, *options))[1]
            for machine, options in ((one, ()), (two, ("--index-only",)))
        ]
        for machine in machines:
            wait_until(lambda machine=machine: machine.ready()[0] == 200)
            wait_until(lambda machine=machine: machine.conditions() == ["ok", "ok"])
        yield primary, replicas, machines
        for process in processes:  # both at once
            process.terminate()


def test_readers_get_their_pages_whatever_becomes_of_the_servers(servers, tmp_path):
    primary, replicas, machines = servers
    one, two = machines

    with loaded(machines) as loads:
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
    for load in loads:
        assert (load.statuses.keys(), load.last.keys()) == ({200}, set(PAGES))

    primary.stop()
    with loaded(machines) as loads:
        for machine in machines:
            status, said = machine.ready()
            assert (status, said["database"]) == (503, "unavailable")
            wait_until(lambda machine=machine: machine.conditions() == ["ok", "ok"])
            answer = machine.server.ask("/fa/", Cookie="sessionid=somebody-of-the-staff")
            assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
            assert "Traceback" not in answer.text
        for load in loads:
            load.wait_for(200)
        primary.start()
        for machine in machines:
            wait_until(lambda machine=machine: machine.ready()[0] == 200)
            assert (
                machine.server.ask("/fa/", Cookie="sessionid=somebody-of-the-staff").status == 200
            )
        paths = write(tmp_path / "lanterns", dump(title="شب‌های رودخانه", body=LANTERNS))
        assert one.run("import_dumps", *paths, "--workers", "0")[0] == 0
        for machine in machines:
            wait_until(lambda machine=machine: machine.finds("داوطلبان", "شب‌های رودخانه"))
            wait_until(lambda machine=machine: machine.conditions() == ["ok", "ok"])
    assert [load.statuses.keys() for load in loads] == [{200}, {200}]

    assert two.run("search_index", "--check")[0] == 0
    for machine in machines:
        assert "Traceback" not in machine.log.read_text(encoding="utf-8")

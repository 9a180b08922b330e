"""The web server as a real process: killed while it writes, and its index damaged under it."""

from __future__ import annotations

import re
import socket
import sqlite3
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import pytest

from tests.archive_processes import Step
from tests.dump_texts import dump, write
from tests.web_server import Answer, Server, served, wait_until

pytestmark = pytest.mark.processes

SERVER_THAT_IS_KILLED = """
import django, os, signal, sys
django.setup()
from articles.models import ReaderReport
usual = ReaderReport.save
def killed(report, *arguments, **named):
    usual(report, *arguments, **named)
    if "killed" in report.message:  # before the commit
        os.kill(os.getpid(), signal.SIGKILL)
ReaderReport.save = killed
from gunicorn.app.wsgiapp import run
port = sys.argv[2]
sys.argv = [
    "gunicorn", "newsarchive.wsgi", f"--bind=127.0.0.1:{port}", "--workers=1", "--threads=2",
    "--no-control-socket",
]
run()
"""
ARTICLE = Step(script="from articles.models import Article; print(Article.objects.get().key)")
REPORTS = Step(
    script="""
from articles.models import ReaderReport, ReportQuota
print([report.message for report in ReaderReport.objects.all()], ReportQuota.objects.count())
"""
)
SEGMENT = Step(
    script="""
from articles.search.index.files import index_files
print(next(index_files().current().folder.glob("*.term")))
"""
)


def report(server: Server, path: str, message: str) -> Answer:
    """Send a report with the form of the page."""
    form = server.ask(path)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)[1]
    cookie = form.headers["Set-Cookie"].partition(";")[0]
    sent = {"kind": "text", "message": message, "csrfmiddlewaretoken": token}
    return server.ask(path, urllib.parse.urlencode(sent).encode(), Cookie=cookie)


def test_a_server_killed_while_it_writes_keeps_nothing_half_and_a_cut_index_stops_search_alone(
    archive_in, static_files, tmp_path
):
    archive = archive_in(tmp_path / "var", "")
    static_files(archive)
    imported, (_, key), (_, segment) = archive.steps(
        Step(["import_dumps", *write(tmp_path / "dumps", dump())]),
        ARTICLE,
        SEGMENT,
    )
    assert imported[0] == 0, imported
    path = f"/fa/articles/{key.strip()}/report/"
    search = "/fa/search/?q=فانوس"
    with served(archive, tmp_path / "log", script=SERVER_THAT_IS_KILLED) as server:
        assert report(server, path, "It is killed over this.").status == 0
        wait_until(lambda: server.ask(path).status == 200)  # gunicorn starts another
        assert report(server, path, "This arrives.").status == 200

        assert server.ask(search).status == 200
        with open(segment.strip(), "r+b") as file:
            file.truncate()  # in place, under a server that has it mapped into memory
        # Whoever reads the mapping is ended by the system, and another one started.
        # Asked anew, since a page of an archive that has not changed is answered from memory.
        new = "/fa/search/?q=فانوس&sort=oldest"
        wait_until(lambda: server.ask(new).status == 503)
        assert "جست‌وجو موقتاً در دسترس نیست" in server.ask(new).text
        assert server.ask(path).status == 200
        reports, checked, rebuilt, again, verified = archive.steps(
            REPORTS,
            Step(["search_index", "--check"]),
            Step(["search_index", "--rebuild", "--workers", "0"]),
            Step(["search_index", "--check"]),
            Step(["verify_archive"]),
        )
        assert reports == (0, "['This arrives.'] 1\n")
        assert (checked[0], "search_index --rebuild" in checked[1]) == (3, True), checked
        assert [rebuilt[0], again[0], verified[0]] == [0, 0, 0], (again, verified)
        assert server.ask(search).status == 200
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_readers_do_not_wait_for_a_writer_nor_for_those_who_wait_for_it(
    archive_in, static_files, tmp_path
):
    """The lock is held by hand, as long as it takes; ten reports come, as from ten readers. Twelve
    clients never end what they send."""
    archive = archive_in(tmp_path / "var", "")
    static_files(archive)
    imported, (_, key) = archive.steps(
        Step(["import_dumps", *write(tmp_path / "dumps", dump())]),
        ARTICLE,
    )
    assert imported[0] == 0, imported
    path = f"/fa/articles/{key.strip()}/report/"
    with (
        served(archive, tmp_path / "log") as server,
        ThreadPoolExecutor(10) as threads,
        ExitStack() as clients,
    ):
        for _ in range(12):
            slow = clients.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            slow.sendall(b"GET /fa/ HTTP/1.1\r\nHost:")
        file = archive.folder / "archive.sqlite3"
        with closing(sqlite3.connect(file, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            reports = [
                threads.submit(report, server, path, f"Report {number}") for number in range(10)
            ]
            for number in range(20):
                assert server.ask(f"/fa/?{number}").status == 200
            refused = [each.result() for each in reports]
            writer.execute("ROLLBACK")
        assert {answer.status for answer in refused} == {503}
        assert all(answer.headers["Retry-After"] for answer in refused)
        assert report(server, path, "Afterwards").status == 200


def test_metrics_have_a_port_of_their_own_on_which_nothing_else_is(
    archive_in, static_files, tmp_path
):
    archive = archive_in(tmp_path / "var", "")
    static_files(archive)
    watch = Server()
    archive.environment["METRICS_PORT"] = str(watch.port)
    with served(archive, tmp_path / "log") as server:
        assert server.ask("/fa/").status == 200
        told = watch.ask("/metrics", Host="prometheus.example")
        assert told.status == 200
        assert 'newsarchive_request_seconds_count{method="GET",page="home"' in told.text
        assert "newsarchive_database_up 1.0" in told.text
        assert watch.ask("/fa/").status == watch.ask("/admin/").status == 404
        # Who names the port is not on it.
        named = {"Host": f"127.0.0.1:{watch.port}", "X-Forwarded-Port": str(watch.port)}
        assert server.ask("/metrics", **named).status == 404

"""Time stamps by an authority on loopback, which OpenSSL plays."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.urls import reverse

from articles.models import LogHead
from articles.transparency.heads import sign
from articles.transparency.log import append
from articles.transparency.stamping import stamp_heads
from tests.factories import make_article, make_capture

pytestmark = pytest.mark.django_db

CONFIG = """
[req]
distinguished_name = name
x509_extensions = authority
prompt = no
[name]
CN = Invented Authority
[authority]
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = own
[own]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256
signer_digest = sha256
accuracy = secs:1
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The files of the authority."""
    folder = tmp_path_factory.mktemp("authority")
    (folder / "config").write_text(CONFIG)
    (folder / "serial").write_text("01\n")
    openssl(
        folder,
        *"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem".split(),
        *"-out certificate.pem -days 36500 -config config".split(),
    )
    return folder


def openssl(folder, *arguments):
    ended = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture
def authority(office, settings):
    """Answers with what its list ``says`` next, or else as an authority does."""

    class Handler(BaseHTTPRequestHandler):
        says: list[tuple[int, bytes]] = []

        def do_POST(self):
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            status, told = self.says.pop(0) if self.says else (200, self.stamped(asked))
            self.send_response(status)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def stamped(self, asked):
            (office / "asked.tsq").write_bytes(asked)
            options = "-config config -queryfile asked.tsq -inkey key.pem -signer certificate.pem"
            openssl(office, "ts", "-reply", *options.split(), "-out", "told.tsr")
            return (office / "told.tsr").read_bytes()

        def log_message(self, *arguments):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        settings.FETCH_PRIVATE = True
        settings.TIMESTAMP_AUTHORITY = f"http://127.0.0.1:{server.server_port}/tsr"
        yield Handler
        server.shutdown()
        thread.join()


@pytest.fixture
def head(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    make_capture(make_article(), b"captured")
    append()
    return sign(datetime(2026, 3, 21, tzinfo=UTC))


def test_a_head_is_stamped_and_openssl_agrees(client, authority, office, head):
    assert (stamp_heads(), stamp_heads()) == (1, 0)
    for name in ("log_head", "log_stamp"):
        response = client.get(reverse(name, args=[head.size]))
        (office / name).write_bytes(response.content)
    said = openssl(
        office,
        *"ts -verify -data log_head -in log_stamp -CAfile certificate.pem".split(),
    )
    assert b"OK" in said


def test_without_an_authority_none_is_asked(client, head):
    assert stamp_heads() == 0
    assert client.get(reverse("log_stamp", args=[head.size])).status_code == 404


@pytest.mark.parametrize("said", [(500, b""), (200, b""), (200, b"<html>"), (200, b"0" * 200_000)])
def test_what_is_no_stamp_is_not_kept_and_is_asked_for_again(authority, head, caplog, said):
    authority.says = [said]
    assert stamp_heads() == 0
    assert "no time stamp" in caplog.text
    assert LogHead.objects.get().stamp is None
    assert stamp_heads() == 1


def test_a_stamp_of_something_else_is_not_kept(authority, head):
    assert stamp_heads() == 1
    authority.says = [(200, bytes(LogHead.objects.get().stamp))]
    LogHead.objects.update(stamp=None)
    assert stamp_heads() == 0  # it has another nonce


def test_an_authority_that_does_not_answer_stops_nothing(head, settings, caplog):
    settings.FETCH_PRIVATE = True
    settings.TIMESTAMP_AUTHORITY = "http://127.0.0.1:1/"
    assert stamp_heads() == 0
    assert "no time stamp" in caplog.text

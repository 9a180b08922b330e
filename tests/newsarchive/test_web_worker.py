"""The web server's worker: whoever sends or takes slowly keeps nobody from being answered."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from newsarchive import web_worker
from newsarchive.web_worker import LONGEST_FORM, LONGEST_HEAD, Arrival
from tests.web_server import Server, wait_until

HEAD = b"GET /fa/ HTTP/1.1\r\nHost: a\r\n\r\n"
FORM = b"POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nq=lantern"


def arrived(*pieces: bytes) -> Arrival:
    arrival = Arrival(0)
    for piece in pieces:
        arrival.add(piece, 0)
    return arrival


@pytest.mark.parametrize("request_", [HEAD, FORM])
def test_a_request_is_complete_with_its_last_byte_however_it_comes(request_):
    for at in range(len(request_)):
        assert not arrived(request_[:at]).is_complete
        assert arrived(request_[:at], request_[at:]).is_complete
    assert arrived(*(bytes([byte]) for byte in request_)).received == request_


def test_what_is_too_long_for_memory_is_read_by_a_thread():
    def posted(head: bytes) -> Arrival:
        return arrived(b"POST / HTTP/1.1\r\n" + head + b"\r\n\r\n")

    assert posted(b"content-LENGTH:\t%d " % (LONGEST_FORM + 1)).is_long
    assert posted(b"Transfer-Encoding: chunked").is_long
    assert not posted(b"Content-Length: %d" % LONGEST_FORM).is_complete
    assert not arrived(b"G" * LONGEST_HEAD).is_complete
    assert arrived(b"G" * (LONGEST_HEAD + 1)).is_long


def test_what_is_no_length_is_for_gunicorn_to_refuse():
    for length in (b"-1", b"x", b"9" * 19, b""):
        arrival = arrived(b"POST / HTTP/1.1\r\nContent-Length: " + length + b"\r\n\r\n")
        assert arrival.is_complete and not arrival.is_long


def test_a_longer_body_has_more_time_at_the_least_pace():
    body = 2 * web_worker.LEAST_BYTES_A_SECOND
    head = b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % body
    arrival = arrived(head)
    assert arrival.deadline == web_worker.ARRIVAL_SECONDS + 2
    arrival.add(b"x" * (body - 1), 5)
    assert arrival.deadline == web_worker.ARRIVAL_SECONDS + 2


# -- as a process ---------------------------------------------------------------------------------

SERVER = """
import sys
from gunicorn.app.wsgiapp import run
from newsarchive import web_worker

def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/large":
        body = bytes(8_000_000)
    else:
        body = environ["wsgi.input"].read() or b"ok"
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]

for name in sys.argv[2:]:
    setattr(web_worker, *[eval(part) for part in name.split("=")])
address = f"127.0.0.1:{sys.argv[1]}"
sys.argv = ["gunicorn", *web_worker.server_arguments("__main__:application", [address], 1)]
run()
"""
LENGTH = b"Content-Length: %d\r\n\r\n"
SLOW = {
    "nothing": b"",
    "a head": HEAD[:-2],
    "a form": FORM[:-1],
    "an upload": b"POST /read HTTP/1.1\r\n" + LENGTH % 9_000_000 + b"x" * 70_000,
    "chunks": b"POST /read HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nq=",
    "an endless head": b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000,
    "an answer not taken": b"GET /large HTTP/1.1\r\n\r\n",
    "an answer after which the client stays": b"GET / HTTP/1.0\r\n\r\n",
}
CLIENTS = 12


@contextmanager
def running(log: Path, **changed: float) -> Iterator[Server]:
    server = Server()
    changes = [f"{name!r}={value}" for name, value in changed.items()]
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(server.port), *changes],
            cwd=settings.BASE_DIR,
            stdout=said,
            stderr=said,
        )
        try:
            wait_until(lambda: server.ask("/").status == 200 or process.poll() is not None)
            yield server
        finally:
            process.terminate()
            process.wait()
    assert "Traceback" not in log.read_text()


def connected(server: Server, sent: bytes) -> socket.socket:
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(("127.0.0.1", server.port))
    client.settimeout(60)
    client.sendall(sent)
    return client


@pytest.fixture(scope="module")
def patient(tmp_path_factory) -> Iterator[Server]:
    """A server that waits for all clients longer than any test lasts."""
    with running(tmp_path_factory.mktemp("patient") / "log", ARRIVAL_SECONDS=600) as server:
        yield server


@pytest.mark.processes
def test_others_are_answered_while_clients_send_and_take_slowly(patient):
    """Each of the slow clients is still there when the others have their answers."""
    with ExitStack() as clients:
        for sent in SLOW.values():
            for _ in range(CLIENTS):
                clients.enter_context(connected(patient, sent))
            assert patient.ask("/").status == 200, sent
        answer = patient.ask("/read", b"q=lantern" * 10_000)
        assert (answer.status, len(answer.text)) == (200, 90_000)


@pytest.mark.processes
def test_slow_clients_are_closed_and_a_process_holds_only_so_many(tmp_path):
    changed = {"ARRIVAL_SECONDS": 0.5, "LEAST_BYTES_A_SECOND": 1e9}
    with running(tmp_path / "log", **changed) as server, ExitStack() as clients:
        slow = [clients.enter_context(connected(server, sent)) for sent in SLOW.values()]
        assert [is_closed(client) for client in slow] == [True] * len(slow)
    changed = {"ARRIVAL_SECONDS": 600, "MOST_ARRIVING": 3}
    with running(tmp_path / "log", **changed) as server, ExitStack() as clients:
        first, *_ = [clients.enter_context(connected(server, HEAD[:-2])) for _ in range(4)]
        assert server.ask("/").status == 200
        assert is_closed(first)


def is_closed(client: socket.socket) -> bool:
    """Whether the server ends the connection, which it then does sooner than a minute."""
    try:
        while client.recv(65536):
            pass
    except ConnectionResetError:
        pass
    except TimeoutError:
        return False
    return True


@pytest.mark.processes
def test_requests_one_after_another_and_at_once_are_answered_in_their_order(patient):
    with connected(patient, FORM + HEAD + FORM[:20]) as client:
        answers = client.makefile("rb")
        assert taken(answers) == b"q=lantern"
        assert taken(answers) == b"ok"
        client.sendall(FORM[20:])
        assert taken(answers) == b"q=lantern"
        client.sendall(FORM.replace(b"Host: a", b"Expect: 100-continue").removesuffix(b"q=lantern"))
        assert answers.readline() == b"HTTP/1.1 100 Continue\r\n"
        client.sendall(b"q=lantern")
        assert taken(answers) == b"q=lantern"
        large = b"x" * (2 * LONGEST_FORM)
        client.sendall(b"POST /read HTTP/1.1\r\n" + LENGTH % len(large) + large)
        assert taken(answers) == large
        client.sendall(b"GET /large HTTP/1.1\r\n\r\n")
        assert taken(answers) == bytes(8_000_000)


def taken(answers) -> bytes:
    """The body of the next answer; one that tells to continue may come first, also twice."""
    length = None
    while (line := answers.readline()) != b"\r\n" or length is None:
        assert line
        if line.lower().startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    return answers.read(length)

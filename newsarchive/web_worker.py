"""The worker of the web server: a thread takes a request once it has arrived, not while it does.

gunicorn's threads read from the connections themselves, without a limit of time. Whoever sends
slowly holds one, and a dozen such connections hold all of them. Here the loop that accepts
connections also reads, from all of them at once; a thread gets a request with its head and the
whole body of a form. Longer bodies (uploads) are read by a thread, but never by all, and from no
one who is slower than :data:`LEAST_BYTES_A_SECOND`. So the archive needs no proxy in front to stay
reachable.
"""

from __future__ import annotations

import errno
import re
import selectors
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from gunicorn.http import get_parser
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

ARRIVAL_SECONDS = 10.0
"""How long the head of a request may take, and how long a body before it has to keep its pace."""
LEAST_BYTES_A_SECOND = 16 * 1024
"""How fast a body has to arrive, and an answer to be taken."""
MOST_ARRIVING = 500
"""Connections of a process whose request is not complete: one more, and the oldest is closed."""
MOST_UPLOADS_WAITING = 20
"""Uploads of a process that wait until a thread reads them: one more, and the oldest is closed."""
LONGEST_HEAD = 64 * 1024
LONGEST_FORM = 256 * 1024
"""Bytes of a body that are collected in memory."""
MOST_UNSENT = 64 * 1024 * 1024
"""Bytes of answers that a process keeps for clients that take them slowly."""

SWITCH_SECONDS = 0.0005
"""After how long a thread that computes leaves the interpreter to one that waits for it. A short
answer waits for it at each of its steps (accepting, reading, each query, sending): with Python's 5
milliseconds it would take ten times that beside a page that is being made."""

_CLOSING_SECONDS = 2.0
_BLOCK = 64 * 1024
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_EXPECTED = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def server_arguments(application: str, addresses: Sequence[str], workers: int) -> list[str]:
    """The command line of gunicorn with this worker."""
    return [
        application,
        *(f"--bind={address}" for address in addresses),
        f"--workers={workers}",
        "--worker-class=newsarchive.web_worker.PatientWorker",
        "--threads=2",
        # The worker sends all answers by itself.
        "--no-sendfile",
        "--no-control-socket",
        # Only TRUSTED_PROXIES decides which proxies are trusted.
        "--forwarded-allow-ips=",
        # A search of 1,000 Persian letters has an address of 6,000 bytes.
        "--limit-request-line=8190",
    ]


class Arrival:
    """The bytes of one request so far. ``deadline`` is when they have to be complete."""

    def __init__(self, now: float) -> None:
        self.received = bytearray()
        self.deadline = now + ARRIVAL_SECONDS
        self.is_long = False
        self.awaits_answer = False
        """Whether the client sends the body only when asked to."""
        self._length: int | None = None

    @property
    def is_complete(self) -> bool:
        """Whether a thread can take it: all of it is there, or it is too long for memory."""
        return self.is_long or (self._length is not None and len(self.received) >= self._length)

    def add(self, data: bytes, now: float) -> None:
        """Take what has come."""
        searched = max(len(self.received) - len(_END_OF_HEAD), 0)
        self.received += data
        if self._length is None and not self.is_long:
            end = self.received.find(_END_OF_HEAD, searched)
            if end >= 0:
                self._measure(end + len(_END_OF_HEAD), now)
            else:
                self.is_long = len(self.received) > LONGEST_HEAD

    def _measure(self, head: int, now: float) -> None:
        start = bytes(self.received[:head])
        found = _LENGTH.search(start)
        body = int(found[1]) if found else 0
        self.is_long = body > LONGEST_FORM or bool(_CHUNKED.search(start))
        self._length = head + body
        self.awaits_answer = bool(_EXPECTED.search(start))
        self.deadline = now + ARRIVAL_SECONDS + body / LEAST_BYTES_A_SECOND


class PacedUnreader(SocketUnreader):  # type: ignore[misc]  # untyped
    """The rest of a request, for a thread; a connection that keeps no pace counts as broken."""

    def __init__(self, sock: PacedSocket) -> None:
        super().__init__(sock)
        self.begin()

    def begin(self) -> None:
        """Start counting, for another request of the connection."""
        self._deadline = time.monotonic() + ARRIVAL_SECONDS

    def chunk(self, size_hint: int | None = None) -> bytes:
        with _broken_if_slow():
            self.sock.settimeout(max(self._deadline - time.monotonic(), 0.001))
            data = bytes(super().chunk(size_hint))
        self._deadline += len(data) / LEAST_BYTES_A_SECOND
        return data


class Room:
    """The memory of a process for what clients have not taken yet."""

    def __init__(self) -> None:
        self._used = 0
        self._lock = threading.Lock()

    def change(self, count: int) -> bool:
        """Use so many bytes more (or fewer); returns whether there is room for them."""
        with self._lock:
            self._used += count
            return self._used <= MOST_UNSENT


class PacedSocket:
    """A connection to which a thread writes without waiting, as long as there is room: the loop
    sends what is :attr:`left`."""

    def __init__(self, sock: socket.socket, room: Room) -> None:
        self._sock = sock
        self._room = room
        self._counted = 0
        self.left = bytearray()

    def sendall(self, data: bytes) -> None:
        """Send what the system takes, and keep the rest; wait only where there is no room."""
        self.left += data
        self.send_left()
        if self.left and not self._count():
            with _broken_if_slow():
                self._send_waiting()
        self._count()

    def send_left(self) -> None:
        """Send as much as goes without waiting."""
        self._sock.setblocking(False)
        with suppress(BlockingIOError):
            while self.left:
                del self.left[: self._sock.send(self.left[:_BLOCK])]

    def _send_waiting(self) -> None:
        # For each block, so that a long answer has more time.
        self._sock.settimeout(ARRIVAL_SECONDS + _BLOCK / LEAST_BYTES_A_SECOND)
        while self.left:
            self._sock.sendall(self.left[:_BLOCK])
            del self.left[:_BLOCK]

    def _count(self) -> bool:
        count, self._counted = len(self.left) - self._counted, len(self.left)
        return self._room.change(count)

    def close(self) -> None:
        self.left.clear()
        self._count()
        self._sock.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


@contextmanager
def _broken_if_slow() -> Iterator[None]:
    """gunicorn and Django know what to do with connections that break."""
    try:
        yield
    except TimeoutError as error:
        raise ConnectionResetError(errno.ECONNRESET, "the client is too slow") from error


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # untyped
    """gunicorn's worker with threads; its loop waits for clients in place of these."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._room = Room()
        self._arriving: dict[TConn, Arrival] = {}
        self._deadlines: dict[TConn, float] = {}
        """Until when the loop waits for each client."""
        self._uploading: set[TConn] = set()
        self._uploads_waiting: deque[TConn] = deque()
        self._next_look = 0.0
        self._handling = 0

    def init_process(self) -> None:
        """gunicorn calls this in the new process, which ends in it."""
        sys.setswitchinterval(SWITCH_SECONDS)
        super().init_process()

    # -- reading requests -------------------------------------------------------------------------

    def enqueue_req(self, conn: TConn) -> None:
        """gunicorn calls this for a connection that is new or has another request."""
        now = time.monotonic()
        arrival = self._arriving[conn] = Arrival(now)
        if conn.parser is None:
            conn.sock = PacedSocket(conn.sock, self._room)
            conn.parser = get_parser(self.cfg, conn.sock, conn.client)
            conn.parser.unreader = PacedUnreader(conn.sock)
        else:
            arrival.add(conn.parser.unreader.take_buffered(), now)
        self._wait(conn, selectors.EVENT_READ, self._receive, arrival.deadline)
        if len(self._arriving) > MOST_ARRIVING:
            self._drop(next(iter(self._arriving)))
        self._receive(conn)  # mostly all of it is there

    def _receive(self, conn: TConn) -> None:
        arrival = self._arriving.get(conn)
        if arrival is None:
            return  # dropped for another one, after its bytes had come
        if not arrival.is_complete:
            data = self._received(conn)
            if not data:
                return
            arrival.add(data, time.monotonic())
            self._deadlines[conn] = arrival.deadline
        if arrival.is_complete:
            self._forget(conn)
            conn.parser.unreader.unread(bytes(arrival.received))
            (self._start_upload if arrival.is_long else self._start)(conn)
        elif arrival.awaits_answer:
            arrival.awaits_answer = False
            with suppress(OSError):
                conn.sock.send(_CONTINUE)

    def _start(self, conn: TConn) -> None:
        self._handling += 1
        conn.data_ready = True
        conn.parser.unreader.begin()
        super().enqueue_req(conn)

    def _start_upload(self, conn: TConn) -> None:
        self._uploads_waiting.append(conn)
        self._start_waiting_uploads()
        if len(self._uploads_waiting) > MOST_UPLOADS_WAITING:
            self._drop(self._uploads_waiting.popleft())

    def _start_waiting_uploads(self) -> None:
        while self._uploads_waiting and len(self._uploading) < max(self.cfg.threads - 1, 1):
            conn = self._uploads_waiting.popleft()
            self._uploading.add(conn)
            self._start(conn)

    # -- sending answers --------------------------------------------------------------------------

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """gunicorn calls this when a thread has done with a connection."""
        self._handling -= 1
        self._uploading.discard(conn)
        self._start_waiting_uploads()
        if conn.sock.left:
            deadline = (
                time.monotonic() + ARRIVAL_SECONDS + len(conn.sock.left) / LEAST_BYTES_A_SECOND
            )
            self._wait(conn, selectors.EVENT_WRITE, partial(self._send, fs=fs), deadline)
        else:
            self._go_on(conn, fs)

    def _send(self, conn: TConn, fs: Future[Any]) -> None:
        try:
            conn.sock.send_left()
        except OSError:
            self._drop(conn)
            return
        if not conn.sock.left:
            self._forget(conn)
            self._go_on(conn, fs)

    def _go_on(self, conn: TConn, fs: Future[Any]) -> None:
        if not fs.cancelled() and not fs.exception() and fs.result():
            super().finish_request(conn, fs)  # the connection is kept
            return
        # Closed by the client, which has the whole answer then; gunicorn waits for that by itself.
        with suppress(OSError):
            conn.sock.shutdown(socket.SHUT_WR)
        self._wait(conn, selectors.EVENT_READ, self._discard, time.monotonic() + _CLOSING_SECONDS)

    def _discard(self, conn: TConn) -> None:
        self._received(conn)

    # -- waiting for clients ----------------------------------------------------------------------

    def _wait(
        self, conn: TConn, event: int, callback: Callable[[TConn], None], deadline: float
    ) -> None:
        conn.sock.setblocking(False)
        self._deadlines[conn] = deadline
        self.poller.register(conn.sock, event, lambda sock: callback(conn))

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """gunicorn calls this over and over. While all threads are busy, other processes are left
        to accept: a connection that is accepted here would wait though they may be idle."""
        is_free = self._handling < self.cfg.threads and self.nr_conns < self.worker_connections
        self.set_accept_enabled(self.alive and is_free)
        super().wait_for_and_dispatch_events(timeout)

    def murder_pending(self) -> None:
        """gunicorn calls this after all events, once a second or more often."""
        super().murder_pending()
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + 0.5
        for conn, deadline in list(self._deadlines.items()):
            # A process that is asked to end waits only for those who take their answers.
            if deadline < now or (not self.alive and conn in self._arriving):
                self._drop(conn)

    def _received(self, conn: TConn) -> bytes:
        """What has come; nothing yet, or nothing any more: then the connection is dropped."""
        try:
            data = bytes(conn.sock.recv(_BLOCK))
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self._drop(conn)
        return data

    def _drop(self, conn: TConn) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        conn.close()

    def _forget(self, conn: TConn) -> None:
        self._deadlines.pop(conn, None)
        self._arriving.pop(conn, None)
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)

"""One request, within limits of time and size."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass

from .addresses import Target, machines_of
from .failures import Failure, FetchError

_BLOCK = 64 * 1024
_ENCODED = ("gzip", "x-gzip", "deflate")
_AS_IS = ("", "identity")


@dataclass(frozen=True, slots=True)
class Rules:
    """Who asks, and the most that an answer may take; ``allows_private`` is for tests and for
    archives that read their own network."""

    agent: str
    seconds: float
    most_bytes: int
    pause: float = 0
    allows_private: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server has answered; its encodings are undone."""

    address: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")


def request(
    target: Target,
    rules: Rules,
    headers: Mapping[str, str] | None = None,
    *,
    body: bytes | None = None,
) -> Answer:
    """Ask once, or send a body (POST), without following where the answer leads. Raises
    :class:`.failures.FetchError`."""
    machines = machines_of(target, allows_private=rules.allows_private)
    ends_at = time.monotonic() + rules.seconds
    connection = _connected(target, machines, ends_at)
    method = "GET" if body is None else "POST"
    sent = {"User-Agent": rules.agent, "Accept-Encoding": "gzip", **(headers or {})}
    try:
        with _ended(connection, ends_at) as is_late:
            try:
                connection.request(method, target.path, body=body, headers=sent)
                with closing(connection.getresponse()) as response:
                    answered = _body(response, rules.most_bytes)
            except (OSError, http.client.HTTPException, ValueError) as error:
                late = is_late.is_set() or isinstance(error, TimeoutError)
                failure = Failure.TIMEOUT if late else Failure.CUT_OFF
                raise FetchError(failure, _said(error)) from error
            if is_late.is_set():
                raise FetchError(Failure.TIMEOUT)
    finally:
        connection.close()
    told = tuple((name, value) for name, value in response.getheaders())
    return Answer(target.address, response.status, response.reason, told, answered)


def _connected(target: Target, machines: list[str], ends_at: float) -> http.client.HTTPConnection:
    """A connection to the first machine that answers in time."""
    problem: Exception | None = None
    for machine in machines:
        try:
            left = max(0.01, ends_at - time.monotonic())
            stream = socket.create_connection((machine, target.port), timeout=left)
        except OSError as error:
            problem = error
            continue
        try:
            if target.scheme == "https":
                context = ssl.create_default_context()
                stream = context.wrap_socket(stream, server_hostname=target.host)
        except OSError as error:
            stream.close()
            problem = error
            continue
        connection = http.client.HTTPConnection(target.host, target.port)
        if target.scheme == "https":
            connection.default_port = http.client.HTTPS_PORT  # left out of the header Host
        connection.sock = stream
        return connection
    late = isinstance(problem, TimeoutError)
    raise FetchError(Failure.TIMEOUT if late else Failure.UNREACHABLE, _said(problem))


@contextmanager
def _ended(connection: http.client.HTTPConnection, ends_at: float) -> Iterator[threading.Event]:
    """End a connection at this moment, also if bytes keep dripping in."""
    is_late = threading.Event()
    stream = connection.sock

    def end() -> None:
        is_late.set()
        try:
            stream.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    timer = threading.Timer(max(0, ends_at - time.monotonic()), end)
    timer.daemon = True
    timer.start()
    try:
        yield is_late
    finally:
        timer.cancel()


def _body(response: http.client.HTTPResponse, most: int) -> bytes:
    """The body, unpacked. Raises :class:`.failures.FetchError` for too much of it."""
    encoding = (response.getheader("Content-Encoding") or "").strip().lower()
    if encoding not in (*_AS_IS, *_ENCODED):
        raise FetchError(Failure.CUT_OFF, encoding)
    unpacking = zlib.decompressobj(47) if encoding in _ENCODED else None
    body = bytearray()
    while block := response.read1(_BLOCK):
        try:
            body += unpacking.decompress(block, most + 1 - len(body)) if unpacking else block
        except zlib.error as error:
            raise FetchError(Failure.CUT_OFF, str(error)) from error
        if len(body) > most or (unpacking and unpacking.unconsumed_tail):
            raise FetchError(Failure.TOO_LARGE)
    if response.length or (unpacking and not unpacking.eof and body):
        raise FetchError(Failure.CUT_OFF)
    return bytes(body)


def _said(error: Exception | None) -> str:
    return (getattr(error, "strerror", None) or str(error or "")).strip()

"""Calls to the cluster: each with a limit of its time, each error in words of this project.

After a call that the cluster did not answer, readers' calls fail at once for a while (the circuit
is open), so that a request waits for a lost cluster once and not at each of its calls.
"""

from __future__ import annotations

import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import opensearchpy
from django.utils.translation import gettext as _
from opensearchpy import exceptions

from articles.search.cluster import fields, patience
from articles.search.engine.troubles import IndexUnavailableError, Trouble
from newsarchive.search_address import SearchAddress

READERS_SECONDS = 5.0
"""How long a reader waits for one call, and for all calls of a request."""

COMMITTERS_SECONDS = 10.0
"""The same of a request that has changed an article, and for one call of the worker that
follows."""

WRITERS_SECONDS = 60.0
"""How long a command waits for one call."""

OPEN_SECONDS = 5.0
"""How long the circuit is open before another call is tried."""

_CONNECTIONS = 8
"""To a host that are kept open: about as many as a process has threads."""

OLDEST_RELEASE = 2
"""The major release of OpenSearch that is needed at least."""


class Circuit:
    """Open after a call that was not answered; then one call is let through from time to time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._open_until = 0.0
        self._error: exceptions.OpenSearchException | None = None

    def error(self) -> exceptions.OpenSearchException | None:
        """What opened the circuit, while it is open. At the end of that time one caller is let
        through, and the others go on waiting for what it finds."""
        if self._error is None:
            return None
        with self._lock:
            now = self._clock()
            if now < self._open_until:
                return self._error
            self._open_until = now + OPEN_SECONDS
            return None

    def open(self, error: exceptions.OpenSearchException) -> None:
        """A call was not answered."""
        with self._lock:
            self._error = error
            self._open_until = self._clock() + OPEN_SECONDS

    def close(self) -> None:
        """A call was answered."""
        if self._error is not None:
            with self._lock:
                self._error = None


class _BoundedTransport(opensearchpy.Transport):
    """Waits for no call longer than the request may wait for all of its calls."""

    def __init__(self, hosts: Any, *, seconds: float, **options: Any) -> None:
        super().__init__(hosts, timeout=seconds, **options)
        self._seconds = seconds

    def perform_request(
        self, method: str, url: str, params: Any = None, *arguments: Any, **options: Any
    ) -> Any:
        left = patience.left(self._seconds)
        if left <= 0:
            raise exceptions.ConnectionTimeout("TIMEOUT", "all calls of a request", None)
        if left < self._seconds:
            params = {**(params or {}), "request_timeout": left}
        with patience.waiting():
            return super().perform_request(method, url, params, *arguments, **options)


class Client:
    """Calls of one kind of caller; with a circuit, of one who is spared waiting."""

    def __init__(self, address: SearchAddress, seconds: float, circuit: Circuit | None) -> None:
        self.address = address
        self.seconds = seconds
        self.circuit = circuit
        self.api = _connection(address, seconds)

    def call(self, ask: Callable[[opensearchpy.OpenSearch], Any]) -> Any:
        """What the cluster answers. Raises :class:`IndexUnavailableError`, and opensearchpy's
        ``NotFoundError`` and ``ConflictError``, which say something about the index."""
        if self.circuit and (error := self.circuit.error()):
            raise self._unavailable(error)
        with self.answering():
            answer = ask(self.api)
        if self.circuit:
            self.circuit.close()
        return answer

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Converts the errors of calls in the context."""
        try:
            yield
        except (exceptions.NotFoundError, exceptions.ConflictError):
            raise
        except exceptions.OpenSearchException as error:
            if self.circuit and _is_unanswered(error):
                self.circuit.open(error)
            raise self._unavailable(error) from error

    def _unavailable(self, error: exceptions.OpenSearchException) -> IndexUnavailableError:
        detail = told(error, self.address, self.seconds)
        return IndexUnavailableError(Trouble.UNREACHABLE, detail)


def told(error: Exception, address: SearchAddress, seconds: float) -> str:
    """What went wrong and what mends it, in a sentence for staff."""
    hosts = ", ".join(f"{host}:{port}" for host, port in address.hosts)
    if isinstance(error, exceptions.ConnectionTimeout):
        sentence = _("%(hosts)s did not answer within %(seconds)d seconds.")
        return sentence % {"hosts": hosts, "seconds": seconds}
    if isinstance(error, exceptions.SSLError):
        return _of_certificate(str(error)) % {"hosts": hosts}
    if isinstance(error, exceptions.ConnectionError):
        if not address.is_encrypted and _CUT_OFF.search(str(error)):
            sentence = _(
                "%(hosts)s does not speak plain HTTP. If it wants TLS, begin SEARCH_URL with "
                "https://."
            )
            return sentence % {"hosts": hosts}
        sentence = _(
            "%(hosts)s cannot be reached. Check the hosts of SEARCH_URL, and that the cluster runs."
        )
        return sentence % {"hosts": hosts}
    if isinstance(error, exceptions.AuthenticationException):
        return _("%(hosts)s refuses user or password of SEARCH_URL.") % {"hosts": hosts}
    if isinstance(error, exceptions.AuthorizationException):
        sentence = _("%(hosts)s does not allow the user of SEARCH_URL to do this: %(error)s")
        return sentence % {"hosts": hosts, "error": _reason(error)}
    return f"{hosts}: {_reason(error)}"


_CUT_OFF = re.compile("RemoteDisconnected|ConnectionReset|BadStatusLine|Connection aborted")
"""How a server of TLS ends what does not begin like it."""


def _of_certificate(error: str) -> str:
    """What is wrong with TLS, and what mends it, by the words of the library."""
    if "WRONG_VERSION_NUMBER" in error or "RECORD_LAYER_FAILURE" in error:
        return _("%(hosts)s does not speak TLS: begin SEARCH_URL with http://, or have it do so.")
    if "mismatch" in error:
        return _(
            "The certificate of %(hosts)s is for another name. Write the hosts of SEARCH_URL as "
            "the certificate has them, or have it made for these."
        )
    if "expired" in error:
        return _("The certificate of %(hosts)s has expired. Have it renewed.")
    return _(
        "The certificate of %(hosts)s is not trusted. Name the file of its authority in "
        "SEARCH_URL (…/name?ca=FILE)."
    )


def check_cluster(client: Client) -> str:
    """What is wrong with the cluster itself, in a sentence; empty if nothing is."""
    return check_release(client) or _check_analysis(client)


def _check_analysis(client: Client) -> str:
    """Whether the cluster can split texts as its indexes ask for."""
    body = {"tokenizer": fields.TOKENIZER, "text": "a b"}
    try:
        client.api.indices.analyze(body=body)
    except exceptions.RequestError as error:
        sentence = _(
            "%(hosts)s lacks what splits texts (%(error)s). Install the whole distribution of "
            "OpenSearch on every node: the module analysis-common is missing."
        )
        hosts = ", ".join(f"{host}:{port}" for host, port in client.address.hosts)
        return sentence % {"hosts": hosts, "error": _reason(error)}
    except exceptions.OpenSearchException:
        return ""  # a user who may not ask; what else is wrong is told elsewhere
    return ""


def check_release(client: Client) -> str:
    """What is wrong with the cluster itself, in a sentence; empty if nothing is."""
    version = client.call(lambda api: api.info())["version"]
    number = str(version.get("number", ""))
    is_known = version.get("distribution") == "opensearch" and number[:1].isdigit()
    if is_known and int(number.partition(".")[0]) >= OLDEST_RELEASE:
        return ""
    sentence = _("%(hosts)s is not OpenSearch %(oldest)d or later: it says “%(version)s”.")
    hosts = ", ".join(f"{host}:{port}" for host, port in client.address.hosts)
    told = f"{version.get('distribution', '')} {number}".strip()
    return sentence % {"hosts": hosts, "oldest": OLDEST_RELEASE, "version": told}


@lru_cache(maxsize=8)
def readers(address: SearchAddress) -> Client:
    """The client of readers, one for each process."""
    return Client(address, READERS_SECONDS, Circuit())


@lru_cache(maxsize=8)
def committers(address: SearchAddress) -> Client:
    """The client of what writes after a commit: spared waiting like readers."""
    return Client(address, COMMITTERS_SECONDS, readers(address).circuit)


@lru_cache(maxsize=8)
def writers(address: SearchAddress) -> Client:
    """The client of commands that write."""
    return Client(address, WRITERS_SECONDS, None)


def _connection(address: SearchAddress, seconds: float) -> opensearchpy.OpenSearch:
    options: dict[str, Any] = {}
    if address.is_encrypted:
        options["ssl_context"] = ssl.create_default_context(cafile=address.authority or None)
    if address.user:
        options["http_auth"] = (address.user, address.password)
    return opensearchpy.OpenSearch(
        hosts=[{"host": host, "port": port} for host, port in address.hosts],
        use_ssl=address.is_encrypted,
        transport_class=_BoundedTransport,
        seconds=seconds,
        pool_maxsize=_CONNECTIONS,
        # Another host is asked where one cannot be reached, but a slow one is not waited for twice.
        max_retries=len(address.hosts) - 1,
        retry_on_timeout=False,
        retry_on_status=(),
        **options,
    )


def _is_unanswered(error: exceptions.OpenSearchException) -> bool:
    """Whether the cluster is lost, and not only this call refused."""
    if isinstance(error, exceptions.ConnectionError):
        return True
    status = getattr(error, "status_code", None)
    return status in (401, 403, 429, 502, 503, 504)


def _reason(error: Exception) -> str:
    """What the cluster says, in a line."""
    info = getattr(error, "info", None)
    if isinstance(info, dict) and isinstance(info.get("error"), dict):
        cause = info["error"]
        root = (cause.get("root_cause") or [cause])[0]
        return str(root.get("reason") or cause.get("reason") or cause.get("type"))
    return str(error).partition("\n")[0]

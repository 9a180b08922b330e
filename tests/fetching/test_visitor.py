"""Requests within limits, redirects, robots.txt and pauses, with a server of this machine."""

from __future__ import annotations

import gzip
import io
import socket
import threading
from datetime import UTC, datetime

import pytest
from warcio.archiveiterator import ArchiveIterator

from articles.fetching import addresses
from articles.fetching.addresses import target_of
from articles.fetching.failures import FetchError
from articles.fetching.records import record_of
from articles.fetching.request import Rules
from articles.fetching.visitor import Visitor

RULES = Rules("NewsArchive", seconds=5, most_bytes=1000, allows_private=True)


def never(seconds: float) -> None:
    raise AssertionError("nothing to wait for")


def visit(address: str, rules: Rules = RULES, **headers: str):
    return Visitor(rules, lambda seconds: None).get(address, headers)


def refused(address: str, rules: Rules = RULES) -> str:
    with pytest.raises(FetchError) as caught:
        visit(address, rules)
    return str(caught.value)


def test_a_page_is_fetched_under_the_name_of_the_archive(site):
    site.put("/a", "متن", ETag='"1"')
    answer = visit(site.url("/a"), If_None_Match="x")
    assert (answer.status, answer.body.decode(), answer.header("etag")) == (200, "متن", '"1"')
    assert site.paths() == ["/robots.txt", "/a"]
    assert {headers["User-Agent"] for _, headers in site.asked} == {"NewsArchive"}
    assert site.asked[1][1]["Host"] == f"127.0.0.1:{site.port}"


def test_encodings_are_undone(site):
    site.put("/a", gzip.compress(b"text"), Content_Encoding="gzip")
    assert visit(site.url("/a")).body == b"text"
    site.pages["/b"] = (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ntext\r\n0\r\n\r\n"
    )
    assert visit(site.url("/b")).body == b"text"


# -- limits ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [b"x" * 1001, gzip.compress(b"x" * 10**6, mtime=0)])
def test_too_much_is_refused_also_unpacked(site, body):
    kind = {"Content_Encoding": "gzip"} if body.startswith(b"\x1f") else {}
    site.put("/a", body, **kind)
    assert refused(site.url("/a")) == "too_large"


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nsh",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"text", mtime=0)[:-9],
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno gzip",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nx",
        b"HTTP/1.1 two\r\n\r\n",
        b"no http at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n",
        b"",
    ],
)
def test_what_is_cut_off_or_damaged_is_refused(site, raw):
    site.pages["/a"] = raw
    assert refused(site.url("/a")).startswith("cut_off")


def test_a_server_that_drips_is_left_when_its_time_is_over():
    """Each byte comes within the time of one read; the answer as a whole never ends."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ended = threading.Event()

        def drip() -> None:
            stream, _ = listening.accept()
            with stream:
                stream.sendall(b"HTTP/1.1 200 OK\r\n")
                while not ended.wait(0.02):
                    try:
                        stream.sendall(b"A: b\r\n")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        rules = Rules("NewsArchive", seconds=0.2, most_bytes=1000, allows_private=True)
        found = refused(f"http://127.0.0.1:{listening.getsockname()[1]}/", rules)
        ended.set()
        thread.join()
    assert found.startswith("timeout")


def test_a_closed_port_cannot_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert refused(f"http://127.0.0.1:{port}/").startswith("unreachable")


def test_a_server_without_tls_is_no_https(site):
    assert refused(site.url("/").replace("http:", "https:")).startswith("unreachable")


# -- where it leads --------------------------------------------------------------------------------


def test_redirects_are_followed_a_few_times(site):
    site.put("/a", status=301, Location="/b?c=د")
    site.put("/b?c=%D8%AF", status=302, Location=site.url("/c"))
    site.put("/c", "text")
    assert visit(site.url("/a")).address == site.url("/c")
    site.put("/loop", status=302, Location="/loop")
    assert refused(site.url("/loop")) == "too_many_redirects"
    site.put("/away", status=302, Location="file:///etc/passwd")
    assert refused(site.url("/away")) == "bad_address"
    site.put("/nowhere", status=302)
    assert refused(site.url("/nowhere")).startswith("too_many_redirects")


@pytest.fixture
def as_public(site, monkeypatch):
    """127.0.0.1 passes for a machine of the internet; other addresses of this machine do not."""
    monkeypatch.setitem(addresses._PORTS, "http", site.port)
    monkeypatch.setattr(addresses, "is_public", lambda machine: machine == "127.0.0.1")
    return Rules("NewsArchive", seconds=5, most_bytes=1000)


def test_a_redirect_to_a_private_machine_is_not_followed(site, as_public):
    site.put("/a", "text")
    assert visit(site.url("/a"), as_public).body == b"text"
    site.put("/b", status=302, Location=f"http://127.0.0.2:{site.port}/a")
    assert refused(site.url("/b"), as_public) == "private_address"
    assert site.paths().count("/a") == 1


def test_a_request_goes_to_the_machine_that_was_looked_at(site, as_public, monkeypatch):
    """A name that leads elsewhere when it is asked a second time is not asked a second time."""
    answers = iter(["127.0.0.1", "127.0.0.1", "127.0.0.2", "127.0.0.2"])
    asked = []

    def resolve(host: str, port: int, **_: object):
        asked.append(host)
        return [(0, 0, 0, "", (next(answers), port))]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", resolve)
    connected = []
    create = socket.create_connection

    def connect(address: tuple[str, int], **options: object):
        connected.append(address[0])
        with pytest.MonkeyPatch.context() as real:
            real.setattr(addresses.socket, "getaddrinfo", GETADDRINFO)
            return create(address, **options)

    monkeypatch.setattr("articles.fetching.request.socket.create_connection", connect)
    site.put("/a", "text")
    assert visit("http://rebinding.example/a", as_public).body == b"text"
    assert asked == ["rebinding.example"] * 2  # for robots.txt, and for the page
    assert connected == ["127.0.0.1"] * 2
    assert refused("http://rebinding.example/a", as_public).startswith("private_address")


GETADDRINFO = socket.getaddrinfo


# -- robots.txt and pauses -------------------------------------------------------------------------


def test_what_robots_txt_forbids_is_not_fetched(site):
    site.put("/robots.txt", "User-agent: *\nDisallow: /private\nDisallow: /*?print=\n")
    for path in ("/a", "/a?print=1", "/private/a"):
        site.put(path, "text")
    site.put("/b", status=302, Location="/private/a")
    visitor = Visitor(RULES, never)
    assert visitor.get(site.url("/a")).body == b"text"
    for path in ("/a?print=1", "/private/a", "/b"):
        with pytest.raises(FetchError, match="robots"):
            visitor.get(site.url(path))
    assert site.paths() == ["/robots.txt", "/a", "/b"]


@pytest.mark.parametrize(("status", "is_allowed"), [(404, True), (403, True), (500, False)])
def test_a_site_without_robots_txt_allows_all_and_one_that_fails_nothing(site, status, is_allowed):
    site.put("/robots.txt", "User-agent: *\nDisallow: /\n", status=status)
    site.put("/a", "text")
    if is_allowed:
        assert visit(site.url("/a")).body == b"text"
    else:
        assert refused(site.url("/a")) == "robots: robots.txt"


def test_requests_to_a_host_have_pauses_between_them(site):
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 7\n")
    site.put("/a", "text")
    waited: list[float] = []
    visitor = Visitor(Rules("N", 5, 1000, pause=3, allows_private=True), waited.append)
    visitor.get(site.url("/a"))
    visitor.get(site.url("/a", host="127.0.0.2").replace("127.0.0.2", "localhost"))
    assert [round(each) for each in waited] == [7, 7]


@pytest.mark.parametrize("status", [404, 410, 429, 500, 503])
def test_other_answers_are_told_with_when_to_come_again(site, status):
    site.put("/a", status=status, Retry_After="120")
    with pytest.raises(FetchError) as caught:
        visit(site.url("/a"))
    assert (str(caught.value), caught.value.retry_after) == (f"status: {status}", 120)


def test_an_answer_is_kept_as_a_record_that_reads_back(site):
    site.put("/خبر", gzip.compress(b"<p>text"), Content_Encoding="gzip", Content_Type="text/html")
    site.pages[target_of(site.url("/خبر")).path] = site.pages["/خبر"]
    answer = visit(site.url("/خبر"))
    raw = record_of(answer, site.url("/خبر"), datetime(2025, 12, 28, tzinfo=UTC))
    record = next(iter(ArchiveIterator(io.BytesIO(raw))))
    assert record.content_stream().read() == b"<p>text"
    assert record.http_headers.get_header("Content-Type") == "text/html"
    assert record.rec_headers.get_header("WARC-Target-URI") == answer.address
    assert record.rec_headers.get_header("WARC-Date") == "2025-12-28T00:00:00Z"

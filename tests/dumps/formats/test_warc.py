"""Responses of web archives: the encodings in which their pages came are undone."""

import gzip
import zlib
from datetime import date

import pytest

from articles.dumps import ErrorCode, formats
from articles.dumps.formats import ParseOptions

BODY = "پل چوبی روستای بالا پس از دو سال تعمیر از امروز دوباره باز شد و مردم از آن گذشتند."
PAGE = (
    '<!DOCTYPE html><html lang="fa"><head><title>پل باز شد</title></head>'
    f"<body><h1>پل باز شد</h1><div><p>{BODY}</p></div></body></html>"
).encode()


def chunked(data):
    parts = [data[at : at + 50] for at in range(0, len(data), 50)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def read(payload, *headers):
    told = "".join(f"{header}\r\n" for header in headers)
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{told}\r\n".encode() + payload
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://rud.example/1\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    raw = head.encode() + block + b"\r\n\r\n"
    return formats.format_of("warc").parse(raw, "warc", ParseOptions(date(2026, 1, 1)))


@pytest.mark.parametrize(
    ("payload", "headers"),
    [
        (PAGE, []),
        (gzip.compress(PAGE), ["Content-Encoding: gzip"]),
        (gzip.compress(PAGE), ["content-encoding: GZIP"]),
        (zlib.compress(PAGE), ["Content-Encoding: deflate"]),
        (chunked(PAGE), ["Transfer-Encoding: chunked"]),
        (chunked(gzip.compress(PAGE)), ["Transfer-Encoding: chunked", "Content-Encoding: gzip"]),
        # A crawler may have undone them, and left the headers.
        (PAGE, ["Transfer-Encoding: chunked", "Content-Encoding: gzip"]),
        (PAGE, ["Content-Encoding: unheard-of"]),
    ],
)
def test_the_encodings_of_a_response_are_undone(payload, headers):
    item = read(payload, *headers)
    assert (item.error, item.title, item.paragraphs) == (None, "پل باز شد", (BODY,))


def test_a_damaged_encoding_is_no_article():
    damaged = gzip.compress(PAGE)[:40]
    assert read(damaged, "Content-Encoding: gzip").error in ErrorCode

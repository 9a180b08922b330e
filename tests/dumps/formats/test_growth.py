"""Reading a file of any form costs no more than its length, whatever it is made of."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.dumps.web.attributes import MOST_ATTRIBUTES, with_fewer_attributes
from tests.fuzzing.test_dumps import read
from tests.scaling import OUT_OF_PROPORTION, growth

TEXT = "It turns every hour of the day, and the flour is sold."
RECORD = {"title": "A mill opens", "body": TEXT * 5, "date": "2025-12-28", "source": "Bay Press"}
PARAGRAPH = f"<p>{TEXT * 2}</p>"
PICTURE = "<img alt=Mill>"
FIGURE = f"<figure>{PICTURE}<figcaption>A wheel</figcaption></figure>"


def page(body):
    return f"<!doctype html><title>A mill opens</title><h1>A mill opens</h1>{body}".encode()


def crawl(count, body=PARAGRAPH, headers=""):
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(body)
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\n"
        f"Content-Type: application/http; msgtype=response\r\n{headers}"
        f"Content-Length: {len(response)}\r\n\r\n"
    )
    return (head.encode() + response + b"\r\n\r\n") * count


def feed(count, parts=""):
    item = f"<item><title>Mill</title><description>{TEXT}</description>{parts}</item>"
    return f'<rss version="2.0"><channel><title>Bay</title>{item * count}</channel></rss>'.encode()


def channel(count, parts):
    text = [{"type": "bold", "text": "A mill "}, TEXT] * parts
    messages = [{"id": 1, "type": "message", "date": "2025-12-28T10:00:00", "text": text}] * count
    return json.dumps({"name": "Bay", "type": "public_channel", "messages": messages}).encode()


# The size at which each takes some hundredths of a second, and the file of a size.
FORMS = {
    "lines of records": (20, lambda n: json.dumps(RECORD).encode() + b"\n" + n * b'{"a": 1}\n'),
    "broken records": (200, lambda n: json.dumps(RECORD).encode() + n * b'\n{"a": '),
    "a list of records": (20, lambda n: json.dumps([RECORD] * n).encode()),
    "lists in lists": (20_000, lambda n: b"[" * n + b"]" * n),
    "open lists": (20_000, lambda n: b'[{"title":"a"},' + b"[" * n),
    "backslashes": (10_000, lambda n: b'[{"title":"' + b"\\\\" * n + b'","body":"b"}]'),
    "names": (500, lambda n: json.dumps([RECORD | {f"k{i}": TEXT for i in range(n)}]).encode()),
    "a record of many texts": (400, lambda n: json.dumps([RECORD | {"body": [TEXT] * n}]).encode()),
    "rows": (20, lambda n: b"title,body\n" + f"Mill,{TEXT}\n".encode() * n),
    "quotation marks": (20_000, lambda n: b'title,body\nMill,"' + b'""' * n + b'"\n'),
    "columns": (2_000, lambda n: b"title,body" + b",c" * n + b"\nMill,x" + b",x" * n + b"\n"),
    "paragraphs": (60, lambda n: page(PARAGRAPH * n)),
    "figures": (30, lambda n: page((FIGURE + PARAGRAPH) * n)),
    "pictures of a figure": (200, lambda n: page(f"{PARAGRAPH}<figure>{PICTURE * n}</figure>")),
    "boxes in boxes": (1_000, lambda n: page("<div>" * n + PARAGRAPH)),
    "open tags": (300, lambda n: page("<b><i><p>x" * n)),
    "attributes": (4_000, lambda n: page(f"<p {' '.join(map('a{}=b'.format, range(n)))}>{TEXT}")),
    "links": (100, lambda n: page(PARAGRAPH + "<li><a href=/>A mill opens today</a></li>" * n)),
    "headings": (100, lambda n: page(PARAGRAPH + "<h2>Read also</h2><p>A mill</p>" * n)),
    "responses": (3, crawl),
    "compressed responses": (3, lambda n: gzip.compress(crawl(1)) * n),
    "headers of a response": (500, lambda n: crawl(1, headers="X: y\r\n" * n)),
    "entries": (10, feed),
    "categories of an entry": (100, lambda n: feed(1, "<category>a</category>" * n)),
    "messages": (30, lambda n: channel(n, 1)),
    "parts of a message": (200, lambda n: channel(1, n)),
}


@pytest.mark.parametrize("form", FORMS)
def test_reading_costs_no_more_than_the_length(form):
    size, made = FORMS[form]
    less, more = made(size), made(4 * size)
    assert growth(lambda: read(less), lambda: read(more)) < OUT_OF_PROPORTION


@pytest.mark.parametrize("value", ["", "=b", "='b c'", '= "b  c"'])
def test_a_tag_keeps_as_many_attributes_as_any_page_has(value):
    many = "".join(f" a{number}{value}" for number in range(3 * MOST_ATTRIBUTES))
    kept = "".join(f" a{number}{value}" for number in range(MOST_ATTRIBUTES))
    assert with_fewer_attributes(f"<p{kept}>x</p>") == f"<p{kept}>x</p>"
    assert with_fewer_attributes(f"<i>y</i><p{many}>x</p>") == f"<i>y</i><p{kept} >x</p>"


def test_a_long_value_is_no_many_attributes():
    tag = f"<p data-state='{'a b=c ' * 9_000}' id=x>"
    assert with_fewer_attributes(tag) == tag


@given(st.text(alphabet="<>ap= '\"\n/", max_size=200))
def test_other_markup_stays_as_it_is(markup):
    assert with_fewer_attributes(markup) == markup

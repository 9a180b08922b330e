"""What every answer of the site has in common."""

from __future__ import annotations

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from newsarchive.middleware import HeadWithoutBodyMiddleware

MAKERS = {
    "whole": lambda: HttpResponse("۱۲۳"),
    "stream": lambda: StreamingHttpResponse(["۱۲", "۳"]),
}


def answer(method, kind):
    request = getattr(RequestFactory(), method)("/")
    return HeadWithoutBodyMiddleware(lambda request: MAKERS[kind]())(request)


@pytest.mark.parametrize("kind", MAKERS)
def test_the_answer_to_head_has_no_body(kind):
    assert b"".join(answer("head", kind)) == b""
    assert b"".join(answer("get", kind)) == "۱۲۳".encode()


def test_the_answer_to_head_tells_the_length_that_get_would_have():
    assert answer("head", "whole")["Content-Length"] == "6"
    assert "Content-Length" not in answer("head", "stream")

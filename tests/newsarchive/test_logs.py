"""The log: each line with its request, and no line with a secret or with more than one event."""

from __future__ import annotations

import itertools
import json
import logging
import sys

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from newsarchive.logs import FORMATS, RefusalsInOneLine, TextFormatter, request_id
from newsarchive.request_log import RequestLogMiddleware

SECRET = "kept-in-the-data-folder"


def line(kind, message, *arguments, error=None, **facts):
    record = logging.LogRecord("a.logger", logging.WARNING, "f", 1, message, arguments, error)
    vars(record).update(facts)
    return FORMATS[kind](secrets=[SECRET, "", "abc"]).format(record)


def failure(message):
    try:
        raise ValueError(message)
    except ValueError:
        return sys.exc_info()


def answer(headers=None, view=lambda request: HttpResponse(request_id.get())):
    request = RequestFactory().get("/fa/search/?q=private", headers=headers or {})
    return RequestLogMiddleware(view)(request)


def test_json_is_an_object_a_line():
    text = line("json", "سلام %s\nدوم", "x", status=200)
    assert "\n" not in text
    read = json.loads(text)
    assert read.pop("time").endswith("+00:00")
    assert read == {
        "level": "WARNING",
        "logger": "a.logger",
        "message": "سلام x\nدوم",
        "status": 200,
    }


def test_text_is_a_line_whatever_is_in_it():
    text = line("text", "Not Found: %s", "/x\n2026-01-01 ERROR forged: \x1b[31m\u2028")
    assert len(text.splitlines()) == 1
    assert "\\n2026" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    "message", [SECRET, f"key={SECRET}&", "postgres://archive:hidden@db.example/archive"]
)
def test_no_secret_is_written(kind, message):
    text = line(kind, "%s", message, error=failure(message), path=f"/{message}")
    assert SECRET not in text
    assert "hidden" not in text
    assert "***" in text
    assert "ValueError" in text


def test_the_archives_own_secrets_are_known(settings):
    formatter = settings.LOGGING["formatters"]["line"]
    assert settings.SECRET_KEY in formatter["secrets"]
    assert formatter["()"] in FORMATS.values()


def test_a_request_has_an_id_that_its_lines_have_too():
    response = answer()
    assert len(response["X-Request-ID"]) == 32
    assert response.content.decode() == response["X-Request-ID"]
    assert request_id.get() == ""


def test_lines_say_which_request_they_are_about():
    token = request_id.set("abcdefgh-1")
    assert json.loads(line("json", "x"))["request_id"] == "abcdefgh-1"
    assert line("text", "x").endswith(" request_id=abcdefgh-1")
    request_id.reset(token)
    assert "request_id" not in line("json", "x") + line("text", "x")


@pytest.mark.parametrize("kind", FORMATS)
def test_what_django_says_after_a_request_names_it_too(kind):
    request = RequestFactory().get("/", headers={"X-Request-ID": "edge-4711"})
    RequestLogMiddleware(lambda request: HttpResponse())(request)
    assert "edge-4711" in line(kind, "Not Found", request=request)
    server_socket = object()  # of Django's own server for development
    assert "Broken pipe" in line(kind, "Broken pipe", request=server_socket)


def test_a_sane_id_of_the_request_is_kept():
    assert answer({"X-Request-ID": "edge-1.4711_x"})["X-Request-ID"] == "edge-1.4711_x"


@pytest.mark.parametrize(
    "said", ["", "short", "x" * 65, "a b c d e f", "abcdefgh\n", "پرونده-۱۲۳۴", '"};drop']
)
def test_another_id_is_not(said):
    assert answer({"X-Request-ID": said})["X-Request-ID"] != said


def test_a_line_for_each_request_leaves_out_what_was_searched_for(caplog):
    caplog.set_level(logging.INFO, "newsarchive.requests")
    answer()
    (record,) = caplog.records
    assert (record.method, record.path, record.status) == ("GET", "/fa/search/", 200)
    assert "private" not in record.getMessage()


def test_an_id_ends_with_its_request_that_fails():
    def fail(request):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        answer(view=fail)
    assert request_id.get() == ""


@pytest.mark.django_db
class TestSlowQueries:
    def ask(self, request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s", ["typed by somebody"])
        return HttpResponse()

    def test_they_are_logged_without_their_values(self, caplog, settings, monkeypatch):
        settings.SLOW_QUERY_MS = 5
        ticks = itertools.count()
        monkeypatch.setattr("newsarchive.request_log.time.perf_counter", lambda: next(ticks))
        answer(view=self.ask)
        assert "A query took 1000 ms: SELECT" in caplog.text
        assert "typed by somebody" not in caplog.text

    def test_quick_ones_are_not(self, caplog, settings):
        settings.SLOW_QUERY_MS = 60_000
        answer(view=self.ask)
        assert caplog.records == []

    def test_nothing_is_measured_where_it_is_switched_off(self, settings):
        settings.SLOW_QUERY_MS = 0
        answer(view=lambda request: HttpResponse(str(len(connection.execute_wrappers))))
        assert connection.execute_wrappers == []


@pytest.mark.django_db
def test_a_password_that_is_typed_is_logged_nowhere(client, settings, caplog):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    caplog.set_level(logging.DEBUG)
    client.get("/fa/")
    client.post("/admin/login/", {"username": "chief", "password": "a-gazelle-on-the-roof"})
    assert caplog.records
    assert "a-gazelle-on-the-roof" not in caplog.text
    assert settings.SECRET_KEY not in caplog.text


def test_a_refused_request_is_one_line_and_an_error_of_the_code_has_its_traceback():
    def logged(**extra):
        try:
            raise ValueError("no host")
        except ValueError:
            record = logging.LogRecord("x", 40, "x.py", 1, "said", (), sys.exc_info())
        record.__dict__.update(extra)
        assert RefusalsInOneLine().filter(record)
        return TextFormatter().format(record)

    assert "Traceback" not in logged(status_code=400)
    assert "Traceback" in logged(status_code=500)
    assert "Traceback" in logged()

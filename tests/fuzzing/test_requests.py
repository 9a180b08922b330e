"""Requests of every role to every address, with any parameters: none is answered with an error of
the server."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client, override_settings
from hypothesis import strategies as st

from tests.fuzzing.running import fuzz
from tests.test_access import ALL, ROUTES, address, records, signed_in  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db

NAMES = st.sampled_from(
    [
        *(
            "q",
            "page",
            "sort",
            "lang",
            "source",
            "from",
            "to",
            "day",
            "year",
            "cursor",
            "after",
            "p",
        ),
        *(
            "next",
            "action",
            "_selected_action",
            "_popup",
            "_to_field",
            "o",
            "e",
            "field_name",
            "all",
        ),
        *(
            "app_label",
            "model_name",
            "term",
            "kind",
            "message",
            "contact",
            "reason",
            "title",
            "body",
        ),
        *(
            "username",
            "password",
            "file",
            "text",
            "folder",
            "post",
            "review__exact",
            "id__in",
            "pk",
        ),
        *("figures-TOTAL_FORMS", "figures-INITIAL_FORMS", "published_on", "status", "batch__id"),
    ]
)
VALUES = st.one_of(
    st.sampled_from(
        [
            *(
                "",
                "0",
                "1",
                "-1",
                "999999",
                "9" * 40,
                "1e9",
                "NaN",
                "1404/10/07",
                "2025-02-30",
                "fa",
            ),
            *(
                "../../etc/passwd",
                "https://elsewhere.example/",
                "//elsewhere.example",
                "\x00",
                "%00",
            ),
            *(
                "' OR 1=1 --",
                "<script>",
                "{{7*7}}",
                "\u202e",
                "🙂",
                "a" * 3_000,
                "فانوس",
                "on",
                "[]",
            ),
            *(
                "article__source__slug",
                "articles",
                "user",
                "auth",
                "-published_on",
                "1,2,x",
                "None",
            ),
        ]
    ),
    st.text(max_size=20),
)
PARAMETERS = st.lists(st.tuples(NAMES, VALUES), max_size=5)
PLACES = st.lists(VALUES, max_size=4)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "If-None-Match": st.sampled_from(["*", '"x"', "x", '"' * 9]),
        "If-Modified-Since": st.sampled_from(["yesterday", "Thu, 01 Jan 1970 00:00:00 GMT"]),
        "Accept-Language": st.sampled_from(["fa", "ar;q=2", "x" * 600, "*;q=0"]),
        "Accept": st.sampled_from(["application/json", "*/*;q=x", "text/html"]),
        "Range": st.sampled_from(["bytes=0-", "bytes=-1", "x"]),
        "X-Forwarded-For": st.sampled_from(["1.2.3.4", "x", "::1, ,"]),
        "Cookie": st.sampled_from(["sessionid=x", "django_language=xx", "=;=", "csrftoken=\x7f"]),
    },
)
METHODS = st.sampled_from(["get", "get", "post", "head", "options", "put", "delete"])
REQUESTS = st.tuples(
    st.sampled_from(sorted(ALL)),
    METHODS,
    st.sampled_from(sorted(ROUTES)),
    PLACES,
    PARAMETERS,
    HEADERS,
)


def altered(path: str, places: list[str]) -> str:
    """The address with other values in some of its variable places."""
    values = iter(places)
    return re.sub(
        r"(?<=/)(\d+|bamdad|json|nowhere)(?=/|\.|$)",
        lambda found: (next(values, "") or found[1]).replace("?", "").replace("#", ""),
        path,
    )


def test_no_request_of_any_role_is_an_error_of_the_server(records, tmp_path) -> None:  # noqa: F811
    clients = {role: signed_in(role, raise_request_exception=False) for role in ALL}

    def ask(
        request: tuple[str, str, str, list[str], list[tuple[str, str]], dict[str, Any]],
    ) -> None:
        role, method, route, places, parameters, headers = request
        path = altered(address(route, records), places)
        data = dict(parameters)
        if method in ("put", "delete", "options"):
            data = ""
        with transaction.atomic():  # what a request changes is the next one's no concern
            response = getattr(clients[role], method)(path, data, headers=headers)
            _ = response.getvalue() if response.streaming else response.content
            transaction.set_rollback(True)
        assert response.status_code < 500, (response.status_code, role, method, path)
        if route.endswith("logout/"):
            clients[role] = signed_in_again(role)

    with override_settings(AXES_ENABLED=False), without_log():
        fuzz("requests", REQUESTS, ask, short=150)


def signed_in_again(role: str) -> Client:
    client = Client(raise_request_exception=False)
    if user := User.objects.filter(username=role).first():
        client.force_login(user)
    return client


@contextmanager
def without_log() -> Iterator[None]:
    """Nearly every request here is one that a server would note."""
    logging.disable(logging.ERROR)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)

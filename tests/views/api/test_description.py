"""The API against its own description: whatever is asked, it answers as it says it does."""

from __future__ import annotations

import pytest
import schemathesis
from django.contrib.auth.models import User
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from articles.models import ApiToken, ArticleChange
from tests.factories import make_article, make_capture, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.each_database, pytest.mark.each_engine]

EXAMPLES = 4
"""Requests of each address and kind: valid ones, and such as must be refused."""


@pytest.fixture
def archive(rebuild_index):
    source = make_source(slug="sepideh")
    article = make_article("پل تازهٔ رودخانه", source=source)
    make_capture(article, "پل تازهٔ رودخانه".encode(), parsed={})
    make_article("خبر بی‌تاریخ", day=None, language="ar")
    ArticleChange.objects.log(ArticleChange.Kind.CREATED, [article.pk])
    rebuild_index()
    owner = User.objects.create_superuser("owner")
    _token, text = ApiToken.objects.issue(
        name="x", owner=owner, scopes=["read", "correct"], all_sources=True
    )
    return {"slug": "sepideh", "key": article.key, "token": text}


@pytest.fixture
def application():
    """The site as a server has it, but that a request does not end the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def headers_of(told, archive):
    """The headers of a request, with the token where its description asks for one."""
    leave = {"Authorization": f"Bearer {archive['token']}"} if "security" in told else {}
    return {"Accept-Encoding": "identity", **leave}


@pytest.mark.parametrize("mode", GenerationMode)
def test_whatever_is_asked_is_answered_as_described(archive, application, mode):
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    paths = described.raw_schema["paths"]
    for found in described.get_all_operations():
        operation = found.ok()
        told = paths[operation.path][operation.method]
        if mode is GenerationMode.NEGATIVE and not (told["parameters"] or "requestBody" in told):
            continue  # nothing can be wrong with it

        @given(operation.as_strategy(generation_mode=mode), st.booleans())
        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def answers_as_described(case, is_there):
            if is_there and mode is GenerationMode.POSITIVE:
                case.path_parameters = {name: archive[name] for name in case.path_parameters or {}}
            with override("fa"):
                case.call_and_validate(
                    headers=headers_of(paths[case.operation.path][case.operation.method], archive),
                    # Of texts, the description cannot say which name a source, a field or a day.
                    excluded_checks=[positive_data_acceptance],
                )

        answers_as_described()

"""Pages for what cannot be shown."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from articles.views import errors


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [
        ("/fa/nowhere/", "fa", "این صفحه در آرشیو نیست"),
        ("/ar/nowhere/", "ar", "هذه الصفحة ليست في الأرشيف"),
        ("/nowhere/", "ar", "هذه الصفحة ليست في الأرشيف"),
    ],
)
def test_a_missing_page_is_explained_in_the_readers_language(client, path, language, words):
    response = client.get(path, headers={"Accept-Language": "ar"})
    assert response.status_code == 404
    assert f'<html lang="{language}" dir="rtl">' in response.text
    assert words in response.text


def test_a_missing_page_switches_to_the_front_page_of_the_other_language(client):
    assert 'href="/ar/" lang="ar"' in client.get("/fa/nowhere/").text


@pytest.mark.parametrize("path", ["/fa/", "/ar/"])
@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.not_found, 404),
    ],
)
def test_each_error_has_its_page_in_both_languages(path, view, status):
    response = view(RequestFactory().get(path), Exception("internals"))
    assert response.status_code == status
    assert f'<html lang="{path[1:3]}"' in response.content.decode()
    assert "internals" not in response.content.decode()


@pytest.mark.parametrize(
    ("path", "words"), [("/fa/", "در کار ما خطایی پیش آمد"), ("/ar/", "حدث خلل من جانبنا")]
)
def test_a_failure_has_its_page_without_the_database(path, words):
    response = errors.server_error(RequestFactory().get(path))
    assert response.status_code == 500
    assert words in response.content.decode()


def test_a_wrong_host_is_a_bad_request_with_a_page(client):
    response = client.get("/fa/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "درخواست مفهوم نبود" in response.text

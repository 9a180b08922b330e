"""Pages for what cannot be shown."""

from __future__ import annotations

import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import RequestFactory

from articles.db.outages import is_outage
from articles.views.site import errors
from tests.factories import make_article


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


@pytest.mark.parametrize(
    ("path", "words"), [("/fa/", "آرشیو اکنون پاسخ نمی‌دهد"), ("/admin/", "الأرشيف لا يجيب الآن")]
)
@pytest.mark.django_db(transaction=True)
def test_an_outage_of_the_database_is_told_and_logged_in_a_line(
    client, monkeypatch, caplog, path, words
):
    def fail(self):
        raise OperationalError("connection to db.internal refused")

    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", fail)
    client.cookies["sessionid"] = "x" * 32
    response = client.get(path, headers={"Accept-Language": "ar"})
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert words in response.text
    assert "db.internal" not in response.text
    assert "The database does not answer: connection to db.internal refused" in caplog.text
    assert "Traceback" not in caplog.text


def test_an_outage_outside_of_a_view_is_told_as_well():
    try:
        raise OperationalError("the connection is closed")
    except OperationalError:
        response = errors.server_error(RequestFactory().get("/fa/"))
    assert (response.status_code, "no-store" in response["Cache-Control"]) == (503, True)


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_an_outage_and_a_missing_table_is_none(client):
    article = make_article()
    path = f"/fa/articles/{article.key}/report/"
    with connection.cursor() as cursor:
        with pytest.raises(
            OperationalError if connection.vendor == "sqlite" else ProgrammingError
        ) as caught:
            cursor.execute("SELECT 1 FROM nowhere")
        assert not is_outage(caught.value)
        if connection.vendor != "sqlite":
            return
        # What earlier tests have left free would be room.
        cursor.execute("PRAGMA freelist_count")
        free = cursor.fetchone()[0]
        cursor.execute("CREATE TABLE filler (bytes BLOB)")
        cursor.execute(f"INSERT INTO filler VALUES (zeroblob(4096 * {free}))")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        try:
            sent = {"kind": "text", "message": "غلط " * 400}
            codes = {
                client.post(path, {**sent, "message": sent["message"] + str(n)}).status_code
                for n in range(4)
            }
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
            cursor.execute("DROP TABLE filler")
    assert 503 in codes
    assert client.post(path, sent).status_code == 302


def test_a_wrong_host_is_a_bad_request_with_a_page(client):
    response = client.get("/fa/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "درخواست مفهوم نبود" in response.text

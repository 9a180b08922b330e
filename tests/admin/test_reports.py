"""Readers' reports in the admin."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from articles.models import ReaderReport
from tests.factories import make_article

pytestmark = pytest.mark.django_db

LIST = "admin:articles_readerreport_changelist"


@pytest.fixture
def editor():
    return User.objects.create_superuser("chief")


@pytest.fixture
def client(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def report():
    return ReaderReport.objects.create(
        article=make_article("خبر ساختگی"), kind="date", message="<b>تاریخ</b> نادرست است."
    )


def act(client, action, *reports):
    data = {"action": action, "_selected_action": [each.pk for each in reports]}
    response = client.post(reverse(LIST), data, follow=True)
    assert response.status_code == 200
    return response


@pytest.mark.parametrize(
    ("action", "state"), [("mark_done", "done"), ("dismiss", "dismissed"), ("reopen", "open")]
)
def test_actions_give_a_state(client, editor, report, action, state):
    before = "open" if state != "open" else "done"
    ReaderReport.objects.update(state=before)
    act(client, action, report)
    report.refresh_from_db()
    assert report.state == state
    assert report.handled_by == (None if state == "open" else editor)


def test_the_list_shows_messages_as_text(client, report):
    text = client.get(reverse(LIST)).text
    assert "&lt;b&gt;تاریخ&lt;/b&gt; نادرست است." in text
    assert "خبر ساختگی" in text


def test_a_note_is_kept_and_nothing_else_can_be_changed(client, report):
    page = reverse("admin:articles_readerreport_change", args=[report.pk])
    assert reverse("admin:articles_article_change", args=[report.article.pk]) in (
        client.get(page).text
    )
    client.post(page, {"note": "درست شد", "message": "x", "state": "done", "kind": "other"})
    report.refresh_from_db()
    assert (report.note, report.state, report.kind) == ("درست شد", "open", "date")
    assert "تاریخ" in report.message


def test_who_may_only_look_has_no_actions(client, report):
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_readerreport"))
    client.force_login(reader)
    assert client.get(reverse(LIST)).status_code == 200
    act(client, "mark_done", report)
    report.refresh_from_db()
    assert report.state == "open"


def test_reports_are_neither_added_nor_deleted_by_hand(client, report):
    assert client.get(reverse("admin:articles_readerreport_add")).status_code == 403
    page = reverse("admin:articles_readerreport_delete", args=[report.pk])
    assert client.post(page, {"post": "yes"}).status_code == 403

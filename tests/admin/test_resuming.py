"""Forms that are sent after their session has ended."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from articles.models import Article
from tests.admin.article_pages import OpenForm, make_editor
from tests.factories import make_article

pytestmark = pytest.mark.django_db

PASSWORD = "a lantern on the bridge"
SIGN_IN = {"resuming-username": "editor", "resuming-password": PASSWORD}


@pytest.fixture
def form(client):
    """The form of an article that was open when its editor's session ended."""
    editor = make_editor()
    editor.set_password(PASSWORD)
    editor.save()
    client.force_login(editor)
    form = OpenForm(client, make_article("عنوان کهنه"))
    Session.objects.all().delete()
    return form


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def test_what_was_sent_is_saved_once_the_password_is_given(client, form):
    asked = form.send(title="عنوان «تازه» <ب>", body="بند یک.\r\n\r\nبند دو.")
    assert asked.status_code == 401
    assert "نشست شما به پایان رسیده بود" in asked.text
    assert "no-store" in asked["Cache-Control"]
    sent = hidden(asked.text)
    assert sent["title"] == "عنوان «تازه» <ب>"
    answer = client.post(form.address, {**sent, **SIGN_IN})
    assert answer.status_code == 302
    article = Article.objects.get()
    assert (article.title, article.body) == ("عنوان «تازه» <ب>", "بند یک.\n\nبند دو.")
    assert article.history.first().history_user.username == "editor"


def test_a_wrong_password_saves_nothing_and_loses_nothing(client, form):
    sent = hidden(form.send(title="تازه").text)
    wrong = client.post(form.address, {**sent, **SIGN_IN, "resuming-password": "x"})
    assert wrong.status_code == 401
    assert hidden(wrong.text)["title"] == "تازه"
    assert Article.objects.get().title == "عنوان کهنه"


def test_somebody_else_may_do_only_what_is_theirs(client, form):
    User.objects.create_user("reader", password=PASSWORD, is_staff=True)
    sent = hidden(form.send(title="تازه").text)
    answer = client.post(form.address, {**sent, **SIGN_IN, "resuming-username": "reader"})
    assert answer.status_code == 403
    assert Article.objects.get().title == "عنوان کهنه"


def test_passwords_that_were_sent_are_on_no_page(client):
    page = client.post(
        "/admin/password_change/", {"old_password": "the old one", "new_password1": "the new one"}
    )
    assert page.status_code == 401
    assert "the old one" not in page.text and "the new one" not in page.text


def test_a_form_of_another_site_is_refused_before_anything_is_asked():
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/admin/articles/article/", SIGN_IN).status_code == 403

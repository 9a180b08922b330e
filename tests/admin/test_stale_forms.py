"""Two people, or a person and an import, at the same article."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client

from articles.curation.corrections import correct
from articles.importing.erasing import erase
from articles.models import Article
from tests.admin.article_pages import OpenForm, data_of, make_editor
from tests.dump_texts import LANTERNS, changed, dump, run, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(client, tmp_path):
    client.force_login(make_editor())
    run(*write(tmp_path, dump(related=["برف در مهررود"])))
    return Article.objects.get()


def seen(response):
    """Field → what is stored, what was typed, and whether the stored was taken over."""
    return {
        conflict.difference.name: (
            conflict.difference.before,
            conflict.difference.after,
            conflict.is_taken_over,
        )
        for conflict in response.context["conflicts"]
    }


def test_a_stale_form_is_refused_and_both_versions_are_shown(client, article):
    mine = OpenForm(client, article)
    correct(article, {"title": "فانوس‌های دیگری"})
    response = mine.send(title="فانوس‌های من")
    assert response.status_code == 200
    assert seen(response) == {"title": ("فانوس‌های دیگری", "فانوس‌های من", False)}
    assert "فانوس‌های دیگری" in response.text
    assert Article.objects.get().title == "فانوس‌های دیگری"


def test_sent_again_the_form_is_taken(client, article):
    mine = OpenForm(client, article)
    correct(article, {"title": "فانوس‌های دیگری"})
    mine.data = data_of(mine.send(title="فانوس‌های من").context["adminform"].form)
    assert mine.send().status_code == 302
    assert Article.objects.get().title == "فانوس‌های من"


def test_what_only_the_other_has_changed_is_taken_over(client, article):
    mine = OpenForm(client, article)
    parts = {"related": ["باران", "برف"], "figures": [[0, "", "پل", ""]]}
    correct(article, parts | {"author": "پگاه"})
    response = mine.send(title="فانوس‌های من")
    assert {name: taken for name, (_, _, taken) in seen(response).items()} == {
        "author": True,
        "related": True,
        "figures": True,
    }
    mine.data = data_of(response.context["adminform"].form)
    mine.send()
    article.refresh_from_db()
    assert (article.title, article.author) == ("فانوس‌های من", "پگاه")
    assert article.parts == parts


def test_an_import_meanwhile_makes_a_form_stale_too(client, article, tmp_path):
    mine = OpenForm(client, article)
    run(*write(tmp_path / "2", dump(views=99, body=changed(LANTERNS, last="پایان تازه."))))
    response = mine.send(title="فانوس‌های من")
    assert list(seen(response)) == ["body", "related"]
    assert Article.objects.get().title != "فانوس‌های من"


def test_a_new_view_count_alone_is_no_conflict(client, article, tmp_path):
    mine = OpenForm(client, article)
    run(*write(tmp_path / "2", dump(views=99, related=["برف در مهررود"])))
    assert Article.objects.get().views == 99
    assert mine.send(title="فانوس‌های من").status_code == 302
    assert Article.objects.values_list("title", "views").get() == ("فانوس‌های من", 99)


def test_the_same_correction_by_both_is_no_loss(client, article):
    mine = OpenForm(client, article)
    correct(article, {"title": "فانوس‌ها"})
    response = mine.send(title="فانوس‌ها")
    assert seen(response) == {}
    assert Article.objects.get().title == "فانوس‌ها"


@pytest.mark.parametrize("token", ["", "x", "[]", "{}", '{"title":1}'])
def test_a_form_without_its_token_is_refused(client, article, token):
    response = OpenForm(client, article).send(opened_with=token, title="فانوس‌های من")
    assert response.status_code == 200
    assert Article.objects.get().title != "فانوس‌های من"


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time, by its own locks")
@pytest.mark.django_db(transaction=True)
def test_of_two_forms_sent_at_the_same_moment_one_is_refused(article):
    forms = []
    for name in ("first", "second"):
        client = Client()
        client.force_login(make_editor(name=name))
        forms.append(OpenForm(client, article))

    def send(form):
        try:
            return form.send(title=f"فانوس‌های {forms.index(form)}").status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor() as threads:
        assert sorted(threads.map(send, forms)) == [200, 302]
    assert Article.objects.get().history.count() == 2


def test_an_article_that_is_erased_meanwhile_hands_back_what_was_typed(client, article):
    mine = OpenForm(client, article)
    erase(article, reason="takedown")
    response = mine.send(title="فانوس‌های من", body="بندی که کار بسیار داشت.")
    assert response.status_code == 410
    assert "بندی که کار بسیار داشت." in response.text
    assert not Article.objects.exists()

"""The history of an article: what each version changed, and the way back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.urls import reverse

from articles.curation.corrections import correct
from articles.curation.source_merging import merge
from articles.models import Article
from tests.admin.article_pages import make_editor
from tests.dump_texts import LANTERNS, changed, dump, run, write
from tests.factories import make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


@pytest.fixture
def article(tmp_path):
    run(*write(tmp_path, dump(related=["برف در مهررود"])))
    return Article.objects.get()


def history(article):
    return reverse("admin:articles_article_history", args=[article.pk])


def versions(client, article):
    return client.get(history(article)).context["versions"]


def bring_back(client, article, version, **data):
    address = reverse("admin:articles_article_revert", args=[article.pk])
    response = client.post(address, {"version": version, **data})
    article.refresh_from_db()
    return [str(message) for message in get_messages(response.wsgi_request)]


def words(change, kind):
    return [piece.text for line in change.lines for piece in line.pieces if piece.kind == kind]


def test_an_untouched_article_has_no_versions(client, editor, article):
    response = client.get(history(article))
    assert response.status_code == 200
    assert response.context["versions"] == []


def test_versions_say_who_changed_which_words_and_why(client, editor, article):
    body = article.body.replace("صدها فانوس", "هزاران فانوس")
    correct(article, {"body": body, "author": "نگار"}, by=editor, reason="شمار نادرست بود")
    newest, first = versions(client, article)
    assert [change.name for change in newest.changes] == ["author", "body"]
    change = newest.changes[1]
    assert (words(change, "removed"), words(change, "added")) == (["صدها"], ["هزاران"])
    assert len(change.changed_lines) == 1
    assert newest.is_current
    assert first.is_import
    text = client.get(history(article)).text
    assert "شمار نادرست بود" in text
    assert "<del>صدها</del>" in text


def test_parts_and_links_are_compared_in_words(client, editor, article):
    source = make_source("نسیم شرق")
    correct(article, {"source": source, "related": ["برف در مهررود", "باران"]})
    newest = versions(client, article)[0]
    by_name = {change.name: change for change in newest.changes}
    assert by_name["source"].after == "نسیم شرق"
    assert words(by_name["related"], "added") == ["باران"]


def test_one_change_is_taken_back(client, editor, article):
    title = article.title
    correct(article, {"title": "فانوس", "author": "نگار"})
    newest = versions(client, article)[0]
    messages = bring_back(client, article, newest.older_id, field="title", reason="نادرست")
    assert len(messages) == 1
    assert (article.title, article.author) == (title, "نگار")
    assert article.corrected_fields == ["author"]
    assert article.history.first().history_change_reason == "نادرست"
    assert article.history.first().history_user == editor


def test_a_whole_version_is_brought_back_after_another_scrape(client, editor, article, tmp_path):
    correct(article, {"title": "فانوس", "body": "کوتاه", "related": []})
    correct(article, {"title": "فانوس‌ها"})
    run(*write(tmp_path / "2", dump(views=99, body=changed(LANTERNS, last="پایان تازه."))))
    article.refresh_from_db()
    assert (article.title, article.body) == ("فانوس‌ها", "کوتاه")
    first = versions(client, article)[-1]
    bring_back(client, article, first.row.history_id)
    assert article.title == "فانوس‌های تازه بر پل چوبی"
    assert article.paragraphs == list(LANTERNS)
    assert article.corrected_fields == ["body", "related"]  # not what the newest scrape says


def test_what_is_already_so_writes_nothing(client, editor, article):
    correct(article, {"title": "فانوس"})
    newest = versions(client, article)[0]
    count = article.history.count()
    assert len(bring_back(client, article, newest.row.history_id)) == 1
    assert article.history.count() == count


def test_a_source_that_is_no_more_is_told(client, editor, article):
    merged, other = article.source, make_source()
    correct(article, {"source": other})
    merge(merged, other)
    first = versions(client, article)[-1]
    assert len(bring_back(client, article, first.row.history_id, field="source")) == 1
    assert article.source == other


@pytest.mark.parametrize(
    "data",
    [
        {"version": "x"},
        {"version": "9" * 30},
        {"version": "-1"},
        {"version": "1", "field": "pk"},
        {"version": "1", "field": "corrected_fields"},
    ],
)
def test_nonsense_is_refused(client, editor, article, data):
    correct(article, {"title": "فانوس"})
    bring_back(client, article, **{"version": "", **data})
    assert article.title == "فانوس"


def test_a_version_of_another_article_is_refused(client, editor, article, tmp_path):
    run(*write(tmp_path / "2", dump(title="خبر دیگر")))
    other = Article.objects.exclude(pk=article.pk).get()
    correct(other, {"title": "خبر دیگری"})
    bring_back(client, article, other.history.first().history_id)
    assert article.title == "فانوس‌های تازه بر پل چوبی"


def test_who_may_only_look_brings_nothing_back(client, article):
    correct(article, {"title": "فانوس"})
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(reader)
    assert "<button" not in client.get(history(article)).text.partition('id="content-main"')[2]
    first = article.history.last().history_id
    address = reverse("admin:articles_article_revert", args=[article.pk])
    assert client.post(address, {"version": first}).status_code == 403
    article.refresh_from_db()
    assert article.title == "فانوس"


def test_others_see_no_history(client, article):
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert client.get(history(article)).status_code == 403


def test_a_gone_article_has_no_history_page(client, editor):
    assert client.get("/admin/articles/article/999999/history/").status_code == 404
    assert client.get("/admin/articles/article/x/history/").status_code == 404


def test_many_versions_stand_on_pages_at_a_constant_price(
    client, editor, article, django_assert_max_num_queries
):
    for number in range(45):
        correct(article, {"title": f"فانوس {number}", "source": make_source(f"منبع {number}")})
    with django_assert_max_num_queries(16):
        assert len(versions(client, article)) == 20
    last = client.get(history(article) + "?p=3").context["versions"]
    assert len(last) == 6
    assert last[-1].older_id is None

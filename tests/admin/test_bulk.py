"""What is done to many articles at once."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import jdatetime
import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from articles.admin.pages import bulk
from articles.importing.preparing import content_hash
from articles.models import Article, BulkChange, Capture, Tombstone
from tests.admin.article_pages import make_editor
from tests.dump_texts import BAKERY, dump, run, write
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_article_changelist")


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


def choose(client, name, articles, query="", **more):
    """The page to which an action of the list leads."""
    chosen = [article.pk for article in articles]
    data = {"action": f"bulk_{name}", "_selected_action": chosen, **more}
    return client.post(LIST + query, data, follow=True)


def do(client, name, articles, **typed):
    response = choose(client, name, articles)
    assert response.status_code == 200
    data = {"ids": response.context["ids"], "reason": "", **typed}
    return client.post(reverse("admin:articles_article_bulk", args=[name]), data)


@pytest.mark.parametrize(
    ("name", "typed", "field", "value"),
    [
        ("language", {"language": "ar"}, "language", "ar"),
        ("day", {"published_on": "۱۴۰۰/۰۱/۰۲"}, "published_on", jdatetime.date(1400, 1, 2)),
        ("hide", {}, "status", "hidden"),
        ("reviewed", {}, "review", "done"),
    ],
)
def test_a_field_is_set_with_a_reason(client, editor, name, typed, field, value):
    articles = [make_article(), make_article()]
    untouched = make_article()
    response = do(client, name, articles, reason="همه با هم", **typed)
    assert response.status_code == 302
    for article in articles:
        article.refresh_from_db()
        assert getattr(article, field) == value
        version = article.history.first()
        assert (version.history_user, version.history_change_reason) == (editor, "همه با هم")
        is_decision = field in {"status", "review"}
        assert article.corrected_fields == ([] if is_decision else [field])
    assert untouched.history.count() == 1
    assert LogEntry.objects.filter(user=editor).count() == 2


def test_a_source_is_set_and_an_unknown_one_refused(client, editor):
    article, source = make_article(), make_source("نسیم شرق")
    assert do(client, "source", [article], source="هیچ‌جا").status_code == 200
    article.refresh_from_db()
    assert article.source is None
    do(client, "source", [article], source="نسیم شرق")
    article.refresh_from_db()
    assert article.source == source


def test_hidden_articles_are_published_again(client, editor):
    article = make_article(status="hidden")
    do(client, "publish", [article])
    article.refresh_from_db()
    assert article.status == "published"


def test_all_that_a_filter_finds_are_chosen_across_pages(client, editor):
    articles = [make_article(language="ar") for _ in range(3)]
    make_article(language="fa")
    more = {"select_across": "1", "index": "0"}
    response = choose(client, "language", articles[:1], "?language__exact=ar", **more)
    assert response.context["count"] == 3


def test_too_many_are_refused(client, editor):
    articles = [make_article() for _ in range(bulk.BULK["reparse"].most + 1)]
    response = choose(client, "reparse", articles)
    assert response.redirect_chain
    [message] = response.context["messages"]
    assert "۲۰۰" in str(message)


def test_articles_that_went_meanwhile_are_told(client, editor):
    articles = [make_article(), make_article()]
    ids = ",".join(str(article.pk) for article in articles)
    Article.objects.filter(pk=articles[0].pk).delete()
    response = client.post(
        reverse("admin:articles_article_bulk", args=["hide"]),
        {"ids": ids, "reason": ""},
        follow=True,
    )
    assert len(list(response.context["messages"])) == 2
    assert Article.objects.get().status == "hidden"


@pytest.mark.parametrize("ids", ["", "x", "1,2,²", "9" * 40, ",,,"])
def test_any_ids_are_taken(client, editor, ids):
    make_article()
    address = reverse("admin:articles_article_bulk", args=["hide"])
    assert client.get(address, {"ids": ids}).status_code == 200
    assert client.post(address, {"ids": ids, "reason": ""}).status_code == 302


def test_an_unknown_action_is_not_found(client, editor):
    assert client.get(reverse("admin:articles_article_bulk", args=["burn"])).status_code == 404


@pytest.fixture
def badly_read(tmp_path):
    """Two articles; an older parser has taken the site's menu into the body of the first."""
    run(*write(tmp_path, dump(), dump(title="نان تازه", body=BAKERY)))
    articles = list(Article.objects.order_by("pk"))
    capture = articles[0].captures.get()
    parsed = capture.parsed | {"paragraphs": ["منوی سایت", *capture.parsed["paragraphs"]]}
    Capture.objects.filter(pk=capture.pk).update(parsed=parsed, content_hash=content_hash(parsed))
    Article.objects.filter(pk=articles[0].pk).update(body="\n\n".join(parsed["paragraphs"]))
    return articles


def test_reading_anew_shows_first_what_would_change(client, editor, badly_read):
    [preview] = choose(client, "reparse", badly_read).context["rereads"]
    assert preview.article == badly_read[0]
    [change] = preview.changes
    assert [line.before for line in change.changed_lines] == ["منوی سایت"]
    assert Article.objects.get(pk=badly_read[0].pk).body.startswith("منوی سایت")


def test_captures_are_read_anew_and_corrections_stand(client, editor, badly_read):
    badly_read[0].correct({"author": "نگار"})
    do(client, "reparse", badly_read, reason="تجزیه‌گر تازه")
    article = Article.objects.get(pk=badly_read[0].pk)
    assert not article.body.startswith("منوی سایت")
    assert article.author == "نگار"
    assert "تجزیه‌گر تازه" in LogEntry.objects.get().change_message


def test_reading_anew_has_a_report_and_is_undone(client, editor, badly_read):
    editor.user_permissions.add(Permission.objects.get(codename="view_bulkchange"))
    told = do(client, "reparse", badly_read, reason="تجزیه‌گر تازه")
    change = BulkChange.objects.get()
    undo = reverse("admin:bulk_change_undo", args=[change.pk])
    assert change.count == 1 and undo in client.get(told.url).text
    report = client.get(reverse("admin:bulk_change", args=[change.pk]))
    assert "منوی سایت" in report.text and "خوانش دوباره" in report.text
    assert client.get(undo).context["restored"] == 1
    client.post(undo, {"reason": ""})
    assert Article.objects.get(pk=badly_read[0].pk).body.startswith("منوی سایت")


def test_archivists_erase_with_a_reason(client):
    archivist = make_editor("erase_article")
    client.force_login(archivist)
    article = make_article("نامی که باید برود")
    article.correct({"author": "نگار"})
    assert do(client, "erase", [article]).status_code == 200  # without a reason
    assert Article.objects.exists()
    for wrong in ("", "2", "یک", "1 article"):
        do(client, "erase", [article], reason="حکم دادگاه", count=wrong)
    assert Article.objects.exists()
    do(client, "erase", [article], reason="حکم دادگاه", count="۱")
    assert not Article.objects.exists()
    tombstone = Tombstone.objects.get()
    assert (tombstone.reason, tombstone.erased_by) == ("حکم دادگاه", archivist)
    entry = LogEntry.objects.get()
    assert (entry.object_repr, entry.user) == (article.key, archivist)


def test_an_erasure_takes_the_title_out_of_the_log_of_what_staff_did(client):
    client.force_login(make_editor("erase_article"))
    article = make_article("نامی که باید برود")
    do(client, "hide", [article])
    assert LogEntry.objects.filter(object_repr__contains="نامی").exists()
    do(client, "erase", [article], reason="حکم دادگاه", count="1")
    assert not LogEntry.objects.filter(object_repr__contains="نامی").exists()


def test_editors_do_not_erase(client, editor):
    article = make_article()
    assert "bulk_erase" not in client.get(LIST).text
    choose(client, "erase", [article])
    address = reverse("admin:articles_article_bulk", args=["erase"])
    data = {"ids": str(article.pk), "reason": "x"}
    assert client.get(address, data).status_code == 403
    assert client.post(address, data).status_code == 403
    assert Article.objects.exists()


@pytest.mark.parametrize("name", bulk.BULK)
def test_who_may_only_look_does_nothing(client, name):
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(reader)
    article = make_article()
    assert f"bulk_{name}" not in client.get(LIST).text
    address = reverse("admin:articles_article_bulk", args=[name])
    assert client.post(address, {"ids": str(article.pk), "reason": "x"}).status_code == 403


def test_strangers_are_sent_to_the_sign_in(client):
    response = client.get(reverse("admin:articles_article_bulk", args=["hide"]))
    assert response.status_code == 302
    assert "next" in parse_qs(urlsplit(response.url).query)

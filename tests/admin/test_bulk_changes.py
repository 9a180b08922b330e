"""Changes of many articles: their report, their CSV and their undo."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from articles.display import digits
from articles.jobs.worker import Worker, perform
from articles.models import Article, BulkChange, Job
from tests.admin.article_pages import make_editor
from tests.admin.test_bulk import LIST, choose, do
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_editor("view_bulkchange")
    client.force_login(user)
    return user


@pytest.fixture
def change(client, editor):
    """Three articles got a source in one step."""
    source = make_source("نسیم شرق")
    articles = [make_article(f"=SUM({number})", source=None) for number in range(3)]
    do(client, "source", articles, source=str(source), reason="بی‌منبع بودند")
    return BulkChange.objects.get()


def page(client, change, name="bulk_change", **query):
    return client.get(reverse(f"admin:{name}", args=[change.pk]), query)


def test_the_message_after_a_change_leads_to_its_undo(client, editor):
    articles = [make_article(), make_article()]
    chosen = choose(client, "hide", articles).context["ids"]
    address = reverse("admin:articles_article_bulk", args=["hide"])
    answer = client.post(address, {"ids": chosen, "reason": ""}, follow=True)
    change = BulkChange.objects.get()
    assert f'<a href="{reverse("admin:bulk_change_undo", args=[change.pk])}">لغو</a>' in answer.text
    assert "۲ خبر تغییر کرد." in answer.text


def test_the_report_says_what_each_article_said_before(client, change):
    shown = page(client, change)
    for words in ("بی‌منبع بودند", "نسیم شرق", "تعیین منبع", "۳ خبر", f"تغییر {digits(change.pk)}"):
        assert words in shown.text
    assert [(row.before, row.after) for row in shown.context["rows"]] == [("", "نسیم شرق")] * 3
    listed = client.get(reverse("admin:articles_bulkchange_changelist")).text
    assert "تعیین منبع" in listed and "بی‌منبع بودند" in listed


def test_the_report_takes_as_many_queries_for_any_number(
    client, change, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        page(client, change)
    with django_assert_max_num_queries(14):
        page(client, change, "bulk_change_undo")


def test_the_csv_has_a_line_for_each_article_and_no_formula(client, change):
    lines = b"".join(page(client, change, "bulk_change_csv").streaming_content).decode()
    assert len(lines.splitlines()) == 4
    assert '"\'=SUM(0)"' in lines
    assert lines.count("نسیم شرق") == 3


def test_more_than_a_page_can_wait_for_are_set_by_the_worker(
    client, editor, monkeypatch, worker_in_process
):
    monkeypatch.setattr("articles.admin.pages.bulk.BY_WORKER", 2)
    monkeypatch.setattr("articles.curation.bulk_changes.PIECE", 2)
    articles = [make_article(language="fa") for _ in range(5)]
    answer = do(client, "language", articles, language="ar", reason="دوزبانه")
    job = Job.objects.get()
    change = BulkChange.objects.get()
    assert answer.url == reverse("admin:articles_job", args=[job.pk])
    assert client.get(answer.url).status_code == 200
    undo = reverse("admin:bulk_change_undo", args=[change.pk])
    assert client.post(undo, {"reason": ""}).url == answer.url  # not while it is at work
    Worker().work()
    change.refresh_from_db()
    assert (change.count, change.made_by) == (5, editor)
    assert set(Article.objects.values_list("language", flat=True)) == {"ar"}
    assert client.get(answer.url).url == reverse("admin:bulk_change", args=[change.pk])
    entries = LogEntry.objects.filter(change_message="زبان: دوزبانه", user=editor)
    assert entries.count() == 5
    client.post(undo, {"reason": ""})
    assert set(Article.objects.values_list("language", flat=True)) == {"fa"}


def test_a_job_that_was_stopped_goes_on_with_the_articles_that_are_left(
    client, editor, monkeypatch, worker_in_process
):
    monkeypatch.setattr("articles.admin.pages.bulk.BY_WORKER", 2)
    monkeypatch.setattr("articles.curation.bulk_changes.PIECE", 2)
    do(client, "hide", [make_article() for _ in range(5)])
    job = Job.objects.get()
    stops = iter([False, True])
    perform(Job.objects.claim(), lambda: next(stops))
    assert Article.objects.filter(status="hidden").count() == 4
    job.refresh_from_db()
    assert job.state == Job.State.PENDING
    Worker().work()
    assert Article.objects.filter(status="hidden").count() == 5
    assert BulkChange.objects.get().count == 5
    do(client, "hide", list(Article.objects.all()))
    Worker().work()
    latest = reverse("admin:articles_job", args=[Job.objects.first().pk])
    assert "از پیش همین را می‌گفتند" in client.get(latest, follow=True).text


def test_an_undo_is_shown_and_done_once(client, change):
    other = Article.objects.first()
    other.correct({"source": make_source("کوچه")})
    shown = page(client, change, "bulk_change_undo")
    assert shown.context["restored"] == 2
    assert [label for label, _count, _named in shown.context["stays"]] == [
        "می‌مانند، چون کسی از آن پس مقدار دیگری گذاشته است"
    ]
    assert Article.objects.filter(source=None).count() == 0
    address = reverse("admin:bulk_change_undo", args=[change.pk])
    done = client.post(address, {"reason": "اشتباه بود"}, follow=True)
    assert f"تغییر {digits(change.pk)} لغو شد: ۲ خبر" in done.text
    assert Article.objects.filter(source=None).count() == 2
    again = client.post(address, {"reason": ""}, follow=True)
    assert "این تغییر پیش‌تر لغو شده است." in again.text
    assert "لغوشده" in client.get(reverse("admin:articles_bulkchange_changelist")).text


def test_who_may_only_look_undoes_nothing(client, change):
    client.force_login(make_editor("view_bulkchange", name="reader"))
    reader = make_editor(name="looks")
    reader.user_permissions.clear()
    client.force_login(reader)
    for name in ("bulk_change", "bulk_change_csv", "bulk_change_undo"):
        assert page(client, change, name).status_code == 403
    assert client.post(reverse("admin:bulk_change_undo", args=[change.pk])).status_code == 403


def test_search_and_filters_survive_an_action(client, editor):
    articles = [make_article(language="ar"), make_article(language="ar")]
    query = "language__exact=ar&o=-1"
    chosen = choose(client, "hide", articles, f"?{query}")
    assert f"{LIST}?{query.replace('&', '&amp;')}" in chosen.text  # the way back
    data = {"ids": chosen.context["ids"], "back": chosen.context["back"], "reason": ""}
    answer = client.post(reverse("admin:articles_article_bulk", args=["hide"]), data)
    assert answer.url == f"{LIST}?{query}"


@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example", "a=%0d%0aX:1", "\0&&=="]
)
def test_the_way_back_leads_nowhere_else(client, editor, back):
    data = {"ids": str(make_article().pk), "back": back, "reason": ""}
    answer = client.post(reverse("admin:articles_article_bulk", args=["hide"]), data)
    assert answer.url.startswith(LIST)
    assert "\n" not in answer.url

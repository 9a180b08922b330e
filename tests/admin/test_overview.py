"""The overview of the staff pages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from articles.admin_site.dashboard import MONTHS_SHOWN, growth
from articles.models import ArchiveCheck, Article, ImportBatch, RawBytes, ReaderReport
from articles.models.checks import KEPT
from articles.search import Condition, health
from articles.search.index.files import index_files
from tests.dump_texts import dump, run, write
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db

INDEX = reverse("admin:index")


def task_counts(page):
    return re.findall(r'class="tasks__count">(.*?)<', page.text)


def test_what_waits_is_counted_and_linked(client, member):
    source = make_source(needs_review=True)
    first = make_article(source=source)
    make_article(review=Article.Review.NEEDED)
    make_article(review=Article.Review.NEEDED, duplicate_of=first)
    make_article(review=Article.Review.DONE, duplicate_of=first)
    ReaderReport.objects.create(article=first, kind="date")
    ReaderReport.objects.create(article=first, kind="date", state="done")
    member("Editors")
    page = client.get(INDEX)
    assert task_counts(page) == ["۴", "۲", "۱", "۱", "۱"]
    for path in re.findall(r'class="tasks__item"><a href="(.*?)"', page.text):
        assert client.get(path.replace("&amp;", "&")).status_code == 200


def test_the_latest_imports_stand_there_with_who_ran_them(client, member):
    chief = member("Archivists")
    for number in range(7):
        ImportBatch.objects.create(label=f"بستهٔ {number}", state="done", user=chief)
    page = client.get(INDEX).text
    assert [f"بستهٔ {number}" in page for number in range(7)] == [False] * 2 + [True] * 5
    assert reverse("admin:staff_work", args=[chief.pk]) in page


def test_growth_counts_new_articles_by_month_without_what_was_undone():
    for moment, state, counts in (
        (datetime(2025, 12, 28, tzinfo=UTC), "done", {"created": 5, "duplicate": 2, "updated": 9}),
        (datetime(2025, 12, 29, tzinfo=UTC), "undone", {"created": 50}),
        (datetime(2025, 11, 1, tzinfo=UTC), "done", {"created": 3}),
        (datetime(2020, 1, 1, tzinfo=UTC), "done", {"created": 99}),
    ):
        batch = ImportBatch.objects.create(state=state, counts=counts)
        ImportBatch.objects.filter(pk=batch.pk).update(created_at=moment)
    found = growth(date(2025, 12, 30))
    assert len(found.values) == MONTHS_SHOWN
    assert [(value.label, value.count) for value in found.values[-3:]] == [
        ("آبان ۱۴۰۴", 3),
        ("آذر ۱۴۰۴", 0),
        ("دی ۱۴۰۴", 7),
    ]
    assert "۱۰" in found.title
    assert [(value.count, height) for value, _, _, height in found.bars] == [(3, 43), (7, 100)]


def test_the_state_of_the_index_is_told(client, member, rebuild_index):
    member("Importers")
    assert health().condition is Condition.MISSING
    assert "search_index --rebuild" in client.get(INDEX).text
    make_article()
    rebuild_index()
    assert health().condition is Condition.READY
    assert "health__item--bad" not in client.get(INDEX).text
    make_article().correct({"title": "x"})
    assert (health().condition, health().behind > 0) == (Condition.BEHIND, True)
    index_files().current().meta.unlink()
    assert health().condition is Condition.DAMAGED
    assert "health__item--bad" in client.get(INDEX).text


def test_the_outcome_of_verify_archive_is_kept_and_shown(client, member, tmp_path, capsys):
    member("Importers")
    assert "verify_archive هنوز اجرا نشده است." in client.get(INDEX).text
    run(*write(tmp_path, dump()))
    call_command("verify_archive")
    check = ArchiveCheck.objects.get()
    assert (check.captures, check.articles, check.problems) == (1, 1, {})
    assert "همه‌چیز درست است: ۱ متن خام، ۱ خبر." in client.get(INDEX).text
    RawBytes.objects.all().delete()
    with pytest.raises(CommandError):
        call_command("verify_archive")
    assert ArchiveCheck.objects.first().problems == {"raw_missing": 1}
    page = client.get(INDEX).text
    assert "health__item--bad" in page
    assert "همه‌چیز درست است" not in page


def test_a_problem_of_another_release_is_shown_by_its_name(client, member):
    ArchiveCheck.objects.record(captures=1, articles=1, problems={"gone_problem": 2})
    member("Importers")
    assert "gone_problem (۲)" in client.get(INDEX).text


def test_old_checks_go():
    for number in range(KEPT + 5):
        ArchiveCheck.objects.record(captures=number, articles=0, problems={})
    assert ArchiveCheck.objects.count() == KEPT
    assert ArchiveCheck.objects.first().captures == KEPT + 4


def test_who_has_no_role_learns_nothing_of_the_archive(client, member):
    ImportBatch.objects.create(label="پنهان", state="done")
    member()
    page = client.get(INDEX).text
    assert "پنهان" not in page
    assert "overview__part" not in page


@pytest.mark.parametrize("count", [1, 40])
def test_queries_are_the_same_however_much_there_is(
    client, member, django_assert_max_num_queries, rebuild_index, count
):
    chief = member("Archivists")
    for _ in range(count):
        source = make_source()
        make_article(source=source, review=Article.Review.NEEDED)
        ImportBatch.objects.create(state="done", user=chief, counts={"created": 1})
    rebuild_index()
    client.get(INDEX)
    with django_assert_max_num_queries(26):
        client.get(INDEX)

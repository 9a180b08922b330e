"""The page of what each member of the staff has done."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.urls import reverse

from articles.admin_site.activity import KINDS, PAGE, SHOWN_OF_EACH
from articles.curation.article_merging import merge as merge_articles
from articles.curation.source_merging import merge as merge_sources
from articles.importing.erasing import erase
from articles.models import Article, Dismissal, EventDecision, ImportBatch, NameSet, ReaderReport
from tests.factories import make_article, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]


def page_of(user):
    return reverse("admin:staff_work", args=[user.pk])


def work_hard(user):
    """One activity of each kind."""
    ImportBatch.objects.create(label="بستهٔ آذر", user=user, state="done")
    make_article("نادرست").correct({"title": "اصلاح‌شده"}, by=user, reason="غلط چاپی")
    merge_articles(make_article("رفته"), make_article("مانده"), by=user, reason="یک خبر")
    merge_sources(make_source("رفته‌نامه"), make_source("مانده‌نامه"), by=user, reason="یک منبع")
    Dismissal.objects.dismiss("wanted", "x", text="خبر ناخواسته", by=user, reason="آگهی است")
    EventDecision.objects.create(kind="name", name="رویداد نام‌دار", decided_by=user, reason="کوتاه")
    names = NameSet(names="سپیدار\nSepidar")
    names._history_user = user
    names.save()
    report = ReaderReport.objects.create(kind="date", message="x")
    ReaderReport.objects.filter(pk=report.pk).settle("done", by=user)
    erase(make_article("پاک‌شده"), reason="خواست ناشر", by=user)
    LogEntry.objects.log_actions(user.pk, [names], CHANGE, "تغییر", single_object=True)


def test_every_kind_of_work_is_shown_with_when_what_and_why(client, member):
    user = member("Archivists")
    work_hard(user)
    page = client.get(page_of(user)).text
    for kind in KINDS:
        assert f'id="work-{kind.name}"' in page, kind.name
    for words in (
        "بستهٔ آذر",
        "اصلاح‌شده",
        "غلط چاپی",
        "یک خبر",
        "یک منبع",
        "آگهی است",
        "رویداد نام‌دار",
        "خواست ناشر",
    ):
        assert words in page


def test_the_work_of_others_is_not_among_it(client, member):
    other = member("Editors")
    user = member("Archivists")
    work_hard(other)
    assert "بستهٔ آذر" not in client.get(page_of(user)).text
    assert "بستهٔ آذر" in client.get(page_of(other)).text


def test_every_link_of_the_page_leads_somewhere(client, member):
    user = member("Archivists")
    work_hard(user)
    for kind in KINDS:
        for activity in kind.activities(user, before=None, most=10):
            if activity.path:
                assert client.get(activity.path).status_code == 200, (kind.name, activity)


def test_only_what_the_visitor_may_see_is_shown(client, member):
    user = member("Archivists")
    work_hard(user)
    member()
    page = client.get(page_of(user))
    assert page.status_code == 200
    assert "work-" not in page.text
    assert client.get(page_of(user), {"kind": "imports"}).status_code == 404


def test_more_of_one_kind_is_paged_from_the_latest_on(client, member):
    user = member("Archivists")
    for number in range(PAGE + 3):
        ImportBatch.objects.create(label=f"بستهٔ {number}.", user=user, state="done")
    assert client.get(page_of(user)).text.count("<bdi>") > SHOWN_OF_EACH
    first = client.get(page_of(user), {"kind": "imports"}).text
    assert f"بستهٔ {PAGE + 2}." in first
    assert "بستهٔ 2." not in first
    before = ImportBatch.objects.order_by("-pk")[PAGE - 1].pk
    assert f"before={before}" in first
    second = client.get(page_of(user), {"kind": "imports", "before": before}).text
    assert [f"بستهٔ {number}." in second for number in range(4)] == [True, True, True, False]


@pytest.mark.parametrize("query", ["kind=x", "kind=", "kind=imports&before=x", "before=1"])
def test_bad_addresses_never_crash(client, member, query):
    user = member("Archivists")
    assert client.get(f"{page_of(user)}?{query}").status_code in {200, 404}


def test_an_unknown_member_is_not_found(client, member):
    member("Archivists")
    assert client.get(reverse("admin:staff_work", args=[10**9])).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow_with_the_work(client, member, django_assert_max_num_queries, count):
    user = member("Archivists")
    for _ in range(count):
        ImportBatch.objects.create(user=user, state="done")
        make_article().correct({"title": "x"}, by=user)
    article = Article.objects.first()
    for _ in range(count):
        LogEntry.objects.log_actions(user.pk, [article], CHANGE, "x", single_object=True)
    client.get(page_of(user))
    with django_assert_max_num_queries(17):
        client.get(page_of(user))

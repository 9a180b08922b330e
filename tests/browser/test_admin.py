"""The staff pages as a browser shows them: within the policy, on a phone, for everybody."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from articles.curation.article_merging import merge as merge_articles
from articles.curation.bulk_changes import change_all
from articles.curation.source_merging import merge
from articles.models import (
    ArchiveCheck,
    Article,
    Dismissal,
    EventDecision,
    ImportBatch,
    NameSet,
    ReaderReport,
    Source,
)
from tests.browser.test_accessibility import complaints, faults_in_every_look
from tests.browser.test_pages import opened
from tests.factories import make_source

PASSWORD = "lantern-harbour-77"


@pytest.fixture
def chief(archive):
    return User.objects.create_superuser("chief", password=PASSWORD, first_name="مهتاب")


@pytest.fixture
def pages(archive, chief):
    """The addresses of all kinds of staff pages, by name."""
    article = Article.objects.get(key=archive["article"].split("/")[1])
    article.correct({"title": "دارهای قالی بازگشتند"}, by=chief, reason="غلط چاپی")
    source = Source.objects.get(slug="بامداد-نو")
    source.aliases.create(folded_name="بامداد نو")
    source.save()
    names = NameSet.objects.create(names="سپیدار\nSepidar", note="خبرگزاری")
    report = ReaderReport.objects.create(article=article, kind="date", message="تاریخ " * 200)
    LogEntry.objects.log_actions(chief.pk, [source], CHANGE, "x", single_object=True)

    twin = make_source("خبرگزاری بامداد نو")
    merged = merge(make_source("بامداد کهنه"), source, by=chief, reason="یک منبع")
    kept, other = Article.objects.filter(source=source, duplicate_of=None)[:2]
    other.correct({"body": "بند نخست\n\nبند دیگر"})
    same = merge_articles(other, kept, by=chief, reason="یک خبر")
    Article.objects.filter(pk=article.pk).update(review=Article.Review.NEEDED)
    Dismissal.objects.dismiss(
        "articles", "1", article=kept, original=article, by=chief, reason="دو خبر"
    )
    event = EventDecision(kind="name", key=archive["event"].split("/")[1], name="آتش در بندر")
    event.save()
    failed = AccessAttempt.objects.create(
        ip_address="2001:db8:85a3:1234:5678:8a2e:370:7334", username="x", failures_since_start=10
    )
    few = list(Article.objects.order_by("pk").values_list("pk", flat=True)[:3])
    change = change_all(few, {"language": "ar"}, action="language", by=chief, reason="برای نمونه")
    chosen = "?ids=" + ",".join(map(str, few))
    ArchiveCheck.objects.record(captures=3, articles=4, problems={"raw_missing": 2})

    def record(model, page, pk):
        return reverse(f"admin:articles_{model}_{page}", args=[pk])

    def listed(app, model):
        return reverse(f"admin:{app}_{model}_changelist")

    return {
        "overview": reverse("admin:index"),
        "work": reverse("admin:staff_work", args=[chief.pk]),
        "one kind of work": reverse("admin:staff_work", args=[chief.pk]) + "?kind=articles",
        "pairs": reverse("admin:source_duplicates"),
        "choosing a source": reverse("admin:source_merging", args=[source.pk]) + "?q=بامداد",
        "two sources": reverse("admin:sources_distinct", args=[twin.pk, source.pk]),
        "set aside": reverse("admin:dismissed"),
        "decisions about events": reverse("admin:event_decisions"),
        "event": reverse("admin:event_editing", args=[archive["event"].split("/")[1]]),
        "merging": reverse("admin:source_merging", args=[twin.pk]) + f"?target={source.pk}",
        "merge": reverse("admin:source_merge", args=[merged.pk]),
        "duplicates": reverse("admin:duplicates"),
        "duplicate": reverse("admin:duplicate", args=[article.pk]),
        "merge of articles": reverse("admin:article_merge", args=[same.pk]),
        "kinds of records": reverse("admin:app_list", args=["articles"]),
        "imports": listed("articles", "importbatch"),
        "import": record("importbatch", "change", ImportBatch.objects.first().pk),
        "articles": listed("articles", "article"),
        "found articles": listed("articles", "article") + "?q=قالی&status__exact=published",
        "filtered articles": listed("articles", "article") + "?from=1404/10/01&to=هرگز&source=x",
        "erasing": reverse("admin:articles_article_bulk", args=["erase"]) + chosen,
        "setting the day": reverse("admin:articles_article_bulk", args=["day"]) + chosen,
        "bulk changes": listed("articles", "bulkchange"),
        "bulk change": reverse("admin:bulk_change", args=[change.pk]),
        "undo of a bulk change": reverse("admin:bulk_change_undo", args=[change.pk]),
        "second factor": reverse("admin:second_factor"),
        "start of an import": reverse("admin:articles_import"),
        "article": record("article", "change", article.pk),
        "history": record("article", "history", article.pk),
        "earlier state": reverse(
            "admin:articles_article_simple_history",
            args=[article.pk, article.history.last().history_id],
        ),
        "captures": listed("articles", "capture"),
        "sources": listed("articles", "source"),
        "source": record("source", "change", source.pk),
        "new source": reverse("admin:articles_source_add"),
        "reports": listed("articles", "readerreport"),
        "report": record("readerreport", "change", report.pk),
        "names": listed("articles", "nameset"),
        "deleting names": record("nameset", "delete", names.pk),
        "tombstones": listed("articles", "tombstone"),
        "failed sign-ins": listed("axes", "accessattempt"),
        "failed sign-in": reverse("admin:axes_accessattempt_change", args=[failed.pk]),
        "users": listed("auth", "user"),
        "user": reverse("admin:auth_user_change", args=[chief.pk]),
        "new user": reverse("admin:auth_user_add"),
        "password of a user": reverse("admin:auth_user_password_change", args=[chief.pk]),
        "role": reverse("admin:auth_group_add"),
        "password": reverse("admin:password_change"),
        "popup": listed("articles", "source") + "?_popup=1",
    }


@contextmanager
def at_work(chromium, live_server, user, language, size="desktop", scheme="light"):
    """A browser of a member of the staff; the page and what the browser complained of."""
    client = Client()
    client.force_login(user)
    cookies = {
        settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
        settings.LANGUAGE_COOKIE_NAME: language,
    }
    # Chromium's hints ("verbose", "info") are about Django's forms for passwords.
    kinds = {"error", "warning"}
    with opened(chromium, "about:blank", size, scheme, kinds=kinds) as (page, heard):
        page.context.add_cookies(
            [
                {"name": name, "value": value, "url": live_server.url}
                for name, value in cookies.items()
            ]
        )
        yield page, heard


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_staff_pages_keep_to_the_policy_fit_every_screen_and_please_axe(
    chromium, live_server, chief, pages, language
):
    with at_work(chromium, live_server, chief, language) as (page, heard):
        found = {}
        for name, path in pages.items():
            response = page.goto(f"{live_server.url}{path}")
            assert response.status == 200, name
            assert "unsafe" not in response.headers["content-security-policy"], name
            assert page.get_attribute("html", "lang") == language, name
            assert page.get_attribute("html", "dir") == "rtl", name
            if faults := heard + faults_in_every_look(page):
                found[name] = faults
            heard.clear()
        assert found == {}


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_staff_log_in_choose_a_language_and_log_out(chromium, live_server, chief, language):
    other = {"fa": "ar", "ar": "fa"}[language]
    address = f"{live_server.url}{reverse('admin:index')}"
    with opened(chromium, address, "phone", locale=other) as (page, _said):
        assert page.get_attribute("html", "lang") == other
        page.click(f".desk-head__languages [lang={language}]")
        assert page.get_attribute("html", "lang") == language
        assert complaints(page) == []
        page.fill("#id_username", "chief")
        page.fill("#id_password", "wrong")
        page.press("#id_password", "Enter")
        page.wait_for_selector(".errornote")
        assert complaints(page) == []
        page.fill("#id_username", "chief")
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_selector(".masthead__nav")
        assert page.get_attribute("html", "lang") == language
        page.click(".desk-head__user form button")
        page.wait_for_selector("h1")
        expect(page.locator(".masthead__nav")).to_have_count(0)
        assert complaints(page) == []


def test_the_choice_of_colours_is_that_of_the_site(chromium, live_server, chief):
    with at_work(chromium, live_server, chief, "fa") as (page, heard):
        page.goto(f"{live_server.url}{reverse('admin:index')}")
        page.click("[data-theme-choice=dark]")
        page.goto(f"{live_server.url}/fa/about/")
        assert page.get_attribute("html", "data-theme") == "dark"
        assert heard == []


def test_the_skip_link_and_the_sections_are_reached_by_keyboard(chromium, live_server, chief):
    with at_work(chromium, live_server, chief, "fa") as (page, _heard):
        page.goto(f"{live_server.url}{reverse('admin:index')}")
        page.keyboard.press("Tab")
        assert page.locator(":focus").get_attribute("href") == "#content-start"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content-start"


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_lists_are_complete_without_scripts(chromium, live_server, chief, pages, language):
    client = Client()
    client.force_login(chief)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for name in ("overview", "articles", "sources", "history"):
        page = client.get(pages[name])
        assert page.status_code == 200, name
        assert "<script>" not in page.text, name
        assert " style=" not in page.text, name


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_an_archivist_merges_two_sources_and_parts_them_again(
    chromium, live_server, chief, archive, language
):
    make_source("خبرگزاری بامداد نو", name_ar="وكالة بامداد نو")
    with at_work(chromium, live_server, chief, language, "phone") as (page, heard):
        page.goto(f"{live_server.url}{reverse('admin:articles_source_changelist')}")
        page.click(f".object-tools a[href='{reverse('admin:source_duplicates')}']")
        page.click(".pairs__pair .pairs__ways a >> nth=0")
        assert Source.objects.filter(name_fa__contains="بامداد نو").count() == 2
        page.fill("#id_reason", "یک منبع‌اند")
        page.click(".submit-row input.default")
        page.wait_for_selector(".messagelist .success")
        assert Source.objects.filter(name_fa__contains="بامداد نو").count() == 1
        page.fill("#id_reason", "دو منبع‌اند")
        page.click(".submit-row input")
        page.wait_for_selector(".messagelist .success")
        assert Source.objects.filter(name_fa__contains="بامداد نو").count() == 2
        assert heard == []


def test_an_editor_compares_two_articles_and_keeps_one(chromium, live_server, chief, archive):
    article = Article.objects.get(key=archive["article"].split("/")[1])
    Article.objects.filter(pk=article.pk).update(review=Article.Review.NEEDED)
    original = article.duplicate_of
    with at_work(chromium, live_server, chief, "fa", "phone", "dark") as (page, heard):
        page.goto(f"{live_server.url}{reverse('admin:index')}")
        page.click(f".tasks a[href='{reverse('admin:duplicates')}']")
        page.click("table a >> nth=0")
        expect(page.locator("del").first).to_be_visible()
        page.fill("#id_reason", "همان خبر است")
        page.click("button[value=original]")
        page.wait_for_selector(".messagelist .success")
        assert not Article.objects.filter(pk=article.pk).exists()
        page.goto(f"{live_server.url}/fa/{archive['article']}")
        assert page.url.endswith(f"/fa/articles/{original.key}/")
        assert heard == []

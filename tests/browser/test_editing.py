"""An editor's work in a real browser: form, calendar, history, bulk pages and the review queue."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.curation.corrections import correct
from articles.models import Article, ReaderReport
from tests.admin.article_pages import change_page, make_editor
from tests.browser.test_accessibility import complaints, faults_in_every_look
from tests.browser.test_pages import opened
from tests.dump_texts import BAKERY, LANTERNS, changed, dump, run, write
from tests.factories import make_article, make_related

VIEWPORTS_AND_SCHEMES = [
    ("fa", "phone", "light"),
    ("fa", "desktop", "dark"),
    ("ar", "phone", "dark"),
]
VIEWPORTS_AND_SCHEMES += [("ar", "desktop", "light")]
QUEUE = reverse("admin:articles_article_review")


@pytest.fixture
def article(transactional_db, tmp_path):
    run(
        *write(tmp_path, dump(related=["برف در مهررود", "Snow in Harbour"], date="شنبه 1404/09/14"))
    )
    return Article.objects.get()


@pytest.fixture
def editor(transactional_db):
    return make_editor("erase_article")


@contextmanager
def at_work(chromium, live_server, client, editor, path, language="fa", size="desktop", **options):
    """The page, signed in, and what its console said."""
    client.force_login(editor)
    session = client.cookies["sessionid"].value
    cookies = {"sessionid": session, "django_language": language}
    with opened(chromium, "about:blank", size, **options) as (page, said):
        page.context.add_cookies(
            [
                {"name": name, "value": text, "url": live_server.url}
                for name, text in cookies.items()
            ]
        )
        page.goto(live_server.url + path)
        yield page, said


def test_correct_import_again_look_at_the_history_and_take_it_back(
    chromium, live_server, client, editor, article, tmp_path
):
    title = article.title
    with at_work(chromium, live_server, client, editor, change_page(article)) as (page, said):
        page.fill("#id_title", "فانوس‌های کهنه بر پل چوبی")
        page.fill("#id_reason", "از روی چاپ")
        page.click("input[name=_continue]")
        page.wait_for_selector(".messagelist .success")
        run(*write(tmp_path / "2", dump(views=99, body=changed(LANTERNS, last="پایان تازه."))))
        page.reload()
        assert page.input_value("#id_title") == "فانوس‌های کهنه بر پل چوبی"
        assert "پایان تازه." in page.input_value("#id_body")
        page.click(".historylink")
        page.wait_for_selector(".versions")
        assert page.locator(".difference__line ins").first.inner_text() == "کهنه"
        page.locator(".version__back").first.click()
        page.wait_for_selector(".messagelist .success")
        assert Article.objects.get().title == title
        assert Article.objects.get().corrected_fields == []
        assert said == []


def test_a_day_is_chosen_by_keyboard(chromium, live_server, client, editor, article):
    with at_work(chromium, live_server, client, editor, change_page(article)) as (page, said):
        page.fill("#id_published_on", "۱۴۰۳/۱۲/۲۹")  # the last day but one of a leap year
        page.focus("#id_published_on")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert "۱۴۰۳" in page.locator(".day-picker__month").inner_text()
        page.keyboard.press("ArrowLeft")  # forward, from right to left
        page.keyboard.press("ArrowDown")
        assert "۱۴۰۴" in page.locator(".day-picker__month").inner_text()
        page.keyboard.press("Enter")
        assert page.input_value("#id_published_on") == "1404-01-07"
        assert page.evaluate("document.activeElement.className") == "day-picker__open"
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        assert page.input_value("#id_published_on") == "1404-01-07"
        assert said == []


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [("1403-12-30", "1403-12-30"), ("1399/12/30", "1399-12-30"), ("2025-03-20", "1403-12-30")],
)
def test_the_calendar_opens_at_the_day_that_is_typed(
    chromium, live_server, client, editor, article, typed, chosen
):
    with at_work(chromium, live_server, client, editor, change_page(article)) as (page, _said):
        page.fill("#id_published_on", typed)
        page.click(".day-picker__open")
        page.keyboard.press("Enter")
        assert page.input_value("#id_published_on") == chosen


def test_sources_are_offered_while_a_name_is_typed(chromium, live_server, client, editor, article):
    with at_work(chromium, live_server, client, editor, change_page(article)) as (page, said):
        page.fill("#id_source", "")
        page.type("#id_source", "خبرخ")
        page.wait_for_selector("#id_source-choices option", state="attached")
        offered = page.locator("#id_source-choices option").first
        assert offered.get_attribute("value") == "خبرخانه ساحل"
        assert said == []


def test_one_key_leads_through_the_queue(chromium, live_server, client, editor, article):
    for number in range(3):
        make_related(make_article(f"خبر {number}"), "خبری که نیست")
    with at_work(chromium, live_server, client, editor, QUEUE) as (page, said):
        page.keyboard.press("n")
        assert page.evaluate("document.activeElement.textContent") == article.title
        page.keyboard.press("Enter")
        page.wait_for_selector(".review-bar")
        page.fill("#id_author", "n")  # typing is not walking
        page.locator("h1").click()
        page.keyboard.press("n")
        page.wait_for_url("**/source/**")
        page.keyboard.press("n")
        page.wait_for_url("**/wanted/**")
        page.keyboard.press("p")
        page.wait_for_url("**/source/**")

        page.focus("[data-review-keys]")
        page.keyboard.press("Space")
        assert not page.locator(".review-bar__key").first.is_visible()
        expect(page.locator("[aria-keyshortcuts]")).to_have_count(0)
        page.goto(live_server.url + QUEUE)  # kept for the next page
        page.keyboard.press("n")
        assert page.evaluate("document.activeElement === document.body")
        assert not page.locator(".review-hint").is_visible()
        page.check("[data-review-keys]")
        page.keyboard.press("n")
        assert page.evaluate("document.activeElement.textContent") == article.title
        assert said == []


def test_the_queue_and_the_form_work_without_scripts(
    chromium, live_server, client, editor, article
):
    options = {"java_script_enabled": False}
    with at_work(chromium, live_server, client, editor, QUEUE, **options) as (page, _said):
        page.locator(".review-list__link").first.click()
        page.fill("#id_published_on", "۱۵ آذر ۱۴۰۴")
        page.fill("#id_source", "خبرخانه ساحل")
        page.click("input[name=_reviewed_next]")
        page.wait_for_url("**/source/**")
        found = Article.objects.get()
        assert (str(found.published_on), found.review) == ("1404-09-15", "done")


@pytest.mark.parametrize(("language", "size", "scheme"), VIEWPORTS_AND_SCHEMES)
def test_a_stale_form_shows_both_versions_and_the_calendar_opens_over_it(
    chromium, live_server, client, editor, article, language, size, scheme
):
    options = {"language": language, "size": size, "scheme": scheme}
    path = change_page(article)
    with at_work(chromium, live_server, client, editor, path, **options) as (page, said):
        page.fill("#id_title", "فانوس‌های من بر پل چوبی")
        correct(article, {"title": "فانوس‌های او بر پل چوبی", "author": "پگاه"})
        page.click("input[name=_save]")
        page.wait_for_selector(".conflicts")
        shown = page.locator(".conflicts__text").all_inner_texts()
        assert [text.strip() for text in shown] == [
            "فانوس‌های او بر پل چوبی",
            "فانوس‌های من بر پل چوبی",
            "پگاه",
            "–",
        ]
        page.locator(".conflicts__words summary").first.click()
        assert complaints(page) == []
        page.click(".day-picker__open")
        assert complaints(page) == []
        page.keyboard.press("Escape")
        page.click("input[name=_save]")
        page.wait_for_url("**/admin/articles/article/")
        assert Article.objects.values_list("title", "author").get() == (
            "فانوس‌های من بر پل چوبی",
            "پگاه",
        )
        assert said == []


def pages_of(article):
    bulk = reverse("admin:articles_article_bulk", args=["reparse"])
    wanted = Article.objects.get(title="خبر 1").related_stories.get().title_key
    return {
        "form": change_page(article) + "?review=80-contradiction-1",
        "history": reverse("admin:articles_article_history", args=[article.pk]),
        "queue": QUEUE,
        "bulk": f"{bulk}?ids={article.pk}",
        "wanted": reverse("admin:articles_article_wanted", args=[wanted]),
    }


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_pages_fit_every_screen_please_axe_and_leave_the_console_silent(
    chromium, live_server, client, editor, article, tmp_path, language
):
    run(*write(tmp_path / "b", dump(title="نان تازه", body=BAKERY, date=None)))
    ReaderReport.objects.create(kind="takedown", message="این خبر حذف شود.", article=article)
    for number in range(3):
        make_related(make_article(f"خبر {number}"), "خبری که نیست")
    correct(article, {"figures": [[1, "پل", "پل در شب", "نگار"]], "title": "فانوس‌های کهنه"})
    Article.objects.filter(pk=article.pk).update(body=f"منوی سایت\n\n{article.body}")
    with at_work(chromium, live_server, client, editor, "/admin/", language) as (page, said):
        found = {}
        said.clear()
        for name, path in pages_of(article).items():
            page.goto(live_server.url + path)
            found[name] = said + faults_in_every_look(page)
            said.clear()
        assert {name: texts for name, texts in found.items() if texts} == {}


def test_what_is_typed_is_kept_in_the_browser_and_days_are_told_as_they_are_typed(
    chromium, live_server, client, editor, article
):
    with at_work(chromium, live_server, client, editor, change_page(article)) as (page, said):
        page.fill("#id_published_on", "28 December 2025")
        words = page.locator("#id_published_on_words")
        expect(words).to_contain_text("یکشنبه ۷ دی ۱۴۰۴")
        page.fill("#id_published_on", "2068/01/01")
        expect(words.locator("input[name=published_on-sure]")).to_be_visible()
        page.fill("#id_published_on", "")
        page.fill("#id_body", "نوشته‌ای که ذخیره نشد.")
        expect(page.locator("[data-draft]")).to_have_attribute("data-kept", "")
        expect(page.locator("input[name=_save]")).to_be_in_viewport()
        page.reload()
        expect(page.locator("#id_body")).not_to_have_value("نوشته‌ای که ذخیره نشد.")
        page.click("[data-restore]")
        expect(page.locator("#id_body")).to_have_value("نوشته‌ای که ذخیره نشد.")
        page.click("input[name=_continue]")
        page.wait_for_selector(".messagelist .success")
        page.reload()
        expect(page.locator("[data-draft]")).to_be_hidden()
        assert said == []
    article.refresh_from_db()
    assert article.body == "نوشته‌ای که ذخیره نشد."

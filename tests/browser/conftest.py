"""A real Chromium, and a small archive to look at with it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import override_settings
from playwright.sync_api import sync_playwright

from articles.events.following import follow as link
from articles.models import ArticleChange, EventReport, Source
from articles.reuse.following import follow
from articles.search.index.files import index_files
from articles.search.index.writing import rebuild
from tests.factories import (
    make_article,
    make_capture,
    make_figure,
    make_related,
    make_source,
)

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The shell is the same browser without the windows around its pages, for two thirds of the
processor time."""


def pytest_collection_modifyitems(items):
    """These tests are marked ``browser`` by where they stand, and skipped without a browser.

    They are about pages, not databases: one database is enough.
    """
    folder = Path(__file__).parent
    engine = django_settings.DATABASES["default"]["ENGINE"]
    for item in items:
        if folder in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                reason = "There is no Chromium: apt-get install chromium-headless-shell"
                item.add_marker(pytest.mark.skip(reason=reason))
            if engine != "django.db.backends.sqlite3":
                item.add_marker(pytest.mark.skip(reason="once, on SQLite"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """A file holds the database here: in memory, SQLite lets no writer wait for another, and a page
    that is stored while a worker stores something is refused."""
    folder = tmp_path_factory.mktemp("database")
    connection.settings_dict["TEST"]["NAME"] = str(folder / "archive.sqlite3")


@pytest.fixture(scope="session")
def chromium(live_server):
    """Ends before the server, to which its windows keep connections."""
    # Playwright keeps an event loop in this thread, from which Django would refuse its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()
    for thread in threading.enumerate():  # each connection has one, which closes the database
        if "process_request_thread" in thread.name:
            thread.join(30)
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def filled_archive(django_db_setup, django_db_blocker, tmp_path_factory):
    """A copy of the database of the archive, the folder of its index, and the paths of its pages.

    It is made once, since every test here begins with it.
    """
    folder = tmp_path_factory.mktemp("archive")
    with (
        django_db_blocker.unblock(),
        closing(sqlite3.connect(":memory:")) as before,
        closing(sqlite3.connect(":memory:")) as filled,
    ):
        connection.ensure_connection()
        connection.connection.backup(before)
        with override_settings(DATA_DIR=folder):
            paths = fill()
            rebuild(index_files())
        connection.connection.backup(filled)
        before.backup(connection.connection)
        yield filled, folder, paths


@pytest.fixture
def archive(transactional_db, filled_archive, settings, tmp_path):
    """An article with every part, among others, and their index; the paths of the pages to look
    at, by name."""
    filled, folder, paths = filled_archive
    connection.ensure_connection()
    filled.backup(connection.connection)
    settings.DATA_DIR = shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return dict(paths)


def make_event(source: Source) -> str:
    """An event that outlets of three languages have reported on two days; its key."""
    words = "در بندر سپیدرود ۱۸ نفر از آتش رهایی یافتند"
    reports = [
        make_article("آتش‌سوزی در انبار بندر سپیدرود", source=source, body=words),
        make_article(
            "حريق في مستودع ميناء سبيدرود",
            source=make_source("صحيفة الفجر المتخيلة", "ar"),
            body="نجا 18 شخصا من الحريق في إيران.",
            language="ar",
        ),
        make_article(
            "Warehouse-fire-in-the-harbour-of-Sepidrud is put out",
            source=make_source("Cedar Wire", "en"),
            body="All 18 are safe, Iran said.",
            language="en",
            day=date(2025, 12, 29),
        ),
    ]
    ArticleChange.objects.log(ArticleChange.Kind.CREATED, [each.pk for each in reports])
    link()
    first = reports[0].pk
    EventReport.objects.filter(article__in=reports).update(event=first, leader=first)
    return reports[0].key


def fill() -> dict[str, str]:
    """Make the archive; the paths of the pages to look at, by name."""
    source = make_source(
        "بامداد نو", slug="بامداد-نو", name_ar="بامداد نو", homepage="https://bamdad.example.org/"
    )
    others = [make_article(source=source, body="بند " * 80) for _ in range(35)]
    english = make_article(
        "A harbour of paper boats and unusually-long-compound-words-in-its-title",
        language="en",
        source=make_source("The Harbour Ledger", "en"),
        body="Eleven families fold boats of newsprint.\n\nThey float until noon.",
    )
    article = make_article(
        "دارهای قالی به مدرسهٔ قدیمی بازگشتند",
        source=source,
        author="مهتاب رستگار",
        body="بند نخست دربارهٔ Northwind Textiles است.\n\nبند دوم.",
        views=1526,
        url="https://bamdad.example.org/" + "very-long-segment" * 20,
        external_id="1404" * 20,
        date_text="یکشنبه ۷ دی ۱۴۰۴",
        duplicate_of=others[0],
    )
    make_figure(article, 1, alt="زنی پشت دار قالی", caption="نخستین قالی", credit="File: X/AP")
    make_related(article, english.title, english)
    make_related(article, "خبری که هنوز نیست")
    make_related(english, article.title, article)
    parsed = {"title": article.title, "paragraphs": ["بند نخست دربارهٔ بافندگان است.", "بند دوم."]}
    moment = datetime(2025, 12, 29, 6, tzinfo=UTC)
    first = make_capture(
        article, "متن خام".encode(), views=12, captured_at=moment, parsed=parsed, body_hash="1"
    )
    paragraphs = [*article.paragraphs, *(f"بند شمارهٔ {number}" for number in range(3, 9))]
    make_capture(
        article,
        "متن تازه".encode(),
        views=1526,
        captured_at=moment + timedelta(days=20),
        parsed={**parsed, "paragraphs": paragraphs, "url": article.url},
        body_hash="2",
    )
    corrections = {"author": "مهتاب رستگار", "body": article.body, "url": article.url}
    article.correct(corrections, by=None)
    passage = " ".join(f"واژه‌{number}" for number in range(60))
    shared = [
        make_article(
            f"بندی که {name} هم دارد",
            day=date(2024, 11, number),
            source=make_source(name),
            body=f"{passage}\n\nپایان {name}",
        )
        for number, name in enumerate(("شفق", "ساحل", "کرانه"), 1)
    ]
    follow()
    event = make_event(source)
    for month in range(1, 12):
        make_article(
            f"قالی شمارهٔ {month}", source=source, day=date(2024, month, 3), body="قالی " * 400
        )
    return {
        "home": "",
        "older news": "?before=2025-12-29.aaaaaaaaaaaaaaaa",
        "article": f"articles/{article.key}/",
        "english article": f"articles/{english.key}/",
        "shared": f"articles/{shared[1].key}/shared/",
        "shared passages": f"articles/{shared[0].key}/shared/{shared[1].key}/",
        "article that appeared elsewhere": f"articles/{shared[1].key}/",
        "scraped": f"articles/{article.key}/scraped/",
        "history": f"articles/{article.key}/history/",
        "history without captures": f"articles/{english.key}/history/",
        "difference": f"articles/{article.key}/history/?from={first.pk}",
        "report": f"articles/{article.key}/report/",
        "report sent": f"articles/{english.key}/report/?sent",
        "sources": "sources/",
        "source": "sources/بامداد-نو/",
        "archive": "archive/",
        "no date": f"archive/?date={'هرگز' * 60}",
        "year": "archive/jalali/1403/",
        "month": "archive/gregorian/2025/12/",
        "day": "archive/jalali/1404/10/07/",
        "day of a source": f"archive/jalali/1404/10/07/?source={source.slug}&lang=all",
        "event": f"events/{event}/",
        "day without news": "archive/jalali/1404/10/08/",
        "newest": "search/",
        "found": "search/?q=قالی&source=بامداد-نو&from=1402&to=1405",
        "not found": f"search/?q={'بی‌پایان' * 60}&from=هرگز&sort=x",
        "trends": "trends/?q=قالی,کتاب,بازار&by=language",
        "search help": "help/search/",
        "about": "about/",
        "missing page": "nowhere/",
    }

"""Every address of the site, and who is let in: the table below is the whole of it.

A page lets somebody in who gets neither 403 nor the page for signing in. Rows name pages by their
URL names, pages of the admin about records by the record and what is done with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from articles.models import (
    AccountEvent,
    ApiToken,
    BulkChange,
    Feed,
    ImportBatch,
    NameSet,
    ReaderReport,
    Tombstone,
)
from articles.transparency import heads, log
from tests.factories import make_article, make_capture, make_source

pytestmark = pytest.mark.django_db

GROUPS = {"importer": "Importers", "editor": "Editors", "archivist": "Archivists"}

ALL = frozenset({"anonymous", "reader", "importer", "editor", "archivist", "chief"})
STAFF = ALL - {"anonymous", "reader"}
IMPORTERS = frozenset({"importer", "archivist", "chief"})
EDITORS = frozenset({"editor", "archivist", "chief"})
ARCHIVISTS = frozenset({"archivist", "chief"})
CHIEF = frozenset({"chief"})
NOBODY: frozenset[str] = frozenset()

PUBLIC = {
    "root": 302,
    "favicon.ico": 302,
    "healthz": 200,
    "readyz": 200,
    "metrics": 404,
    "suggest": 200,
    "robots": 200,
    "opensearch": 200,
    "opensearch_suggestions": 200,
    "sitemap_index": 200,
    "sitemap_of_pages": 200,
    "sitemap_of_year": 200,
    "oai": 200,
    "timegate": 302,
    "event": 302,
    "timemap": 200,
    "transparency": 200,
    "transparency_feed": 200,
    "verify_receipt": 200,
    "receipt": 200,
    "log_head": 200,
    "log_stamp": 404,  # without an authority
    "dataset": 200,
    "dataset_file": 404,  # before it was exported
    "consistency": 200,
    "admin_password_reset": 404,  # without a mail server
    "password_reset_done": 200,
    "password_reset_confirm": 200,
    "password_reset_complete": 200,
    "home": 200,
    "web_manifest": 200,
    "feed": 200,
    "about": 200,
    "search": 200,
    "search_feed": 200,
    "trends": 200,
    "trends_table": 200,
    "trends_picture": 200,
    "search_help": 200,
    "article": 200,
    "article_format": 200,
    "article_picture": 200,
    "raw_capture": 200,
    "capture_text": 200,
    "article_history": 200,
    "shared_family": 200,
    "shared_passages": 200,
    "report": 200,
    "archive": 200,
    "archive/CALENDAR": 301,
    "archive_year": 200,
    "archive_month": 200,
    "archive_day": 200,
    "source_list": 200,
    "source": 200,
    "source_feed": 200,
    "oembed": 400,  # without an address
    "short_link": 302,
    "api_page": 200,
    "api_openapi": 200,
    "api_articles": 200,
    "api_article": 200,
    "api_captures": 200,
    "api_history": 200,
    "api_raw": 200,
    "api_search": 200,
    "api_months": 200,
    "api_sources": 200,
    "api_source": 200,
    "api_names": 200,
    "api_changes": 200,
    "api_corrections": 401,  # asks for a token with the right: tests/views/api/test_correcting.py
    "api_import_items": 401,  # asks for a token of its own: tests/views/api
}
"""Pages for everybody, with what they answer."""

ADMIN = {
    "index": STAFF,
    "login": ALL,
    "logout": ALL,
    "language": ALL,
    "password_change": STAFF,
    "password_change_done": STAFF,
    "autocomplete": NOBODY,  # without naming a field: 403
    "jsi18n": STAFF,
    "view_on_site": STAFF,
    "app_list": STAFF,
    "catch_all": STAFF,
    "auth_user_password_change": CHIEF,
    "articles_import": IMPORTERS,
    "articles_job": IMPORTERS,
    "articles_job_status": IMPORTERS,
    "articles_job_cancel": IMPORTERS,
    "articles_job_again": IMPORTERS,
    "articles_job_confirm": IMPORTERS,
    "articles_job_item": IMPORTERS,
    "articles_job_many": IMPORTERS,
    "articles_job_mapping": IMPORTERS,
    "articles_import_report": STAFF,
    "articles_import_csv": STAFF,
    "articles_import_undo": IMPORTERS,
    "staff_work": STAFF,
    "duplicates": STAFF,
    "duplicate": STAFF,
    "article_merge": STAFF,
    "source_duplicates": STAFF,
    "source_merging": ARCHIVISTS,
    "source_merge": STAFF,
    "sources_distinct": EDITORS,
    "source_habits": EDITORS,
    "source_evidence": EDITORS,
    "source_habit": EDITORS,
    "source_habits_undo": EDITORS,
    "dismissed": STAFF,
    "dismissed_back": EDITORS,
    "event_decisions": STAFF,
    "event_editing": STAFF,
    "event_decision_undo": EDITORS,
    "articles_article_bulk": STAFF,
    "articles_article_review": EDITORS,
    "articles_article_review_next": EDITORS,
    "articles_article_wanted": STAFF,
    "articles_article_revert": EDITORS,
    "articles_source_choices": STAFF,
    "day_words": STAFF,
    "account_events_csv": CHIEF,
    "own_list": STAFF,
    "single_sign_on": ALL,
    "single_sign_on_back": ALL,
    "single_sign_on_code": ALL,
    "sessions": STAFF,
    "notices": STAFF,
    "notice": STAFF,
    "notice_choices": STAFF,
    "second_factor": STAFF,
    "second_factor_picture": STAFF,
    "passkey_to_add": STAFF,
    "passkey_to_sign_in": ALL,
    "bulk_change": STAFF,
    "bulk_change_csv": STAFF,
    "bulk_change_undo": EDITORS,
}

RECORDS = {
    "articles_article": {"view": STAFF, "add": NOBODY, "delete": NOBODY},
    "articles_importbatch": {"view": STAFF, "add": STAFF, "delete": NOBODY},
    "articles_capture": {"view": STAFF, "add": NOBODY, "delete": NOBODY},
    "articles_accountevent": {"view": CHIEF, "add": NOBODY, "delete": NOBODY},
    "articles_bulkchange": {"view": STAFF, "add": NOBODY, "delete": NOBODY},
    "articles_tombstone": {"view": STAFF, "add": NOBODY, "delete": NOBODY},
    "articles_nameset": {"view": STAFF, "add": EDITORS, "delete": EDITORS},
    "articles_readerreport": {"view": STAFF, "add": NOBODY, "delete": NOBODY},
    "articles_apitoken": {"view": STAFF, "add": ARCHIVISTS, "delete": NOBODY},
    "articles_feed": {"view": STAFF, "add": ARCHIVISTS, "delete": ARCHIVISTS},
    "articles_source": {"view": STAFF, "add": EDITORS, "delete": ARCHIVISTS},
    "auth_user": {"view": CHIEF, "add": CHIEF, "delete": CHIEF},
    "auth_group": {"view": CHIEF, "add": CHIEF, "delete": CHIEF},
    "axes_accessattempt": {"view": CHIEF, "add": NOBODY, "delete": NOBODY},
}
"""Records of the admin. Whoever may see one gets its list, its form (perhaps to read only) and its
history."""

ACTIONS = {
    "changelist": "view",
    "change": "view",
    "history": "view",
    "simple_history": "view",
    "add": "add",
    "delete": "delete",
}


def walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Each route with the name of its row."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.name or unnamed(route)
        else:
            yield from walk(pattern, route)


def unnamed(route: str) -> str:
    if route == "admin/(?P<url>.*)$":
        return "catch_all"
    if route.endswith("/<path:object_id>/"):
        return "to_" + "_".join(route.split("/")[1:3]) + "_change"  # leads on to the form
    if "(?P<calendar>" in route:
        return "archive/CALENDAR"
    return route


ROUTES = dict(walk(get_resolver()))


def let_in(name: str) -> frozenset[str] | None:
    """Whom the table lets in; None where it has no row."""
    if name in PUBLIC:
        return ALL
    if name in ADMIN:
        return ADMIN[name]
    record, _sign, action = name.removeprefix("to_").rpartition("_")
    if action == "history" and record.endswith("_simple"):
        record = record.removesuffix("_simple")
    rights = RECORDS.get(record)
    if rights is None or action not in ACTIONS:
        return None
    # What only leads on to the form asks for nothing but a member of staff.
    return STAFF if name.startswith("to_") else rights[ACTIONS[action]]


@pytest.mark.parametrize("route", ROUTES)
def test_every_address_has_a_row(route):
    assert let_in(ROUTES[route]) is not None, f"tests/test_access.py has no row for {route}"


@pytest.fixture
def records(rebuild_index):
    source = make_source(slug="bamdad")
    article = make_article("خبر ساختگی", source=source)
    capture = make_capture(article, "خبر ساختگی".encode())
    rebuild_index()
    source.save()  # its first version
    log.append()
    heads.sign(timezone.now())
    made = {
        "articles_article": article,
        "articles_source": source,
        "articles_capture": capture,
        "articles_accountevent": AccountEvent.objects.create(kind="failed", name="x"),
        "articles_bulkchange": BulkChange.objects.create(action="hide", values={}),
        "articles_importbatch": ImportBatch.objects.get(),
        "articles_tombstone": Tombstone.objects.create(key="c" * 16, reason="takedown"),
        "articles_nameset": NameSet.objects.create(),
        "articles_readerreport": ReaderReport.objects.create(
            article=article, kind="date", message="x"
        ),
        "articles_apitoken": ApiToken.objects.issue(name="x", owner=User.objects.create())[0],
        "articles_feed": Feed.objects.create(name="x", url="https://news.example/feed"),
        "auth_user": User.objects.create_user("somebody"),
        "auth_group": Group.objects.create(name="a group"),
        "axes_accessattempt": AccessAttempt.objects.create(failures_since_start=1),
    }
    keys = {"key": article.key, "other": make_article("یک خبر دیگر", day=None).key}
    return {name: record.pk for name, record in made.items()} | keys


def address(route: str, records: dict[str, object]) -> str:
    """A real address for a route; numbers of nothing where a page is about other records."""
    values = {
        "key": records["key"],
        "other": records["other"],
        "original": records["key"],
        "form": "json",
        "calendar": "jalali",
        "year": "2025" if "sitemap" in route else "1404",
        "month": "10",
        "day": "07",
        "part": "1",
        "slug": "bamdad",
        "url": "nowhere/",
        "app_label": "articles",
        "object_id": record_of(route, records),
        "id": records["auth_user"],
        "content_type_id": "999999",
        "pk": record_of(route, records),
        "capture": records["articles_capture"],
        "first": 1,
        "size": 1,
        "path": "manifest.json",
        "second": 1,
    }
    route = re.sub(r"\(\[\^/\]\+\)", "999999", route)
    route = re.sub(
        r"<(?:\w+:)?(\w+)>(?!\[|\\|jalali|json|\.|articles|auth)",
        lambda found: str(values.get(found[1], 999999)),
        route,
    )
    route = re.sub(
        r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", lambda found: str(values[found[1]]), route
    )
    return "/" + route.replace("^", "").replace("$", "").replace("\\.", ".")


def record_of(route: str, records: dict[str, object]) -> object:
    return records.get("_".join(route.split("/")[1:3]), 999999)


def signed_in(role: str, **options) -> Client:
    client = Client(**options)
    if role == "anonymous":
        return client
    if role == "chief":
        client.force_login(User.objects.create_superuser(role))
        return client
    user = User.objects.create_user(role, is_staff=role in GROUPS)
    if role in GROUPS:
        user.groups.add(Group.objects.get(name=GROUPS[role]))
    client.force_login(user)
    return client


def is_to_sign_in(response) -> bool:
    return response.headers.get("Location", "").startswith("/admin/login/")


@pytest.mark.parametrize("role", sorted(ALL))
def test_who_is_let_in(role, records, settings):
    client = signed_in(role, raise_request_exception=False)
    wrong = {}
    for route, name in ROUTES.items():
        response = client.get(address(route, records))
        if response.status_code == 405 and name != "logout":
            response = client.post(address(route, records))
        is_in = response.status_code != 403 and not is_to_sign_in(response)
        expected = PUBLIC.get(name, response.status_code)
        allowed = let_in(name)
        if response.status_code >= 500 or response.status_code != expected:
            wrong[route] = response.status_code
        elif allowed is not None and is_in != (role in allowed):
            wrong[route] = f"{response.status_code}, let in: {is_in}"
    assert wrong == {}


@pytest.mark.parametrize("role", ["anonymous", "chief"])
def test_nothing_is_changed_without_the_token_of_a_form(role, records):
    client = signed_in(role, enforce_csrf_checks=True, raise_request_exception=False)
    taken = {}
    for route in ROUTES:
        response = client.post(address(route, records), {"post": "yes"})
        if response.status_code not in (401, 403, 405) and not is_to_sign_in(response):
            taken[route] = response.status_code
    assert taken == {"oai": 200}  # OAI-PMH has its requests posted too; they change nothing

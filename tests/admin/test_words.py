"""The staff pages are in Persian and Arabic throughout, also where their texts are Django's."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from importlib import import_module

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from articles.curation.bulk_changes import change_all
from articles.curation.source_merging import merge
from articles.models import AccountEvent, ApiToken, BulkChange, Feed, ImportBatch
from tests.factories import make_article, make_capture, make_source

pytestmark = pytest.mark.django_db

ALIKE = {"%(day)s (%(other_day)s)", "SHA-256"}
"""Messages whose translation is the same."""


@pytest.fixture
def untranslated(monkeypatch):
    """Messages that were asked for and are the same in the language of the page."""
    # The columns of the open data are named in English, once, as the addresses are loaded.
    import_module(settings.ROOT_URLCONF)
    found: set[str] = set()
    catalogue = translation._trans
    languages = {"فارسی", "عربی", "العربیة"}

    def watch(name, first):
        ask = getattr(catalogue, name)

        def watched(*args):
            answer = ask(*args)
            message = args[first]
            is_word = any(letter.isalpha() and letter.isascii() for letter in message)
            if answer in args and is_word and message not in languages:
                found.add(message)
            return answer

        monkeypatch.setattr(catalogue, name, watched, raising=False)

    for name, first in (("gettext", 0), ("ngettext", 0), ("pgettext", 1), ("npgettext", 1)):
        watch(name, first)
    return found


def addresses():
    """Every page that the admin has for a record of each model."""
    import_module(settings.ROOT_URLCONF)  # which registers them
    for model in admin.site._registry:
        options = model._meta
        names = [("changelist", []), ("add", [])]
        if record := model._default_manager.first():
            names += [(page, [record.pk]) for page in ("change", "history", "delete")]
        for page, args in names:
            try:
                yield reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=args)
            except NoReverseMatch:  # this model has no such page
                continue
    yield from map(reverse, ("admin:index", "admin:password_change", "admin:articles_import"))


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_nothing_on_the_pages_of_the_admin_is_left_in_english(
    client, admin_client, untranslated, language
):
    make_capture(make_article(), b"raw")
    for each in (admin_client, client):
        each.cookies["django_language"] = language
    for address in addresses():
        admin_client.get(address)
        if not address.endswith("/delete/"):
            admin_client.post(address, {})
    client.post(reverse("admin:login"), {"username": "x", "password": "y"})
    assert untranslated - ALIKE == set()


class Words(HTMLParser):
    """Words in Latin letters that a page shows, or tells those who hear it."""

    UNREAD = {"script", "style", "code", "pre", "option"}
    TOLD = {"alt", "aria-label", "placeholder", "title"}

    def __init__(self, page: str):
        super().__init__()
        self.found: set[str] = set()
        self._unread = ""
        self.feed(page.partition("</head>")[2])

    def handle_starttag(self, tag, attrs):
        self._unread = self._unread or (tag if tag in self.UNREAD else "")
        for name, value in attrs:
            if name in self.TOLD or (
                name == "value" and tag == "input" and ("type", "submit") in attrs
            ):
                self._find(value or "")

    def handle_endtag(self, tag):
        if tag == self._unread:
            self._unread = ""

    def handle_data(self, data):
        if not self._unread:
            self._find(data)

    def _find(self, text):
        self.found |= set(re.findall(r"[A-Za-z]{2,}", text))


SPELT = {"Command", "Control", "CSV", "gz", "IP", "LDAP", "Mac", "SHA", "tar", "tgz", "zip"}
"""Words that are in Latin letters in every language."""
NAMES = {*"archive index rebuild search verify".split(), *"text utf".split()}
NAMES |= {*"example feed https paper".split(), *"invented raw txt".split()}
"""Those of commands, of what is kept with a capture, and of the records that are shown."""


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_no_word_of_a_page_is_in_latin_letters(client, language):
    chief = User.objects.create_superuser("مهتاب", email="")
    role = Group.objects.get(name="Editors")
    User.objects.create_user("لیلا", is_staff=True).groups.add(role)
    make_capture(make_article(source=make_source(), key="7" * 16), b"raw")
    AccessAttempt.objects.create(username="لیلا", failures_since_start=3, ip_address="::1")
    ApiToken.objects.issue(name="خزنده", owner=chief, scopes=["read"], all_sources=True)
    Feed.objects.create(name="خوراک", url="https://paper.example/feed")
    AccountEvent.objects.all().delete()  # those of the migrations
    client.force_login(chief)
    client.cookies["django_language"] = language
    left = {}
    # What is said of a deletion and in a history is a text of its own time.
    shown = [each for each in addresses() if not each.endswith(("/delete/", "/history/"))]
    for address in shown:
        page = client.get(address)
        left[address] = Words(page.text).found - SPELT - NAMES if page.status_code == 200 else set()
    print(*((address, *sorted(words)) for address, words in left.items() if words), sep="\n")
    assert not any(left.values())


def test_the_watch_sees_what_has_no_translation(untranslated):
    unknown, known = "A sentence of nobody", "Overview"
    with translation.override("fa"):
        for message in (unknown, known):
            translation.gettext(message)
    assert untranslated == {unknown}


@pytest.mark.parametrize(
    ("language", "words"),
    [("fa", ["روی هم: ۱", "۷ دی ۱۴۰۴"]), ("ar", ["المجموع: ١", "٢٨ ديسمبر ٢٠٢٥"])],
)
def test_lists_count_and_date_in_the_readers_words(admin_client, language, words):
    make_article()
    admin_client.cookies["django_language"] = language
    page = admin_client.get(reverse("admin:articles_article_changelist")).text
    for each in words:
        assert each in page
    assert "1404-10-07" not in page


def test_the_list_of_imports_says_outcomes_in_words(admin_client):
    ImportBatch.objects.create(label="دی", counts={"created": 3, "rejected": 1, "skipped": 2})
    page = admin_client.get(reverse("admin:articles_importbatch_changelist")).text
    assert "۳ تازه، ۱ ردشده" in page
    assert "skipped" not in page


def test_time_stamps_of_a_record_are_in_the_readers_calendar(admin_client):
    joined = datetime(2025, 12, 28, 9, tzinfo=UTC)
    user = User.objects.create_user("reza", date_joined=joined)
    page = admin_client.get(reverse("admin:auth_user_change", args=[user.pk])).text
    assert "۷ دی ۱۴۰۴" in page
    assert "2025" not in page


def test_a_time_that_never_was_is_a_dash(admin_client):
    user = User.objects.create_user("newcomer")
    page = admin_client.get(reverse("admin:auth_user_change", args=[user.pk])).text
    assert "None" not in page and '<div class="readonly">–</div>' in page


def test_roles_have_their_names_in_the_language_of_the_page(admin_client):
    role = Group.objects.get(name="Importers")
    for page in ("changelist", "change"):
        args = [role.pk] if page == "change" else []
        assert (
            "واردکنندگان" in admin_client.get(reverse(f"admin:auth_group_{page}", args=args)).text
        )


def test_no_page_shows_anything_of_a_password(admin_client):
    user = User.objects.create_user("reza", password="a long secret")
    page = admin_client.get(reverse("admin:auth_user_change", args=[user.pk])).text
    algorithm, salt, digest = user.password.split("$")[:3]
    for part in (algorithm, salt[:6], digest[:6]):
        assert part not in page
    assert "گذرواژه گذاشته شده است." in page


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_lists_keep_no_latin_digits(admin_client, language):
    """Neither in what Django says of selected rows, nor in numbers of records."""
    for title in ("خبر نخست", "خبر دوم", "خبر سوم"):
        make_capture(make_article(title), title.encode())
    admin_client.cookies["django_language"] = language
    for model in ("article", "importbatch", "capture", "source"):
        with translation.override("fa"):  # the page's language is not to be that of other tests
            page = admin_client.get(reverse(f"admin:articles_{model}_changelist")).text
        shown = re.sub(r"(?s)<(script|select|bdi dir=.ltr.).*?</\w+>|<[^>]+>", " ", page)
        assert not re.findall(r"[^\n]{0,20}[0-9][^\n]{0,20}", shown), model


@pytest.mark.parametrize(("language", "words"), [("fa", "انتخاب شده است"), ("ar", "لا شيء محدد")])
def test_scripts_say_how_many_rows_are_chosen_in_the_words_of_the_catalogue(
    admin_client, language, words
):
    admin_client.cookies["django_language"] = language
    script = admin_client.get(reverse("admin:jsi18n")).text
    assert json.dumps(words)[1:-1] in script


@pytest.mark.parametrize(("language", "words"), [("fa", "واردکنندگان"), ("ar", "المستوردون")])
def test_accounts_are_filtered_by_the_names_of_roles(admin_client, language, words):
    User.objects.create_user("reza").groups.add(Group.objects.get(name="Importers"))
    admin_client.cookies["django_language"] = language
    page = admin_client.get(reverse("admin:auth_user_changelist")).text
    assert words in page and ">Importers<" not in page


def test_names_of_people_lead_to_what_they_have_done(admin_client, admin_user):
    source = make_source("بامداد کهنه")
    merge(source, make_source("بامداد نو"), by=admin_user, reason="یک منبع")
    change_all([make_article().pk], {"language": "ar"}, action="language", by=admin_user, reason="")
    name = f'<a href="{reverse("admin:staff_work", args=[admin_user.pk])}"><bdi>admin</bdi></a>'
    change = BulkChange.objects.get().pk
    for page in (reverse("admin:source_duplicates"), reverse("admin:bulk_change", args=[change])):
        assert name in admin_client.get(page).text

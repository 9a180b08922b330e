"""Accounts: what a stolen password opens, invitations, resets, sessions, and importers of certain
sources."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.admin.pages.sessions import browser_of
from articles.admin_site.setup_codes import MOST_FAILURES, give_code, take_code
from articles.models import (
    AccountEvent,
    Article,
    ImportBatch,
    ImportScope,
    Job,
    SetupCode,
    Source,
    StaffSession,
)
from tests.admin.test_importing import previewed, work
from tests.admin.test_second_factor import code_of
from tests.dump_texts import BAKERY, dump, run, write
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db

INDEX, LOGIN = reverse("admin:index"), reverse("admin:login")
PAGE, PICTURE = reverse("admin:second_factor"), reverse("admin:second_factor_picture")
SESSIONS, USERS = reverse("admin:sessions"), reverse("admin:auth_user_changelist")
RESET = reverse("admin_password_reset")
PASSWORD, NEW = "a lantern on the bridge", "a bridge below the lantern"


def account(name="editor", *roles, **fields):
    user = User.objects.create_user(
        name, f"{name}@paper.example", PASSWORD, is_staff=True, **fields
    )
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def sign_in(name="editor", password=PASSWORD, **options):
    client = Client(**options)
    client.post(LOGIN, {"username": name, "password": password})
    return client


def chief():
    client = Client()
    client.force_login(User.objects.create_superuser("chief"))
    return client


# -- a stolen password -----------------------------------------------------------------------------


def test_a_stolen_password_alone_opens_nothing_where_a_second_factor_is_required(settings):
    settings.SECOND_FACTOR_ROLES = ["Editors"]
    user = account("editor", "Editors")
    thief = sign_in()
    article = make_article("عنوان کهنه")
    change = reverse("admin:articles_article_change", args=[article.pk])
    for address in (INDEX, change, SESSIONS, reverse("admin:password_change")):
        for answer in (thief.get(address), thief.post(address, {"title": "x"})):
            assert (answer.status_code, answer.url) == (302, PAGE), address
    page = thief.get(PAGE).text
    assert "رمز برپایی" in page and "second-factor__key" not in page
    assert thief.get(PICTURE).status_code == 404
    for sent in ({"code": "000000"}, {"setup_code": ""}, {"setup_code": "abcd-efgh-jkmn"}):
        assert "second-factor__key" not in thief.post(PAGE, sent).text
    assert not TOTPDevice.objects.filter(user=user).exists()
    # Even a thief who knows what the owner's app would show sets up nothing.
    owner = sign_in()
    owner.post(PAGE, {"setup_code": give_code(user)})
    owner.get(PAGE)
    device = TOTPDevice.objects.get(user=user)
    code = code_of(user)
    thief.post(PAGE, {"code": code})
    device.refresh_from_db()
    assert not device.confirmed
    assert owner.post(PAGE, {"code": code}).status_code == 200
    assert owner.get(INDEX).status_code == 200
    assert thief.get(INDEX).status_code == 302
    assert Article.objects.get().title == "عنوان کهنه"


def test_each_session_sets_up_a_key_of_its_own(settings):
    user = account()
    first, second = sign_in(), sign_in()
    keys = [re.search(r'second-factor__key" dir="ltr">(.*?)<', client.get(PAGE).text)[1]
            for client in (first, second)]  # fmt: skip
    assert keys[0] != keys[1]
    assert first.get(PAGE).text.count(keys[0]) == 1
    assert TOTPDevice.objects.filter(user=user, confirmed=False).count() == 2


def test_a_code_for_setting_up_is_good_once_for_its_owner_and_for_a_week():
    user, other = account(), account("other")
    code = give_code(user)
    assert not take_code(other, code)
    assert take_code(user, f" {code.upper()} ") and not take_code(user, code)
    code = give_code(user)
    SetupCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert not take_code(user, code)
    code = give_code(user)
    for _ in range(MOST_FAILURES):
        assert not take_code(user, "abcd-efgh-jkmn")
    assert not take_code(user, code)
    assert give_code(user) not in str(SetupCode.objects.values())


def test_administrators_and_the_command_give_codes(settings, capsys):
    settings.SECOND_FACTOR_ROLES = ["Editors"]
    user = account("editor", "Editors")
    data = {"action": "give_setup_code", "_selected_action": [user.pk]}
    page = chief().post(USERS, data, follow=True).text
    shown = re.search(r'<code dir="ltr">([a-z2-9-]{14})</code>', page)[1]
    assert take_code(user, shown)
    call_command("setup_code", "editor")
    assert take_code(user, capsys.readouterr().out)
    with pytest.raises(CommandError):
        call_command("setup_code", "nobody")


# -- invitations and resets ------------------------------------------------------------------------


def invite(user):
    data = {"action": "invite", "_selected_action": [user.pk]}
    return chief().post(USERS, data, follow=True).text


def choose(client, link, password=NEW):
    form = client.get(link, follow=True).request["PATH_INFO"]
    return client.post(form, {"new_password1": password, "new_password2": password}, follow=True)


def test_an_invitation_is_shown_to_the_administrator_where_no_mails_are_sent(settings):
    settings.SECOND_FACTOR_ROLES = ["Editors"]
    user = account("editor", "Editors")
    user.set_unusable_password()
    user.save()
    page = invite(user)
    link = re.search(r"http://testserver(/admin/reset/[^<]+)", page)[1]
    code = re.search(r'<code dir="ltr">([a-z2-9-]{14})</code>', page)[1]
    assert choose(Client(), link).status_code == 200
    client = sign_in(password=NEW)
    assert client.get(INDEX).url == PAGE
    assert "second-factor__key" in client.post(PAGE, {"setup_code": code}).text
    # A link is good for one password.
    again = Client()
    choose(again, link, PASSWORD)
    assert sign_in(password=PASSWORD).get(INDEX).status_code == 302


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_invitations_and_resets_go_by_mail(settings, language):
    settings.MAIL_SERVER = object()
    user = account()
    page = invite(user)
    assert "/admin/reset/" not in page and len(mail.outbox) == 1
    client = Client()
    client.cookies["django_language"] = language
    assert RESET in client.get(LOGIN).text
    answers = [client.post(RESET, {"email": to}, follow=True).text
               for to in ("editor@paper.example", "nobody@paper.example")]  # fmt: skip
    assert answers[0] == answers[1] or len(answers[0]) == len(answers[1])
    reset = mail.outbox[1]
    assert len(mail.outbox) == 2 and reset.to == ["editor@paper.example"]
    assert not re.search(r"[A-Z][a-z]+ [a-z]+", reset.body.replace("http://testserver", ""))
    link = re.search(r"http://testserver(/admin/reset/\S+)", reset.body)[1]
    choose(client, link)
    assert sign_in(password=NEW).get(INDEX).status_code == 200
    assert AccountEvent.objects.filter(kind="password", name="editor").exists()


def test_a_reset_does_not_pass_by_the_second_factor(settings):
    settings.MAIL_SERVER = object()
    user = account()
    client = sign_in()
    client.get(PAGE)
    client.post(PAGE, {"code": code_of(user)})
    Client().post(RESET, {"email": user.email})
    link = re.search(r"http://testserver(/admin/reset/\S+)", mail.outbox[0].body)[1]
    other = Client()
    choose(other, link)
    assert other.get(INDEX).status_code == 302
    assert sign_in(password=NEW).get(INDEX).status_code == 302


def test_links_are_not_asked_for_without_end(settings, archive_folder):
    settings.MAIL_SERVER, settings.RESETS_PER_MINUTE = object(), 2
    codes = [Client().post(RESET, {"email": "x@paper.example"}).status_code for _ in range(4)]
    assert codes == [302, 302, 429, 429]


# -- sessions --------------------------------------------------------------------------------------


def test_sessions_are_listed_and_ended():
    account()
    here = sign_in(headers={"user-agent": "Browser of the desk"})
    there = sign_in(headers={"user-agent": "Browser of a stranger"})
    page = here.get(SESSIONS).text
    assert "Browser of the desk" in page and "Browser of a stranger" in page
    [stranger] = StaffSession.objects.filter(agent="Browser of a stranger")
    here.post(SESSIONS, {"end": stranger.pk})
    assert there.get(INDEX).status_code == 302 and here.get(INDEX).status_code == 200
    assert "Browser of a stranger" not in here.get(SESSIONS).text
    third = sign_in()
    third.post(SESSIONS, {"others": ""})
    assert here.get(INDEX).status_code == 302 and third.get(INDEX).status_code == 200


def test_only_superusers_see_and_end_the_sessions_of_others():
    user, other = account(), account("other")
    client = sign_in()
    [session] = StaffSession.objects.all()
    curious = sign_in("other")
    address = f"{SESSIONS}?user={user.pk}"
    assert curious.get(address).status_code == 403
    curious.post(SESSIONS, {"end": session.pk})
    assert client.get(INDEX).status_code == 200
    chief().post(address, {"end": session.pk})
    assert client.get(INDEX).status_code == 302
    assert other.is_active


# -- importers of certain sources ------------------------------------------------------------------


@pytest.fixture
def importer(worker_in_process, tmp_path):
    run(*write(tmp_path, dump(source="بامداد نو"), dump(source="چراغ", title="x", body=BAKERY)))
    user = account("importer", "Importers")
    scope = ImportScope.objects.create(user=user)
    scope.sources.set([Source.objects.get(name_fa="بامداد نو")])
    return user


TEXTS = (
    dump(title="فانوس نخست", source="بامداد نو", body=[*BAKERY, "پایان نخست."]),
    dump(title="فانوس دوم", source="چراغ", body=[*BAKERY, "پایان دیگر."]),
    dump(title="فانوس سوم", source="", body=[*BAKERY, "پایانی سوم."]),
)


def test_items_of_other_sources_are_refused_in_preview_and_import(client, importer):
    client.force_login(importer)
    preview = previewed(client, *TEXTS)
    assert (preview.result["counts"]["created"], preview.result["counts"]["rejected"]) == (1, 2)
    page = client.get(reverse("admin:articles_job", args=[preview.pk])).text
    assert "not_allowed" not in page
    client.post(reverse("admin:articles_job_confirm", args=[preview.pk]))
    work()
    batch = ImportBatch.objects.first()
    assert (batch.counts["created"], batch.counts["rejected"]) == (1, 2)
    assert set(batch.captures.filter(outcome="rejected").values_list("error", flat=True)) == {
        "not_allowed"
    }


def test_nobody_widens_it_by_confirming_a_preview_of_another(client, importer):
    client.force_login(User.objects.create_superuser("chief"))
    preview = previewed(client, *TEXTS)
    assert preview.result["counts"]["created"] == 3
    client.force_login(importer)
    client.post(reverse("admin:articles_job_confirm", args=[preview.pk]))
    work()
    assert ImportBatch.objects.first().counts["created"] == 1


def test_imports_of_others_are_not_undone_by_them(client, importer):
    client.force_login(importer)
    undo = reverse("admin:articles_import_undo", args=[ImportBatch.objects.get().pk])
    assert client.post(undo).status_code == 403
    assert not Job.objects.exists()
    ImportBatch.objects.update(user=importer)
    assert client.post(undo).status_code == 302


def test_the_sources_are_chosen_on_the_page_of_the_account(client):
    user, source = account("importer", "Importers"), make_source("بامداد نو")
    client.force_login(User.objects.create_superuser("chief"))
    address = reverse("admin:auth_user_change", args=[user.pk])
    page = client.get(address)
    form = page.context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None}
    data |= {"username": "importer", "is_staff": "on", "is_active": "on",
             "groups": [group.pk for group in user.groups.all()],
             "import_scope-TOTAL_FORMS": 1, "import_scope-INITIAL_FORMS": 0,
             "import_scope-0-user": user.pk, "import_scope-0-sources": [source.pk]}  # fmt: skip
    data = {name: value for name, value in data.items()
            if name not in ("last_login", "date_joined", "password")}  # fmt: skip
    assert client.post(address, data).status_code == 302
    assert ImportScope.of(user) == {source.pk}
    assert AccountEvent.objects.filter(name="importer", detail="+بامداد نو").exists()
    source.delete()
    assert ImportScope.of(user) == frozenset()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 "
            "Safari/537.36",
            "Chrome, Linux",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 SamsungBrowser/28.0 Chrome/130.0",
            "Samsung Internet, Android",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1", "Safari, iPhone"),
        (
            "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko Firefox/140.0",
            "Firefox, Windows",
        ),
        ("curl/8", "curl/8"),
        ("", ""),
    ],
)
def test_browsers_have_the_names_by_which_people_know_them(agent, words):
    assert browser_of(agent) == words

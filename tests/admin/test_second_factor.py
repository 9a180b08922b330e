"""The second factor of staff: setting it up, signing in with it, losing it."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.admin_site.setup_codes import give_code
from articles.models import Article
from tests.admin.article_pages import OpenForm, make_editor
from tests.factories import make_article

pytestmark = pytest.mark.django_db

INDEX, LOGIN = reverse("admin:index"), reverse("admin:login")
PAGE, PICTURE = reverse("admin:second_factor"), reverse("admin:second_factor_picture")
PASSWORD = "a lantern on the bridge"


@pytest.fixture
def editor():
    user = make_editor()
    user.set_password(PASSWORD)
    user.save()
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def code_of(user, step=0):
    """What the person's app shows; each code is taken once, so a test asks for the next."""
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key, device.step, device.t0, device.digits, device.drift + step):06}"


def sign_in(client, code="", name="editor", **more):
    data = {"username": name, "password": PASSWORD, "code": code, "next": INDEX, **more}
    return client.post(LOGIN, data)


def set_up(client, user):
    """Set up an app as its owner does; the recovery codes."""
    client.force_login(user)
    client.get(PAGE)
    shown = client.post(PAGE, {"code": code_of(user)})
    TOTPDevice.objects.update(last_t=-1)  # the tests' half minute is the same
    return re.findall(r'<code dir="ltr">(\w+)</code>', shown.text)


def is_in(client):
    return client.get(INDEX).status_code == 200


def test_an_app_is_set_up_with_the_code_that_it_shows(client, editor):
    client.force_login(editor)
    page = client.get(PAGE)
    [key] = re.findall(r'second-factor__key" dir="ltr">([A-Z2-7 ]+)<', page.text)
    assert len(key.replace(" ", "")) == 32
    picture = client.get(PICTURE)
    assert picture["Content-Type"] == "image/svg+xml" and picture.content.startswith(b"<?xml")
    wrong = client.post(PAGE, {"code": "000000"})
    assert "این رمزی نیست که برنامه اکنون نشان می‌دهد." in wrong.text
    assert not TOTPDevice.objects.filter(confirmed=True).exists()
    TOTPDevice.objects.update(throttling_failure_count=0)
    codes = set_up(client, editor)
    assert len(set(codes)) == 10
    assert is_in(client)
    again = client.get(PAGE).text
    assert key not in again and not any(code in again for code in codes)
    assert client.get(PICTURE).status_code == 404


def test_a_password_alone_opens_nothing(client, editor):
    set_up(Client(), editor)
    for code in ("", "000000", "x" * 500, "\0"):
        answer = sign_in(client, code)
        assert answer.status_code == 200, code
        assert not is_in(client)
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert sign_in(client, code_of(editor)).status_code == 302
    assert is_in(client)


def test_digits_of_every_script_and_spaces_are_taken(client, editor):
    set_up(Client(), editor)
    code = code_of(editor).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert sign_in(client, f" {code[:3]} {code[3:]} ").status_code == 302


def test_a_code_of_the_app_signs_in_once(client, editor):
    set_up(Client(), editor)
    code = code_of(editor)
    assert sign_in(client, code).status_code == 302
    assert sign_in(Client(), code).status_code == 200


def test_a_recovery_code_signs_in_once(client, editor):
    first, second, *_rest = set_up(Client(), editor)
    assert sign_in(client, first.upper()).status_code == 302
    assert is_in(client)
    other = Client()
    assert sign_in(other, first).status_code == 200 and not is_in(other)
    client.post(PAGE, {"codes": ""})
    assert sign_in(other, second).status_code == 200  # new codes void the others
    assert StaticToken.objects.count() == 10


def test_setting_up_ends_sessions_that_were_signed_in_without(client, editor):
    old = Client()
    old.force_login(editor)
    stranger = Client()
    stranger.force_login(make_editor(name="stranger"))
    set_up(client, editor)
    assert is_in(client) and is_in(stranger)
    assert not is_in(old)


def test_whose_role_requires_it_comes_to_no_other_page_before(client, editor, settings):
    settings.SECOND_FACTOR_ROLES = ["Editors"]
    client.force_login(editor)
    article = make_article()
    change = reverse("admin:articles_article_change", args=[article.pk])
    for address in (INDEX, change, reverse("admin:articles_article_bulk", args=["hide"])):
        assert client.get(address).url == PAGE
        assert client.post(address, {"ids": str(article.pk)}).url == PAGE
    assert "نقش شما" in client.get(PAGE).text
    assert client.post(reverse("admin:logout")).status_code == 200
    client.force_login(editor)
    client.post(PAGE, {"setup_code": give_code(editor)})
    set_up(client, editor)
    assert is_in(client)
    client.post(PAGE, {"remove": ""})  # not offered, and not done
    assert TOTPDevice.objects.filter(confirmed=True).exists()


@pytest.mark.parametrize(
    ("roles", "required"), [([], False), (["Importers"], False), (["superusers"], True)]
)
def test_who_must_have_one(client, settings, roles, required):
    settings.SECOND_FACTOR_ROLES = roles
    client.force_login(User.objects.create_superuser("chief"))
    assert (client.get(INDEX).status_code == 302) is required


def test_who_need_not_have_one_removes_it(client, editor):
    set_up(client, editor)
    client.post(PAGE, {"remove": ""})
    assert sign_in(Client()).status_code == 302


def test_a_session_of_the_password_alone_changes_nothing_of_it(client, editor):
    set_up(Client(), editor)
    client.force_login(editor)  # as of before, had it not been ended
    for what in ("codes", "remove"):
        assert client.post(PAGE, {what: ""}).status_code == 404
    assert TOTPDevice.objects.filter(confirmed=True).exists()


def test_a_form_that_was_open_goes_on_with_the_code_too(client, editor):
    set_up(client, editor)
    form = OpenForm(client, make_article("عنوان کهنه"))
    client.logout()
    signing = {"resuming-username": "editor", "resuming-password": PASSWORD}
    assert client.post(form.address, {**form.data, "title": "تازه", **signing}).status_code == 401
    assert Article.objects.get().title == "عنوان کهنه"
    signing["resuming-code"] = code_of(editor)
    assert client.post(form.address, {**form.data, "title": "تازه", **signing}).status_code == 302
    assert Article.objects.get().title == "تازه"


def test_an_administrator_removes_what_somebody_has_lost(client, editor):
    set_up(Client(), editor)
    client.force_login(User.objects.create_superuser("chief"))
    users = reverse("admin:auth_user_changelist")
    data = {"action": "remove_second_factor", "_selected_action": [editor.pk]}
    assert "۱ حساب" in client.post(users, data, follow=True).text
    assert sign_in(Client()).status_code == 302


def test_no_page_shows_a_key_of_somebody(client, editor):
    set_up(Client(), editor)
    chief = Client()
    chief.force_login(User.objects.create_superuser("chief"))
    for name in ("totpdevice", "staticdevice"):
        for app in ("otp_totp", "otp_static"):
            assert chief.get(f"/admin/{app}/{name}/").status_code == 404


def test_strangers_are_sent_to_the_sign_in(client):
    for address in (PAGE, PICTURE):
        assert client.get(address).url.startswith(LOGIN)
    client.force_login(User.objects.create_user("reader"))
    assert client.get(PAGE).url.startswith(LOGIN)

"""Passkeys of staff: adding one, signing in with it, losing it."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.admin_site.passkeys import MOST
from articles.admin_site.setup_codes import give_code
from articles.models import AccountEvent, Article, Passkey
from tests.admin.article_pages import OpenForm, make_editor
from tests.admin.authenticator import Authenticator
from tests.factories import make_article

pytestmark = pytest.mark.django_db

INDEX, LOGIN, PAGE = (reverse(f"admin:{name}") for name in ("index", "login", "second_factor"))
NEW, USE = reverse("admin:passkey_to_add"), reverse("admin:passkey_to_sign_in")
PASSWORD = "a lantern on the bridge"
MADE_UP = ("{}", "[]", "x", '{"id": "x"}', '{"id": ["x"]}', "\0", "x" * 30_000)


@pytest.fixture
def editor():
    user = make_editor()
    user.set_password(PASSWORD)
    user.save()
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def add(client, key, name="تلفن من"):
    """Add a passkey as its owner's browser does."""
    return client.post(PAGE, {"passkey": key.made(client.get(NEW).text), "name": name})


def owned(user, key=None):
    """A key that a person has added, and the recovery codes shown then."""
    key = key or Authenticator()
    client = Client()
    client.force_login(user)
    return key, re.findall(r'<code dir="ltr">(\w+)</code>', add(client, key).text)


def sign_in(client, key, **more):
    answer = key.signed(client.get(USE).text)
    return client.post(LOGIN, {"passkey": answer, "next": INDEX, **more})


def is_in(client):
    return client.get(INDEX).status_code == 200


def test_a_passkey_is_added_and_signs_in_without_a_password(client, editor):
    key, codes = owned(editor)
    assert len(set(codes)) == 10
    answer = sign_in(client, key)
    assert (answer.status_code, answer.url) == (302, INDEX)
    assert is_in(client)
    assert Passkey.objects.get().used_at is not None
    assert "تلفن من" in client.get(PAGE).text
    signed_in = AccountEvent.objects.filter(kind="signed_in").first()
    assert (signed_in.name, signed_in.detail) == ("editor", "second factor")


def test_the_password_alone_opens_nothing_then(client, editor):
    _key, codes = owned(editor)
    sent = {"username": "editor", "password": PASSWORD, "next": INDEX}
    refused = client.post(LOGIN, sent)
    assert refused.status_code == 200 and "کلید عبور" in refused.text
    assert not is_in(client)
    assert client.post(LOGIN, {**sent, "code": codes[0]}).status_code == 302


def test_an_answer_signs_in_once_and_only_the_session_that_asked(client, editor):
    key, _codes = owned(editor)
    answer = key.signed(client.get(USE).text)
    thief = Client()
    thief.get(USE)
    assert thief.post(LOGIN, {"passkey": answer}).status_code == 200
    assert Client().post(LOGIN, {"passkey": answer}).status_code == 200
    assert client.post(LOGIN, {"passkey": answer, "next": INDEX}).status_code == 302
    client.logout()
    assert client.post(LOGIN, {"passkey": answer}).status_code == 200 and not is_in(client)


@pytest.mark.parametrize(
    "fault",
    [{"origin": "https://elsewhere.example"}, {"host": "elsewhere.example"}, {"verifies": False}],
)
def test_what_was_signed_for_others_or_without_its_owner_opens_nothing(client, editor, fault):
    key, _codes = owned(editor)
    for name, value in vars(Authenticator(**fault)).items():
        if name in ("origin", "host", "flags"):
            setattr(key, name, value)
    assert sign_in(client, key).status_code == 200 and not is_in(client)


def test_a_key_that_counts_backwards_is_a_copy(client, editor):
    key, _codes = owned(editor)
    key.count = 5
    assert sign_in(client, key).status_code == 302
    key.count = 2
    assert sign_in(Client(), key).status_code == 200


@pytest.mark.parametrize("answer", MADE_UP)
def test_made_up_answers_are_refused_with_a_sentence(client, editor, answer):
    client.get(USE)
    refused = client.post(LOGIN, {"passkey": answer})
    assert refused.status_code == 200 and 'class="errornote"' in refused.text
    client.force_login(editor)
    client.get(NEW)
    assert client.post(PAGE, {"passkey": answer, "name": "x"}).status_code == 200
    assert not Passkey.objects.exists()


def test_strange_keys_and_damaged_answers_are_refused(client, editor):
    key, _codes = owned(editor)
    assert sign_in(client, Authenticator()).status_code == 200
    good = json.loads(key.signed(client.get(USE).text))
    for part in good["response"]:
        client.get(USE)
        bad = {**good, "response": {**good["response"], part: "AAAA"}}
        assert client.post(LOGIN, {"passkey": json.dumps(bad)}).status_code == 200
    assert AccountEvent.objects.filter(kind="failed").count() == 4


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_who_may_not_come_in_does_not_by_a_passkey(client, editor, change):
    key, _codes = owned(editor)
    User.objects.filter(pk=editor.pk).update(**change)
    assert sign_in(client, key).status_code == 200 and not is_in(client)


def test_who_must_have_a_second_factor_adds_one_with_a_code_alone(client, editor, settings):
    settings.SECOND_FACTOR_ROLES = ["Editors"]
    client.force_login(editor)
    assert client.get(INDEX).url == PAGE
    assert client.get(NEW).status_code == 404
    options = client.get(USE).text
    made = Authenticator().made(options)
    client.post(PAGE, {"passkey": made, "name": "x"})
    assert not Passkey.objects.exists()
    client.post(PAGE, {"setup_code": give_code(editor)})
    key = Authenticator()
    add(client, key)
    assert is_in(client)
    passkey = Passkey.objects.get()
    shown = client.post(PAGE, {"remove_passkey": passkey.pk}, follow=True)
    assert "پیش از برداشتن" in shown.text and Passkey.objects.exists()


def test_the_first_ends_the_sessions_without_and_a_session_without_adds_none(client, editor):
    old = Client()
    old.force_login(editor)
    owned(editor)
    assert not is_in(old)
    client.force_login(editor)  # as of before, had it not been ended
    assert client.get(NEW).status_code == 404
    assert client.post(PAGE, {"passkey": "{}", "name": "x"}).status_code == 404
    assert client.get(PAGE).url.startswith(LOGIN)


def test_they_are_named_and_removed_and_the_log_says_so(client, editor):
    key, _codes = owned(editor)
    sign_in(client, key)
    add(client, Authenticator(), "")
    first, second = Passkey.objects.all()
    assert second.name == "کلید عبور"
    client.post(PAGE, {"rename": second.pk, f"name-{second.pk}": " کلید \0 کشو "})
    client.post(PAGE, {"rename": second.pk, f"name-{second.pk}": " "})
    assert Passkey.objects.get(pk=second.pk).name == "کلید کشو"
    other = Client()
    sign_in(other, key)
    client.post(PAGE, {"remove_passkey": first.pk})
    assert is_in(client) and not is_in(other)  # whoever has found the phone
    assert sign_in(Client(), key).status_code == 200
    client.post(PAGE, {"remove_passkey": second.pk})
    assert not StaticToken.objects.exists()
    details = AccountEvent.objects.filter(kind="factor").order_by("pk")
    told = ["+passkey تلفن من", "+passkey کلید عبور", "-passkey تلفن من", "-passkey کلید کشو"]
    assert list(details.values_list("detail", flat=True)) == told
    sent = {"username": "editor", "password": PASSWORD, "next": INDEX}
    assert Client().post(LOGIN, sent).status_code == 302


def test_nobody_changes_passkeys_of_others(client, editor):
    owned(editor)
    passkey = Passkey.objects.get()
    client.force_login(make_editor(name="stranger"))
    for what in ("rename", "remove_passkey"):
        for pk in (passkey.pk, "x", "²", ""):
            assert client.post(PAGE, {what: pk, f"name-{pk}": "x"}).status_code == 404
    assert Passkey.objects.get().name == "تلفن من"


def test_a_key_is_added_once_and_not_without_end(client, editor):
    key, _codes = owned(editor)
    sign_in(client, key)
    add(client, key)
    assert Passkey.objects.count() == 1
    Passkey.objects.bulk_create(
        Passkey(user=editor, name="x", credential_id=f"{number:04}", public_key=b"")
        for number in range(MOST - 1)
    )
    add(client, Authenticator())
    assert Passkey.objects.count() == MOST


def test_an_app_is_added_beside_a_passkey_and_keeps_the_recovery_codes(client, editor):
    key, codes = owned(editor)
    sign_in(client, key)
    assert 'class="second-factor__key"' in client.get(PAGE).text
    app = TOTPDevice.objects.last()
    shown = client.post(PAGE, {"code": f"{totp(app.bin_key, app.step, app.t0, app.digits):06}"})
    assert TOTPDevice.objects.get().confirmed
    assert "رمز بازیابی تازه" in shown.text or "رمزهای بازیابی تازه" in shown.text
    assert set(StaticToken.objects.values_list("token", flat=True)) == set(codes)


def test_a_form_that_was_open_goes_on_with_a_passkey_too(client, editor):
    key, _codes = owned(editor)
    sign_in(client, key)
    form = OpenForm(client, make_article("عنوان کهنه"))
    client.logout()
    asked = client.post(form.address, {**form.data, "title": "تازه"})
    assert asked.status_code == 401 and 'name="resuming-passkey"' in asked.text
    signing = {"resuming-username": "", "resuming-passkey": key.signed(client.get(USE).text)}
    assert client.post(form.address, {**form.data, "title": "تازه", **signing}).status_code == 302
    assert Article.objects.get().title == "تازه"


def test_an_administrator_removes_them_with_the_second_factor(client, editor):
    key, _codes = owned(editor)
    client.force_login(User.objects.create_superuser("chief"))
    data = {"action": "remove_second_factor", "_selected_action": [editor.pk]}
    client.post(reverse("admin:auth_user_changelist"), data)
    assert not Passkey.objects.exists()
    assert AccountEvent.objects.get(detail="-all").by.username == "chief"
    assert sign_in(Client(), key).status_code == 200

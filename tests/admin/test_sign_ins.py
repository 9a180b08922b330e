"""Guessing passwords comes to an end, and administrators end the pause."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]

PASSWORD = "a-gazelle-on-the-roof"
LIMIT = 10


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def chief():
    return User.objects.create_superuser("chief", password=PASSWORD)


def sign_in(client, password=PASSWORD, name="chief", **headers):
    return client.post("/admin/login/", {"username": name, "password": password}, headers=headers)


def fail(client, times, **options):
    return [sign_in(client, f"wrong {n}", **options).status_code for n in range(times)]


def test_the_right_password_opens_after_some_wrong_ones(client, chief):
    assert fail(client, LIMIT - 1) == [200] * (LIMIT - 1)
    assert sign_in(client).status_code == 302


def test_too_many_wrong_ones_shut_out_the_right_one_too(client, chief):
    assert fail(client, LIMIT) == [200] * (LIMIT - 1) + [429]
    refused = sign_in(client)
    assert refused.status_code == 429
    assert "_auth_user_id" not in client.session


def test_other_names_and_browsers_give_no_more_attempts(client, chief):
    for number in range(LIMIT):
        fail(client, 1, name=f"name{number}", **{"User-Agent": f"browser {number}"})
    assert sign_in(client).status_code == 429


def test_what_succeeds_in_between_gives_no_more_attempts(client, chief):
    fail(client, LIMIT - 1)
    User.objects.create_user("helper", password=PASSWORD, is_staff=True)
    assert sign_in(client, name="helper").status_code == 302
    assert fail(Client(), 1) == [429]


def test_another_address_can_sign_in_meanwhile(client, chief):
    fail(client, LIMIT)
    assert sign_in(Client(REMOTE_ADDR="198.51.100.9")).status_code == 302


def test_a_forged_address_gives_no_more_attempts(client, chief):
    for number in range(LIMIT):
        fail(client, 1, **{"X-Forwarded-For": f"198.51.100.{number}"})
    assert sign_in(client).status_code == 429


def test_a_household_of_version_6_is_one_address(chief):
    for number in range(LIMIT):
        fail(Client(REMOTE_ADDR=f"2001:db8:1:2::{number}"), 1)
    assert sign_in(Client(REMOTE_ADDR="2001:db8:1:2:ffff::1")).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="2001:db8:1:3::1")).status_code == 302


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fa", "لطفاً پس از ۱۵ دقیقه وقفه دوباره امتحان کنید."),
        ("ar", "يُرجى معاودة المحاولة بعد توقف ١٥ دقيقة."),
    ],
)
def test_the_pause_is_explained(client, chief, language, words):
    fail(client, LIMIT)
    refused = sign_in(client, **{"Accept-Language": language})
    assert words in refused.text
    assert refused["Retry-After"] == "900"
    assert "no-store" in refused["Cache-Control"]


def test_after_the_pause_one_may_try_again(client, chief):
    fail(client, LIMIT)
    sign_in(client)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client).status_code == 302


def test_attempts_during_the_pause_do_not_lengthen_it(client, chief):
    fail(client, LIMIT)
    before = AccessAttempt.objects.get().attempt_time
    fail(client, 3)
    assert AccessAttempt.objects.get().attempt_time == before


def test_no_password_is_kept(client, chief):
    fail(client, 2)
    attempt = AccessAttempt.objects.get()
    assert "wrong" not in repr(list(AccessAttempt.objects.values()))
    assert attempt.failures_since_start == 2


def test_odd_names_are_refused_as_others_are(client, chief):
    for name in ("x" * 400, "a\0b", "\ud800", ""):
        assert sign_in(client, name=name.encode("utf-8", "replace").decode()).status_code == 200


def test_an_administrator_lets_an_address_try_again(client, chief):
    fail(client, LIMIT)
    admin = Client(REMOTE_ADDR="198.51.100.9")
    admin.force_login(chief)
    page = admin.get("/admin/axes/accessattempt/").text
    assert '<bdi dir="ltr">127.0.0.1</bdi>' in page
    assert '<td class="field-is_locked">بله</td>' in page
    assert "delete_selected" not in page
    form = admin.get(f"/admin/axes/accessattempt/{AccessAttempt.objects.first().pk}/change/").text
    assert "Attempted Access" not in form
    admin.post(
        "/admin/axes/accessattempt/",
        {
            "action": "let_try_again",
            "_selected_action": [AccessAttempt.objects.first().pk],
        },
    )
    assert not AccessAttempt.objects.exists()
    assert LogEntry.objects.get().object_repr == "127.0.0.1"
    assert sign_in(client).status_code == 302


def test_only_administrators_see_who_failed(client):
    client.force_login(User.objects.create_user("editor", is_staff=True))
    assert client.get("/admin/axes/accessattempt/").status_code == 403


def test_the_list_takes_a_constant_number_of_queries(client, chief, django_assert_max_num_queries):
    for number in range(12):
        fail(Client(REMOTE_ADDR=f"198.51.100.{number}"), 1)
    client.force_login(chief)
    with django_assert_max_num_queries(8):
        client.get("/admin/axes/accessattempt/")

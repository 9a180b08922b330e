"""What browsers are told on every page, file and failure."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "Permissions-Policy": "camera=()",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}
PASSWORD = "a-gazelle-on-the-roof"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/fa/", "/fa/search/", "/admin/login/", "/fa/nowhere/", "/healthz", "/robots.txt"]
)
def test_every_answer_has_them(client, path):
    response = client.get(path)
    missing = [name for name, part in HEADERS.items() if part not in response.headers.get(name, "")]
    assert missing == []


def test_a_wrong_host_gets_them_too(client):
    response = client.get("/fa/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert response["Permissions-Policy"]
    assert response["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_file_may_be_used_by_this_site_alone(client, settings):
    settings.WHITENOISE_USE_FINDERS = True
    response = client.get("/static/common/tokens.css")
    response.close()
    assert response.status_code == 200
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
class TestSessions:
    @pytest.fixture
    def user(self, settings):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        return User.objects.create_superuser("chief", password=PASSWORD)

    def sign_in(self, client, **data):
        return client.post("/admin/login/", {"username": "chief", "password": PASSWORD, **data})

    def session_key(self, client, settings):
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def test_signing_in_makes_a_new_session(self, client, user, settings):
        session = client.session
        session["kept"] = "of whoever sat here before"
        session.save()
        before = session.session_key
        assert self.sign_in(client).status_code == 302
        assert self.session_key(client, settings) != before
        assert not client.session.exists(before)

    def test_a_new_password_ends_all_other_sessions(self, client, user, settings):
        self.sign_in(client)
        other = type(client)()
        self.sign_in(other)
        before = self.session_key(client, settings)
        new = "another-gazelle-on-the-roof"
        data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
        assert client.post("/admin/password_change/", data).status_code == 302
        assert self.session_key(client, settings) != before
        assert client.get("/admin/").status_code == 200
        assert other.get("/admin/").status_code == 302

    def test_signing_in_leads_to_no_other_site(self, client, user):
        response = self.sign_in(client, next="https://evil.example/")
        assert response["Location"].startswith("/")

    @pytest.mark.parametrize("password", ["short-one", "password1234", "4711471147114711"])
    def test_a_weak_password_is_refused(self, client, user, password):
        self.sign_in(client)
        data = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
        assert client.post("/admin/password_change/", data).status_code == 200
        user.refresh_from_db()
        assert user.check_password(PASSWORD)

"""Passkeys with the authenticator that Chromium has for tests."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Passkey
from tests.browser.test_accessibility import faults_in_every_look
from tests.browser.test_admin import at_work

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


def test_a_passkey_is_added_and_signs_in_and_who_refuses_is_told_so(chromium, live_server, archive):
    chief = User.objects.create_superuser("chief", password="lantern-harbour-77")
    address = f"{live_server.url}{reverse('admin:second_factor')}"
    with at_work(chromium, live_server, chief, "fa", "phone") as (page, heard):
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        page.goto(address)
        page.fill("#passkey-name", "گوشی من")
        page.click("[data-passkey] button")
        expect(page.locator(".second-factor__codes li")).to_have_count(10)
        page.goto(address)
        assert page.input_value("[name^=name-]") == "گوشی من"
        assert heard + faults_in_every_look(page) == []
        page.click(".desk-head__user form button")
        page.goto(f"{live_server.url}{reverse('admin:index')}")
        verified = {"authenticatorId": made["authenticatorId"], "isUserVerified": False}
        devtools.send("WebAuthn.setUserVerified", verified)
        page.click("[data-passkey] button")
        expect(page.locator("[data-passkey] [role=alert]")).to_be_visible()
        assert heard + faults_in_every_look(page) == []
        devtools.send("WebAuthn.setUserVerified", {**verified, "isUserVerified": True})
        page.click("[data-passkey] button")
        page.wait_for_selector(".masthead__nav")
        assert Passkey.objects.get().used_at is not None
        assert heard == []
        devtools.detach()  # the window is that of other tests too

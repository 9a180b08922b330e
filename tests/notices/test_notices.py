"""Notices: whom they reach, how they are sent, and what becomes of those that are not taken."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone

from articles.jobs.worker import perform
from articles.models import ArchiveFinding, Delivery, ImportBatch, Job, Notice, NoticeChoices
from articles.notices.delivering import WAITS, deliver_due
from articles.notices.kinds import Channel, Kind
from articles.notices.telling import tell_findings, tell_job
from articles.notices.webhooks import new_secret, signed
from articles.watching.cycle import Outcome

pytestmark = pytest.mark.django_db

PAGE, CHOICES = reverse("admin:notices"), reverse("admin:notice_choices")


def staff(name, *roles, channels=None, **choices):
    user = User.objects.create_user(name, f"{name}@paper.example", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=roles))
    if channels is not None:
        wanted = dict.fromkeys(Kind, channels)
        NoticeChoices.objects.create(user=user, language="fa", channels=wanted, **choices)
    return user


def found(kind="backup", **values):
    return ArchiveFinding.objects.create(kind=kind, values=values, begun_at=timezone.now())


def tell(finding, *, ended=False):
    begun, over = ([], [finding]) if ended else ([finding], [])
    tell_findings(Outcome(begun, over, begun))


def later(minutes):
    Delivery.objects.filter(state="waiting").update(next_at=timezone.now() - timedelta(1))
    return minutes


# -- whom they reach -------------------------------------------------------------------------------


def test_findings_are_told_to_the_staff_who_may_see_the_archive():
    seen = [staff("editor", "Editors"), User.objects.create_superuser("chief", "c@paper.example")]
    chief = seen[1]
    staff("nobody")
    User.objects.create_user("reader")
    tell(found())
    assert {notice.user for notice in Notice.objects.all()} == {seen[0], chief}


def test_whoever_started_a_job_is_told_how_it_ended():
    user = staff("importer", "Importers")
    batch = ImportBatch.objects.create(state="running")
    for kind, user_of in (("undo_preview", user), ("undo_preview", None)):
        perform(Job.objects.create(kind=kind, batch=batch, user=user_of))
    [notice] = Notice.objects.all()
    assert (notice.user, notice.kind) == (user, Kind.JOB_FAILED)
    tell_job(Job(pk=7, kind="import", user=user, state="done", label="بستهٔ دی"))
    tell_job(Job(pk=8, kind="import", user=user, state="cancelled"))
    assert [each.kind for each in Notice.objects.all()] == [Kind.JOB_DONE, Kind.JOB_FAILED]


def test_each_person_chooses_kinds_and_channels(client):
    quiet = staff("quiet", "Editors", channels=[])
    by_mail = staff("mail", "Editors", channels=[Channel.MAIL])
    tell(found())
    assert not Notice.objects.filter(user=quiet).exists()
    assert not Notice.objects.of(by_mail).exists()
    assert [each.channel for each in Delivery.objects.all()] == [Channel.MAIL]


def test_the_number_of_queries_does_not_grow_with_the_staff(django_assert_max_num_queries):
    for number in range(9):
        staff(f"editor{number}", "Editors", channels=[Channel.PAGE, Channel.MAIL])
    with django_assert_max_num_queries(10):
        tell(found())
    assert Delivery.objects.count() == 9


# -- mails and webhooks ----------------------------------------------------------------------------


def test_a_mail_is_in_the_language_of_the_person_and_leads_to_the_page(mail_server, settings):
    settings.SITE_URL = "https://archive.example"
    staff("editor", "Editors", channels=[Channel.MAIL])
    tell(found("feed", feed="خوراک بامداد", count=6))
    assert deliver_due() == 1
    [mail] = mail_server.mails
    assert mail["To"] == "editor@paper.example"
    text = mail.get_content()
    assert "خوراک \u2068خوراک بامداد\u2069 ۶ بار پیاپی خوانده نشد." in text
    assert "https://archive.example/admin/articles/feed/" in text
    assert Delivery.objects.get().state == "sent"
    assert deliver_due() == 0 and len(mail_server.mails) == 1


def test_a_webhook_is_signed_so_that_its_receiver_can_check_it(receiver, settings):
    settings.WEBHOOK_PRIVATE = True
    secret = new_secret()
    staff("editor", "Editors", channels=[Channel.WEBHOOK],
          webhook_url=receiver.url, webhook_secret=secret)  # fmt: skip
    tell(found("disk", disk="data", free=5))
    assert deliver_due() == 1
    [(headers, body)] = receiver.taken
    text = f"{headers['Webhook-Id']}.{headers['Webhook-Timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
    assert headers["Webhook-Signature"] == f"v1,{expected}"
    told = json.loads(body)
    assert told["type"] == "upkeep.found" and told["data"]["values"]["kind"] == "disk"


def test_the_signature_is_that_of_the_standard():
    """The example that the specification of Standard Webhooks gives."""
    headers = signed(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert headers["Webhook-Signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("status", [500, 404, 302])
def test_what_is_not_taken_is_tried_again_ever_later_and_then_given_up(receiver, settings, status):
    settings.WEBHOOK_PRIVATE = True
    receiver.status = status
    staff("editor", "Editors", channels=[Channel.WEBHOOK],
          webhook_url=receiver.url, webhook_secret=new_secret())  # fmt: skip
    tell(found())
    for wait in WAITS:
        before = timezone.now()
        assert deliver_due() == 0
        delivery = Delivery.objects.get()
        assert wait <= delivery.next_at - before <= wait + timedelta(minutes=1)
        assert delivery.detail == f"status {status}"
        assert deliver_due() == 0  # not before its time
        Delivery.objects.update(next_at=before)
    deliver_due()
    assert Delivery.objects.get().state == "given_up"
    assert len(receiver.taken) == len(WAITS) + 1
    moments = [int(headers["Webhook-Timestamp"]) for headers, _ in receiver.taken]
    assert moments == sorted(moments) and len({headers["Webhook-Id"] for headers, _ in
                                               receiver.taken}) == 1  # fmt: skip


def test_what_was_refused_once_arrives_at_the_next_attempt(mail_server):
    mail_server.refusing = "451 later"
    staff("editor", "Editors", channels=[Channel.MAIL])
    tell(found())
    assert deliver_due() == 0 and "451" in Delivery.objects.get().detail
    mail_server.refusing = ""
    Delivery.objects.update(next_at=timezone.now())
    assert deliver_due() == 1 and len(mail_server.mails) == 1


def test_machines_of_the_own_network_are_not_asked(receiver):
    staff("editor", "Editors", channels=[Channel.WEBHOOK],
          webhook_url=receiver.url, webhook_secret=new_secret())  # fmt: skip
    tell(found())
    assert deliver_due() == 0
    assert receiver.taken == []
    assert "address" in Delivery.objects.get().detail


# -- pages -----------------------------------------------------------------------------------------


def test_the_bell_counts_what_is_unread_until_it_is_read(client):
    user = staff("editor", "Editors")
    client.force_login(user)
    assert "desk-head__unread" not in client.get(PAGE).text
    tell(found())
    tell(found("check"))
    page = client.get(PAGE).text
    assert 'desk-head__unread">۲' in page and "هنوز هیچ نسخهٔ پشتیبانی گرفته نشده است." in page
    first = Notice.objects.of(user).last()
    assert client.get(reverse("admin:notice", args=[first.pk])).url == first.path
    assert 'desk-head__unread">۱' in client.get(PAGE).text
    client.post(PAGE)
    assert "desk-head__unread" not in client.get(PAGE).text
    tell(found("damage", count=2), ended=True)
    assert "برطرف شد: آخرین وارسی بایگانی ۲ اشکال یافت." in client.get(PAGE).text


def test_nobody_reads_the_notices_of_another(client):
    tell_job(Job(pk=7, kind="import", user=staff("importer"), state="done"))
    client.force_login(staff("editor", "Editors"))
    assert client.get(reverse("admin:notice", args=[Notice.objects.get().pk])).status_code == 404
    assert "desk-head__unread" not in client.get(PAGE).text


def test_choices_are_kept_and_the_secret_is_shown_once(client):
    user = staff("editor", "Editors")
    client.force_login(user)
    bad = client.post(CHOICES, {"webhook_url": "http://hook.example/", "items.mail": "on"}).text
    assert "https://" in bad and 'value="http://hook.example/"' in bad
    assert 'name="items.mail"' in bad and not NoticeChoices.objects.exists()
    data = {"webhook_url": "https://hook.example/x", "items.webhook": "on", "upkeep.page": "on"}
    page = client.post(CHOICES, data).text
    choices = NoticeChoices.objects.get()
    assert choices.webhook_secret in page and choices.language == "fa"
    assert choices.channels["items"] == ["webhook"] and choices.channels["job_done"] == []
    assert choices.webhook_secret not in client.get(CHOICES).text
    client.post(CHOICES, data)
    assert NoticeChoices.objects.get().webhook_secret == choices.webhook_secret
    client.post(CHOICES, {**data, "secret": ""})
    assert NoticeChoices.objects.get().webhook_secret != choices.webhook_secret


def test_a_trial_goes_by_every_channel_and_the_log_tells_of_it(client, mail_server):
    client.force_login(staff("editor", "Editors"))
    client.post(CHOICES, {"trial": ""})
    assert deliver_due() == 1
    assert "این اعلان نشان می‌دهد که اعلان‌ها می‌رسد." in mail_server.mails[0].get_content()
    page = client.get(CHOICES).text
    assert "فرستاده شد" in page


def test_a_page_of_notices_has_as_many_queries_for_any_number(
    client, django_assert_max_num_queries
):
    client.force_login(staff("editor", "Editors"))
    for _ in range(60):
        tell_findings(Outcome([ArchiveFinding(kind="backup")], [], []))
    with django_assert_max_num_queries(8):
        page = client.get(PAGE).text
    assert page.count("notices__notice--unread") == 50 and "?before=" in page

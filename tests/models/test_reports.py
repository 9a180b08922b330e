"""Readers' reports: their states, their articles, and how many one address may send."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from articles.importing.erasing import erase
from articles.importing.undoing import undo
from articles.models import Article, ImportBatch, ReaderReport, ReportQuota
from articles.models.report_quotas import MOST_REPORTS, PERIOD, Refusal
from tests.dump_texts import dump, run, write
from tests.factories import make_article

pytestmark = pytest.mark.django_db

NOW = timezone.now()
HERE, ELSEWHERE = "192.0.2.7", "198.51.100.9"


def admit(sender=HERE, message="خطا", after=timedelta()):
    return ReportQuota.objects.admit(sender, message, NOW + after)


def report(article, **fields):
    return ReaderReport.objects.create(article=article, kind="text", message="خطا", **fields)


def test_an_address_may_send_so_many_reports_in_a_period_and_others_still_may():
    assert [admit(message=str(n)) for n in range(MOST_REPORTS)] == [None] * MOST_REPORTS
    assert admit(message="one more") is Refusal.TOO_MANY
    assert admit(ELSEWHERE, "one more") is None


def test_a_period_slides():
    for minutes in range(MOST_REPORTS):
        assert admit(message=str(minutes), after=timedelta(minutes=minutes)) is None
    assert admit(message="x", after=PERIOD - timedelta(seconds=1)) is Refusal.TOO_MANY
    assert admit(message="x", after=PERIOD + timedelta(seconds=1)) is None
    assert admit(message="y", after=PERIOD + timedelta(seconds=2)) is Refusal.TOO_MANY


def test_a_refused_report_does_not_count():
    for _ in range(MOST_REPORTS):
        admit()
    assert admit(message="another") is None


def test_the_same_message_is_taken_once_from_an_address_in_a_period():
    assert admit() is None
    assert admit() is Refusal.REPEATED
    assert admit(ELSEWHERE) is None
    assert admit(after=PERIOD + timedelta(seconds=1)) is None


def test_neither_addresses_nor_messages_are_kept():
    admit(HERE, "پیام پنهان")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM articles_reportquota")
        row = str(cursor.fetchone())
    assert HERE not in row
    assert "پنهان" not in row


def test_the_hash_of_an_address_needs_the_secret_key(settings):
    admit()
    settings.SECRET_KEY = "another key, of more than thirty characters"
    admit()
    assert ReportQuota.objects.count() == 2


def test_what_is_older_than_the_period_goes_with_the_next_report():
    admit(HERE)
    admit(ELSEWHERE, after=PERIOD * 2)
    assert ReportQuota.objects.count() == 1


def test_settling_says_who_and_when_and_opening_again_takes_it_back():
    editor = User.objects.create_user("editor")
    one, two = report(make_article()), report(None, state=ReaderReport.State.DONE)
    assert ReaderReport.objects.all().settle(ReaderReport.State.DONE, by=editor) == 1
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.state, one.handled_by) == ("done", editor)
    assert one.handled_at is not None
    assert two.handled_by is None
    ReaderReport.objects.all().settle(ReaderReport.State.OPEN, by=editor)
    one.refresh_from_db()
    assert (one.state, one.handled_by, one.handled_at) == ("open", None, None)


def test_erasing_an_article_keeps_its_reports_without_the_link(tmp_path):
    run(*write(tmp_path, dump()))
    sent = report(Article.objects.get())
    erase(Article.objects.get(), reason="takedown")
    sent.refresh_from_db()
    assert sent.article is None


def test_undoing_an_import_keeps_the_reports_without_the_link(tmp_path):
    run(*write(tmp_path, dump()))
    sent = report(Article.objects.get())
    undo(ImportBatch.objects.get())
    sent.refresh_from_db()
    assert sent.article is None
    assert not Article.objects.exists()

"""What watching has found, on the overview."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Arrivals, WorkerSign
from articles.watching.cycle import run_cycle
from articles.watching.figures import Kind
from tests.factories import make_source

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 12, 10, 6, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_silent_source_is_found_and_shown(client, member):
    source = make_source("بامداد نو")
    last = (NOW - 2 * DAY).date()
    Arrivals.objects.bulk_create(
        Arrivals(source=source, day=last - DAY * number, articles=20, lags=[0, 20, 0, 0, 0, 0, 0])
        for number in range(100)
    )
    # The last three days are counted anew, from captures that are not there.
    [finding] = [each for each in run_cycle(NOW).begun if each.kind == Kind.SILENT_SOURCE]
    assert finding.subject == str(source.pk)
    member("Editors")
    page = client.get(reverse("admin:index")).text
    assert "از ۱۴ آذر ۱۴۰۴ چیزی از \u2068بامداد نو\u2069 نرسیده است، برخلاف روال آن." in page
    assert reverse("admin:articles_source_change", args=[source.pk]) in page


def test_that_no_worker_runs_is_shown_at_once(client, member):
    member("Editors")
    sentence = "هیچ پردازشگری در حال اجرا نیست"
    assert sentence not in client.get(reverse("admin:index")).text
    WorkerSign.objects.give()
    assert sentence not in client.get(reverse("admin:index")).text
    WorkerSign.objects.update(seen_at=timezone.now() - DAY)
    assert sentence in client.get(reverse("admin:index")).text

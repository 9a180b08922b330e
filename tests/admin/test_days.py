"""Days that are typed: what they mean in words, and which are asked about."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from articles.curation import typed_values
from articles.models import Article
from tests.admin.article_pages import OpenForm, make_editor
from tests.factories import make_article

pytestmark = pytest.mark.django_db

WORDS = reverse("admin:day_words")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    clock = SimpleNamespace(localdate=lambda: date(2026, 3, 1))
    monkeypatch.setattr(typed_values, "timezone", clock)


@pytest.fixture
def form(client):
    client.force_login(make_editor())
    return OpenForm(client, make_article())


def test_a_day_is_shown_with_its_weekday_in_three_calendars(client, form):
    words = client.get(WORDS, {"text": "28 December 2025"}).text
    for day in ("یکشنبه ۷ دی ۱۴۰۴", "۲۸ دسامبر ۲۰۲۵", "۸ رجب ۱۴۴۷"):
        assert day in words
        assert day in form.response.text  # without scripts


@pytest.mark.parametrize("text", ["", "هرگز", "1404", "\0", "1404/13/45", "9" * 5000])
def test_what_is_no_day_has_no_words(client, form, text):
    answer = client.get(WORDS, {"text": text})
    assert answer.status_code == 200
    assert answer.text.strip() == ""


@pytest.mark.parametrize("text", ["2068/01/01", "1405/12/01", "1 March 1810"])
def test_a_day_that_is_hard_to_believe_is_asked_about(client, form, text):
    answer = form.send(published_on=text, title="عنوان تازه")
    assert "published_on" in answer.context["adminform"].form.errors
    assert 'name="published_on-sure"' in answer.text
    assert text in answer.text and "عنوان تازه" in answer.text
    assert form.send(**{"published_on": text, "published_on-sure": "on"}).status_code == 302
    assert Article.objects.get().published_on is not None
    assert form.client.get(form.address).text.count("checked") == 1  # asked once


def test_days_of_every_newspaper_are_taken_unasked(form):
    for text, year in (("1404/12/10", 1404), ("1 May 1837", 1216), ("1207/01/01", 1207)):
        OpenForm(form.client, Article.objects.get()).send(published_on=text)
        assert Article.objects.get().published_on.year == year


def test_a_stored_day_far_in_the_future_stays_that_day(form):
    form.send(**{"published_on": "2068-01-01", "published_on-sure": "on"})
    again = OpenForm(form.client, Article.objects.get())
    assert again.send(**{"title": "عنوان تازه", "published_on-sure": "on"}).status_code == 302
    assert Article.objects.get().published_on.togregorian() == date(2068, 1, 1)


def test_a_ticked_box_does_not_make_a_day_of_what_is_none(form):
    answer = form.send(**{"published_on": "هرگز", "published_on-sure": "on"})
    assert "published_on" in answer.context["adminform"].form.errors

"""The names that are offered while an editor types a source."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles.curation.named_records import MOST_OFFERED
from tests.admin.article_pages import make_editor
from tests.factories import make_source

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]

CHOICES = reverse("admin:articles_source_choices")


@pytest.fixture
def offered(client):
    client.force_login(make_editor())
    return lambda typed: [each["value"] for each in client.get(CHOICES, {"q": typed}).json()]


def test_names_that_begin_so_come_before_those_that_have_it_within(offered):
    make_source("روزنامهٔ بامداد")
    make_source("بامداد نو")
    assert offered("بامداد") == ["بامداد نو", "روزنامهٔ بامداد"]


def test_a_source_is_found_by_a_spelling_on_the_other_keyboard(offered):
    source = make_source("کیهان نو")
    source.aliases.create(folded_name="کیهان نو")
    assert offered("كيهان") == ["کیهان نو"]


def test_of_two_sources_of_one_name_the_slugs_are_offered(offered):
    make_source("بامداد", slug="one")
    make_source("بامداد", slug="two")
    assert sorted(offered("بامداد")) == ["one", "two"]


def test_the_offer_is_short_whatever_there_is(offered, django_assert_max_num_queries):
    for number in range(60):
        make_source(f"بامداد {number}")
    with django_assert_max_num_queries(5):
        assert len(offered("بامداد")) == MOST_OFFERED


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "\0", "'\";--", "\u202e", "ب" * 5000])
def test_any_letters_are_answered(offered, typed):
    make_source("بامداد")
    assert offered(typed) in ([], ["بامداد"])


def test_others_are_refused(client):
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert client.get(CHOICES, {"q": "ب"}).status_code == 403
    client.logout()
    assert client.get(CHOICES, {"q": "ب"}).status_code == 302

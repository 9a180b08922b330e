"""Sources that are one, on the staff pages: suggestions, preview, merge, and taking it back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.models import Article, Source, SourceAlias, SourceMerge
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db

DUPLICATES = reverse("admin:source_duplicates")


@pytest.fixture
def two():
    """Two sources of one name, the first with two articles."""
    agency, plain = make_source("خبرگزاری سپیدار"), make_source("سپیدار")
    for source, alias in ((agency, "خبرگزاری سپیدار"), (plain, "سپیدار")):
        SourceAlias.objects.create(source=source, folded_name=alias)
    for _ in range(2):
        make_article(source=agency)
    make_article(source=plain)
    return agency, plain


def merging(source, target=None):
    address = reverse("admin:source_merging", args=[source.pk])
    return f"{address}?target={target.pk}" if target else address


def test_likely_twins_are_suggested_with_their_numbers(client, member, two):
    member("Archivists")
    page = client.get(DUPLICATES).text
    assert "خبرگزاری سپیدار" in page
    assert "۲ خبر" in page
    assert merging(*two) in page
    assert merging(two[1], two[0]) in page


def test_a_source_is_found_by_a_part_of_its_name_on_either_keyboard(client, member, two):
    member("Archivists")
    other = make_source("کیانی‌نامه")
    SourceAlias.objects.create(source=other, folded_name="کیانینامه")
    page = client.get(merging(two[0]), {"q": "كياني"}).text
    assert f"?target={other.pk}" in page
    assert f'href="?target={two[0].pk}"' not in page


@pytest.mark.parametrize("typed", ["\0", "%", "'; --", "ا" * 5000, "هرگز", " "])
def test_no_search_for_a_source_breaks_the_page(client, member, two, typed):
    member("Archivists")
    assert client.get(merging(two[0]), {"q": typed}).status_code == 200


@pytest.mark.parametrize("target", ["x", "-1", "9" * 30, "", "۱"])
def test_a_bad_heir_asks_for_one(client, member, two, target):
    member("Archivists")
    page = client.get(f"{merging(two[0])}?target={target}")
    assert page.status_code == 200
    assert 'type="search"' in page.text


def test_the_preview_shows_what_moves_and_changes_nothing(client, member, two):
    member("Archivists")
    page = client.get(merging(*two)).text
    assert "۲ خبر به «سپیدار» می‌رود." in page
    assert "<bdi>خبرگزاری سپیدار</bdi>" in page
    assert Source.objects.count() == 2
    assert not SourceMerge.objects.exists()


def test_a_confirmed_merge_is_done_once_and_tells_how_to_take_it_back(client, member, two):
    chief = member("Archivists")
    answer = client.post(merging(*two), {"reason": "یکی‌اند"}, follow=True)
    record = SourceMerge.objects.get()
    assert answer.redirect_chain == [(reverse("admin:source_merge", args=[record.pk]), 302)]
    assert (record.merged_by, record.reason) == (chief, "یکی‌اند")
    assert list(Source.objects.all()) == [two[1]]
    again = client.post(merging(*two), {"reason": "یکی‌اند"}, follow=True)
    assert SourceMerge.objects.count() == 1
    assert "messagelist" in again.text


def test_a_merge_needs_a_reason(client, member, two):
    member("Archivists")
    page = client.post(merging(*two), {"reason": " "})
    assert page.status_code == 200
    assert "errorlist" in page.text
    assert Source.objects.count() == 2


def test_a_merge_is_taken_back_on_its_page(client, member, two):
    chief = member("Archivists")
    client.post(merging(*two), {"reason": "یکی‌اند"})
    record = SourceMerge.objects.get()
    page = reverse("admin:source_merge", args=[record.pk])
    answer = client.post(page, {"reason": "نه"}, follow=True)
    assert "«خبرگزاری سپیدار» با ۲ خبر برگشت." in answer.text
    record.refresh_from_db()
    assert record.undone_by == chief
    assert Article.objects.filter(source=two[0].pk).count() == 2
    assert 'name="reason"' not in client.get(page).text
    client.post(page, {"reason": "نه"}, follow=True)
    assert Source.objects.count() == 2


def test_a_source_is_not_merged_with_itself(client, member, two):
    member("Archivists")
    assert client.get(merging(two[0], two[0])).url == DUPLICATES
    assert client.post(merging(two[0], two[0]), {"reason": "x"}).url == DUPLICATES


@pytest.mark.parametrize("role", ["Importers", "Editors"])
def test_others_may_look_but_not_merge(client, member, two, role):
    member(role)
    page = client.get(DUPLICATES)
    assert page.status_code == 200
    assert "/merging/" not in page.text
    assert client.get(merging(*two)).status_code == 403
    assert client.post(merging(*two), {"reason": "x"}).status_code == 403
    record = SourceMerge.objects.create(
        merged_id=1, slug="x", target_id=2, snapshot={"name_fa": "الف"}, target_before={},
        target_after={}, aliases=[],
    )  # fmt: skip
    address = reverse("admin:source_merge", args=[record.pk])
    assert 'name="reason"' not in client.get(address).text
    assert client.post(address, {"reason": "x"}).status_code == 403


def test_the_source_form_leads_to_merging_and_the_list_to_suggestions(client, member, two):
    member("Archivists")
    form = client.get(reverse("admin:articles_source_change", args=[two[0].pk])).text
    assert merging(two[0]) in form
    assert DUPLICATES in client.get(reverse("admin:articles_source_changelist")).text


def test_queries_do_not_grow_with_the_suggestions(client, member, django_assert_max_num_queries):
    member("Archivists")
    for number in range(40):
        make_source(f"خبرگزاری سپیدار {number}")
        make_source(f"سپیدار {number}")
    client.get(DUPLICATES)
    with django_assert_max_num_queries(12):
        client.get(DUPLICATES)

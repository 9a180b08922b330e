"""The list of captures by the field that the parser was unsure of."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import make_article, make_capture

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]

LIST = reverse("admin:articles_capture_changelist")


@pytest.fixture
def captures():
    return {
        codes: make_capture(make_article(f"خبر {number}"), b"%d" % number, warnings=list(codes)).pk
        for number, codes in enumerate(
            [(), ("no_date",), ("no_source", "bad_date"), ("long_line",)]
        )
    }


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("title", []),
        ("source", [("no_source", "bad_date")]),
        ("date", [("no_date",), ("no_source", "bad_date")]),
        ("body", [("long_line",)]),
    ],
)
def test_captures_are_listed_by_the_field_that_is_unsure(admin_client, captures, field, expected):
    listed = admin_client.get(LIST, {"unsure": field}).context["cl"].queryset
    assert {each.pk for each in listed} == {captures[codes] for codes in expected}


def test_the_list_says_the_title_and_what_is_unsure(admin_client):
    make_capture(
        make_article("خبر"), b"1", warnings=["no_date", "no_source"], parsed={"title": "پل"}
    )
    page = admin_client.get(LIST, {"unsure": "date"}).content.decode()
    assert "<bdi>پل</bdi>" in page
    assert "تاریخ انتشار پیدا نشد. منبع خبر پیدا نشد." in page


def test_another_value_filters_nothing_by_doubts(admin_client, captures):
    listed = admin_client.get(LIST, {"unsure": ""}).context["cl"].queryset
    assert listed.count() == len(captures)

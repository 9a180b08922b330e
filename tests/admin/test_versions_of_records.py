"""Addresses of versions: what is no number is not found, whoever asks."""

import pytest
from django.urls import reverse

from articles.models import NameSet
from tests.factories import make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def records():
    return [
        ("source", make_source("خبرخانهٔ ساحلی")),
        ("nameset", NameSet.objects.create(names="تهران\nTehran")),
    ]


@pytest.mark.parametrize("version", ["x", "-1", "1e3", "٣", "9" * 18, "9" * 40, "9" * 5_000])
def test_a_version_that_is_none_is_not_found(admin_client, records, version):
    for name, record in records:
        page = reverse(f"admin:articles_{name}_simple_history", args=[record.pk, version])
        assert admin_client.get(page).status_code == 404
        page = reverse(f"admin:articles_{name}_simple_history", args=[version, 1])
        assert admin_client.get(page).status_code == 404
        page = reverse(f"admin:articles_{name}_history", args=[version])
        assert admin_client.get(page).status_code in (302, 404)  # none, or none of such a number


def test_a_version_is_shown(admin_client, records):
    for name, record in records:
        number = record.history.get().pk
        page = reverse(f"admin:articles_{name}_simple_history", args=[record.pk, number])
        assert admin_client.get(page).status_code == 200

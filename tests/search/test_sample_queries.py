"""Queries of the sample archive that the table of queries.tsv has."""

from __future__ import annotations

import pytest

from tests.search.query_table import checked, of_archive, query_of

pytestmark = [pytest.mark.django_db, pytest.mark.each_database, pytest.mark.each_engine]


@pytest.mark.parametrize("row", of_archive("samples"), ids=query_of)
def test_a_query_finds_what_it_should(samples, row):
    checked(row, samples)

"""Facets: what the index counts is what readers can choose."""

import itertools

from articles.search import FACETS
from articles.search.engine.schema import packed_categories, unpacked_categories
from articles.views.search.choices import CHOICES


def test_readers_choose_from_every_facet_by_a_parameter_of_its_own():
    assert [each.facet for each in CHOICES] == list(FACETS)
    assert len({each.parameter for each in CHOICES}) == len(CHOICES)


def test_every_value_has_words():
    for choice in CHOICES:
        labels = [choice.label(value) for value in FACETS[choice.facet]]
        assert all(labels)
        assert len(set(labels)) == len(labels)


def test_categories_are_unpacked_as_they_were_packed():
    for source in (0, 1, 70_000):
        for numbers in itertools.product(*(range(len(values)) for values in FACETS.values())):
            packed = packed_categories(source, dict(zip(FACETS, numbers, strict=True)))
            values = {name: FACETS[name][at] for name, at in zip(FACETS, numbers, strict=True)}
            assert unpacked_categories(packed) == (source, values)

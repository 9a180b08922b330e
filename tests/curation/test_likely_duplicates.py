"""Which sources are suggested as one. All outlets but the one of the design are invented."""

from __future__ import annotations

import pytest

from articles.curation import likely_duplicates as module
from articles.curation.likely_duplicates import NamedSource, Reason, likely_duplicates
from articles.search.names.expansion import NameTable

NAMES = NameTable.build([("سپیدار", "White Poplar")])


def found(*names):
    """The likeliest reason of a pair of sources, each of one or more names."""
    sources = [
        NamedSource(pk, (each,) if isinstance(each, str) else each)
        for pk, each in enumerate(names, 1)
    ]
    pairs = likely_duplicates(sources, NAMES)
    return [(each.pks, each.reason) for each in pairs]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("الجزيرة نت", "الجزیره", Reason.SAME_NAME),
        ("الجزيرة", "Al Jazeera", Reason.OTHER_LANGUAGE),
        ("الجزیره", "Aljazeera", Reason.OTHER_LANGUAGE),
        ("العرفية", "Al Arfiya", Reason.OTHER_LANGUAGE),
        ("خبرگزاری سپیدار", "سپیدار", Reason.SAME_NAME),
        ("خبرگزاری سپیدار", "White Poplar News", Reason.OTHER_LANGUAGE),
        ("روزنامه بامداد نو", "بامدادنو", Reason.SAME_NAME),
        ("وكالة نخيل للأنباء", "نخیل", Reason.SAME_NAME),
        ("بامداد نوین", "بامداد نویین", Reason.SPELLING),
        ("Larkfield Courier", "The Larkfeld Courier", Reason.SPELLING),
        ("مهررود", "Mehrrud", Reason.OTHER_LANGUAGE),
        ("صدای ژاپن", "صدای اليابان", Reason.SAME_NAME),
    ],
)
def test_names_of_one_outlet_are_found(one, other, reason):
    assert found(one, other) == [((1, 2), reason)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("خبرگزاری مهررود", "خبرگزاری نوآباد"),
        ("روزنامه بندر", "روزنامه بندرگاه نو"),
        ("The Harbour Ledger", "The Larkfield Courier"),
        ("صدای ژاپن", "صدای روسیه"),
        ("جريدة الضفاف", "المرفأ الجديد"),
        ("ایرا", "ایرنا"),
        ("Dawn", "عدن"),
        ("", "،"),
    ],
)
def test_names_of_different_outlets_are_not(one, other):
    assert found(one, other) == []


def test_any_of_a_sources_names_counts_and_a_pair_comes_once():
    assert found(("بامداد", "Dawn Ledger"), ("بامداد نو", "Dawn Ledger"), "دیگران") == [
        ((1, 2), Reason.SAME_NAME)
    ]


def test_a_source_is_not_its_own_twin():
    assert found(("الجزيرة", "Al Jazeera", "الجزیره")) == []


def test_the_surest_come_first():
    pairs = found("الجزيرة نت", "الجزیره", "Al Jazeera")
    assert pairs[0] == ((1, 2), Reason.SAME_NAME)
    assert {pks for pks, _reason in pairs} == {(1, 2), (1, 3), (2, 3)}


def test_many_names_that_begin_alike_are_not_compared_each_with_each(monkeypatch):
    compared = []
    compare = module._compare
    monkeypatch.setattr(module, "_compare", lambda *pair: compared.append(1) or compare(*pair))
    likely_duplicates([NamedSource(pk, (f"روزنامه بامداد {pk}",)) for pk in range(2000)], NAMES)
    assert 0 < len(compared) <= module.MOST_IN_BLOCK**2

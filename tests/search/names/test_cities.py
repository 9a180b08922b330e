"""Cities across languages."""

import pytest

from articles.search.names.cities import cities
from articles.search.names.expansion import NameTable
from articles.text.folding import fold_spaceless

TABLE = NameTable.build((), cities())


@pytest.mark.parametrize(
    "names",
    [
        "تهران, طهران, Tehran",
        "دمشق, دمشق, Damascus",
        "شیکاگو, شيكاغو, Chicago",
        "بنغازی, بنغازي, Benghazi",
        "قندهار, قندهار, Kandahar",
        "توکیو, طوكيو, Tokyo",
        "کی‌یف, كييف, Kiev",
    ],
)
def test_a_city_in_one_language_finds_it_in_the_others(names):
    spellings = [fold_spaceless(name) for name in names.split(", ")]
    for typed in names.split(", "):
        [found] = TABLE.expand(typed.split())
        searched = {fold_spaceless(name) for name in (typed, *found.others)}
        assert searched >= set(spellings)


@pytest.mark.parametrize(
    "word",
    # كيف, also a bag; Monday, Dushanbe; devoted, which ends like Dakar; middle; stock exchange
    "کیف كيف دوشنبه فداکار میانه بورصة کبیرا بلد خبر المدينة Nice Reading".split(),
)
def test_everyday_words_are_no_cities(word):
    assert TABLE.expand([word]) == []


def test_an_arabic_prefix_before_a_city_is_understood():
    assert "Paris" in TABLE.expand(["بباريس"])[0].others


def test_the_table_is_small_and_every_line_names_a_city_in_two_scripts():
    groups = cities()
    assert 1_500 < len(groups) < 3_000
    for group in groups:
        assert group.names["en"]
        assert group.names["fa"] or group.names["ar"]

"""One order in every index, and ranking by what the best articles have in common."""

from __future__ import annotations

import pytest

from articles import search as engine
from articles.search import Match, Search
from articles.search.engine.documents import IndexedArticle
from tests.factories import make_article
from tests.search import judged
from tests.search.conftest import TODAY

TWINS = 40


def twins():
    return [
        IndexedArticle(
            pk,
            f"{pk * 7 % TWINS:05}aaaaaaaaaaa".translate(str.maketrans("0189", "abcd")),
            "fa",
            None,
            None,
            "باران",
            "باران بارید",
            "",
        )
        for pk in range(1, TWINS + 1)
    ]


@pytest.mark.each_engine
@pytest.mark.django_db  # the texts of the best are read, where any word will do
@pytest.mark.parametrize("limit", [5, TWINS])
@pytest.mark.parametrize("match", Match)
def test_twins_have_one_order_whatever_the_order_of_writing(limit, match):
    found = []
    for articles in (twins(), twins()[::-1], twins()[20:] + twins()[:20]):
        searcher = judged.ours(articles)
        answer = searcher.search(Search("باران", TODAY, match=match, limit=limit, with_names=False))
        found.append([hit.article_id for hit in answer.hits])

    assert found[0] == found[1] == found[2]
    assert len(set(found[0])) == limit


@pytest.mark.each_engine
@pytest.mark.django_db
def test_what_the_best_have_in_common_ranks_higher_where_any_word_will_do(rebuild_index):
    for number in range(4):
        make_article(f"زلزله بم {number}", body="زلزله بم ارگ آوارگان چادر. زلزله بم ارگ چادر.")
    alike = make_article("اسکان", body="بم. ارگ و چادر و آوارگان. ارگ و چادر.")
    other = make_article("خرما", body="بم. خرما و نخل و باغبان. خرما و نخل.")
    rebuild_index()
    answer = engine.search(Search("زلزله بم", TODAY, match=Match.ANY))
    places = [hit.article_id for hit in answer.hits]

    assert answer.total == 6
    assert places.index(alike.pk) < places.index(other.pk)


@pytest.mark.each_engine
@pytest.mark.django_db
def test_most_of_a_long_query_must_match(rebuild_index):
    whole = make_article("خبر", body="کتاب قلم دفتر میز صندلی")
    most = make_article("خبر دیگر", body="کتاب قلم دفتر میز")
    make_article("خبر سوم", body="کتاب قلم")
    rebuild_index()
    long = engine.search(Search("کتاب قلم دفتر میز صندلی", TODAY))
    short = engine.search(Search("کتاب قلم دفتر میز", TODAY))
    partial = engine.search(Search("کتاب قلم دفتر میز کهکشان", TODAY))

    assert [hit.article_id for hit in long.hits] == [whole.pk, most.pk]
    assert (long.least, long.is_partial) == (4, False)
    assert (short.total, short.least) == (2, None)
    assert (partial.total, partial.is_partial) == (2, True)

"""From hits to articles: their order, their marks, and what is not shown."""

from datetime import date

import pytest

from articles import search as engine
from articles.models import Article
from articles.search import Search, found_articles
from articles.search.snippets import EXCERPT_LENGTH, other_names
from tests.factories import make_article, make_figure, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]

TODAY = date(2026, 11, 20)
FILLER = "مردم شهر ساختگی هر روز از کنار رودخانه می‌گذرند و برای پرندگان نان می‌آورند. " * 12


def find(text, **options):
    return engine.search(Search(text, TODAY, **options))


def joined(runs):
    return "".join(run.text for run in runs)


def marked(runs):
    return [run.text for run in runs if run.is_match]


def test_articles_come_in_the_order_of_the_hits_with_their_scores(rebuild_index):
    in_body = make_article("باران در مهررود", body=f"فانوس {FILLER}")
    in_title = make_article("فانوس", body=FILLER)
    make_article("برف", body=FILLER)
    rebuild_index()
    answer = find("فانوس")
    found = found_articles(answer)
    assert [each.article for each in found] == [in_title, in_body]
    assert [each.score for each in found] == [hit.score for hit in answer.hits]


def test_the_title_is_whole_and_marked_as_it_was_written(rebuild_index):
    make_article("کتابخانهٔ سیّار با «كتاب‌ها» رسید")
    rebuild_index()
    [found] = found_articles(find("کتاب"))
    assert joined(found.title) == found.article.title
    assert marked(found.title) == ["كتاب‌ها"]


def test_excerpts_are_of_the_body_and_tell_where_they_begin_and_end(rebuild_index):
    make_article("خبر", body=f"فانوس {FILLER}\n\n{FILLER} فانوس‌ها {FILLER}\n\n{FILLER} فانوس")
    rebuild_index()
    [found] = found_articles(find("فانوس"))
    assert [marked(each.runs) for each in found.excerpts] == [["فانوس"], ["فانوس‌ها"], ["فانوس"]]
    assert [(each.begins_inside, each.ends_inside) for each in found.excerpts] == [
        (False, True),
        (True, True),
        (True, False),
    ]
    assert all(joined(each.runs) in found.article.body for each in found.excerpts)
    assert all(len(joined(each.runs)) <= EXCERPT_LENGTH + 1 for each in found.excerpts)


def test_as_many_excerpts_as_asked_for_the_best_first(rebuild_index):
    make_article("خبر", body=f"فانوس {FILLER} فانوس رنگی {FILLER}")
    rebuild_index()
    [found] = found_articles(find("فانوس رنگی"), excerpts=1)
    [excerpt] = found.excerpts
    assert marked(excerpt.runs) == ["فانوس", "رنگی"]


def test_a_caption_is_shown_where_the_body_has_no_match(rebuild_index):
    article = make_article("خبر", body=FILLER)
    make_figure(article, 0, alt="پرنده‌ای بر شاخه")
    make_figure(article, 1, caption="فانوسی بر پل چوبی")
    rebuild_index()
    [found] = found_articles(find("فانوسی"))
    [excerpt] = found.excerpts
    assert marked(excerpt.runs) == ["فانوسی"]
    assert "پرنده‌ای بر شاخه" in joined(excerpt.runs)


def test_the_bodys_beginning_is_shown_where_only_the_title_matches(rebuild_index):
    article = make_article("فانوس", body=FILLER)
    make_figure(article, caption="رودخانه در پاییز")
    rebuild_index()
    [found] = found_articles(find("فانوس"))
    [excerpt] = found.excerpts
    assert FILLER.startswith(joined(excerpt.runs))
    assert marked(excerpt.runs) == []
    assert (excerpt.begins_inside, excerpt.ends_inside) == (False, True)


def test_an_article_without_a_body_has_no_excerpt(rebuild_index):
    make_article("فانوس", body="")
    rebuild_index()
    [found] = found_articles(find("فانوس"))
    assert found.excerpts == []


def test_an_article_that_was_hidden_since_is_left_out(rebuild_index):
    make_article("فانوس سرخ")
    hidden = make_article("فانوس سبز")
    rebuild_index()
    Article.objects.filter(pk=hidden.pk).update(status=Article.Status.HIDDEN)
    answer = find("فانوس")
    assert answer.total == 2  # the index has not heard of it
    assert [each.article.title for each in found_articles(answer)] == ["فانوس سرخ"]


@pytest.mark.parametrize("count", [1, 12])
def test_a_page_takes_two_queries(rebuild_index, django_assert_num_queries, count):
    source = make_source()
    for number in range(count):
        article = make_article(f"فانوس {number}", source=source)
        make_figure(article, caption="پل")
    rebuild_index()
    answer = find("فانوس")
    with django_assert_num_queries(2):
        found = found_articles(answer)
        assert {str(each.article.source) for each in found} == {str(source)}
    assert len(found) == count


def test_no_hits_take_no_query(rebuild_index, django_assert_num_queries):
    make_article("فانوس")
    rebuild_index()
    answer = find("برف")
    with django_assert_num_queries(0):
        assert found_articles(answer) == []


def test_other_names_are_those_of_all_names_in_the_query(rebuild_index):
    make_article("فانوس")
    rebuild_index()
    assert {"Russia", "اليابان"} <= set(other_names(find("روسیه ژاپن")))
    assert other_names(find("فانوس")) == []
    assert other_names(find("روسیه", with_names=False)) == []

"""Articles that may be one, on the staff pages."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.models import Article, ArticleMerge
from tests.dump_texts import dump, run, write
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]

QUEUE = reverse("admin:duplicates")


@pytest.fixture
def pair(tmp_path):
    """An article and what an import took for its duplicate."""
    run(
        *write(
            tmp_path,
            dump(source="خبرخانه ساحل"),
            dump("فانوس‌ها", source="روزنامه بندر", date="1404/09/15"),
        )
    )
    article = Article.objects.get(duplicate_of__isnull=False)
    return article.duplicate_of, article


def page_of(article):
    return reverse("admin:duplicate", args=[article.pk])


def decide(client, article, decision, reason="همان خبر است"):
    return client.post(page_of(article), {"decision": decision, "reason": reason}, follow=True)


def test_the_queue_lists_pairs_and_leads_to_the_comparison(client, member, pair):
    member("Editors")
    page = client.get(QUEUE).text
    assert page_of(pair[1]) in page
    assert "روزنامه بندر" in page


def test_both_stand_side_by_side_with_their_difference_marked(client, member, pair):
    article = pair[1]
    article.correct({"body": article.body.replace("رنگی", "سبز")})
    member("Editors")
    page = client.get(page_of(article)).text
    assert "<del>رنگی</del>" in page
    assert "<ins>سبز</ins>" in page
    assert "compared__differing" in page
    assert "۱۴ آذر ۱۴۰۴" in page
    assert "۱۵ آذر ۱۴۰۴" in page


@pytest.mark.parametrize(("decision", "stays"), [("original", 0), ("duplicate", 1)])
def test_the_editor_says_which_stays(client, member, pair, decision, stays):
    editor = member("Editors")
    decide(client, pair[1], decision)
    assert Article.objects.get().pk == pair[stays].pk
    record = ArticleMerge.objects.get()
    assert (record.merged_by, record.reason) == (editor, "همان خبر است")
    gone = client.get(f"/fa/articles/{pair[1 - stays].key}/")
    assert (gone.status_code, gone.url) == (301, pair[stays].get_absolute_url())


def test_two_stories_stay_two_and_leave_the_queue(client, member, pair):
    member("Editors")
    answer = decide(client, pair[1], "distinct", "دو روز پیاپی")
    article = Article.objects.get(pk=pair[1].pk)
    assert (article.duplicate_of, article.review) == (None, "done")
    assert article.history.latest().history_change_reason == "دو روز پیاپی"
    assert answer.redirect_chain[-1][0] == QUEUE


def test_a_decision_leads_to_the_next_pair(client, member, pair, tmp_path):
    run(*write(tmp_path / "b", dump("بار سوم", source="دیگران", date="1404/09/16")))
    third = Article.objects.get(title="بار سوم")
    member("Editors")
    answer = decide(client, third, "distinct")
    assert answer.redirect_chain[-1][0] == page_of(pair[1])


@pytest.mark.parametrize("fields", [{}, {"decision": "x", "reason": "y"}, {"decision": "distinct"}])
def test_a_decision_without_its_parts_changes_nothing(client, member, pair, fields):
    member("Editors")
    page = client.post(page_of(pair[1]), fields)
    assert page.status_code == 200
    assert "errorlist" in page.text
    assert Article.objects.filter(duplicate_of__isnull=False).exists()


def test_a_decision_sent_twice_or_too_late_says_so(client, member, pair):
    member("Editors")
    decide(client, pair[1], "original")
    answer = decide(client, pair[1], "original")
    assert answer.redirect_chain == [(QUEUE, 302)]
    assert "messagelist" in answer.text
    assert ArticleMerge.objects.count() == 1


def test_a_merge_is_taken_back_on_its_page(client, member, pair):
    editor = member("Editors")
    decide(client, pair[1], "original")
    record = ArticleMerge.objects.get()
    address = reverse("admin:article_merge", args=[record.pk])
    assert pair[1].key in client.get(address).text
    client.post(address, {"reason": "نه"})
    record.refresh_from_db()
    assert record.undone_by == editor
    assert set(Article.objects.values_list("key", flat=True)) == {each.key for each in pair}
    answer = client.post(address, {"reason": "نه"}, follow=True)
    assert "messagelist" in answer.text
    assert Article.objects.count() == 2


def test_importers_may_look_but_not_decide(client, member, pair):
    member("Importers")
    page = client.get(page_of(pair[1]))
    assert page.status_code == 200
    assert 'name="decision"' not in page.text
    assert client.post(page_of(pair[1]), {"decision": "original", "reason": "x"}).status_code == 403
    assert Article.objects.count() == 2


def test_who_has_no_role_sees_nothing(client, member, pair):
    member()
    assert client.get(QUEUE).status_code == 403
    assert client.get(page_of(pair[1])).status_code == 403


def test_the_queue_is_paged_with_the_same_few_queries(
    client, member, django_assert_max_num_queries
):
    member("Editors")
    original = make_article()
    for _ in range(60):
        make_article(duplicate_of=original, review="needed")
    with django_assert_max_num_queries(9):
        page = client.get(QUEUE).text
    before = Article.objects.filter(review="needed").order_by("-pk")[49].pk
    assert f"?before={before}" in page
    assert client.get(QUEUE, {"before": before}).text.count("/duplicates/") >= 10
    for bad in ("x", "9" * 30, "-3"):
        assert client.get(QUEUE, {"before": bad}).status_code == 200


def test_who_comes_from_the_review_queue_goes_on_in_it(client, member, pair):
    make_article("بی‌جفت", review=Article.Review.NEEDED)
    member("Editors")
    article = pair[1]
    queue = client.get(reverse("admin:articles_article_review"), {"kind": "duplicate"})
    [address] = [row.address for row in queue.context["rows"] if row.item.original_id]
    assert address.startswith(page_of(article))
    page = client.get(address)
    assert 'class="review-bar"' in page.text
    answer = client.post(address, {"decision": "distinct", "reason": "دو خبرند"})
    assert answer.url == page.context["review_bar"]["next"]

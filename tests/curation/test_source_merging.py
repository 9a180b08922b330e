"""Two sources become one, and two again."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from articles.curation import MergeError
from articles.curation.source_merging import merge, plan, target_of, unmerge
from articles.importing.linking import find_targets
from articles.importing.undoing import undo
from articles.importing.verifying import verify
from articles.models import (
    ApiToken,
    Article,
    ArticleChange,
    ImportBatch,
    ImportScope,
    RelatedStory,
    Source,
    SourceAlias,
)
from tests.dump_texts import BAKERY, LANTERNS, archive_state, dump, run, write
from tests.factories import make_source

pytestmark = pytest.mark.django_db

PORT, HOUSE = "روزنامه بندر", "خبرخانه ساحل"


def source(name):
    return SourceAlias.objects.get(folded_name=name).source


@pytest.fixture
def two(tmp_path):
    """An item of each of two sources."""
    run(*write(tmp_path, dump(source=PORT), dump(title="نان تازه", body=BAKERY, source=HOUSE)))
    return source(PORT), source(HOUSE)


@pytest.fixture
def chief():
    return User.objects.create_user("chief", is_staff=True)


def sources_of_articles():
    return {str(article.source.slug) for article in Article.objects.all()}


def test_a_token_for_a_source_is_for_what_it_became(two, chief):
    port, house = two
    token, _ = ApiToken.objects.issue(name="x", owner=chief, scopes=["import"])
    token.sources.add(port)
    merge(port, house, by=chief)
    assert list(token.sources.all()) == [house]


def test_who_may_import_of_a_source_alone_may_of_what_it_became(two, chief):
    port, house = two
    scope = ImportScope.objects.create(user=chief)
    scope.sources.add(port)
    others = ImportScope.objects.create(user=User.objects.create_user("other"))
    merge(port, house, by=chief)
    assert ImportScope.of(chief) == {house.pk}
    assert ImportScope.of(others.user) == frozenset()


@pytest.fixture
def scope(chief):
    return ImportScope.objects.create(user=chief)


@pytest.fixture
def token(chief):
    return ApiToken.objects.issue(name="x", owner=chief, scopes=["import"])[0]


def test_undoing_a_merge_takes_what_it_gave_and_gives_back_the_source(two, chief, scope, token):
    port, house = two
    scope.sources.add(port)
    token.sources.add(port, house)
    unmerge(merge(port, house, by=chief), by=chief)
    assert set(scope.sources.all()) == {port}
    assert set(token.sources.all()) == {port, house}


def test_whose_rights_were_changed_after_a_merge_keeps_that(two, chief, scope, token):
    port, house = two
    scope.sources.add(port)
    record = merge(port, house, by=chief)
    scope.sources.clear()
    token.sources.add(house)
    unmerge(record, by=chief)
    assert list(scope.sources.all()) == []
    assert list(token.sources.all()) == [house]


def test_rights_return_through_merges_of_merges(two, chief, scope, token):
    port, house = two
    paper = make_source("روزنامه پل")
    scope.sources.add(port)
    token.sources.add(port)
    first, second = merge(port, house, by=chief), merge(house, paper, by=chief)
    assert set(scope.sources.all()) == set(token.sources.all()) == {paper}
    token.delete()
    unmerge(second, by=chief)
    unmerge(first, by=chief)
    assert set(scope.sources.all()) == {port}


def test_articles_and_spellings_move_and_the_source_goes(two, chief):
    port, house = two
    merge(port, house, by=chief, reason="یک روزنامه‌اند")
    assert list(Source.objects.all()) == [house]
    assert sources_of_articles() == {house.slug}
    assert source(PORT) == source(HOUSE) == house
    assert list(verify()) == []


def test_the_merge_is_in_the_history_of_both_with_who_and_why(two, chief):
    port, house = two
    merge(port, house, by=chief, reason="یک روزنامه‌اند")
    for pk, kind in ((port.pk, "-"), (house.pk, "~")):
        row = Source.history.filter(id=pk).latest()
        assert (row.history_type, row.history_user) == (kind, chief)
        assert row.history_change_reason == "یک روزنامه‌اند"


def test_the_change_log_names_every_article_that_moved(two):
    port, house = two
    moved = Article.objects.get(source=port).pk
    before = ArticleChange.objects.count()
    merge(port, house)
    assert list(ArticleChange.objects.values_list("article_id", flat=True))[before:] == [moved]


def test_a_later_scrape_under_the_old_name_lands_with_the_heir(two, tmp_path):
    port, house = two
    merge(port, house)
    again = run(*write(tmp_path / "b", dump(source=PORT, views=99), dump("تازه", source=PORT)))
    assert again.outcomes == ["unchanged", "duplicate"]
    assert sources_of_articles() == {house.slug}
    assert list(verify()) == []


def test_the_heir_takes_the_names_that_it_lacks_and_keeps_its_own(two):
    port, house = two
    Source.objects.filter(pk=port.pk).update(name_ar="جريدة الميناء", homepage="https://p.example")
    port.refresh_from_db()
    assert plan(port, house).target_after == {
        "name_ar": "جريدة الميناء",
        "homepage": "https://p.example",
        "needs_review": False,
    }
    merge(port, house)
    house.refresh_from_db()
    assert (house.name_fa, house.name_ar) == (HOUSE, "جريدة الميناء")


def test_a_plan_changes_nothing_and_says_what_would_move(two):
    port, house = two
    before = archive_state()
    planned = plan(port, house)
    assert (planned.articles, list(planned.aliases)) == (1, [PORT])
    assert archive_state() == before


def test_taking_back_leaves_what_was_before(two, chief):
    port, house = two
    before, names = archive_state(), house.name_ar
    record = merge(port, house, by=chief)
    back = unmerge(record, by=chief, reason="نه، دو روزنامه‌اند")
    assert archive_state() == before
    assert (back.source.pk, back.source.slug, back.articles) == (port.pk, port.slug, 1)
    house.refresh_from_db()
    assert (house.name_ar, house.needs_review) == (names, True)
    assert back.source.history.latest().history_change_reason == "نه، دو روزنامه‌اند"
    assert list(verify()) == []


def test_what_came_since_under_the_old_name_goes_back_too(two, tmp_path):
    port, house = two
    record = merge(port, house)
    run(*write(tmp_path / "b", dump("تازه", source=PORT), dump("دیگر", source=HOUSE)))
    assert unmerge(record).articles == 2
    assert Article.objects.get(title="تازه").source_id == port.pk
    assert Article.objects.get(title="دیگر").source_id == house.pk
    assert list(verify()) == []


def test_an_editors_choice_before_the_merge_returns_and_one_after_it_stays(two, tmp_path):
    port, house = two
    run(*write(tmp_path / "b", dump("گزیده", source=HOUSE), dump("مانده", source=PORT)))
    chosen = Article.objects.get(title="گزیده")
    chosen.correct({"source": port})
    record = merge(port, house)
    Article.objects.get(title="مانده").correct({"source": Source.objects.get(pk=house.pk)})
    unmerge(record)
    assert Article.objects.get(title="گزیده").source_id == port.pk
    assert Article.objects.get(title="مانده").source_id == house.pk
    assert list(verify()) == []


def test_names_that_an_editor_has_changed_since_stay(two):
    port, house = two
    Source.objects.filter(pk=port.pk).update(name_ar="جريدة الميناء", name_en="The Port")
    record = merge(port, house)
    target = Source.objects.get(pk=house.pk)
    target.name_en = "Harbour News"
    target.save()
    unmerge(record)
    target.refresh_from_db()
    assert (target.name_ar, target.name_en) == ("", "Harbour News")


def test_a_source_comes_back_although_its_slug_was_given_away(two):
    port, house = two
    record = merge(port, house)
    Source.objects.create(slug=port.slug, name_fa="دیگری")
    back = unmerge(record).source
    assert back.slug.startswith(f"{port.slug}-")


def test_a_chain_of_merges_is_taken_back_from_its_end(two):
    port, house = two
    third = Source.objects.create(slug="third", name_fa="سومین")
    before = archive_state()
    first, second = merge(port, house), merge(house, third)
    assert target_of(port.slug) == third
    with pytest.raises(MergeError, match=HOUSE):
        unmerge(first)
    unmerge(second)
    unmerge(first)
    assert archive_state() == before


@pytest.mark.parametrize("again", ["merge", "take back"])
def test_nothing_happens_twice(two, again):
    port, house = two
    record = merge(port, house)
    if again == "merge":
        with pytest.raises(MergeError):
            merge(port, house)
    else:
        unmerge(record)
        with pytest.raises(MergeError):
            unmerge(record)
    assert Source.objects.count() == (1 if again == "merge" else 2)


def test_a_source_is_not_merged_with_itself(two):
    with pytest.raises(MergeError):
        merge(two[0], two[0])


def test_links_between_namesakes_follow_the_source(tmp_path):
    """An outlet recommends its own story first: after a merge that is another article."""
    title = "فانوس‌های تازه بر پل چوبی"
    run(
        *write(
            tmp_path,
            dump(title, source="دیگران", date="1404/09/01"),
            dump(title, source=PORT, date="1404/09/14", body=BAKERY),
            dump("پیوند", source=HOUSE, body=LANTERNS[:1], related=[title]),
        )
    )

    def target():
        return RelatedStory.objects.get().target.source.name_fa

    assert target() == "دیگران"
    record = merge(source(PORT), source(HOUSE))
    assert target() == HOUSE
    unmerge(record)
    assert target() == "دیگران"
    story = RelatedStory.objects.select_related("article").get()
    naming = (story.article_id, story.article.source_id, story.title_key)
    assert find_targets([naming])[naming] == story.target_id


def test_undoing_an_import_of_a_merged_source_leaves_a_whole_archive(two, tmp_path):
    port, house = two
    record = merge(port, house)
    undo(ImportBatch.objects.get())
    assert not Article.objects.exists()
    unmerge(record)
    assert Source.objects.filter(pk=port.pk).exists()
    assert list(verify()) == []


def test_the_old_page_leads_to_the_heir(client, two):
    port, house = two
    old = port.get_absolute_url()
    record = merge(port, house)
    answer = client.get(old)
    assert (answer.status_code, answer.url) == (301, house.get_absolute_url())
    unmerge(record)
    assert client.get(old).status_code == 200


def test_merging_takes_no_more_queries_for_more_articles(tmp_path, django_assert_max_num_queries):
    texts = [dump(f"خبر شماره {n}", source=PORT, body=BAKERY[:1]) for n in range(40)]
    run(*write(tmp_path, *texts, dump("دیگر", source=HOUSE)))
    with django_assert_max_num_queries(32):
        record = merge(source(PORT), source(HOUSE))
    with django_assert_max_num_queries(32):
        unmerge(record)

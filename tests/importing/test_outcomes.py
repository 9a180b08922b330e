"""The ordered rules of outcomes, each by a small import."""

import pytest

from articles.curation.source_merging import merge
from articles.models import Article, Capture, RawBytes, Source
from tests.dump_texts import BAKERY, LANTERNS, changed, dump, run, write

pytestmark = pytest.mark.django_db

NEW_END = "در پایان شب، گروه موسیقی محله چند ترانه قدیمی نواخت و چراغ‌ها تا سپیده روشن ماند."
COLUMN = (
    "عکس امروز ستون ما حیاط مدرسه‌ای روستایی را نشان می‌دهد که شاگردانش زیر درخت گردو درس می‌خوانند.",
)


def test_a_new_item_is_created(tmp_path):
    result = run(*write(tmp_path, dump()))
    assert result.outcomes == ["created"]
    article = Article.objects.get()
    assert result.keys == [article.key]
    assert article.title == "فانوس‌های تازه بر پل چوبی"
    assert article.body == "\n\n".join(LANTERNS)
    assert article.views == 12
    assert article.day.isoformat() == "2025-12-05"
    assert article.source.name_fa == "خبرخانه ساحل"


def test_the_same_bytes_again_are_unchanged(tmp_path):
    paths = write(tmp_path, dump())
    run(*paths)
    assert run(*paths).outcomes == ["unchanged"]
    assert Article.objects.count() == 1
    assert RawBytes.objects.count() == 1


def test_the_same_bytes_twice_in_one_import_are_unchanged(tmp_path):
    result = run(*write(tmp_path, dump(), dump()))
    assert result.outcomes == ["created", "unchanged"]
    assert len(set(result.keys)) == 1


def test_a_grown_view_count_alone_is_unchanged_and_is_kept_as_a_sighting(tmp_path):
    result = run(*write(tmp_path, dump(views=12), dump(views=90)))
    assert result.outcomes == ["created", "unchanged"]
    assert Article.objects.get().views == 90


def test_an_alike_body_updates(tmp_path):
    newer = dump(body=changed(LANTERNS, last=NEW_END), views=90)
    result = run(*write(tmp_path, dump(), newer))
    assert result.outcomes == ["created", "updated"]
    assert Article.objects.get().body.endswith(NEW_END)


def test_an_older_scrape_that_comes_later_does_not_turn_the_article_back(tmp_path):
    newer = dump(body=changed(LANTERNS, last=NEW_END), views=90)
    run(*write(tmp_path, newer, dump()))
    assert Article.objects.get().body.endswith(NEW_END)
    assert Article.objects.get().views == 90


def test_another_body_under_one_title_source_and_day_is_an_article_of_its_own(tmp_path):
    result = run(*write(tmp_path, dump(title="یک عکس"), dump(title="یک عکس", body=COLUMN)))
    assert result.outcomes == ["created", "created"]
    assert len(set(result.keys)) == 2
    assert {article.review for article in Article.objects.all()} == {"needed"}


def test_undated_items_of_one_title_are_one_only_when_their_bodies_are_alike(tmp_path):
    result = run(
        *write(
            tmp_path,
            dump(date=None),
            dump(date=None, body=BAKERY),
            dump(date=None, body=changed(LANTERNS, last=NEW_END), views=13),
        )
    )
    assert result.outcomes == ["created", "created", "updated"]
    assert Article.objects.count() == 2


def test_the_same_body_at_another_outlet_is_a_duplicate_of_the_earliest(tmp_path):
    result = run(
        *write(
            tmp_path,
            dump(source="روزنامه بندر", date="1404/09/15"),
            dump(source="خبرخانه ساحل", date="1404/09/14"),
        )
    )
    assert result.outcomes == ["created", "duplicate"]
    first, second = Article.objects.order_by("published_on")
    assert (first.duplicate_of, second.duplicate_of) == (None, first)
    assert (first.review, second.review) == ("none", "needed")


def test_equal_bodies_of_fewer_than_thirty_words_are_no_duplicates(tmp_path):
    short = ("هوای فردا آفتابی است.",)
    result = run(*write(tmp_path, dump(body=short), dump(source="روزنامه بندر", body=short)))
    assert result.outcomes == ["created", "created"]


def test_a_rejected_item_keeps_its_bytes_and_the_batch_goes_on(tmp_path):
    result = run(*write(tmp_path, "\n \n", dump()))
    assert result.outcomes == ["rejected", "created"]
    assert result.items[0]["error"] == "empty"
    assert result.items[0]["message"]
    capture = Capture.objects.get(outcome="rejected")
    assert capture.raw_bytes() == b"\n \n"
    assert capture.article is None


def test_a_rejected_item_is_rejected_again(tmp_path):
    paths = write(tmp_path, "\n \n")
    run(*paths)
    assert run(*paths).outcomes == ["rejected"]


def test_an_imports_spelling_of_a_source_finds_it_again(tmp_path):
    run(*write(tmp_path, dump(source="خبرگزاري يکم"), dump(title="دیگر", source="خبرگزاری یکم")))
    source = Source.objects.get()
    assert source.name_fa == "خبرگزاری یکم"
    assert source.needs_review


def test_a_dry_run_says_the_same_and_changes_nothing(tmp_path):
    paths = write(
        tmp_path, dump(), dump(views=90), dump(source="روزنامه بندر"), "", dump(title="یک عکس")
    )
    dry = run(*paths, dry_run=True)
    assert dry.batch is None
    assert not Article.objects.exists()
    assert not Capture.objects.exists()
    assert run(*paths).items == dry.items


def test_a_correction_stands_against_a_newer_scrape(tmp_path):
    run(*write(tmp_path, dump()))
    Article.objects.get().correct({"title": "فانوس بر پل"}, reason="کوتاه‌تر")
    newer = dump(body=changed(LANTERNS, last=NEW_END), views=90)
    assert run(*write(tmp_path / "later", newer)).outcomes == ["updated"]
    article = Article.objects.get()
    assert article.title == "فانوس بر پل"
    assert article.body.endswith(NEW_END)
    assert article.views == 90


def test_an_import_writes_no_history_rows(tmp_path):
    run(*write(tmp_path, dump(), dump(views=90)))
    assert not Article.history.exists()
    assert not Source.history.exists()


def test_a_first_correction_can_be_reverted_to_what_was_imported(tmp_path):
    run(*write(tmp_path, dump()))
    Article.objects.get().correct({"title": "فانوس بر پل"})
    titles = list(Article.history.order_by("history_id").values_list("title", flat=True))
    assert titles == ["فانوس‌های تازه بر پل چوبی", "فانوس بر پل"]


def test_a_merged_source_keeps_getting_the_items_of_both_names(tmp_path):
    run(*write(tmp_path, dump(source="روزنامه بندر"), dump(title="دیگر")))
    harbour = Source.objects.get(name_fa="روزنامه بندر")
    house = Source.objects.get(name_fa="خبرخانه ساحل")
    merge(harbour, house)
    later = write(tmp_path / "later", dump(source="روزنامه بندر", views=90))
    assert run(*later).outcomes == ["unchanged"]
    assert Article.objects.count() == 2
    assert {article.source for article in Article.objects.all()} == {house}
    assert list(Source.objects.all()) == [house]


def test_related_stories_lead_to_articles_that_come_before_and_after(tmp_path):
    run(
        *write(
            tmp_path,
            dump(title="نخست", related=["میانه", "هرگز"]),
            dump(title="میانه", body=BAKERY, related=["نخست"]),
        )
    )
    first, middle = Article.objects.get(title="نخست"), Article.objects.get(title="میانه")
    assert [story.target for story in first.related_stories.all()] == [middle, None]
    assert [story.target for story in middle.related_stories.all()] == [first]
    assert [story.article for story in first.backlinks.all()] == [middle]

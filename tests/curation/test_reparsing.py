"""Reading captures anew: what a better parser finds, and what stays as editors have set it."""

from __future__ import annotations

from datetime import date

import pytest

from articles.curation.bulk_changes import plan_undo, reparse_all, undo
from articles.curation.corrections import correct
from articles.curation.reparsing import reparse
from articles.importing.preparing import content_hash
from articles.importing.verifying import verify
from articles.models import Article, Capture, Source
from tests.dump_texts import BAKERY, LANTERNS, dump, run, write

pytestmark = pytest.mark.django_db

TODAY = date(2026, 1, 1)


@pytest.fixture
def article(tmp_path):
    """An article whose capture an older parser has read badly."""
    run(*write(tmp_path, dump(related=["برف در مهررود"])))
    read_badly(Article.objects.get(), paragraphs=["منوی سایت", *LANTERNS], related=[])
    return Article.objects.get()


def read_badly(article, **fields):
    capture = article.captures.get()
    parsed = capture.parsed | fields
    Capture.objects.filter(pk=capture.pk).update(parsed=parsed, content_hash=content_hash(parsed))
    Article.objects.filter(pk=article.pk).update(
        title=parsed["title"], body="\n\n".join(parsed["paragraphs"])
    )
    article.related_stories.all().delete()


def test_articles_say_what_the_parser_of_today_reads(article):
    [reread] = reparse([article], reference=TODAY)
    article.refresh_from_db()
    assert set(reread.changed) == {"body", "related"}
    assert reread.changed["related"] == ([], ["برف در مهررود"])
    assert article.paragraphs == list(LANTERNS)
    assert not article.history.exists()  # an undo of the import still removes it
    assert list(verify()) == []


def test_a_dry_run_says_the_same_and_changes_nothing(article):
    said = reparse([article], reference=TODAY, dry_run=True)[0].changed
    assert article.captures.get().parsed["paragraphs"][0] == "منوی سایت"
    assert Article.objects.get().body.startswith("منوی سایت")
    assert not article.history.exists()
    assert reparse([article], reference=TODAY)[0].changed == said


def test_corrections_stand_and_are_named_where_the_captures_differ(article):
    correct(article, {"body": "کوتاه", "author": "نگار"})
    [reread] = reparse([article], reference=TODAY)
    article.refresh_from_db()
    assert (article.body, article.author) == ("کوتاه", "نگار")
    assert reread.kept == ["body"]
    assert set(reread.changed) == {"related"}


def test_reading_again_is_undone_with_what_the_earlier_parser_had_read(article):
    was = article.captures.get()
    change = reparse_all([article], reference=TODAY, by=None, reason="تجزیه‌گر تازه")
    assert change.count == 1 and Article.objects.get().paragraphs == list(LANTERNS)
    assert plan_undo(change).restored == [article.pk]
    assert undo(change, by=None).restored == [article.pk]
    now = article.captures.get()
    assert (now.parsed, now.content_hash) == (was.parsed, was.content_hash)
    article.refresh_from_db()
    assert article.body.startswith("منوی سایت")
    assert not article.related_stories.exists() and not article.history.exists()
    assert not reparse([article], reference=TODAY, dry_run=True)[0].unreadable
    assert list(verify()) == []


def test_what_was_read_once_more_since_stays_and_nothing_new_is_no_change(article):
    change = reparse_all([article], reference=TODAY, by=None, reason="")
    read_badly(Article.objects.get(), title="خانه > اخبار")
    assert plan_undo(change).changed_since == [article.pk]
    assert undo(change, by=None).restored == []
    reparse([article], reference=TODAY)
    assert reparse_all([article], reference=TODAY, by=None, reason="").pk is None


def test_a_second_reading_finds_nothing_new(article):
    reparse([article], reference=TODAY)
    [reread] = reparse([article], reference=TODAY)
    assert not reread.is_news


def test_the_key_stays_when_the_title_is_read_in_another_way(tmp_path):
    run(*write(tmp_path, dump(), dump(title="نان تازه", body=BAKERY)))
    first, second = Article.objects.order_by("pk")
    read_badly(first, title="خانه > اخبار")
    keys = [first.key, second.key]
    rereads = reparse([first, second], reference=TODAY)
    assert list(rereads[0].changed) == ["title"]
    assert not rereads[1].is_news
    assert list(Article.objects.order_by("pk").values_list("key", flat=True)) == keys
    assert list(verify()) == []


def test_sources_that_no_capture_names_any_more_go(article):
    reparse([article], reference=TODAY)
    read_badly(article, source="منوی سایت")
    stray = Source.objects.create(slug="stray", name_fa="منوی سایت")
    stray.aliases.create(folded_name="منوی سایت")
    stray.history.all().delete()
    Article.objects.update(source=stray)
    reparse([article], reference=TODAY)
    assert list(Source.objects.values_list("name_fa", flat=True)) == ["خبرخانه ساحل"]


def test_what_the_parser_of_today_refuses_stays_as_it_was(article):
    Capture.objects.update(encoding="binary")
    body = article.body
    [reread] = reparse([article], reference=TODAY)
    article.refresh_from_db()
    assert article.body == body
    assert len(reread.unreadable) == 1
    assert reread.changed == {}


def test_an_article_that_is_gone_is_left_out(article):
    gone = Article.objects.get()
    Article.objects.get().delete()
    assert reparse([gone], reference=TODAY) == []

"""An editor's corrections and what comes after: new scrapes, releases, reverts."""

from __future__ import annotations

from datetime import date

import jdatetime
import pytest
from django.contrib.auth.models import User

from articles.curation.corrections import (
    GoneError,
    NoCaptureError,
    correct,
    correct_all,
    release,
    revert,
)
from articles.curation.source_merging import merge
from articles.importing.undoing import undo
from articles.importing.verifying import verify
from articles.models import Article, ArticleChange, ImportBatch, RelatedStory, Source
from tests.dump_texts import LANTERNS, changed, dump, run, write
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db

NEW_LAST = "بند تازه‌ای که در برداشت دوم آمده است."


@pytest.fixture
def article(tmp_path):
    run(*write(tmp_path, dump(related=["برف در مهررود"])))
    return Article.objects.get()


def scrape_again(tmp_path, **fields):
    fields = {"views": 90, "body": changed(LANTERNS, last=NEW_LAST), **fields}
    run(*write(tmp_path / "again", dump(**fields)))


def related(article):
    return list(article.related_stories.values_list("title", flat=True))


def test_corrected_fields_outlive_a_newer_scrape_and_the_rest_follows_it(article, tmp_path):
    day = jdatetime.date(1404, 9, 15)
    correct(article, {"title": "فانوس‌ها", "published_on": day, "author": "نگار"})
    scrape_again(tmp_path)
    article.refresh_from_db()
    assert (article.title, article.published_on, article.author) == ("فانوس‌ها", day, "نگار")
    assert article.views == 90
    assert article.body.endswith(NEW_LAST)
    assert article.corrected_fields == ["author", "published_on", "title"]
    assert list(verify()) == []


def test_corrected_figures_and_related_stories_outlive_a_newer_scrape(article, tmp_path):
    figures = [[0, "پل", "پل در شب", "نگار"]]
    correct(article, {"figures": figures, "related": ["باران بهاری", "برف در مهررود"]})
    scrape_again(tmp_path, related=["یک خبر دیگر"])
    article.refresh_from_db()
    assert article.parts == {"figures": figures, "related": ["باران بهاری", "برف در مهررود"]}
    assert article.body.endswith(NEW_LAST)
    assert list(verify()) == []


def test_a_corrected_related_story_leads_to_its_article(article):
    target = make_article("باران بهاری")
    correct(article, {"related": ["باران بهاري"]})
    assert article.related_stories.get().target == target


def test_a_released_field_says_at_once_what_the_captures_say(article, tmp_path):
    body = article.body
    correct(article, {"title": "فانوس‌ها", "body": "کوتاه", "related": []})
    scrape_again(tmp_path, related=["یک خبر دیگر"])
    release(article, ["body", "related"])
    assert article.body != body
    assert article.body.endswith(NEW_LAST)
    assert related(article) == ["یک خبر دیگر"]
    assert article.title == "فانوس‌ها"
    assert article.corrected_fields == ["title"]
    assert list(verify()) == []


def test_what_no_capture_says_is_released_too(article):
    other = make_article()
    correct(article, {"machine_translated": "yes", "duplicate_of": other})
    release(article, ["machine_translated", "duplicate_of"])
    assert (article.machine_translated, article.duplicate_of) == ("unknown", None)


def test_nothing_is_released_when_no_capture_is_left(article):
    correct(article, {"title": "فانوس‌ها"})
    undo(ImportBatch.objects.get())
    with pytest.raises(NoCaptureError):
        release(article, ["title"])
    article.refresh_from_db()
    assert article.corrected_fields == ["title"]


def test_the_history_names_who_and_why_and_begins_with_what_was_imported(article):
    editor = User.objects.create_user("editor")
    correct(article, {"related": ["باران"]}, by=editor, reason="از روی روزنامه")
    release(article, ["related"], by=editor, reason="نادرست بود")
    rows = article.history.order_by("history_id").values_list(
        "history_user__username", "history_change_reason", "related"
    )
    assert list(rows) == [
        (None, "imported", ["برف در مهررود"]),
        ("editor", "از روی روزنامه", ["باران"]),
        ("editor", "نادرست بود", ["برف در مهررود"]),
    ]


def test_what_imports_change_between_corrections_is_laid_at_nobodys_door(article, tmp_path):
    correct(article, {"author": "نگار"})
    scrape_again(tmp_path)
    correct(article, {"author": "پگاه"})
    rows = article.history.order_by("history_id").values_list("history_change_reason", "author")
    assert list(rows) == [("imported", ""), ("", "نگار"), ("imported", "نگار"), ("", "پگاه")]


def version(article, number):
    return article.history.order_by("history_id")[number]


def test_one_field_is_reverted_and_open_to_imports_again(article, tmp_path):
    title = article.title
    correct(article, {"title": "فانوس‌ها", "author": "نگار"})
    assert revert(article, version(article, 0), ["title"]) == ["title"]
    assert (article.title, article.author) == (title, "نگار")
    assert article.corrected_fields == ["author"]
    scrape_again(tmp_path)
    assert list(verify()) == []


def test_a_field_reverted_to_an_older_scrape_remains_a_correction(article, tmp_path):
    body = article.body
    correct(article, {"body": "کوتاه"})
    scrape_again(tmp_path)
    revert(article, version(article, 0), ["body"])
    assert article.body == body
    assert article.corrected_fields == ["body"]


def test_a_field_reverted_to_an_earlier_correction_is_that_correction(article):
    correct(article, {"title": "فانوس‌ها"})
    correct(article, {"title": "فانوس"})
    revert(article, version(article, 1), ["title"])
    assert (article.title, article.corrected_fields) == ("فانوس‌ها", ["title"])


def test_the_whole_of_a_version_comes_back(article):
    correct(article, {"title": "فانوس‌ها", "figures": [[1, "", "پل", ""]], "status": "hidden"})
    names = ["title", "figures", "status", "related", "body"]
    assert set(revert(article, version(article, 0), names)) == {"title", "figures", "status"}
    assert article.figures.count() == 0
    assert (article.status, article.corrected_fields) == ("published", [])


def test_a_version_whose_source_is_gone_is_not_brought_back(article):
    merged = article.source
    other = make_source()
    correct(article, {"source": other})
    merge(merged, other)
    with pytest.raises(GoneError, match="source"):
        revert(article, version(article, 0), ["title", "source"])
    article.refresh_from_db()
    assert article.source == other


def test_versions_from_before_parts_were_kept_leave_the_parts_alone(article):
    correct(article, {"title": "فانوس‌ها", "related": ["باران"]})
    article.history.update(related=None, figures=None)
    assert revert(article, version(article, 0), ["title", "related"]) == ["title"]
    assert related(article) == ["باران"]


def test_a_correction_writes_only_what_it_names(article):
    stale = Article.objects.get()
    Article.objects.update(views=500, author="نگار")
    correct(stale, {"title": "فانوس‌ها"})
    assert list(Article.objects.values_list("views", "author")) == [(500, "نگار")]


def test_a_corrected_day_decides_anew_which_of_two_namesakes_is_meant(article):
    first = make_article("برف در مهررود", day=date(2025, 1, 1))
    second = make_article("برف در مهررود", day=date(2025, 2, 1))
    correct(article, {"related": ["برف در مهررود"]})
    assert RelatedStory.objects.get().target == first
    correct(second, {"published_on": jdatetime.date(1400, 1, 1)})
    assert RelatedStory.objects.get().target == second


def test_many_articles_get_a_field_and_only_changed_ones_a_history():
    source = make_source()
    articles = [make_article(), make_article(), make_article(source=source)]
    assert correct_all(articles, {"source": source}, reason="همه از یک جا") == 2
    assert Article.objects.filter(source=source).count() == 3
    assert articles[2].history.count() == 1  # of its making
    assert articles[0].history.first().history_change_reason == "همه از یک جا"
    assert ArticleChange.objects.count() == 2


def test_a_gone_article_is_not_corrected(article):
    Article.objects.get().delete()
    with pytest.raises(Article.DoesNotExist):
        correct(article, {"title": "x"})
    assert Source.objects.exists()

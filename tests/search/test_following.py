"""The index equals the database after every kind of change, without anyone asking for it."""

from __future__ import annotations

from datetime import date

import jdatetime
import pytest
from django.core.management import call_command
from django.db import transaction

from articles import search as engine
from articles.calendars import DayRange
from articles.curation.source_merging import merge
from articles.importing.erasing import erase
from articles.importing.undoing import undo
from articles.models import Article, ArticleChange, ImportBatch, Source
from articles.search import Limits, Search, engines
from articles.search.engine.documents import ANALYZER
from tests import search_engines
from tests.dump_texts import BAKERY, LANTERNS, changed, dump, run, write
from tests.factories import make_article

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.each_database,
    pytest.mark.each_engine,
]

NEW_END = "در پایان شب، گروه موسیقی محله چند ترانه قدیمی نواخت و چراغ‌ها تا سپیده روشن ماند."
TODAY = date(2026, 11, 20)


def found(text, **options):
    """Titles of what a search finds."""
    hits = engine.search(Search(text, TODAY, **options)).hits
    titles = Article.objects.in_bulk([hit.article_id for hit in hits])
    return [titles[hit.article_id].title for hit in hits]


def total():
    return engine.counts().total


def differences():
    return list(engine.compare_index(advance=lambda count: None))


@pytest.fixture
def lanterns(archive_folder, tmp_path):
    """An imported article that the index knows."""
    run(*write(tmp_path / "lanterns", dump()))
    assert found("فانوس") == ["فانوس‌های تازه بر پل چوبی"]
    return Article.objects.get()


@pytest.fixture(autouse=True)
def index_equals_database_in_the_end(archive_folder):
    yield
    if engine.has_index():
        assert differences() == []


def test_an_import_is_found_when_it_has_ended(archive_folder, tmp_path):
    run(*write(tmp_path / "a", dump(), dump(title="تنور", body=BAKERY, source="نان امروز")))

    assert found("تنور نان") == ["تنور"]
    assert total() == 2


def test_a_newer_scrape_replaces_the_older_text(lanterns, tmp_path):
    run(*write(tmp_path / "b", dump(body=changed(LANTERNS, last=NEW_END), views=90)))

    assert found("موسیقی") == [lanterns.title]
    assert found("بازارچه") == []
    assert total() == 1


def test_a_correction_is_found_and_what_it_replaced_is_not(lanterns):
    lanterns.correct({"title": "چلچراغ بر پل", "body": "یک بند."})

    assert found("چلچراغ") == ["چلچراغ بر پل"]
    assert found("فانوس") == []


def test_a_corrected_day_language_and_source_count_anew(lanterns):
    source = Source.objects.create(slug="other", name_fa="دیگری")
    day = jdatetime.date(1399, 1, 1)
    lanterns.correct({"published_on": day, "language": "ar", "source": source})

    counts = engine.counts()
    assert counts.sources == {source.pk: 1}
    assert counts.languages == {"ar": 1}
    assert counts.jalali_months == {(1399, 1): 1}
    assert counts.gregorian_months == {(2020, 3): 1}
    assert engine.counts(Limits(days=DayRange(day.togregorian(), day.togregorian()))).total == 1


def test_an_article_without_day_and_source_counts_as_such(lanterns):
    lanterns.correct({"published_on": None, "source": None})

    counts = engine.counts()
    assert counts.sources == {None: 1}
    assert counts.jalali_months == counts.gregorian_months == {None: 1}


def test_what_the_archive_holds_is_counted_once_until_it_changes(lanterns):
    before = engine.counts()
    assert engine.counts() is before
    lanterns.correct({"source": None})
    assert None not in before.sources
    assert engine.counts().sources == {None: 1}


def test_a_hidden_article_is_gone_everywhere_until_it_is_published_again(lanterns, tmp_path):
    run(*write(tmp_path / "c", dump(source="دیگری", date="1404/09/20")))
    other = Article.objects.exclude(pk=lanterns.pk).get()
    assert engine.more_like_this(other) == [lanterns.pk]
    lanterns.correct({}, decisions={"status": Article.Status.HIDDEN})

    assert found("فانوس") == [other.title]
    assert total() == 1
    assert [article.pk for article in engine.suggest("فانوس").articles] == [other.pk]
    assert engine.more_like_this(other) == []
    assert engine.more_like_this(lanterns) == []

    lanterns.correct({}, decisions={"status": Article.Status.PUBLISHED})
    assert total() == 2
    if search_engines.URL:  # there a removed article counts as having its words for a while
        search_engines.rebuild_index()
    assert engine.more_like_this(other) == [lanterns.pk]


def test_an_erased_article_is_gone_everywhere(lanterns):
    erase(lanterns, reason="به درخواست صاحب اثر")

    assert found("فانوس") == []
    assert total() == 0
    assert engine.suggest("فانوس").is_empty
    assert engine.more_like_this(lanterns) == []


@pytest.mark.parametrize(("is_left", "found"), [(True, 1), (False, 0)])
def test_the_words_of_an_erased_article_leave_the_files_when_the_index_is_built_anew(
    lanterns, tmp_path, is_left, found
):
    run(*write(tmp_path / "c", dump(title="نان تازه", body=BAKERY)))
    call_command("search_index", rebuild=True, workers=0)  # both articles in one segment
    word = ANALYZER.phrase("فانوس")[0]
    call_command("erase_article", lanterns.key, reason="takedown", no_rebuild=is_left)

    with engines.engine().reading() as state:
        assert state.doc_freq("whole_exact", word) == found
    assert total() == 1


def test_a_hidden_article_is_not_offered_as_a_spelling(lanterns):
    wanted = Search("فانوسهاي چوبييي", TODAY)
    answer = engine.search(wanted)
    assert engine.did_you_mean(wanted, answer) is not None
    lanterns.correct({}, decisions={"status": Article.Status.HIDDEN})

    assert engine.did_you_mean(wanted, answer) is None


def test_articles_of_merged_sources_are_of_the_one_that_stays(lanterns, tmp_path):
    run(*write(tmp_path / "b", dump(title="تنور", body=BAKERY, source="نان امروز")))
    merged = Source.objects.get(name_fa="نان امروز")
    stays = lanterns.source
    merge(merged, stays)

    assert engine.counts().sources == {stays.pk: 2}
    assert len(found("منبع:«نان امروز»")) == 2


def test_an_undone_import_is_gone_and_what_it_had_changed_is_back(lanterns, tmp_path):
    second = run(
        *write(
            tmp_path / "b",
            dump(body=changed(LANTERNS, last=NEW_END), views=90),
            dump(title="تنور", body=BAKERY),
        )
    )
    assert total() == 2
    undo(ImportBatch.objects.get(pk=second.batch))

    assert total() == 1
    assert found("بازارچه") == [lanterns.title]
    assert found("موسیقی") == []


def test_a_dry_run_leaves_the_index_alone(lanterns, tmp_path):
    before = engine.index_version()
    run(*write(tmp_path / "b", dump(title="تنور", body=BAKERY)), dry_run=True)
    batch = ImportBatch.objects.get()
    undo(batch, dry_run=True)

    assert engine.index_version() == before
    assert engine.health().condition is engine.Condition.READY


def test_a_dry_run_makes_no_index(archive_folder, tmp_path):
    run(*write(tmp_path / "b", dump()), dry_run=True)

    assert not engine.has_index()


def test_a_change_that_is_rolled_back_is_never_indexed(lanterns):
    before = engine.index_version()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        lanterns.correct({"title": "چلچراغ"})
        raise ZeroDivisionError

    assert engine.index_version() == before
    assert found("چلچراغ") == []


def test_a_rolled_back_part_of_a_transaction_is_not_indexed(lanterns):
    with transaction.atomic():
        make_article("ماهی‌ها")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            lanterns.correct({"title": "چلچراغ"})
            raise ZeroDivisionError
        ArticleChange.objects.log(
            ArticleChange.Kind.CREATED, [Article.objects.get(title="ماهی‌ها").pk]
        )

    assert found("چلچراغ") == []
    assert found("ماهی‌ها") == ["ماهی‌ها"]


def test_an_archive_that_is_not_followed_is_brought_up_to_date_by_the_command(lanterns, capsys):
    Article.objects.update(title="چلچراغ")
    ArticleChange.objects.bulk_create(
        [ArticleChange(article_id=lanterns.pk, kind=ArticleChange.Kind.UPDATED)]
    )
    assert [str(finding.difference) for finding in differences()] == ["behind", "outdated"]
    call_command("search_index", update=True)

    assert found("چلچراغ") == ["چلچراغ"]


def test_the_comparison_names_every_kind_of_difference(lanterns):
    beside = make_article("بی‌خبر از فهرست", key="b" * 16)
    Article.objects.filter(pk=lanterns.pk).update(body="یک بند.")
    findings = {(str(each.difference), each.where) for each in differences()}
    assert findings == {("missing", beside.key), ("outdated", lanterns.key)}

    Article.objects.filter(pk=lanterns.pk).update(status=Article.Status.HIDDEN)
    findings = {(str(each.difference), each.where) for each in differences()}
    assert findings == {("missing", beside.key), ("surplus", str(lanterns.pk))}

    ArticleChange.objects.log(ArticleChange.Kind.UPDATED, [beside.pk, lanterns.pk])
    assert differences() == []

"""What stands in the review queue, in which order, and at what price."""

from __future__ import annotations

import pytest
from django.db import connection

from articles.curation import review_queue as queues
from articles.curation.corrections import correct
from articles.curation.review_queue import LISTED, Item, after, before, counts, queue
from articles.curation.wanted_articles import wanted_titles
from articles.curation.weighing import Kind
from articles.importing.undoing import undo
from articles.models import Article, Capture, ImportBatch, ReaderReport, Source, SourceEvidence
from tests.dump_texts import BAKERY, LANTERNS, dump, run, write
from tests.factories import make_article, make_capture, make_related, make_source

pytestmark = pytest.mark.django_db


def found(*kinds):
    return [(item.kind.value, item.text) for item in queue(kinds or Kind)]


def make_report(kind="date", article=None, message="تاریخ نادرست است."):
    return ReaderReport.objects.create(kind=kind, message=message, article=article)


def make_doubtful(title, *warnings):
    article = make_article(title)
    make_capture(article, title.encode(), warnings=list(warnings))
    return article


def make_evidence(name, bodies=1):
    proposal = {"pattern": "از قفسه", "captures": bodies, "bodies": bodies, "of": bodies}
    proposals = [proposal | {"chance": 0.0, "examples": ["از قفسهٔ ما"]}]
    SourceEvidence.objects.create(folded_name=name, proposals=proposals, open=1)


def test_the_weightiest_come_first():
    make_doubtful("بی تاریخ", "no_date")
    make_doubtful("روز هفتهٔ نادرست", "weekday_mismatch", "no_source")
    make_article("دو بار", review=Article.Review.NEEDED)
    make_source("منبع تازه")
    make_evidence("خبرخانه ساحل")
    make_report(message="تاریخ نادرست است.")
    make_report("takedown", message="حذف شود.")
    for _ in range(3):
        make_related(make_article(), "خبری که نیست")
    assert found() == [
        ("takedown", "حذف شود."),
        ("report", "تاریخ نادرست است."),
        ("contradiction", "روز هفتهٔ نادرست"),
        ("duplicate", "دو بار"),
        ("source", "منبع تازه"),
        ("habits", "خبرخانه ساحل"),
        ("warning", "بی تاریخ"),
        ("wanted", "خبری که نیست"),
    ]
    assert set(counts().values()) == {1}


def test_what_an_import_doubts_is_in_the_queue_until_its_article_is_reviewed(tmp_path):
    run(*write(tmp_path, dump(date="شنبه 1404/09/14"), dump(title="نان", body=BAKERY, date=None)))
    by_kind = {item.kind: item for item in queue()}
    assert by_kind[Kind.CONTRADICTION].warnings == ("weekday_mismatch",)
    assert by_kind[Kind.WARNING].warnings == ("no_date",)
    Article.objects.update(review=Article.Review.DONE)
    assert [item.kind for item in queue()] == [Kind.SOURCE]


def test_a_contradiction_is_over_once_the_day_is_corrected(tmp_path):
    run(*write(tmp_path, dump(date="شنبه 1404/09/14")))
    article = Article.objects.get()
    correct(article, {"published_on": article.published_on})
    assert found(Kind.CONTRADICTION) == []


def test_withdrawn_captures_are_not_in_the_queue(tmp_path):
    run(*write(tmp_path, dump(date=None)))
    Article.objects.get().correct({"author": "نگار"})
    undo(ImportBatch.objects.get())
    assert found(Kind.WARNING) == []


def test_an_article_stands_once_however_many_captures_it_has():
    article = make_doubtful("بی تاریخ", "no_date")
    make_capture(article, b"again", warnings=["no_date"])
    assert found(Kind.WARNING) == [("warning", "بی تاریخ")]


@pytest.mark.parametrize(
    ("warnings", "doubt"),
    [
        ([], 0),
        (["no_date"], 1),
        (["no_source", "future_date"], 2),
        (["bad_date"], 2),
        (["weekday_mismatch"], 2),
    ],
)
def test_the_database_itself_tells_how_doubtful_a_capture_is(warnings, doubt):
    capture = make_capture(make_article(), b"x", warnings=warnings)
    capture.refresh_from_db()
    assert capture.doubt == doubt


def test_settled_reports_and_known_sources_leave_the_queue():
    report, source = make_report(), make_source()
    ReaderReport.objects.filter(pk=report.pk).settle("done", by=None)
    Source.objects.filter(pk=source.pk).update(needs_review=False)
    assert found() == []


def test_titles_are_wanted_from_three_items_on_and_until_they_are_archived(tmp_path):
    for number in range(3):
        assert found(Kind.WANTED) == []
        make_related(make_article(f"خبر {number} ساختگی"), "فانوس‌های تازه بر پل چوبی")
    [item] = queue([Kind.WANTED])
    assert (item.text, item.touched) == ("فانوس‌های تازه بر پل چوبی", 3)
    run(*write(tmp_path, dump(body=LANTERNS)))
    assert found(Kind.WANTED) == []


def test_many_reports_about_one_article_matter_more():
    article = make_article()
    for _ in range(2):
        make_report(article=article, message="دوتا")
    make_report(message="یکی")  # newer
    assert [item.text for item in queue([Kind.REPORT])] == ["دوتا", "دوتا", "یکی"]


def test_next_and_previous_go_through_the_queue_even_when_an_item_has_left_it():
    items = [Item(Kind.REPORT, "9", ""), Item(Kind.REPORT, "5", ""), Item(Kind.WANTED, "ab", "")]
    assert items == sorted(items, key=lambda item: item.place)
    assert after(items[0].mark, items) == items[1]
    assert after(items[0].mark, items[1:]) == items[1]
    assert after(items[2].mark, items) is None
    assert before(items[2].mark, items) == items[1]
    assert before(items[0].mark, items) is None


@pytest.mark.parametrize("mark", ["", "x", "1-2", "-1-report-5", "²-report-5", "9" * 99 + "-a-9"])
def test_any_mark_is_taken(mark):
    items = [Item(Kind.REPORT, "9", "")]
    after(mark, items)
    before(mark, items)


def test_the_number_of_queries_does_not_depend_on_the_archive(django_assert_num_queries):
    for number in range(12):
        make_doubtful(f"بی تاریخ {number}", "no_date")
        make_doubtful(f"تناقض {number}", "bad_date")
        make_report(article=make_article())
        make_source(f"منبع {number}")
        make_evidence(f"منبع {number}")
        for _ in range(3):
            make_related(make_article(), f"خبری که نیست {number}")
    with django_assert_num_queries(19):
        assert len(queue()) == 72
        counts()


def test_no_kind_crowds_out_the_others(monkeypatch):
    monkeypatch.setattr(queues, "LISTED", 2)
    for number in range(5):
        make_report(message=str(number))
    make_doubtful("بی تاریخ", "no_date")
    assert found() == [("report", "4"), ("report", "3"), ("warning", "بی تاریخ")]
    assert counts()[Kind.REPORT] == 5
    assert LISTED > 50


@pytest.mark.skipif(connection.vendor != "sqlite", reason="small tables are read whole there")
@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (lambda: queues._doubtful(Capture.Doubt.WARNED).order_by("-pk"), "capture_doubt"),
        (lambda: queues._flagged().order_by("-pk"), "article_review"),
        (wanted_titles, "related_target"),
    ],
)
def test_every_kind_is_found_by_an_index(rows, index):
    plan = rows()[:LISTED].explain()
    assert index in plan
    assert "TEMP B-TREE" not in plan

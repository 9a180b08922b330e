"""Writing the index: small writes, a rebuild among them, and readers that meet a replaced index."""

from __future__ import annotations

import json
import threading

import pytest

from articles.models import Article, ArticleChange
from articles.search.engine.change_log import last_change
from articles.search.engine.documents import ANALYZER, IndexedArticle, analyze
from articles.search.index.checking import compare
from articles.search.index.documents import to_document
from articles.search.index.files import Generation, IndexFiles
from articles.search.index.reading import IndexReader
from articles.search.index.writing import rebuild, update
from tests.factories import make_article, make_figure

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]


def log(*articles: Article) -> None:
    ArticleChange.objects.log(ArticleChange.Kind.UPDATED, [article.pk for article in articles])


def indexed(files) -> int:
    return IndexReader(files).index().searcher().num_docs


def generations(files):
    return {path.name for path in files.root.iterdir() if path.is_dir()}


def test_many_small_writes_leave_few_segments_and_no_orphan(files):
    article = make_article()
    for number in range(80):
        article.title = f"خبر {number}"
        article.save()
        log(article)
        update(files)

    folder = files.current().folder
    meta = json.loads((folder / "meta.json").read_text())
    managed = set(json.loads((folder / ".managed.json").read_text()))
    segments = {segment["segment_id"].replace("-", "") for segment in meta["segments"]}
    assert len(segments) <= 10
    bookkeeping = {"meta.json", "state.json", ".managed.json"}
    bookkeeping |= {".tantivy-meta.lock", ".tantivy-writer.lock"}
    on_disk = {path.name for path in folder.iterdir()}
    assert on_disk - bookkeeping <= managed
    assert {name.split(".")[0] for name in on_disk - bookkeeping} == segments
    assert indexed(files) == 1
    assert list(compare(files)) == []


def test_an_article_is_in_the_index_once_however_often_it_was_logged(files):
    article = make_article()
    for _ in range(3):
        log(article, article)
        update(files)
    log(article)
    rebuild(files)
    log(article)
    update(files)

    assert indexed(files) == 1
    assert list(compare(files)) == []


def test_captions_and_alternative_texts_are_indexed(files):
    article = make_article()
    make_figure(article, caption="فانوس", alt="چلچراغ", credit="عکاس")
    rebuild(files)

    searcher = IndexReader(files).index().searcher()
    assert searcher.doc_freq("whole_exact", "فانوس") == 1
    assert searcher.doc_freq("whole_exact", "چلچراغ") == 1


def test_a_rebuild_with_worker_processes_gives_the_same_index(files, transactional_db):
    for number in range(30):
        make_article(f"خبر {number}", body="باران بارید.\n\nThe rain fell.")
    log(*Article.objects.all())
    rebuild(files, workers=2)

    assert indexed(files) == 30
    assert list(compare(files)) == []


def test_a_rebuild_tells_of_every_article(files):
    for _ in range(3):
        make_article()
    heard: list[int] = []
    rebuild(files, advance=heard.append)

    assert sum(heard) == 3


def test_a_change_during_a_rebuild_is_in_the_new_index(files, monkeypatch):
    article = make_article("پیش از آن")
    rebuild(files)
    usual = Generation.save

    def change(generation, state):
        if not Article.objects.filter(title="پس از آن").exists():
            Article.objects.update(title="پس از آن")
            log(article)
        usual(generation, state)

    monkeypatch.setattr(Generation, "save", change)
    rebuild(files)

    assert list(compare(files)) == []


def test_a_commit_that_finds_the_lock_taken_by_a_rebuild_is_not_left_behind(files, monkeypatch):
    """While the new index is being published, after the log was followed for the last time."""
    article = make_article("پیش از آن")
    rebuild(files)
    usual = IndexFiles.publish

    def change(self, generation):
        Article.objects.update(title="پس از آن")
        log(article)
        update(files, wait=False)
        usual(self, generation)

    monkeypatch.setattr(IndexFiles, "publish", change)
    rebuild(files)

    assert files.current().state().position == last_change()
    assert list(compare(files)) == []


def test_what_was_committed_while_another_wrote_is_not_left_behind(files, monkeypatch):
    article = make_article("پیش از آن")
    rebuild(files)
    log(article)
    usual = Generation.save

    def change(generation, state):
        usual(generation, state)
        if not Article.objects.filter(title="پس از آن").exists():
            Article.objects.update(title="پس از آن")
            log(article)
            update(files, wait=False)

    monkeypatch.setattr(Generation, "save", change)
    update(files)

    assert list(compare(files)) == []


def test_a_rebuild_does_not_remove_an_index_that_is_just_being_made(files):
    with files.rebuild_lock(), files.write_lock():
        generation = files.create(position=0)
        removing = threading.Thread(target=files.remove_unused)
        removing.start()
        removing.join(timeout=0.3)
        assert generation.folder.exists()
        files.publish(generation)
    removing.join()

    assert generations(files) == {generation.folder.name}


def test_a_reader_that_meets_a_replaced_index_opens_the_new_one(files, monkeypatch):
    make_article()
    rebuild(files)
    usual = Generation.open

    def replaced(generation):
        monkeypatch.setattr(Generation, "open", usual)
        rebuild(files)
        return usual(generation)

    monkeypatch.setattr(Generation, "open", replaced)

    assert IndexReader(files).index().searcher().num_docs == 1


def test_a_reader_goes_on_with_the_index_that_it_has_open(files):
    make_article()
    rebuild(files)
    index = IndexReader(files).index()
    searcher = index.searcher()
    make_article()
    rebuild(files)

    assert searcher.num_docs == 1
    assert indexed(files) == 2


def test_analysis_of_an_article_is_of_its_own_language(files):
    for language in ("fa", "ar"):
        make_article(f"كتابها {language}", language=language)
    rebuild(files)

    searcher = IndexReader(files).index().searcher()
    assert searcher.doc_freq("title_stem", "fکتاب") == 1
    assert searcher.doc_freq("title_stem", "aکتاب") == 1


def test_an_article_without_text_is_counted_all_the_same(files):
    make_article("…", body="")
    rebuild(files)

    assert indexed(files) == 1
    assert list(compare(files)) == []


def test_parts_without_text_are_left_out():
    article = IndexedArticle(1, "k" * 16, "fa", None, None, "", "متن", "")

    assert (
        to_document(analyze(article, ANALYZER))
        .to_dict()
        .keys()
        .isdisjoint({"title_exact", "title_stem", "title_extra", "title_only"})
    )

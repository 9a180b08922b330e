import pytest

from articles.importing.erasing import erase
from articles.importing.undoing import undo
from articles.importing.verifying import verify
from articles.models import Article, Capture, ImportBatch, RawBytes, Source, Tombstone
from tests.dump_texts import BAKERY, LANTERNS, changed, dump, run, write

pytestmark = pytest.mark.django_db

NEW_END = "در پایان شب، گروه موسیقی محله چند ترانه قدیمی نواخت و چراغ‌ها تا سپیده روشن ماند."


def test_an_erasure_takes_text_captures_bytes_and_history_and_leaves_a_tombstone(tmp_path):
    imported = run(*write(tmp_path, dump()))
    article = Article.objects.get()
    article.correct({"title": "فانوس بر پل"})
    erase(article, reason="به درخواست صاحب اثر")
    assert not Article.objects.exists()
    assert not Capture.objects.exists()
    assert not RawBytes.objects.exists()
    assert not Article.history.exists()
    assert not Source.objects.exists()
    tombstone = Tombstone.objects.get()
    assert (tombstone.key, tombstone.reason) == (imported.keys[0], "به درخواست صاحب اثر")
    assert list(verify()) == []


def test_an_erased_item_is_refused_when_it_comes_again_and_its_text_is_not_kept(tmp_path):
    paths = write(tmp_path, dump())
    run(*paths)
    erase(Article.objects.get(), reason="takedown")
    again = run(*paths)
    assert again.outcomes == ["rejected"]
    assert again.items[0]["error"] == "erased"
    assert again.items[0]["message"]
    assert Capture.objects.get().parsed is None
    assert not RawBytes.objects.exists()
    assert list(verify()) == []


def test_a_newer_scrape_of_an_erased_item_is_refused_too(tmp_path):
    run(*write(tmp_path, dump()))
    erase(Article.objects.get(), reason="takedown")
    newer = dump(body=changed(LANTERNS, last=NEW_END), views=90)
    assert run(*write(tmp_path / "later", newer)).items[0]["error"] == "erased"


def test_the_same_body_under_another_title_is_refused_too(tmp_path):
    run(*write(tmp_path, dump()))
    erase(Article.objects.get(), reason="takedown")
    assert run(*write(tmp_path / "later", dump(title="دیگر"))).items[0]["error"] == "erased"


def test_other_items_are_taken(tmp_path):
    run(*write(tmp_path, dump()))
    erase(Article.objects.get(), reason="takedown")
    assert run(*write(tmp_path / "later", dump(title="دیگر", body=BAKERY))).outcomes == ["created"]


def test_a_namesake_of_an_erased_item_stays_and_is_still_updated(tmp_path):
    imported = run(*write(tmp_path, dump(), dump(body=BAKERY)))
    erase(Article.objects.get(key=imported.keys[0]), reason="takedown")
    newer = dump(body=changed(BAKERY, last=NEW_END), views=90)
    later = run(*write(tmp_path / "later", newer))
    assert later.outcomes == ["updated"]
    assert later.keys == [imported.keys[1]]
    assert list(verify()) == []


def test_withdrawn_captures_of_the_same_text_go_too(tmp_path):
    paths = write(tmp_path, dump())
    first, _second = run(*paths), run(*paths)
    undo(ImportBatch.objects.get(pk=first.batch))
    erase(Article.objects.get(), reason="takedown")
    assert not Capture.objects.exists()
    assert not RawBytes.objects.exists()

import zlib

import pytest

from articles.importing.verifying import verify
from articles.models import Article, ArticleIdentity, Capture, RawBytes, RelatedStory
from articles.packing import unpacked
from tests.dump_texts import BAKERY, dump, run, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_articles(tmp_path):
    run(*write(tmp_path, dump(related=["دیگر"]), dump(title="دیگر", body=BAKERY)))


def found():
    return {finding.problem.value for finding in verify()}


def test_a_whole_archive_has_no_findings():
    assert found() == set()


def test_a_changed_byte_is_found():
    raw = RawBytes.objects.first()
    RawBytes.objects.filter(pk=raw.pk).update(compressed=zlib.compress(b"other"))
    assert found() == {"raw_damaged"}


def test_bytes_that_an_earlier_release_has_packed_are_whole_and_stay(tmp_path):
    for raw in RawBytes.objects.all():
        raw.compressed = zlib.compress(unpacked(raw.compressed), 3)
        raw.save()
    before = set(RawBytes.objects.values_list("sha256", "compressed"))
    assert found() == set()
    assert "فانوس" in Capture.objects.first().text()
    again = run(*write(tmp_path, dump(related=["دیگر"]), dump(title="دیگر", body=BAKERY)))
    assert again.counts == {"unchanged": 2, "skipped": 0}
    assert set(RawBytes.objects.values_list("sha256", "compressed")) == before


def test_bytes_that_cannot_be_unpacked_are_found():
    raw = RawBytes.objects.first()
    RawBytes.objects.filter(pk=raw.pk).update(compressed=b"rubbish")
    assert found() == {"raw_damaged"}


def test_missing_bytes_are_found():
    RawBytes.objects.first().delete()
    assert found() == {"raw_missing"}


def test_changed_parsed_fields_are_found():
    capture = Capture.objects.first()
    Capture.objects.filter(pk=capture.pk).update(parsed={**capture.parsed, "title": "x"})
    assert "parsed_changed" in found()


def test_an_article_that_differs_from_its_capture_is_found():
    Article.objects.filter(title="دیگر").update(body="x")
    assert found() == {"article_differs"}


def test_a_figure_that_no_capture_has_is_found():
    Article.objects.first().figures.create(position=0, caption="x")
    assert found() == {"article_differs"}


def test_an_article_without_captures_is_found():
    Capture.objects.filter(article__title="دیگر").delete()
    assert "article_without_capture" in found()


def test_a_capture_without_article_is_found():
    Capture.objects.filter(article__title="دیگر").update(article=None)
    assert "capture_without_article" in found()


def test_a_key_that_no_identity_gives_is_found():
    ArticleIdentity.objects.first().delete()
    assert found() == {"key_without_identity"}


def test_links_that_miss_or_err_are_found():
    story = RelatedStory.objects.get()
    RelatedStory.objects.update(target=None)
    assert found() == {"missing_target"}
    RelatedStory.objects.update(target=story.article)
    assert found() == {"wrong_target"}

"""A preview says what the import then does, writes nothing, and follows what staff decide."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.dumps import Overrides, Role
from articles.importing.decisions import DROPPED, Decisions
from articles.importing.limits import LimitExceededError, Limits
from articles.importing.preview_runs import run_preview
from articles.importing.previews import Preview
from articles.importing.running import (
    ImportCancelledError,
    ImportOptions,
    ImportPausedError,
    run_import,
)
from articles.importing.undoing import undo
from articles.importing.verifying import verify
from articles.models import Article, Capture, ImportBatch
from tests.dump_texts import BAKERY, LANTERNS, archive_state, changed, dump, run, write

pytestmark = pytest.mark.django_db

LAST = "در پایان شب، گروه موسیقی محله چند ترانه قدیمی نواخت و چراغ‌ها تا سپیده روشن ماند."


@pytest.fixture
def preview(tmp_path):
    return Preview(tmp_path / "preview.sqlite3")


def fill(preview, paths, **options):
    return run_preview(
        paths,
        ImportOptions(**options),
        preview,
        on_planned=lambda planned: None,
        on_bytes=lambda count: None,
    ).counts


def outcomes(preview):
    with preview:
        return [item.outcome.value for item in preview.items()]


def many_kinds(tmp_path):
    """Dumps of every outcome, several of which depend on others of the same import."""
    run(*write(tmp_path / "before", dump(), dump(title="تنور سنگی", body=BAKERY)))
    return write(
        tmp_path / "now",
        dump(),
        dump(body=changed(LANTERNS, last=LAST), views=40),
        dump(title="نسخهٔ دوم در روزنامهٔ دیگر", source="بامداد نو", body=BAKERY),
        dump(title="خبر تازه", body=[LAST, *BAKERY]),
        dump(title="خبر تازه", body=[LAST, *BAKERY]),
        dump(title="خبر تازه", body=[LAST, *BAKERY], views=5),
        dump(title="خبر تازه", body=[LAST, BAKERY[0]], views=4),
        dump(title="خبر تازه", body=LANTERNS, views=3),
        dump(title="نسخهٔ سوم", source="بامداد نو", body=[LAST, *BAKERY]),
        "",
    )


@pytest.mark.parametrize("chunk", [500, 1])
def test_a_preview_says_what_the_import_does(tmp_path, preview, monkeypatch, chunk):
    monkeypatch.setattr("articles.importing.pipeline.CHUNK_ITEMS", chunk)
    paths = many_kinds(tmp_path)
    before = archive_state()
    counts = fill(preview, paths)
    assert archive_state() == before
    previewed = outcomes(preview)
    assert set(previewed) == {"unchanged", "updated", "created", "duplicate", "rejected"}
    imported = run(*paths)
    assert previewed == imported.outcomes
    assert counts == imported.counts == {**Counter(previewed), "skipped": 0}


def test_a_preview_writes_nothing_to_the_archive(tmp_path, preview):
    paths = write(tmp_path, dump())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        fill(preview, paths)
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


def test_lists_of_a_preview_have_the_items_of_their_kind(tmp_path, preview):
    fill(preview, write(tmp_path, dump(date=None), dump(title="دیگر", body=BAKERY), ""))
    with preview:
        assert [item.number for item in preview.items("created")] == [1, 2]
        assert [item.error for item in preview.items("rejected")] == ["empty"]
        assert [item.warnings for item in preview.items("doubtful")] == [("no_date",)]
        assert [item.number for item in preview.items("", 1, 1)] == [2]
        assert preview.warning_counts() == {"no_date": 1}
        assert preview.beside(2) == (1, 3)
        assert preview.beside(2, "created") == (1, None)
        assert preview.raw(2).decode() == dump(title="دیگر", body=BAKERY)


def test_what_is_decided_about_an_item_is_seen_at_once_and_imported(tmp_path, preview):
    paths = write(tmp_path, dump(source="", date=None), dump(title="دیگر", body=BAKERY))
    fill(preview, paths)
    with preview:
        first, second = preview.items()
        fields = {
            first.sha256: {"source": "بامداد نو", "day": "1404/09/14", "roles": {"6": "noise"}},
            second.sha256: {DROPPED: True},
        }
        decisions = Decisions.from_json(fields)
        preview.decide(1, decisions)
        preview.decide(2, decisions)
        assert preview.counts() == {"created": 1, "dropped": 1}
        assert (preview.item(1).source, preview.item(1).warnings) == ("بامداد نو", ())
        assert preview.item(1).is_decided
    result = run_import(paths, ImportOptions(decisions=decisions), on_item=lambda stored: None)
    assert result.counts == {"created": 1, "skipped": 0}
    article = Article.objects.get()
    assert str(article.source) == "بامداد نو"
    assert str(article.published_on) == "1404-09-14"
    assert LANTERNS[0] not in article.body
    capture = Capture.objects.get()
    assert capture.parsed["overrides"] == fields[first.sha256]
    assert Overrides.from_json(capture.parsed["overrides"]).roles == {6: Role.NOISE}
    assert ImportBatch.objects.get().options["dropped"] == [second.sha256]
    assert list(verify()) == []


def test_leaving_an_item_out_tells_what_becomes_of_its_copies(tmp_path, preview):
    fill(preview, write(tmp_path, dump(), dump(views=40), dump(source="بامداد نو")))
    assert outcomes(preview) == ["created", "unchanged", "duplicate"]
    with preview:
        first = preview.item(1)
        preview.decide(1, Decisions.from_json({first.sha256: {DROPPED: True}}))
    assert outcomes(preview)[1:] == ["created", "duplicate"]
    with preview:
        preview.decide(1, Decisions())
    assert outcomes(preview) == ["created", "unchanged", "duplicate"]


def test_a_preview_ends_at_the_limits(tmp_path, preview):
    paths = write(tmp_path, dump(), dump(title="دیگر"))
    with pytest.raises(LimitExceededError):
        fill(preview, paths, limits=Limits(files=1))
    with pytest.raises(LimitExceededError):
        fill(preview, paths, limits=Limits(total_bytes=100))


class Ends:
    """Raises at the nth item."""

    def __init__(self, after, error):
        self.left, self.error = after, error

    def __call__(self, stored):
        self.left -= 1
        if self.left == 0:
            raise self.error


def test_a_paused_import_goes_on_in_its_batch(tmp_path, monkeypatch):
    monkeypatch.setattr("articles.importing.pipeline.CHUNK_ITEMS", 2)
    paths = write(tmp_path, *(dump(title=f"خبر {n}", views=n) for n in range(5)))
    batch = ImportBatch.objects.create(label="آذر")
    with pytest.raises(ImportPausedError):
        run_import(paths, ImportOptions(batch=batch), on_item=Ends(2, ImportPausedError()))
    batch.refresh_from_db()
    assert (batch.state, batch.captures.count()) == ("pending", 2)
    result = run_import(paths, ImportOptions(batch=batch), on_item=lambda stored: None)
    assert result.batch_id == batch.pk
    assert result.counts == {"created": 1, "duplicate": 4, "skipped": 0}
    assert batch.captures.count() == 5
    undo(ImportBatch.objects.get())
    assert not Article.objects.exists()


def test_a_cancelled_import_keeps_whole_chunks_and_says_so(tmp_path):
    paths = write(tmp_path, dump())
    with pytest.raises(ImportCancelledError):
        run_import(paths, ImportOptions(), on_item=Ends(1, ImportCancelledError()))
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.counts) == ("cancelled", {"created": 1})

"""An index that is missing, locked, stale or damaged: search says so, and all else goes on."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
import tantivy
from django.core.management import CommandError, call_command

from articles import search as engine
from articles.models import Article
from articles.search import IndexUnavailableError, Search, Trouble, following
from articles.search.checks import check_index
from articles.search.engine import schema
from articles.search.engine.troubles import StaleIndexError
from articles.search.index import engine as embedded
from articles.search.index.files import IndexFiles
from articles.search.index.writing import update
from articles.text.analyzer import Analyzer
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

WANTED = Search("باران", date(2026, 11, 20))


def segment_file(files: IndexFiles, suffix: str) -> Path:
    return next(files.current().folder.glob(f"*.{suffix}"))


def replace(path: Path, data: bytes) -> None:
    """Not in place: whoever has the file mapped into memory would be killed by the system."""
    beside = path.with_name("damaged")
    beside.write_bytes(data)
    beside.replace(path)


def cut(path: Path, size: int) -> None:
    replace(path, path.read_bytes()[:size])


def scribble(path: Path) -> None:
    """Damage in the middle of a file, of which the length stays."""
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 8] = b"\xff" * 8
    replace(path, bytes(data))


def save_state(files: IndexFiles, text: str) -> None:
    (files.current().folder / "state.json").write_text(text, encoding="utf-8")


def point_at(files: IndexFiles, content: bytes) -> None:
    (files.root / "current").write_bytes(content)


def empty_folder(files: IndexFiles) -> None:
    for path in files.current().folder.iterdir():
        path.unlink()


def older_schema(files: IndexFiles) -> None:
    """An index as an older release may have built it: with other fields."""
    state = files.current().folder / "state.json"
    text = state.read_text()
    empty_folder(files)
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("title")
    tantivy.Index(builder.build(), path=str(files.current().folder))
    state.write_text(json.dumps({**json.loads(text), "schema": 0}))


SEGMENT_FILES = ["idx", "pos", "term", "fast", "fieldnorm", "store"]
UNSEARCHABLE = {
    "no folder": lambda files: shutil.rmtree(files.current().folder),
    "an empty folder": empty_folder,
    "meta.json is garbage": lambda files: files.current().meta.write_text("{"),
    "meta.json is empty": lambda files: files.current().meta.write_text(""),
    "meta.json is gone": lambda files: files.current().meta.unlink(),
    "the pointer leads nowhere": lambda files: point_at(files, b"nowhere"),
    "the pointer holds NUL": lambda files: point_at(files, b"a\x00b"),
    "an older schema": older_schema,
    **{
        f"a cut .{suffix}": lambda files, suffix=suffix: cut(segment_file(files, suffix), 3)
        for suffix in SEGMENT_FILES
    },
    **{
        f"a .{suffix} without its end": lambda files, suffix=suffix: cut(
            segment_file(files, suffix), -5
        )
        for suffix in SEGMENT_FILES
    },
    **{
        f"no .{suffix}": lambda files, suffix=suffix: segment_file(files, suffix).unlink()
        for suffix in SEGMENT_FILES
        if suffix != "pos"
    },
}
"""Damage after which a new reader cannot search, or should not."""

POINTLESS = {
    "an empty pointer": lambda files: point_at(files, b""),
    "a pointer of other bytes": lambda files: point_at(files, b"\xff\xfe\x00"),
    "no pointer": lambda files: (files.root / "current").unlink(),
}
"""After these nothing says which index is to be searched, and the next commit makes a new one."""

STATES = {
    "not JSON": "position: 3",
    "empty": "",
    "no object": "[1, 2]",
    "null": "null",
    "a text as position": '{"position": "3", "schema": 1, "analyzer": 1}',
    "no position": '{"schema": 1}',
    "an unknown key": '{"position": 0, "colour": 3}',
    "a fraction": '{"position": 1.5}',
}


@pytest.fixture
def indexed(files):
    """An archive of one article, indexed by the commit."""
    article = make_article("باران پاییزی")
    article.correct({"author": "نگار"})
    assert engine.search(WANTED).total == 1
    embedded._reader.cache_clear()  # as in a process that starts now
    yield article
    embedded._reader.cache_clear()


def answers_or_is_unavailable() -> bool:
    """Whether search answers; all that it may raise is IndexUnavailableError."""
    answered = True
    for ask in (
        lambda: engine.search(WANTED, with_counts=True),
        lambda: engine.search(Search("بار*", WANTED.reference)),
        lambda: engine.search(Search('"باران پاییزی"', WANTED.reference)),
        lambda: engine.search(Search("", WANTED.reference)),
        lambda: engine.counts(),
        lambda: engine.suggest("باران"),
        lambda: engine.more_like_this(Article.objects.get()),
        lambda: engine.did_you_mean(*misspelt()),
    ):
        try:
            ask()
        except IndexUnavailableError as error:
            assert error.trouble in Trouble
            answered = False
    return answered


def misspelt():
    wanted = Search("بارانن", WANTED.reference)
    return wanted, engine.search(wanted)


def check() -> tuple[int, str]:
    """Exit status and words of the command that compares."""
    try:
        call_command("search_index", check=True)
    except CommandError as error:
        return error.returncode, str(error)
    return 0, ""


def assert_rebuild_mends(article) -> None:
    call_command("search_index", rebuild=True, workers=0)
    assert engine.search(WANTED).total == 1
    assert check() == (0, "")
    assert check_index() == []
    article.correct({"body": "ماه تابید."})
    assert engine.search(Search("تابید", WANTED.reference)).total == 1


def test_a_missing_index_is_named_so_and_the_next_commit_makes_one(files):
    make_article()
    with pytest.raises(IndexUnavailableError) as caught:
        engine.search(WANTED)
    assert caught.value.trouble is Trouble.MISSING
    assert not answers_or_is_unavailable()
    status, sentence = check()
    assert (status, "search_index --rebuild" in sentence) == (3, True)

    Article.objects.get().correct({"author": "نگار"})
    assert engine.search(WANTED).total == 1
    assert check() == (0, "")


def test_a_large_archive_without_index_is_left_to_a_rebuild(files, monkeypatch, caplog):
    monkeypatch.setattr(following, "MOST_WITHOUT_INDEX", -1)
    article = make_article()
    article.correct({"author": "نگار"})

    assert files.current() is None
    assert "search_index --rebuild" in caplog.text
    assert_rebuild_mends(article)


@pytest.mark.parametrize("damage", UNSEARCHABLE)
def test_damage_is_said_and_breaks_nothing_but_search(files, indexed, damage, caplog):
    UNSEARCHABLE[damage](files)

    assert not answers_or_is_unavailable()
    indexed.correct({"title": "باران بهاری"})  # the commit goes through, and logs
    assert Article.objects.get().title == "باران بهاری"
    assert "search_index --rebuild" in caplog.text
    status, sentence = check()
    assert status in (1, 3)
    assert status == 1 or "search_index --rebuild" in sentence
    assert [warning.id for warning in check_index()] in (["articles.W001"], ["articles.W002"])
    assert_rebuild_mends(indexed)


def test_an_index_with_other_fields_is_named_outdated_not_damaged(files, indexed):
    older_schema(files)

    with pytest.raises(IndexUnavailableError) as caught:
        engine.search(WANTED, with_counts=True)
    assert caught.value.trouble is Trouble.OUTDATED
    assert [warning.id for warning in check_index()] == ["articles.W001"]
    status, sentence = check()
    assert (status, "by another release" in sentence) == (3, True)
    assert_rebuild_mends(indexed)


def test_lost_positions_are_noticed_by_search_and_writing(files, indexed):
    """An index without them can be opened."""
    segment_file(files, "pos").unlink()

    with pytest.raises(IndexUnavailableError):
        engine.search(Search('"باران پاییزی"', WANTED.reference))
    indexed.correct({"title": "باران بهاری"})
    assert check()[0] == 1
    assert_rebuild_mends(indexed)


@pytest.mark.parametrize("suffix", SEGMENT_FILES)
def test_damage_inside_a_file_is_named_and_raises_nothing_else(files, indexed, suffix, capsys):
    damaged = segment_file(files, suffix)
    scribble(damaged)

    answers_or_is_unavailable()
    assert check()[0] in (1, 3)
    assert f"damaged {damaged.name}: " in capsys.readouterr().out
    indexed.correct({"title": "باران بهاری"})
    assert_rebuild_mends(indexed)


@pytest.mark.parametrize("suffix", SEGMENT_FILES)
def test_damage_under_an_open_reader_raises_nothing_else(files, indexed, suffix):
    engine.search(WANTED)
    segment_file(files, suffix).unlink()

    answers_or_is_unavailable()
    indexed.correct({"title": "باران بهاری"})
    answers_or_is_unavailable()
    assert_rebuild_mends(indexed)


@pytest.mark.parametrize("damage", POINTLESS)
def test_where_nothing_names_the_index_the_next_commit_makes_a_new_one(files, indexed, damage):
    POINTLESS[damage](files)

    with pytest.raises(IndexUnavailableError) as caught:
        engine.search(WANTED)
    assert caught.value.trouble is Trouble.MISSING
    indexed.correct({"author": "پگاه"})
    assert engine.search(WANTED).total == 1
    assert check() == (0, "")
    assert_rebuild_mends(indexed)
    assert len([path for path in files.root.iterdir() if path.is_dir()]) == 1


@pytest.mark.parametrize("state", STATES)
def test_a_state_that_cannot_be_read_is_said_while_search_answers(files, indexed, state, caplog):
    save_state(files, STATES[state])

    assert answers_or_is_unavailable()
    indexed.correct({"author": "پگاه"})
    assert "search_index --rebuild" in caplog.text
    assert check()[0] == 3
    with pytest.raises(CommandError, match="search_index --rebuild"):
        call_command("search_index", update=True)
    assert [warning.id for warning in check_index()] == ["articles.W001"]
    assert_rebuild_mends(indexed)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("schema", schema.VERSION + 1),
        ("analyzer", Analyzer.VERSION + 1),
        ("position", 10**9),  # of another database, or of this one restored to an older state
    ],
)
def test_a_stale_index_answers_with_what_it_has_and_is_not_written(
    files, indexed, name, value, caplog
):
    state = files.current().folder / "state.json"
    state.write_text(json.dumps({**json.loads(state.read_text()), name: value}))
    before = files.current().meta.read_bytes()

    indexed.correct({"title": "برف زمستانی"})
    assert "search_index --rebuild" in caplog.text
    assert engine.search(WANTED).total == 1
    assert files.current().meta.read_bytes() == before
    with pytest.raises(StaleIndexError):
        update(files)
    with pytest.raises(CommandError, match="search_index --rebuild"):
        call_command("search_index", update=True)
    assert check()[0] == 1
    warned = [warning.id for warning in check_index()]
    assert warned == ([] if name == "position" else ["articles.W001"])
    indexed.correct({"title": "باران بهاری"})
    assert_rebuild_mends(indexed)


def test_a_commit_does_not_wait_for_the_lock(files, indexed):
    with files.write_lock():
        indexed.correct({"title": "برف زمستانی"})  # were it to wait, it would wait for ever
        assert engine.search(WANTED).total == 1
    indexed.correct({"author": "پگاه"})

    assert engine.search(Search("زمستانی", WANTED.reference)).total == 1
    assert check() == (0, "")


def test_two_rebuilds_at_once_are_refused(files, indexed):
    with files.rebuild_lock(), pytest.raises(CommandError) as caught:
        call_command("search_index", rebuild=True, workers=0)
    assert caught.value.returncode == 3
    assert engine.search(WANTED).total == 1


def test_a_folder_that_cannot_be_written_does_not_undo_a_commit(settings, tmp_path, caplog):
    settings.DATA_DIR = tmp_path / "file"
    settings.DATA_DIR.write_text("no folder")
    article = make_article()
    article.correct({"title": "برف زمستانی"})

    assert Article.objects.get().title == "برف زمستانی"
    assert "search_index --rebuild" in caplog.text

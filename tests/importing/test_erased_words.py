"""After an erasure no file of the data folder has the words, whichever way it was asked for."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.archive_processes import Archive, Step
from tests.dump_texts import dump, write

pytestmark = [pytest.mark.processes, pytest.mark.each_database]

POSTGRES = "postgresql" in settings.DATABASES["default"]["ENGINE"]
WORD = "قرنفلستانه"
SENTENCE = f"در بازار {WORD} امروز صدها فانوس رنگی آویخته شد و مردم تا شب ماندند."

BY_ADMIN = """
from django.contrib.auth import get_user_model
from django.test import Client
from articles.jobs.worker import Worker
from articles.models import Article
user = get_user_model().objects.create_superuser("chief", password="x")
client = Client(HTTP_HOST="localhost")
client.force_login(user)
key = Article.objects.get(title__contains="نخست").pk
answer = client.post(
    "/admin/articles/article/bulk/erase/",
    {"ids": str(key), "reason": "takedown", "count": "1"},
    follow=True,
)
assert answer.status_code == 200, answer
assert not Article.objects.filter(pk=key).exists()
print(answer.content.decode())
client.session.flush()
Worker().work()
"""


@pytest.fixture(scope="module")
def made(archive_in, tmp_path_factory) -> Archive:
    """An archive that has an article with the word, and a backup beside it."""
    folder = tmp_path_factory.mktemp("made")
    archive = archive_in(folder / "var")
    first = dump(title=f"خبر نخست {WORD}", body=[SENTENCE, SENTENCE], related=["خبر دیگر"])
    paths = write(folder / "dumps", first, dump(title="خبر دوم"))
    done(
        archive,
        Step(["import_dumps", *paths, "--workers", "0"]),
        Step(["search_index", "--update"]),
        Step(["backup_archive", str(folder / "backup")]),
    )
    return archive


def done(archive: Archive, *steps: Step) -> list[str]:
    """What each of the steps says."""
    ends = archive.steps(*steps)
    assert [status for status, _ in ends] == [0] * len(steps), ends
    return [said for _, said in ends]


def files_with_the_word(archive: Archive) -> set[str]:
    return {
        path.relative_to(archive.folder).as_posix()
        for path in archive.folder.rglob("*")
        if path.is_file() and WORD.encode() in path.read_bytes()
    }


def segments(archive: Archive) -> set[str]:
    """The files of the index that hold words; their names are unique."""
    return {path.name for path in (archive.folder / "search").rglob("*.term")}


def rows_with_the_word(archive: Archive) -> int:
    return sum(
        archive.rows(f"SELECT count(*) FROM articles_{table} WHERE title LIKE '%{WORD}%'")[0][0]
        for table in ("article", "historicalarticle", "relatedstory")
    )


def by_command(archive: Archive) -> Step:
    [(key,)] = archive.rows("SELECT key FROM articles_article WHERE title LIKE '%نخست%'")
    return Step(["erase_article", key, "--reason", "takedown"])


def in_the_admin(archive: Archive) -> Step:
    archive.environment["DEBUG"] = "on"  # static files need not be collected
    return Step(script=BY_ADMIN)


@pytest.mark.parametrize("erasing", [by_command, in_the_admin])
def test_no_file_has_the_words_and_backups_that_do_are_named(archive_in, made, tmp_path, erasing):
    archive = archive_in(tmp_path / "var", like=made)
    assert {"archive.sqlite3", "archive.sqlite3-wal"} & files_with_the_word(archive) or POSTGRES
    before = segments(archive)
    assert before
    output, _ = done(archive, erasing(archive), Step(["verify_archive"]))
    assert rows_with_the_word(archive) == 0
    assert files_with_the_word(archive) == set()
    # The engine writes words in pieces: what was written before must be gone as a whole.
    assert segments(archive)
    assert segments(archive).isdisjoint(before)
    assert str(made.folder.parent / "backup") in output

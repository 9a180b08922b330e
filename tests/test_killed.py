"""SIGKILL in the middle of each command that writes: what is left is whole, and what completes it.

One archive goes through all of it, so that the damage that one kill might leave meets the next.
"""

from __future__ import annotations

import random
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.archive_processes import Archive, Step
from tests.benchmarks.generate import generate
from tests.dump_texts import BAKERY, LANTERNS, changed, dump, write

COUNT = 30
CHUNK = 10
FEW = 4
pytestmark = [pytest.mark.processes, pytest.mark.each_database]

CHUNKS = {
    "articles.importing.pipeline:CHUNK_ITEMS": CHUNK,
    "articles.importing.undoing:_CHUNK": CHUNK,
    "articles.backup.loading:_ROWS_AT_ONCE": CHUNK,
    "articles.jobs.tasks:PARSERS": 0,
}
ASK_FOR_UNDO = """
from articles.models import ImportBatch, Job
print(Job.objects.create(kind="undo", batch=ImportBatch.objects.get(pk=arguments[0])).pk)
"""
LOOK = """
import json
from articles.models import Job
job = Job.objects.get()
print(json.dumps([job.state, job.attempts]))
"""
GENERATIONS = """
from articles.search.index.files import index_files
print(sum(path.is_dir() for path in index_files().root.iterdir()))
"""


STATE = """
from pathlib import Path
from pprint import pformat
from tests.dump_texts import archive_state
# Sorted: a database gives rows in any order.
Path(arguments[0]).write_text(pformat(archive_state()), encoding="utf-8")
"""


def body(number: int) -> list[str]:
    """Three paragraphs that are like those of no other number."""
    words = " ".join((*LANTERNS, *BAKERY)).split()
    chance = random.Random(number)
    return [" ".join(chance.sample(words, 40)) + "." for _ in range(3)]


def generated(folder: Path, count: int, *, seed: int = 7) -> str:
    generate(folder, count, seed=seed)
    return str(folder)


def import_of(dumps: str) -> tuple[str, ...]:
    return ("import_dumps", dumps, "--workers", "0")


@pytest.fixture(scope="module")
def dumps(tmp_path_factory) -> str:
    return generated(tmp_path_factory.mktemp("dumps"), COUNT)


def step(*arguments: str, killed: tuple[str, int] | None = None) -> Step:
    return Step(arguments, killed=killed, settings=CHUNKS)


def killed(place: str, call: int, *arguments: str) -> Step:
    return step(*arguments, killed=(place, call))


def assert_ends(archive: Archive, steps: Sequence[tuple[Step, tuple[int, str]]]) -> None:
    """Each step ends with its status, with these words, and without a traceback."""
    ends = archive.steps(*(each for each, _ in steps))
    for (each, (wanted, words)), (status, output) in zip(steps, ends, strict=True):
        told = f"{each}: {status} {output}"
        assert (status, words in output, "Traceback" in output) == (wanted, True, False), told


KILLED = (-signal.SIGKILL, "")
DONE = (0, "")


def whole(captures: int, articles: int | None = None) -> tuple[int, str]:
    articles = captures if articles is None else articles
    return 0, f"The archive is intact: {captures} captures, {articles} articles."


def test_a_killed_import_undo_job_or_rebuild_leaves_a_whole_archive_and_its_second_run_completes_it(
    archive_in, dumps, tmp_path
):
    import_dumps = import_of(dumps)
    few = [generated(tmp_path / str(seed), FEW, seed=seed) for seed in (1, 2, 3)]
    rebuild = ("search_index", "--rebuild", "--workers", "0")
    check = step("search_index", "--check")
    verify = step("verify_archive")
    in_undo, in_index = "articles.importing.undoing", "articles.search.index"
    in_index_commit = [
        each
        for number, (place, call, difference) in enumerate(
            [
                (f"{in_index}.writing:_write", 1, "missing"),
                (f"{in_index}.writing:to_document", 3, "missing"),
                (f"{in_index}.files:Generation.save", 1, "behind"),  # than its own content
            ]
        )
        for each in [
            (killed(place, call, *import_of(few[number])), KILLED),
            (check, (1, f"{difference} ")),
            (step(*import_of(few[number])), (0, f"{FEW}  unchanged")),
            (check, (0, "The search index is complete")),
        ]
    ]
    steps = [
        # In an import, in its third chunk, whose articles are written and whose captures are not.
        (killed("articles.importing.storing:_store_captures", 3, *import_dumps), KILLED),
        (verify, whole(2 * CHUNK)),
        (step("imports"), (0, "run the same command again to finish it")),
        (step(*import_dumps), (0, f"{2 * CHUNK}  unchanged")),
        (verify, whole(2 * CHUNK + COUNT, COUNT)),
        # In an undo, in its second chunk; then after all chunks.
        (killed(f"{in_undo}:settle", 2, "undo_import", "2"), KILLED),
        (verify, (0, f"The archive is intact: {2 * CHUNK + COUNT} captures")),
        (killed(f"{in_undo}:_prune_sources", 1, "undo_import", "2"), KILLED),
        (verify, whole(2 * CHUNK + COUNT, 2 * CHUNK)),
        (step("undo_import", "2"), DONE),
        (step("imports"), (0, "undone")),
        # Between the commits of database and index; all that comes again is known.
        *in_index_commit,
        (step(*import_dumps), DONE),
        # In a worker, in the undo that staff have asked for.
        (Step(["1"], ASK_FOR_UNDO), DONE),
        (killed(f"{in_undo}:settle", 2, "worker", "--once"), KILLED),
        (verify, (0, "The archive is intact")),
        (step("worker", "--once"), DONE),
        (Step(script=LOOK), (0, '["done", 2]')),
        (verify, (0, f"{COUNT + 3 * FEW} articles")),
        # In a rebuild, then before its index is the one that is searched.
        (killed("articles.search.index.writing:to_document", 3, *rebuild), KILLED),
        (check, DONE),
        (killed("articles.search.index.files:IndexFiles.publish", 1, *rebuild), KILLED),
        (check, DONE),
        (Step(script=GENERATIONS), (0, "2")),
        (step(*rebuild), DONE),
        (check, DONE),
        (Step(script=GENERATIONS), (0, "1")),
    ]
    assert_ends(archive_in(tmp_path / "var"), steps)


def test_a_killed_undo_that_changes_articles_leaves_each_as_before_or_after_and_is_completed(
    archive_in, tmp_path
):
    """The second import corrects every article of the first and brings new ones: undoing it gives
    articles their old text back and removes others, and is killed in the middle of each."""
    old = [(f"فانوس شمارهٔ {number}", body(number)) for number in range(COUNT)]
    last = "سطر پایانی در این نسخه با واژه‌های دیگری نوشته شده است."
    new = [
        *((title, changed(text, last=last)) for title, text in old),
        *((f"نان شمارهٔ {number}", body(COUNT + number)) for number in range(CHUNK)),
    ]
    for name, articles in (("old", old), ("new", new)):
        write(tmp_path / name, *(dump(*article) for article in articles))
    states = [str(tmp_path / name) for name in ("before", "between", "after")]
    undoing, reconciling = "articles.importing.undoing", "articles.importing.reconciling"
    index = "articles.search.index"
    undo, check = ("undo_import", "2"), step("search_index", "--check")
    verify, whole_now = step("verify_archive"), (0, "The archive is intact")
    kills = [
        (f"{undoing}:settle", 1),  # captures withdrawn, articles not yet recomputed
        (f"{reconciling}:Changes.follow_up", 2),  # one chunk undone, articles of the next written
        (f"{undoing}:_report", 1),  # all of a chunk written, not committed
        (f"{index}.writing:to_document", 3),  # committed, the index in the middle of it
        (f"{undoing}:_prune_sources", 1),  # all chunks undone, the end not recorded
    ]
    steps = [
        (step(*import_of(str(tmp_path / "old"))), (0, f"{COUNT}  created")),
        (Step([states[0]], STATE), DONE),
        (step(*import_of(str(tmp_path / "new"))), (0, f"{COUNT}  updated")),
        (Step([states[1]], STATE), DONE),
        *(
            each
            for place, call in kills
            for each in [(killed(place, call, *undo), KILLED), (verify, whole_now)]
        ),
        (step(*undo), DONE),
        (verify, whole_now),
        (step("imports"), (0, "undone")),
        (step("search_index", "--update"), DONE),
        (check, (0, "The search index is complete")),
        (Step([states[2]], STATE), DONE),
    ]
    assert_ends(archive_in(tmp_path / "var"), steps)
    before, between, after = (Path(state).read_text(encoding="utf-8") for state in states)
    assert after == before != between


def test_a_killed_backup_or_restoration_is_never_taken_for_a_whole_one(archive_in, dumps, tmp_path):
    backup, half, restored = (str(tmp_path / name) for name in ("backup", "half", "restored"))
    archive, target = archive_in(tmp_path / "var"), archive_in(tmp_path / "target")
    steps = [
        (step(*import_of(dumps)), DONE),
        (killed("articles.backup.unloading:_row", 40, "backup_archive", half), KILLED),
        (step("backup_archive", half), (2, "is not an empty folder")),
        (killed("articles.backup.bags:_write", 4, "backup_archive", restored), KILLED),
        (step("backup_archive", backup), DONE),
        (step("verify_archive"), whole(COUNT)),
    ]
    assert_ends(archive, steps)
    is_no_backup = (2, "is not a backup, or was not completed")
    steps = [
        (step("restore_archive", half), is_no_backup),
        (step("restore_archive", restored), is_no_backup),
        (killed("articles.backup.loading:insert", 9, "restore_archive", backup), KILLED),
        (step("verify_archive"), whole(0)),
        (
            killed(
                "articles.management.commands.search_index:rebuild_index",
                1,
                "restore_archive",
                backup,
            ),
            KILLED,
        ),
        (step("restore_archive", backup), (2, "complete it")),
        (step("search_index", "--rebuild", "--workers", "0"), DONE),
        (step("search_index", "--check"), DONE),
        (step("verify_archive"), whole(COUNT)),
    ]
    assert_ends(target, steps)

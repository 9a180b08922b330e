"""Receipts after the archive has moved to the other database and back, by backups, as real
processes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from articles.transparency import verify_receipt
from tests.archive_processes import Archive, Step
from tests.benchmarks.generate import generate

COUNT, LATER = 12, 5
"""Items that are imported before the moves, and after them."""

pytestmark = pytest.mark.processes

TELL = """
import json
from itertools import combinations
from pathlib import Path
from articles.models import Capture, LogHead, LogLeaf
from articles.transparency.receipts import consistency, receipt
folder = Path(arguments[0])
folder.mkdir()
for leaf in LogLeaf.objects.all():
    (folder / f"{leaf.capture}.json").write_text(json.dumps(receipt(leaf)))
for capture in Capture.objects.all():
    (folder / f"{capture.pk}.raw").write_bytes(capture.raw_bytes())
for first, second in combinations(LogHead.objects.order_by("size"), 2):
    (folder / "growth").write_text(json.dumps(consistency(first, second)))
"""


def done(archive: Archive, *steps: Step) -> None:
    ends = archive.steps(*steps)
    assert [status for status, _ in ends] == [0] * len(steps), ends


def verified(*files: Path) -> str:
    """What the script says that readers have, in a process that has nothing of the archive."""
    script = [sys.executable, "-I", verify_receipt.__file__, *map(str, files)]
    ended = subprocess.run(script, capture_output=True, text=True, cwd=files[0].parent)
    return ended.stdout or ended.stderr


def receipts(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.glob("*.json")}


def test_receipts_hold_on_the_other_database_and_back_and_the_log_goes_on(
    archive_in, cluster, tmp_path
):
    for name, count in (("dumps", COUNT), ("later", LATER)):
        generate(tmp_path / name, count, seed=count)
    first, third = (archive_in(tmp_path / name, "") for name in ("one", "three"))
    second = Archive(tmp_path / "two", cluster.url)
    taken, erased, moved, back, grown = (
        tmp_path / name for name in ("taken", "erased", "moved", "back", "grown")
    )
    done(
        first,
        Step(["import_dumps", str(tmp_path / "dumps"), "--workers", "0"]),
        Step(["sign_log"]),
        Step([str(taken)], TELL),
    )
    ((gone, key),) = first.rows(
        "SELECT c.id, a.key FROM articles_capture c JOIN articles_article a ON a.id = c.article_id"
        " ORDER BY c.id LIMIT 1"
    )
    done(
        first,
        Step(["erase_article", key, "--reason", "asked for"]),
        Step([str(erased)], TELL),
        Step(["backup_archive", str(tmp_path / "backup"), "--no-trial"]),
    )
    restore = ["restore_archive", "--unsigned"]
    done(
        second,
        Step(["migrate"]),
        Step([*restore, str(tmp_path / "backup")]),
        Step([str(moved)], TELL),
        Step(["backup_archive", str(tmp_path / "backup of two"), "--no-trial"]),
    )
    done(
        third,
        Step([*restore, str(tmp_path / "backup of two")]),
        Step([str(back)], TELL),
        Step(["import_dumps", str(tmp_path / "later"), "--workers", "0"]),
        Step(["sign_log"]),
        Step([str(grown)], TELL),
    )

    assert len(receipts(taken)) >= COUNT
    assert receipts(erased) == receipts(moved) == receipts(back)
    assert json.loads((erased / f"{gone}.json").read_bytes())["erased_at"]
    assert not (back / f"{gone}.raw").exists()
    for file in taken.glob("*.raw"):  # of what was erased, somebody may have kept the bytes
        for folder in (taken, moved, back, grown):
            assert verified(folder / f"{file.stem}.json", file).startswith("Captured ")
    # The key is no part of a backup: the log goes on with a new one.
    assert verified(grown / "growth").startswith("The log of ")

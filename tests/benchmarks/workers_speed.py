"""What more workers gain on PostgreSQL: previews and imports of several uploads at once.

    tests/with-postgres python tests/benchmarks/workers_speed.py [-n 500] [--uploads 8]

As many uploads of ``-n`` dumps each wait; one, two and four workers, each with a data folder of its
own as on a machine of its own, preview all, then import all. Each is held to one core, in turn, so
that a worker is a machine of one core as long as there are cores for all. Prints a row in Markdown
for each number of workers: dumps a second of previews and of imports, from the start of the
processes to the end of the last, and how many times those of one worker. The search index is off:
a cluster's is written by one worker at a time.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from generate import generate  # noqa: E402

WORKERS = (1, 2, 4)
AS_A_MACHINE = """
import socket, sys
socket.gethostname = lambda: sys.argv[1]  # by this, workers tell machines apart
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "worker", "--once"])
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=500, help="how many dumps an upload has")
    parser.add_argument("--uploads", type=int, default=8)
    options = parser.parse_args()
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        parser.error("run it by tests/with-postgres: on SQLite, one worker works at a time")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "uploads").mkdir()
        os.environ |= {
            "ARCHIVE_DATA_DIR": str(folder / "web"),
            "ARCHIVE_UPLOADS_DIR": str(folder / "uploads"),
            "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
            "SEARCH_INDEX": "off",
        }
        os.chdir(ROOT)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print("| workers | previews/s | to one | imports/s | to one |")
        print("| ---: | ---: | ---: | ---: | ---: |")
        one = None
        dumps = options.n * options.uploads
        for workers in WORKERS:
            for number in range(options.uploads):
                _upload(folder / f"{workers}-{number}", options.n, seed=1000 * workers + number)
            previews = dumps / _seconds(folder, workers)
            _confirm()
            imports = dumps / _seconds(folder, workers)
            one = one or (previews, imports)
            print(
                f"| {workers} | {previews:.0f} | {previews / one[0]:.2f} | {imports:.0f} |"
                f" {imports / one[1]:.2f} |",
                flush=True,
            )


def _upload(folder: Path, count: int, *, seed: int) -> None:
    """Put a tar of dumps where uploads are, and ask for its preview."""
    from articles.importing.uploads import UploadFolder, incoming_folder
    from articles.models import Job

    generate(folder, count, seed=seed)
    file = incoming_folder() / f"incoming.{folder.name}"
    with tarfile.open(file, "w") as tar:
        tar.add(folder, "dumps")
    uploads = UploadFolder.new()
    name = uploads.take(file, 1, "dumps.tar", 0)
    file.unlink()
    options = {"paths": [name], "names": {name: "dumps.tar"}}
    Job.objects.create(kind=Job.Kind.PREVIEW, folder=uploads.name, options=options)


def _confirm() -> None:
    """Ask for the import of everything that was previewed and is not imported yet."""
    from articles.models import ImportBatch, Job

    for basis in Job.objects.filter(kind=Job.Kind.PREVIEW).exclude(
        pk__in=Job.objects.filter(basis__isnull=False).values("basis")
    ):
        assert basis.state == Job.State.DONE, (basis.error, basis.message)
        batch = ImportBatch.objects.create()
        Job.objects.create(kind=Job.Kind.IMPORT, basis=basis, batch=batch, folder=basis.folder)


def _seconds(folder: Path, workers: int) -> float:
    """How long so many workers need for all that waits."""
    cores = sorted(os.sched_getaffinity(0))
    start = time.perf_counter()
    processes = []
    for number in range(workers):
        name = f"machine {number}"
        process = subprocess.Popen(
            [sys.executable, "-c", AS_A_MACHINE, name],
            env=os.environ | {"ARCHIVE_DATA_DIR": str(folder / name)},
            stdout=subprocess.DEVNULL,
        )
        os.sched_setaffinity(process.pid, {cores[number % len(cores)]})
        processes.append(process)
    statuses = [process.wait() for process in processes]
    if any(statuses):
        raise SystemExit("a worker failed")
    return time.perf_counter() - start


if __name__ == "__main__":
    main()

"""Hostile files by every way in: ``python -m tests.fuzzing.attacks FOLDER``.

Gives each file of the folder, with a good dump beside it, to ``import_dumps``, to ``watch_dumps``
and to the upload of the admin (preview, confirmation, worker), each time in processes of their own
and in one archive that takes them all, in a temporary folder. Prints a table in Markdown: how each
ended, the processor time and the peak memory of the process and of its parsers, and whether the
good dump was imported. Ends with 1 if

* a process takes longer than two minutes, or ends with a traceback;
* a single item of a file that was read whole is not named with its error;
* the good dump is not imported, although no limit ended the import;
* the archive is not intact afterwards.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS = 120
UPLOAD = """
import json, sys
from pathlib import Path
import django
django.setup()
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from articles.models import Job
client = Client(HTTP_HOST="localhost")
user, _ = User.objects.get_or_create(username="chief", is_staff=True, is_superuser=True)
client.force_login(user)
paths = map(Path, sys.argv[1:])
dumps = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
client.post(reverse("admin:articles_import"), {"dumps": dumps})
job = Job.objects.first()
call_command("worker", "--once", verbosity=0)
job.refresh_from_db()
page = client.get(reverse("admin:articles_job", args=[job.pk]))
assert page.status_code == 200, page.status_code
if job.state == Job.State.DONE:
    client.post(reverse("admin:articles_job_confirm", args=[job.pk]))
    call_command("worker", "--once", verbosity=0)
    job = job.outcome
rejected = job.batch.captures.filter(outcome="rejected") if job.batch else ()
errors = [capture.error for capture in rejected]
print(json.dumps({"state": job.state, "error": job.error, "counts": job.result.get("counts", {}),
    "errors": errors}))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """How a process ended: ``status`` is None if it had to be killed."""

    status: int | None
    output: str
    seconds: float
    mebibytes: int

    @property
    def is_sound(self) -> bool:
        return self.status is not None and self.status >= 0 and "Traceback" not in self.output


def main() -> int:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    files = sorted(path for path in Path(sys.argv[1]).iterdir() if path.name != "README.txt")
    with tempfile.TemporaryDirectory() as folder:
        archive = _Archive(Path(folder))
        for command in (("migrate", "-v0"), ("collectstatic", "--noinput", "-v0")):
            assert archive.manage(*command).status == 0
        print("| file | command line | watched folder | upload |")
        print("| --- | --- | --- | --- |", flush=True)
        faults = [fault for path in files for fault in archive.attacked_by(path)]
        verified = archive.manage("verify_archive")
    print(verified.output.strip())
    for fault in faults:
        print(fault)
    return int(bool(faults) or verified.status != 0)


class _Archive:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._good = 0
        self._environment = {
            **os.environ,
            "ARCHIVE_DATA_DIR": str(folder / "var"),
            "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
            "LC_ALL": "C",
        }

    def manage(self, *arguments: str) -> Run:
        return self._run("manage.py", *arguments)

    def attacked_by(self, path: Path) -> list[str]:
        """Print the file's row; returns what is not as it should be."""
        ways = {
            "command": self._by_command,
            "watched": self._by_watching,
            "upload": self._by_upload,
        }
        cells, faults = [], []
        for name, way in ways.items():
            given = self._folder / name
            shutil.rmtree(given, ignore_errors=True)
            given.mkdir()
            shutil.copy(path, given)
            run, told, is_good_stored = way(given, path.name, self._good_dump(given))
            cells.append(f"{told}; {run.seconds:.1f} s, {run.mebibytes} MiB")
            if not run.is_sound or not is_good_stored:
                faults.append(f"{path.name} by {name}: {run.status} {run.output[-2000:]}")
        print(f"| {path.name} | " + " | ".join(cells) + " |", flush=True)
        return faults

    def _good_dump(self, folder: Path) -> Path:
        self._good += 1
        path = folder / "zz_good.txt"
        path.write_text(
            f"Lantern {self._good} is lit\n\nThe Quiet Courier\n2025-01-02\n\n"
            f"A bridge has {self._good} lanterns that nobody has counted before this day.\n",
            encoding="utf-8",
        )
        return path

    def _by_command(self, folder: Path, name: str, good: Path) -> tuple[Run, str, bool]:
        run = self.manage("import_dumps", "--json", str(folder / name), str(good))
        items = [json.loads(line) for line in run.output.splitlines() if line.startswith("{")]
        counts: dict[str, Any] = items.pop().get("counts", {}) if items else {}
        stored = [item["outcome"] for item in items if item["file"] == str(good)]
        if not counts:
            told = run.output.strip().splitlines()[-1]
            return run, f"{run.status}: {told}", "limits" in told
        errors = [item["error"] for item in items if item["error"]]
        return run, f"{run.status}: {_told(counts, errors)}", stored == ["created"]

    def _by_watching(self, folder: Path, name: str, good: Path) -> tuple[Run, str, bool]:
        run = self.manage("watch_dumps", "--once", "--interval", "0.1", str(folder))
        place = next(iter(folder.glob(f"*/{name}")), folder / name).parent.name
        report = next(iter(folder.glob(f"*/{name}.report.csv")), None)
        is_told = report is not None and bool(report.read_text(encoding="utf-8-sig").strip())
        is_good_stored = (folder / "done" / good.name).exists()
        return run, f"{place}/{'' if is_told else ' (no report)'}", is_told and is_good_stored

    def _by_upload(self, folder: Path, name: str, good: Path) -> tuple[Run, str, bool]:
        run = self._run("-c", UPLOAD, str(folder / name), str(good))
        if run.status != 0:
            return run, "error", False
        found = json.loads(run.output.strip().splitlines()[-1])
        told = f"{found['state']} {found['error']}".strip()
        counts = found["counts"]
        is_good = found["error"] == "too_much" or bool(counts.get("created"))
        return run, f"{told}: {_told(counts, found['errors'])}", is_good

    def _run(self, *arguments: str) -> Run:
        with tempfile.TemporaryFile("w+b") as output:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self._environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            deadline = time.monotonic() + MOST_SECONDS
            done, status, usage = 0, 0, None
            while not done and time.monotonic() < deadline:
                time.sleep(0.05)
                done, status, usage = os.wait4(process.pid, os.WNOHANG)
            if not done:
                process.kill()
                _, status, usage = os.wait4(process.pid, 0)
            output.seek(0)
            said = output.read().decode("utf-8", "replace")
        code = os.waitstatus_to_exitcode(status)
        assert usage
        seconds = usage.ru_utime + usage.ru_stime
        return Run(code if done else None, said, seconds, usage.ru_maxrss // 1024)


def _told(counts: dict[str, int], errors: list[str]) -> str:
    said = [f"{count} {name}" for name, count in counts.items() if count and name != "rejected"]
    said += [f"{count} rejected as {error}" for error, count in Counter(errors).items()]
    return ", ".join(said) or "nothing"


if __name__ == "__main__":
    sys.exit(main())

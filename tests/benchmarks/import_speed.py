"""How fast and in how much memory dumps are imported, against a bulk_create of the same rows.

    python tests/benchmarks/import_speed.py [-n 20000] [--per-file 1] [--workers 2]

Uses the database of DATABASE_URL, which must hold no archive yet, or a SQLite file of its own.
The dumps come from ../shared/make_dumps.py where that is present, else from the project's own
generator. Prints one line per measurement; ratios are of the same run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from generate import make_dumps  # noqa: E402

MEBI = 1024 * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=20_000, help="how many dumps")
    parser.add_argument("--per-file", type=int, default=1, help="so many in a file")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ARCHIVE_DATA_DIR"] = folder
        dumps = Path(folder) / "dumps"
        make_dumps(dumps, options.n, per_file=options.per_file)
        _command("migrate", "--verbosity=0")
        seconds, peaks = _timed_import(dumps, options.workers)
        again, _ = _timed_import(dumps, options.workers)
        _measure_in_process(dumps, options.n, seconds, again, peaks)


def _command(*arguments: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=ROOT)
    if arguments[0] == "migrate" and process.wait():
        raise SystemExit("the database could not be prepared")
    return process


def _timed_import(dumps: Path, workers: int) -> tuple[float, str]:
    """Seconds from start to end, and peaks of memory in words."""
    start = time.perf_counter()
    process = _command("import_dumps", str(dumps), f"--workers={workers}")
    peaks: dict[int, int] = {}
    watcher = threading.Thread(target=watch, args=(process, peaks))
    watcher.start()
    if process.wait():
        raise SystemExit("the import failed")
    seconds = time.perf_counter() - start
    watcher.join()
    return seconds, shown_peaks(peaks)


def shown_peaks(peaks: dict[int, int]) -> str:
    """What :func:`watch` has found, the greatest process first."""
    each = sorted((peak for pid, peak in peaks.items() if pid), reverse=True)
    alone = ", ".join(f"{peak / MEBI:.0f}" for peak in each)
    return f"{peaks.get(0, 0) / MEBI:.0f} MiB together; {alone} MiB a process"


def watch(process: subprocess.Popen[bytes], peaks: dict[int, int]) -> None:
    """Sample the resident memory of a process and its children (Linux); under 0 the peak of all
    together, in which what they share counts once."""
    while process.poll() is None:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        try:
            pids = [process.pid, *map(int, children.read_text().split())]
        except OSError:
            return
        for pid in pids:
            peaks[pid] = max(peaks.get(pid, 0), _kibibytes(pid, "status", "VmHWM:") * 1024)
        together = sum(_kibibytes(pid, "smaps_rollup", "Pss:") for pid in pids)
        peaks[0] = max(peaks.get(0, 0), together * 1024)
        time.sleep(0.2)


def _kibibytes(pid: int, file: str, name: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)


def _measure_in_process(dumps: Path, count: int, seconds: float, again: float, peaks: str) -> None:
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")
    import django

    django.setup()
    from django.db import connection

    baseline = _bulk_create_seconds()
    per_dump = _prepare_seconds(dumps)
    print(f"database            {connection.vendor}")
    print(f"import              {count / seconds:8.0f} dumps a second ({seconds:.1f} s)")
    print(f"import again        {count / again:8.0f} dumps a second ({again:.1f} s)")
    print(f"bulk_create alone   {count / baseline:8.0f} dumps' rows a second ({baseline:.1f} s)")
    print(f"ratio               {seconds / baseline:8.2f} times the time of bulk_create alone")
    print(
        f"prepare             {per_dump * 1000:8.2f} ms a dump on one core (parse, hash, compress)"
    )
    print(f"peak memory         {peaks}")


def _bulk_create_seconds() -> float:
    """Write the rows of the archive again, as they are, with bulk_create, 500 to a transaction."""
    from django.db import transaction

    from articles.models import (
        Article,
        ArticleChange,
        ArticleIdentity,
        Capture,
        Figure,
        RawBytes,
        RelatedStory,
    )

    children = (ArticleIdentity, Figure, RelatedStory)
    seconds = 0.0
    last = 0
    with transaction.atomic():
        # Out of the way, in one transaction that is rolled back: the same tables, the same indexes.
        while articles := list(Article.objects.filter(pk__gt=last).order_by("pk")[:500]):
            last = articles[-1].pk
            ids = [article.pk for article in articles]
            rows = [
                (model, list(model._default_manager.filter(article__in=ids))) for model in children
            ]
            captures = list(Capture.objects.filter(article__in=ids))
            rows.append((Capture, captures))
            shas = {capture.sha256 for capture in captures}
            rows.append((RawBytes, list(RawBytes.objects.filter(sha256__in=shas))))
            rows.append((ArticleChange, list(ArticleChange.objects.filter(article_id__in=ids))))
            for model, found in reversed(rows):
                model._default_manager.filter(pk__in=[row.pk for row in found]).delete()
            Article.objects.filter(pk__in=ids)._raw_delete("default")
            start = time.perf_counter()
            Article.objects.bulk_create(articles)
            for model, found in rows:
                model._default_manager.bulk_create(found)
            seconds += time.perf_counter() - start
        transaction.set_rollback(True)
    return seconds


def _prepare_seconds(dumps: Path) -> float:
    from articles.dumps import detect_encoding, split_items
    from articles.importing.preparing import ItemPlace, Reading, prepare

    raws = [path.read_bytes() for path in sorted(dumps.glob("*.txt"))[:1000]]
    items = []
    for raw in raws:
        encoding = detect_encoding([raw])
        for item in split_items([raw], encoding, max_item_bytes=8 * MEBI):
            items.append((item.raw or b"", encoding))
    place = ItemPlace("benchmark", 1, 0, 1, None)
    reading = Reading(date(2026, 1, 1))
    start = time.process_time()
    for raw, encoding in items:
        prepare(place, "text", raw, encoding, reading)
    return (time.process_time() - start) / len(items)


if __name__ == "__main__":
    main()

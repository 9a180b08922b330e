"""How fast and in how much memory a large web archive is imported, with the index on.

    python tests/benchmarks/warc_speed.py [--mebi 1024] [--page-kib 100] [--workers 2] [--gzip]
    python tests/benchmarks/warc_speed.py --file crawl.warc.gz

Without a file it makes one of invented pages on the fly: each with menus, scripts, an article and
lists of others, and the request and the metadata that a crawler writes beside it. Prints pages a
second, seconds of processor time for each page (of which two free cores would spend half), what
parsing alone costs, and the peak memory of each process.
"""

from __future__ import annotations

import argparse
import gzip
import html
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parents[2]
MEBI = 1024 * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--file", type=Path, help="a WARC of your own")
    parser.add_argument("--mebi", type=int, default=1024, help="how large a file to make")
    parser.add_argument("--page-kib", type=int, default=100, help="how large its pages are")
    parser.add_argument("--gzip", action="store_true", help="compress it record by record")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ARCHIVE_DATA_DIR"] = folder
        path = options.file
        if path is None:
            path = Path(folder) / ("crawl.warc.gz" if options.gzip else "crawl.warc")
            with path.open("wb") as stream:
                _write(stream, options.mebi * MEBI, options.page_kib * 1024, options.gzip)
        _measure(path, options.workers)


def _write(stream: BinaryIO, size: int, page_size: int, is_gzip: bool) -> None:
    written = 0
    for record in _records(page_size):
        stream.write(gzip.compress(record, 1) if is_gzip else record)
        written += len(record)
        if written >= size:
            return


def _records(page_size: int) -> Iterator[bytes]:
    from tests.benchmarks.generate import dumps

    recent: list[str] = []
    for number, text in enumerate(dumps(sys.maxsize)):
        address = f"https://news{number % 7}.example/{number}"
        title, page = _page(text, address, recent, page_size)
        recent = [*recent[-40:], title]
        head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        yield _record("request", address, b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n")
        yield _record("response", address, head.encode() + page)
        yield _record("metadata", address, b"fetchTimeMs: 12\r\n")


def _record(kind: str, address: str, block: bytes) -> bytes:
    content_type = "application/warc-fields" if kind == "metadata" else "application/http"
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n"
        f"WARC-Date: 2025-12-28T08:00:00Z\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _page(text: str, address: str, recent: list[str], size: int) -> tuple[str, bytes]:
    blocks = text.split("\n\n")
    title, facts = blocks[2], blocks[4]
    body = "".join(f"<p class=par>{html.escape(each)}</p>\n" for each in blocks[5:] if "." in each)
    links = "".join(f'<li><a href="/{n}">{each}</a></li>\n' for n, each in enumerate(recent))
    page = (
        f"<!doctype html><html lang=fa dir=rtl><head><meta charset=utf-8><title>{title}</title>"
        f'<meta property="og:title" content="{title}"><link rel=canonical href="{address}">'
        f"<style>.par{{margin:0}}</style></head><body><nav class=menu><ul>{links}</ul></nav>"
        f"<main><article><h1>{title}</h1><div class=meta>{facts.replace(chr(10), ' | ')}</div>"
        f"<figure><img src=/a.jpg alt='{title}'><figcaption>{title}</figcaption></figure>"
        f"<div class=body>{body}</div></article></main>"
        f"<aside class=sidebar><ul>{links}</ul></aside>"
        "<footer><p>©</p></footer></body></html>"
    ).encode()
    script = b"<script>" + b"var a=[0,1,2,3];" * (max(0, size - len(page)) // 16) + b"</script>"
    return title, page.replace(b"</head>", script + b"</head>")


def _measure(path: Path, workers: int) -> None:
    from tests.benchmarks.import_speed import shown_peaks, watch

    _run("migrate", "--verbosity=0").wait()
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = _run("import_dumps", str(path), f"--workers={workers}")
    peaks: dict[int, int] = {}
    watcher = threading.Thread(target=watch, args=(process, peaks))
    watcher.start()
    process.wait()
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    watcher.join()
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    pages, parsed = _parsed()
    print(f"file                {path.stat().st_size / MEBI:8.0f} MiB, {pages} pages")
    print(f"import              {pages / seconds:8.0f} pages a second ({seconds:.1f} s)")
    print(f"processor           {spent / pages * 1000:8.2f} ms a page, of all processes together")
    print(f"two free cores      {2 * pages / spent:8.0f} pages a second at most, by that")
    print(f"extractor           {parsed * 1000:8.2f} ms a page on one core (parse, hash, compress)")
    print(f"peak memory         {shown_peaks(peaks)}")


def _run(*arguments: str) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=ROOT, stdout=quiet)


def _parsed() -> tuple[int, float]:
    """How many pages were read, and seconds to read one, by the first thousand that are stored."""
    os.chdir(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")
    import django

    django.setup()
    from django.utils import timezone

    from articles.importing.preparing import ItemPlace, Reading, prepare
    from articles.models import Capture

    raws = [capture.raw_bytes() for capture in Capture.objects.all()[:1000]]
    place, reading = ItemPlace("benchmark", 1, 0, 1, None), Reading(timezone.localdate())
    start = time.process_time()
    for raw in raws:
        prepare(place, "warc", raw, "", reading)
    return Capture.objects.count(), (time.process_time() - start) / max(1, len(raws))


if __name__ == "__main__":
    main()

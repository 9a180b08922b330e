"""Whether a harvester gets every record once while an import goes on.

    python tests/benchmarks/harvest.py [-n 20000] [--importing 2000]

Needs Sickle, a harvester of others (``pip install sickle``). Fills an archive of its own (SQLite,
in a temporary folder; or PostgreSQL, when ``tests/with-postgres`` runs it) with so many articles,
serves it by ``manage.py serve`` and harvests it by OAI-PMH while dumps are imported. Fails if a
record came twice, if an article that was there before is missing, or if the harvest, with what is
then harvested from the time of the first answer on, is not equal to the database: the same keys,
with the same titles and days. Prints records a second.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sickle import Sickle

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from filling import fill  # noqa: E402
from generate import generate  # noqa: E402

PATIENCE = 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=20_000, help="how many articles")
    parser.add_argument("--importing", type=int, default=2_000, help="how many more are imported")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "ARCHIVE_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
            "SEARCH_INDEX": "off",
            "HARVESTS_PER_MINUTE": "0",
        }
        os.chdir(ROOT)
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], check=True)
        import django

        django.setup()
        fill(options.n)
        generate(Path(folder) / "dumps", options.importing, per_file=100)
        with _served() as address:
            _harvest(Sickle(address), Path(folder) / "dumps")


def _harvest(harvester: Sickle, dumps: Path) -> None:
    before = _archived()
    start = _now()
    importing = subprocess.Popen(
        [sys.executable, "manage.py", "import_dumps", str(dumps)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    begun = time.monotonic()
    records = list(_harvested(harvester))
    taken = time.monotonic() - begun
    was_importing = importing.poll() is None
    assert importing.wait() == 0
    found = dict(records)
    twice = [key for key, count in Counter(key for key, _said in records).items() if count > 1]
    assert not twice, f"{len(twice)} records came twice, such as {twice[:3]}"
    missing = before.keys() - found.keys()
    assert not missing, f"{len(missing)} articles are missing, such as {sorted(missing)[:3]}"
    harvest = found | dict(_harvested(harvester, **{"from": start}))
    archive = _archived()
    differing = [key for key in {**harvest, **archive} if harvest.get(key) != archive.get(key)]
    assert not differing, f"{len(differing)} records differ, such as {differing[:3]}"
    print(
        f"{len(found):,} records, {len(found) / taken:,.0f} a second, each once; {len(before):,} "
        f"articles were there before the import, which "
        f"{'outlasted the harvest' if was_importing else 'ended before it'}; with the later ones "
        f"equal to the {len(archive):,} of the database"
    )


Said = tuple[str, str]
"""What a record says: title and day."""


def _harvested(harvester: Sickle, **selected: str) -> Iterator[tuple[str, Said]]:
    """Records by their keys, one by one."""
    for record in harvester.ListRecords(metadataPrefix="oai_dc", **selected):
        said = record.metadata
        key = record.header.identifier.rpartition(":")[2]
        yield key, (said["title"][0], said.get("date", [""])[0])


def _archived() -> dict[str, Said]:
    """What the database says."""
    from articles.models import Article
    from articles.views.article.formats import in_iso

    articles = Article.objects.visible().values_list("key", "title", "published_on")
    return {key: (title, in_iso(day)[0] or "") for key, title, day in articles}


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


@contextmanager
def _served() -> Iterator[str]:
    """The address of ``/oai``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", f"--port={port}", "--no-worker"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not _answers(f"http://127.0.0.1:{port}/healthz"):
            assert time.monotonic() < deadline and server.poll() is None
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/oai"
    finally:
        server.terminate()
        server.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    main()

"""Makes the archive of a release that later releases are tried with.

    python -m tests.migrations.make 1.0.0

writes ``archive-1.0.0.sql.xz`` beside this file: the SQLite database of the sample dumps as this
release imports them, corrected, undone, merged and erased in, as lines of SQL. Run it at each
release, from its own checkout, and never again for that release.
"""

from __future__ import annotations

import lzma
import os
import re
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from tests.archive_processes import Archive, Step

FOLDER = Path(__file__).parent
WORK = """
from datetime import time
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from articles.curation.source_merging import merge
from articles.importing.erasing import erase
from articles.models import Article, NameSet, ReaderReport, Source
by = get_user_model().objects.create(username="sahar", is_staff=True)
by.groups.add(Group.objects.get(name="Editors"))
first, second, last = Article.objects.order_by("pk")[:3]
first.correct({"title": "نان‌های تازه", "published_time": time(7, 5)}, by=by, reason="غلط")
ReaderReport.objects.create(article=second, kind="text", message="سطر دوم غلط دارد")
NameSet.objects.create(names="نوآباد\\nNowabad")
merge(*Source.objects.order_by("-pk")[:2], by=by, reason="یک خبرخانه")
erase(last, reason="درخواست", by=by)
"""


def main(release: str) -> None:
    if not re.fullmatch(r"\d+\.\d+\.\d+", release):
        sys.exit(__doc__)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder), "")
        steps = [
            Step(["migrate", "-v0"]),
            Step(["import_dumps", "articles/sample_dumps", "--workers", "0"]),
            Step(script=WORK),
            Step(["verify_archive"]),
        ]
        ends = archive.steps(*steps)
        assert [status for status, _ in ends] == [0] * len(steps), ends
        with closing(sqlite3.connect(Path(folder) / "archive.sqlite3")) as database:
            lines = "\n".join(database.iterdump())
    (FOLDER / f"archive-{release}.sql.xz").write_bytes(lzma.compress(lines.encode(), preset=9))


if __name__ == "__main__":
    main(*sys.argv[1:] or [""])

"""An index of its own for every test, and one of the sample archive for those that only search."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import override_settings

from articles import search as engine
from articles.models import Capture
from articles.search import Answer, Limits, Search
from articles.search.index.files import IndexFiles, index_files
from tests.dump_texts import run, write
from tests.search_engines import archive_in, rebuild_index

SAMPLES = Path(django_settings.BASE_DIR) / "articles" / "sample_dumps"
TODAY = date(2026, 11, 20)

BESIDE = (
    "فانوسی که هیچ‌کس روزش را نمی‌داند\n\nجریده بی‌تاریخ\n\nفانوس در بازار ماند.\n",
    "نامه‌ای بی‌نشان\n\n1404/10/07\n\nنامه در بازار ماند و کسی نپرسید از کجا آمده است.\n",
)
"""Two articles beside the samples: 91 has no day, 92 no source."""


@pytest.fixture
def files(archive_folder) -> IndexFiles:
    """The embedded index of a data folder of the test's own; there is none yet."""
    return index_files()


class Samples:
    """The sample archive, imported and indexed; its articles go by the numbers of their files.

    An article of several files goes by the first, and those of file 28 are 28.1, 28.2 and 28.3.
    """

    def __init__(self) -> None:
        self.numbers: dict[int, str] = {}
        captures = Capture.objects.order_by("file_name", "item_number")
        for file, item, article in captures.values_list("file_name", "item_number", "article_id"):
            name = Path(file).name
            number = f"9{int(Path(file).stem[2:])}" if "-" in name else name[:2]
            label = f"{number}.{item}" if number == "28" else number
            self.numbers.setdefault(article, label)

    def answer(self, text: str, *, with_counts: bool = False, **options: Any) -> Answer:
        options.setdefault("limit", 50)
        limits = options.pop("limits", Limits())
        wanted = replace(Search(text, TODAY, limits), **options)
        return engine.search(wanted, with_counts=with_counts)

    def find(self, text: str, **options: Any) -> list[str]:
        """Numbers of what a search finds, in order."""
        return [self.numbers[hit.article_id] for hit in self.answer(text, **options).hits]

    def article(self, number: str) -> int:
        """The primary key of an article."""
        return next(pk for pk, label in self.numbers.items() if label == number)


@pytest.fixture(scope="module")
def sample_archive(django_db_setup, django_db_blocker, tmp_path_factory):
    """For modules that change nothing: all of it goes with the module's outer transaction."""
    folder = tmp_path_factory.mktemp("samples")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**archive_in(folder)):
            run(str(SAMPLES), *write(folder / "beside", *BESIDE, name="9"))
            rebuild_index()
            samples = Samples()
        yield folder, samples
        transaction.set_rollback(True)


@pytest.fixture
def samples(db, settings, sample_archive) -> Samples:
    """The sample archive, to be searched."""
    folder, samples = sample_archive
    for name, value in archive_in(folder).items():
        setattr(settings, name, value)
    return samples

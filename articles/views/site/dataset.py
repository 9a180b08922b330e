"""The dataset: a page that offers its files, and the files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.calendars import Calendar
from articles.datasets.manifest import MANIFEST, DataFile, Manifest, read_manifest
from newsarchive.rate_limits import Limit, rate_limited

from .errors import Missing
from .http_cache import shared

TEXTS = {
    MANIFEST: "application/json",
    "schema.json": "application/schema+json",
    "README.md": "text/markdown; charset=utf-8",
    "LICENSE.txt": "text/plain; charset=utf-8",
}
"""Files beside the data, with what they are."""

_PACKED = "application/gzip"
_PARQUET = "application/vnd.apache.parquet"


@dataclass(frozen=True, slots=True)
class Year:
    """The files of a year, the newest year first; ``name`` is empty for what has no day."""

    name: str
    rows: int
    files: tuple[DataFile, ...]


@require_safe
@rate_limited(Limit.HARVESTS)
def dataset_page(request: HttpRequest) -> HttpResponse:
    """What there is, or that there is nothing yet."""
    manifest = read_manifest(Path(settings.DATASET_DIR))
    context = {
        "calendars": [
            (calendar, list(_years(manifest, calendar)))
            for calendar in (Calendar.JALALI.value, Calendar.GREGORIAN.value, "")
        ],
        "manifest": manifest,
        "made_at": datetime.fromisoformat(manifest.made_at) if manifest.made_at else None,
        "texts": TEXTS,
    }
    return render(request, "articles/dataset.html", context)


@require_safe
@rate_limited(Limit.HARVESTS)
def dataset_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file that the manifest names, or one of those beside them."""
    folder = Path(settings.DATASET_DIR)
    listed = {each.path: each for each in read_manifest(folder).files}
    if path not in TEXTS and path not in listed:
        raise _missing()
    try:
        file = (folder / path).open("rb")
    except OSError:
        raise _missing() from None
    response = FileResponse(file, content_type=TEXTS.get(path) or _kind(path))
    response["X-Content-Type-Options"] = "nosniff"
    if found := listed.get(path):
        name = path.replace("/", "-")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["ETag"] = f'"{found.sha256}"'
    return shared(response)


def _years(manifest: Manifest, calendar: str) -> Iterator[Year]:
    files = sorted(
        (each for each in manifest.files if each.calendar == calendar),
        key=lambda each: each.name,
        reverse=True,
    )
    for name, of_year in groupby(files, lambda each: each.name):
        found = tuple(of_year)
        yield Year(name if calendar else "", found[0].rows, found)


def _kind(path: str) -> str:
    return _PARQUET if path.endswith(".parquet") else _PACKED


def _missing() -> Missing:
    return Missing(_("There is no such file in the dataset."))

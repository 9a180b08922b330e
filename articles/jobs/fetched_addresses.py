"""Fetches the page or feed that a preview names by its address, as an upload of that preview."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from django.utils import timezone
from filelock import Timeout

from articles.dumps import formats
from articles.fetching.records import record_of
from articles.fetching.request import Answer
from articles.importing.running import ImportPausedError
from articles.importing.uploads import UploadFolder
from articles.models import Job

from . import feeds

ADDRESS = "address"
"""The option of a job that names what is to be fetched."""


def fetch_address(job: Job) -> None:
    """Fetch what a preview names, once: when it is made again, the same bytes are read.

    Raises :class:`articles.fetching.failures.FetchError`, and :class:`.ImportPausedError` while
    another process fetches.
    """
    address = job.options.get(ADDRESS)
    if not address or address in job.options["names"].values():
        return
    try:
        with feeds.own_turn():
            answer = feeds.visitor(time.sleep).get(address)
    except Timeout:
        raise ImportPausedError from None
    suffix, raw = _kept(answer, address)
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        file.write(raw)
        file.flush()
        name = UploadFolder(job.folder).save(f"fetched{suffix}", Path(file.name))
    options = job.options
    options["names"] = {**options["names"], name: address}
    options["paths"] = [*options["paths"], name]
    job.options = options
    job.save(update_fields=["options"])


def _kept(answer: Answer, address: str) -> tuple[str, bytes]:
    """A feed as it is; a page as a record of a web archive, which has its address and time."""
    form = formats.recognise(answer.body[: formats.BEGINNING], "")
    if form is not None and form.name in feeds.FORMS:
        return feeds.suffix_of(answer), answer.body
    return ".warc", record_of(answer, address, timezone.now())

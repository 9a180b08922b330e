"""Storage of the static files: joined stylesheets, names with hashes, compressed files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRIES = ("css/site.css",)
"""The stylesheets that pages link; each imports others from its own folder, in their order."""

_IMPORT = re.compile(r'^@import "(?P<name>[\w-]+\.css)"(?: (?P<media>[\w-]+))?;$', re.MULTILINE)


def with_imports(name: str, files: dict[str, tuple[Storage, str]]) -> str:
    """A stylesheet with the content of each import in its place, inside a media query if the import
    names one. ``files`` are the collected files: path → storage and path."""
    storage, path = files[name]
    with storage.open(path) as file:
        text = file.read().decode()
    folder = name.rpartition("/")[0]

    def imported(match: re.Match[str]) -> str:
        content = with_imports(f"{folder}/{match['name']}", files)
        return f"@media {match['media']} {{\n{content}}}\n" if match["media"] else content

    return _IMPORT.sub(imported, text)


class OneStylesheetStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Collects each entry stylesheet with its imports inlined, so that a reader loads one file.

    In development and tests the files of static/ are served as they are, with their imports.
    """

    def post_process(
        self, paths: dict[str, tuple[Storage, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        written = {}
        for entry in ENTRIES if not dry_run else ():
            content = ContentFile(with_imports(entry, paths).encode())
            self.delete(entry)
            written[entry] = (self, self.save(entry, content))
        yield from super().post_process({**paths, **written}, dry_run=dry_run, **options)

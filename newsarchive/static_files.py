"""Storage of the static files: joined stylesheets, names with hashes, compressed files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRIES = ("site/site.css", "admin/admin.css")
"""The stylesheets that pages link: readers' and staff's. Each imports others, in their order."""

_ADDRESS = re.compile(
    r"""^@import (?:url\()?["'](?P<name>[\w./-]+\.css)["']\)?"""
    r"(?: (?:layer\((?P<layer>\w+)\)|(?P<media>\w+)))?;$"
    r"""|url\(["']?(?P<path>(?![\w-]+:|/|#)[^"')]+)["']?\)""",
    re.MULTILINE,
)
"""An import on a line of its own, or the relative address of a font or picture."""


def with_imports(name: str, files: dict[str, tuple[Storage, str]], folder: str = "") -> str:
    """A stylesheet with the content of each import in its place, inside the layer or media query
    that the import names. Addresses are written relative to ``folder``, by default its own.
    ``files`` are the collected files: path → storage and path."""
    storage, path = files[name]
    with storage.open(path) as file:
        text = file.read().decode()
    own = posixpath.dirname(name)
    folder = folder or own

    def written(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(own, match["name"] or match["path"]))
        if match["path"]:
            return f'url("{posixpath.relpath(target, folder)}")'
        content = with_imports(target, files, folder)
        if match["layer"]:
            return f"@layer {match['layer']} {{\n{content}}}\n"
        return f"@media {match['media']} {{\n{content}}}\n" if match["media"] else content

    return _ADDRESS.sub(written, text)


class OneStylesheetStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Collects each entry stylesheet with its imports inlined, so that a browser loads one file.

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

"""The index as searches see it: one open handle a process, reloaded when something was written."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import tantivy

from articles.search.files import Generation, IndexFiles


class Trouble(StrEnum):
    """Why the index does not answer."""

    MISSING = "missing"
    DAMAGED = "damaged"


class IndexUnavailableError(Exception):
    """There is no index that answers; ``search_index --rebuild`` makes one."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(detail or trouble.value)
        self.trouble = trouble
        self.detail = detail


@contextmanager
def answering() -> Iterator[None]:
    """Turns whatever a damaged index makes Tantivy raise into :class:`IndexUnavailableError`."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise IndexUnavailableError(Trouble.DAMAGED, str(error)) from error
    except BaseException as error:
        # A file cut short makes the engine panic, which reaches Python as no Exception.
        if type(error).__name__ == "PanicException":
            raise IndexUnavailableError(Trouble.DAMAGED, str(error)) from error
        raise


class IndexReader:
    """Opens the current generation when it is first asked for, and again when it was replaced.

    May be shared between threads.
    """

    def __init__(self, files: IndexFiles) -> None:
        self.files = files
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._written: tuple[int, int] | None = None
        self._index: tantivy.Index | None = None

    def index(self) -> tantivy.Index:
        """A handle whose searcher sees all that was committed before this call."""
        while True:
            generation = self.files.current()
            if generation is None:
                raise IndexUnavailableError(Trouble.MISSING)
            try:
                with self._lock, answering():
                    return self._opened(generation)
            except IndexUnavailableError:
                now = self.files.current()
                if now is None or now.folder == generation.folder:
                    raise  # else it was replaced, and removed before it could be opened

    def _opened(self, generation: Generation) -> tantivy.Index:
        meta = generation.meta.stat()
        written = (meta.st_mtime_ns, meta.st_ino)
        if self._index is None or self._folder != generation.folder:
            self._index = generation.open()
            self._index.config_reader(reload_policy="manual")
            self._index.reload()
        elif self._written != written:
            self._index.reload()
        self._folder, self._written = generation.folder, written
        return self._index


def count_of(result: tantivy.SearchResult) -> int:
    """How many articles a search with ``count=True`` found."""
    count: int | None = result.count  # type: ignore[attr-defined]  # missing in its stubs
    return count or 0

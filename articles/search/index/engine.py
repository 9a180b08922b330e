"""The embedded engine: an index of this machine's own, in ``search/`` of the data folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from articles.search.engine.findings import Finding
from articles.search.engine.health import Condition, Health, health_at
from articles.search.engine.troubles import IndexUnavailableError, Trouble
from articles.search.index.files import IndexFiles
from articles.search.index.reading import Answering, IndexReader, answering
from articles.search.index.state import TantivyState


class TantivyEngine:
    """Implements :class:`articles.search.engine.keeping.Engine`.

    What writes is imported where it is used: a search starts sooner.
    """

    def __init__(self, files: IndexFiles) -> None:
        self.files = files

    def exists(self) -> bool:
        return self.files.current() is not None

    def version(self) -> tuple[str | int, ...]:
        generation = self.files.current()
        if generation is None:
            return ()
        try:
            written = generation.meta.stat()
        except OSError:
            return ()
        return generation.folder.name, written.st_mtime_ns, written.st_ino

    def reading(self) -> AbstractContextManager[TantivyState]:
        return Answering(_reader(self.files.root).state())

    def answering(self) -> AbstractContextManager[None]:
        return answering()

    def update(self, *, wait: bool = True) -> None:
        from articles.search.index import writing

        writing.update(self.files, wait=wait)

    def rebuild(self, *, workers: int, advance: Callable[[int], None]) -> None:
        from articles.search.index import writing

        writing.rebuild(self.files, workers=workers, advance=advance)

    def changes_behind(self) -> int:
        from articles.search.index import writing

        try:
            return writing.changes_behind(self.files)
        except (OSError, ValueError):
            return 1

    def health(self) -> Health:
        """Takes one query, another one if the index is behind, and reads one small file of the
        index."""
        generation = self.files.current()
        if generation is None:
            return Health(Condition.MISSING)
        try:
            with answering():
                state = generation.state()
                generation.meta.stat()
        except IndexUnavailableError:
            return Health(Condition.DAMAGED)
        return health_at(state.position, is_of_today=state.is_of_today)

    def compare(self, *, advance: Callable[[int], None]) -> Iterator[Finding]:
        from articles.search.index import checking

        return checking.compare(self.files, advance=advance)

    def warnings(self) -> Iterator[tuple[str, str, str]]:
        """An index that is damaged, of another release's schema or analyser, or whose state is
        lost."""
        generation = self.files.current()
        if generation is None:
            return
        built_by_another = (
            _("The search index was built by another release, or its state cannot be read."),
            _("Run “manage.py search_index --rebuild”. Until then, results may be incomplete."),
            "articles.W001",
        )
        try:
            IndexReader(self.files).state()
        except IndexUnavailableError as error:
            if error.trouble is Trouble.OUTDATED:
                yield built_by_another
                return
            damaged = _("The search index is damaged (%s). Run “manage.py search_index --rebuild”.")
            yield damaged % error, "", "articles.W002"
            return
        try:
            is_of_today = generation.state().is_of_today
        except (OSError, ValueError):
            is_of_today = False
        if not is_of_today:
            yield built_by_another


@cache
def _reader(root: Path) -> IndexReader:
    return IndexReader(IndexFiles(root))

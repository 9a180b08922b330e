"""Reads the index: one open handle per process, reloaded after writes."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from typing import NamedTuple, TypeVar

import tantivy

from articles.search.engine.remembered import Remembered
from articles.search.engine.troubles import IndexUnavailableError, Trouble
from articles.search.index.documents import build_schema
from articles.search.index.files import Generation, IndexFiles, Stamp, stamp
from articles.search.index.state import TantivyState

Entered = TypeVar("Entered")


class Answering(AbstractContextManager[Entered]):
    """Converts all errors of Tantivy on a damaged index into :class:`IndexUnavailableError`.

    No generator, since every search enters it.
    """

    def __init__(self, entered: Entered) -> None:
        """``entered`` is what the context gives."""
        self._entered = entered

    def __enter__(self) -> Entered:
        return self._entered

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> None:
        # A truncated file makes the engine panic, which is not an Exception in Python.
        is_panic = kind is not None and kind.__name__ == "PanicException"
        if isinstance(error, OSError | ValueError) or is_panic:
            raise IndexUnavailableError(Trouble.DAMAGED, str(error)) from error


def answering() -> Answering[None]:
    """The same where nothing is read."""
    return Answering(None)


class IndexReader:
    """Opens the current generation on first use, and again after it was replaced.

    Can be shared between threads.
    """

    def __init__(self, files: IndexFiles) -> None:
        self.files = files
        self._lock = threading.Lock()
        self._handle: _Handle | None = None

    def index(self) -> tantivy.Index:
        """A handle whose searcher sees everything that was committed before this call."""
        return self._latest().opened

    def state(self) -> TantivyState:
        """The state that has everything that was committed before this call."""
        return self._latest().state

    def _latest(self) -> _Handle:
        while True:
            handle, pointer = self._handle, self.files.pointer_stamp()
            if handle is not None and handle.is_of(pointer):
                return handle
            generation = self.files.current()
            if generation is None:
                raise IndexUnavailableError(Trouble.MISSING)
            try:
                with self._lock, answering():
                    self._handle = self._opened(generation, pointer)
                    return self._handle
            except IndexUnavailableError:
                now = self.files.current()
                if now is None or now.folder == generation.folder:
                    raise  # otherwise it was replaced and removed before it could be opened

    def _opened(self, generation: Generation, pointer: Stamp | None) -> _Handle:
        """The stamps are taken before reading, so that changes during reading are noticed."""
        meta = stamp(generation.meta)
        known = self._handle
        if known is not None and known.generation.folder == generation.folder and meta:
            state = known.state
            if known.meta != meta:
                known.opened.reload()
                articles = known.opened.searcher().num_docs
                state = TantivyState(known.opened, state.remembered.after_change(articles))
            return known._replace(pointer=pointer, meta=meta, state=state)
        index = generation.open()
        if index.schema != build_schema():
            raise IndexUnavailableError(Trouble.OUTDATED)
        index.config_reader(reload_policy="manual")
        index.reload()
        state = TantivyState(index, Remembered(index.searcher().num_docs))
        return _Handle(index, generation, pointer, meta, state)


class _Handle(NamedTuple):
    """An open index, with the stamps of the files that determine it, and its state by them."""

    opened: tantivy.Index
    generation: Generation
    pointer: Stamp | None
    meta: Stamp | None
    state: TantivyState

    def is_of(self, pointer: Stamp | None) -> bool:
        """Whether nothing was published or committed since."""
        return None not in (pointer, self.meta) and (pointer, stamp(self.generation.meta)) == (
            self.pointer,
            self.meta,
        )

"""From files to prepared items: read in this process, parsed in others, in order, in constant
memory."""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from articles.dumps import ErrorCode, formats
from articles.packing import packed
from articles.worker_process import start_worker

from .budget import Budget, TooCostlyError
from .choosing import Choice
from .limits import Tally
from .preparing import ItemPlace, PreparedItem, Reading, prepare, rejected
from .reading import DumpFile, FileState, open_dumps

if TYPE_CHECKING:
    from .known import KnownReadings  # which needs the database, and parsing processes have none

CHUNK_ITEMS = 500
CHUNK_BYTES = 16 * 1024 * 1024
_TASK_ITEMS = 32
_TASK_BYTES = 1024 * 1024
_TASKS_AHEAD = 24
"""How many tasks may wait, run or be done while a chunk is stored. A chunk has about 16 tasks: with
fewer ahead, the workers would be idle until it is stored. This also bounds memory: at most 1 MiB of
dumps per task."""
_WAIT_SECONDS = 0.5
_STORED_PART = 4 * 1024 * 1024
_WHOLE_FILE = 64 * 1024
"""A file up to this size is split into items by the process that parses them, which saves the
process that stores a third of its work. The items of a larger file are spread over tasks."""


class _Piece(NamedTuple):
    """An item; a whole file, which is split where it is parsed; or, without bytes, something too
    large to parse or unreadable. ``error`` is set on what is damaged as a part of its file,
    ``prepared`` on what need not be parsed."""

    place: ItemPlace
    format: str
    raw: bytes | None
    encoding: str = ""
    is_whole_file: bool = False
    error: str = ""
    prepared: PreparedItem | None = None


_Task = list[_Piece]


def prepared_chunks(
    paths: Sequence[str],
    tally: Tally,
    *,
    workers: int,
    reading: Reading,
    budget: Budget,
    max_item_bytes: int,
    on_bytes: Callable[[int], None],
    names: Mapping[str, str],
    seen: Mapping[str, FileState],
    choice: Choice,
    known: KnownReadings | None = None,
) -> Generator[list[PreparedItem], None, None]:
    """The items of all dumps in input order, in chunks of bounded count and size.

    A chunk must be stored before the next one is asked for: an item too large to be held reads its
    bytes from the open file. ``on_bytes`` is called with the number of bytes read. ``names`` are
    display names of paths, if they differ; ``seen`` are the states of paths when they were found;
    ``known`` are the readings of bytes that need not be parsed.
    """
    reader = _Reader(tally, max_item_bytes, on_bytes, names, seen, choice, budget, known)
    with _Pool(workers, reading, budget, lambda: on_bytes(0)) as pool:
        yield from _chunks(reader.prepared(paths, pool))


def _chunks(items: Iterable[PreparedItem | None]) -> Iterator[list[PreparedItem]]:
    """Items in chunks of bounded count and size; None asks for the chunk to be stored now."""
    chunk: list[PreparedItem] = []
    size = 0
    for item in items:
        if item is not None:
            chunk.append(item)
            size += item.place.end - item.place.start
        if chunk and (item is None or len(chunk) >= CHUNK_ITEMS or size >= CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


class _Reader:
    """Opens dumps, splits them into items and passes these to the pool."""

    def __init__(
        self,
        tally: Tally,
        max_item_bytes: int,
        on_bytes: Callable[[int], None],
        names: Mapping[str, str],
        seen: Mapping[str, FileState],
        choice: Choice,
        budget: Budget,
        known: KnownReadings | None,
    ) -> None:
        self._known = known
        self._choice = choice
        self._budget = budget
        self._tally = tally
        self._max_item_bytes = max_item_bytes
        self._on_bytes = on_bytes
        self._names = names
        self._seen = seen

    def prepared(self, paths: Sequence[str], pool: _Pool) -> Iterator[PreparedItem | None]:
        """Prepared items in input order; None if the chunk must be stored at once."""
        task: _Task = []
        size = 0
        for dump in self._named_dumps(paths):
            for piece in self._pieces(dump):
                self._on_bytes(piece.place.end - piece.place.start)
                if piece.raw is None:
                    # It will be read from the open file, so it is stored before that is closed.
                    yield from pool.submit(self._recognised(task))
                    yield from pool.drain()
                    task, size = [], 0
                    yield _unread(dump, piece)
                    yield None
                    continue
                task.append(piece)
                size += len(piece.raw)
                if len(task) >= _TASK_ITEMS or size >= _TASK_BYTES:
                    yield from pool.submit(self._recognised(task))
                    task, size = [], 0
        yield from pool.submit(self._recognised(task))
        yield from pool.drain()

    def _recognised(self, task: _Task) -> _Task:
        """A task with what is known of its items. To find them, its files are split here."""
        if not task or self._known is None or not self._known.is_asked():
            return task
        with self._budget.held():
            pieces = [item for piece in task for item in _items_within(piece, self._budget)]
        hashes = [hashlib.sha256(piece.raw or b"").hexdigest() for piece in pieces]
        found = self._known.among(hashes)
        return [
            piece._replace(prepared=known.item(piece.place, sha256, piece.raw or b""))
            if (known := found.get(sha256))
            and not piece.error
            and (known.format, known.encoding) == (piece.format, piece.encoding)
            else piece
            for piece, sha256 in zip(pieces, hashes, strict=True)
        ]

    def _named_dumps(self, paths: Sequence[str]) -> Iterator[DumpFile]:
        for path in paths:
            for dump in open_dumps([path], self._tally, self._seen):
                if name := self._names.get(path):
                    dump = replace(dump, name=name + dump.name.removeprefix(path))
                yield dump

    def _pieces(self, dump: DumpFile) -> Iterator[_Piece]:
        """A small text as a whole, otherwise items."""
        size = dump.stream.seek(0, os.SEEK_END)
        whole = ItemPlace(dump.name, 1, 0, size, dump.captured_at)
        form = dump.format
        if dump.problem:
            yield _Piece(whole, form.name, None)
        elif form is formats.TEXT and size <= min(_WHOLE_FILE, self._max_item_bytes):
            yield _Piece(whole, form.name, b"".join(dump.blocks()), is_whole_file=True)
        else:
            for item in self._split(dump, size):
                if isinstance(item, formats.Skipped):
                    self._tally.skip_part(item.kind)
                elif not self._choice.takes(item):
                    self._tally.skip_part("not chosen")
                else:
                    place = _place(dump.name, dump.captured_at, item)
                    error = item.error or ""
                    yield _Piece(place, form.name, item.raw, item.encoding, error=error)

    def _split(self, dump: DumpFile, size: int) -> Iterator[formats.SplitItem | formats.Skipped]:
        """The items of a file; where finding the next costs too much, the rest as one item."""
        items = dump.format.split(dump.blocks, max_item_bytes=self._max_item_bytes)
        # A step reads an item at most, and some formats read the whole of a small file first.
        budget = self._budget.for_bytes(min(size, self._max_item_bytes))
        number = end = 0
        try:
            while item := self._next_item(items, budget):
                if not isinstance(item, formats.Skipped):
                    number, end = item.number, item.end
                yield item
        except TooCostlyError:
            yield formats.SplitItem(number + 1, end, size, None, "", error=ErrorCode.TOO_COSTLY)

    @staticmethod
    def _next_item(
        items: Iterator[formats.SplitItem | formats.Skipped], budget: Budget
    ) -> formats.SplitItem | formats.Skipped | None:
        with budget.held(), budget.kept():
            return next(items, None)


@dataclass(slots=True)
class _Pending:
    """A task of a process, and its result."""

    task: _Task
    future: Future[list[PreparedItem]]
    size: int


class _Pool:
    """Parses tasks in worker processes, a bounded number ahead, and yields results in order.

    No process is started before there is more than one task: a single dump is parsed here. A
    process that an item has killed is replaced, and its items are parsed again one by one.
    ``on_wait`` is called from time to time while nothing is ready; an exception from it ends the
    pool.
    """

    def __init__(
        self, workers: int, reading: Reading, budget: Budget, on_wait: Callable[[], None]
    ) -> None:
        self._workers = workers
        self._ahead = max(_TASKS_AHEAD, 2 * workers)
        self._reading = reading
        self._budget = budget
        self._on_wait = on_wait
        self._first: _Task | None = None
        self._pending: deque[_Pending] = deque()
        self._pending_bytes = 0
        self._executor: ProcessPoolExecutor | None = None
        self._alone: ProcessPoolExecutor | None = None
        self._context = multiprocessing.get_context("spawn")
        self._stopping = self._context.Event() if workers else None

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *error: object) -> None:
        if self._stopping:
            self._stopping.set()
        for executor in (self._executor, self._alone):
            if executor:
                executor.shutdown(cancel_futures=True)

    def submit(self, task: _Task) -> Iterator[PreparedItem]:
        """Add a task; yields results to make room for it."""
        if not task:
            return
        if _is_prepared(task) and not self._first and not self._pending:
            yield from _prepared(task)
            return
        if self._workers == 0:
            yield from _prepare_here(task, self._reading, self._budget)
            return
        if self._executor is None:
            if self._first is None:
                self._first = task
                return
            self._executor = self._processes(self._workers)
            first, self._first = self._first, None
            self._start(first)
        self._start(task)
        while len(self._pending) > self._ahead or self._pending_bytes > self._ahead * _TASK_BYTES:
            yield from self._next()

    def drain(self) -> Iterator[PreparedItem]:
        """The results of all tasks taken so far."""
        if self._first is not None:
            first, self._first = self._first, None
            yield from _prepare_here(first, self._reading, self._budget)
        while self._pending:
            yield from self._next()

    def _processes(self, number: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            number, self._context, _start_parser, (self._stopping, self._budget)
        )

    def _start(self, task: _Task) -> None:
        size = sum(len(piece.raw or b"") for piece in task)
        self._pending.append(_Pending(task, self._future(task), size))
        self._pending_bytes += size

    def _future(self, task: _Task) -> Future[list[PreparedItem]]:
        assert self._executor is not None
        if _is_prepared(task):
            future: Future[list[PreparedItem]] = Future()
            future.set_result(_prepared(task))
            return future
        try:
            return self._submit(self._executor, task)
        except BrokenProcessPool:
            self._executor = self._processes(self._workers)
            return self._submit(self._executor, task)

    def _submit(self, executor: ProcessPoolExecutor, task: _Task) -> Future[list[PreparedItem]]:
        return executor.submit(_prepare_in_worker, task, self._reading, self._budget)

    def _next(self) -> list[PreparedItem]:
        pending = self._pending.popleft()
        self._pending_bytes -= pending.size
        try:
            return self._result(pending.future)
        except BrokenProcessPool:
            return [item for piece in pending.task for item in self._prepared_alone(piece)]

    def _result(self, future: Future[list[PreparedItem]]) -> list[PreparedItem]:
        while True:
            try:
                return future.result(timeout=_WAIT_SECONDS)
            except TimeoutError:
                self._on_wait()

    def _prepared_alone(self, piece: _Piece) -> list[PreparedItem]:
        """The items of a piece, one of which may have killed a process."""
        if self._alone is None:
            self._alone = self._processes(1)
        try:
            return self._result(self._submit(self._alone, [piece]))
        except BrokenProcessPool:
            self._alone = None
            return [_too_costly(piece)]


def _is_prepared(task: _Task) -> bool:
    """Whether nothing of a task need be parsed."""
    return all(piece.prepared for piece in task)


def _prepared(task: _Task) -> list[PreparedItem]:
    return [piece.prepared for piece in task if piece.prepared]


_WARMING = b"A mill opens\n\nBay Press\n28 Dec 2025\n\nIt turns every hour now.\n"

_YOUNG_OBJECTS = 20_000
"""So many new objects, those of some pages, have a parsing process look for garbage."""

_stopping: Any = None
"""In a parsing process: the event by which its parent tells it to stop."""


def _start_parser(stopping: Any, budget: Budget) -> None:
    """Prepare a parsing process.

    Its niceness lets storing and indexing keep up with it; otherwise these would still be busy,
    with one core idle, when everything is parsed. It also keeps readers fast.

    What parsing needs is loaded by reading one item: it costs a hundred times as much as an item,
    and is not to be paid from the budget of the first.
    """
    global _stopping
    _stopping = stopping
    start_worker()
    os.nice(5)
    formats.parse(formats.TEXT.name, _WARMING, "utf-8", formats.ParseOptions(date.min))
    # What is loaded stays, and what parsing makes is nearly all without circles.
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS)
    budget.hold()


def _prepare_in_worker(task: _Task, reading: Reading, budget: Budget) -> list[PreparedItem]:
    prepared: list[PreparedItem] = []
    for piece in takewhile(lambda piece: not _stopping.is_set(), task):
        budget.end_when_stuck()
        prepared += _prepare_piece(piece, reading, budget)
    return prepared


def _prepare_here(task: _Task, reading: Reading, budget: Budget) -> list[PreparedItem]:
    with budget.held():
        return [item for piece in task for item in _prepare_piece(piece, reading, budget)]


def _prepare_piece(piece: _Piece, reading: Reading, budget: Budget) -> list[PreparedItem]:
    try:
        with budget.kept():
            return [_prepare(item, reading) for item in _items(piece)]
    except TooCostlyError:
        if not piece.is_whole_file:
            return [_too_costly(piece)]
    return [_prepare_within(item, reading, budget) for item in _items_within(piece, budget)]


def _prepare_within(item: _Piece, reading: Reading, budget: Budget) -> PreparedItem:
    try:
        with budget.kept():
            return _prepare(item, reading)
    except TooCostlyError:
        return _too_costly(item)


def _items_within(piece: _Piece, budget: Budget) -> list[_Piece]:
    """The items of a piece; where finding them costs too much, the piece as one item."""
    try:
        with budget.kept():
            return list(_items(piece))
    except TooCostlyError:
        return [piece._replace(is_whole_file=False)]


def _prepare(item: _Piece, reading: Reading) -> PreparedItem:
    if item.prepared:
        return item.prepared
    given = (item.place, item.format, item.raw or b"", item.encoding)
    return rejected(*given, item.error) if item.error else prepare(*given, reading)


def _too_costly(piece: _Piece) -> PreparedItem:
    """An item that could not be read within the budget, with its bytes."""
    raw = piece.raw or b""
    return PreparedItem(
        place=piece.place,
        format=piece.format,
        encoding=piece.encoding,
        sha256=hashlib.sha256(raw).hexdigest(),
        parts=(packed(raw),),
        error=ErrorCode.TOO_COSTLY.value,
    )


def _items(piece: _Piece) -> Iterator[_Piece]:
    """An item as it is; the items of a whole file."""
    if not piece.is_whole_file:
        yield piece
        return
    raw, (file, _, _, _, captured_at) = piece.raw or b"", piece.place
    for item in formats.format_of(piece.format).split(lambda: [raw], max_item_bytes=len(raw)):
        if not isinstance(item, formats.Skipped):
            yield _Piece(_place(file, captured_at, item), piece.format, item.raw, item.encoding)


def _place(file: str, captured_at: datetime | None, item: formats.SplitItem) -> ItemPlace:
    """The place of an item; the time is its own or its file's."""
    return ItemPlace(file, item.number, item.start, item.end, item.captured_at or captured_at)


class _FileParts(Sequence[bytes]):
    """Compressed parts of a range of an open file, read on demand: never all in memory."""

    def __init__(self, dump: DumpFile, start: int, end: int) -> None:
        self._dump = dump
        self._ranges = [
            (at, min(at + _STORED_PART, end)) for at in range(start, end, _STORED_PART)
        ] or [(start, end)]

    def __len__(self) -> int:
        return len(self._ranges)

    def __getitem__(self, index: Any) -> Any:
        start, end = self._ranges[index]
        return packed(self.read(start, end))

    def read(self, start: int, end: int) -> bytes:
        self._dump.stream.seek(start)
        return self._dump.stream.read(end - start)

    def sha256(self) -> str:
        digest = hashlib.sha256()
        for start, end in self._ranges:
            digest.update(self.read(start, end))
        return digest.hexdigest()


def _unread(dump: DumpFile, piece: _Piece) -> PreparedItem:
    """An item that was not parsed, with all of its bytes."""
    error = ErrorCode.UNREADABLE if dump.problem else piece.error or ErrorCode.TOO_LARGE
    parts = _FileParts(dump, piece.place.start, piece.place.end)
    return PreparedItem(
        place=piece.place,
        format=piece.format,
        encoding=piece.encoding,
        sha256=parts.sha256(),
        parts=parts,
        error=ErrorCode(error).value,
        detail=dump.problem,
    )

"""Files to prepared items: read in this process, parsed in others, in order and in flat memory."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from articles.dumps import ErrorCode, formats
from articles.worker_process import start_worker

from .limits import Tally
from .preparing import ItemPlace, PreparedItem, Reading, compress, prepare
from .reading import DumpFile, FileState, open_dumps

CHUNK_ITEMS = 500
CHUNK_BYTES = 16 * 1024 * 1024
_TASK_ITEMS = 32
_TASK_BYTES = 1024 * 1024
_TASKS_AHEAD = 24
"""So many tasks may wait, run or be done while a chunk is being stored. A chunk is some 16 tasks:
were fewer ahead, the workers would stand idle until it is stored. They bound memory as well: at
most 1 MiB of dumps for each of them."""
_STORED_PART = 4 * 1024 * 1024
_WHOLE_FILE = 64 * 1024
"""A file up to this size is parted into items where these are parsed, which spares the process that
stores a third of its work. The items of a larger file are spread over tasks."""


class _Piece(NamedTuple):
    """An item; a whole file that is parted where it is parsed; or, without bytes, what is too large
    to be parsed or cannot be read."""

    place: ItemPlace
    format: str
    raw: bytes | None
    encoding: str = ""
    is_whole_file: bool = False


_Task = list[_Piece]


def prepared_chunks(
    paths: Sequence[str],
    tally: Tally,
    *,
    workers: int,
    reading: Reading,
    max_item_bytes: int,
    on_bytes: Callable[[int], None],
    names: Mapping[str, str],
    seen: Mapping[str, FileState],
) -> Generator[list[PreparedItem], None, None]:
    """The items of all dumps in input order, in chunks of bounded count and size.

    A chunk must be stored before the next one is asked for: an item too large to be held reads its
    bytes from the open file. ``on_bytes`` hears how far reading has come. ``names`` are what paths
    are called to people, where that is not their own name; ``seen`` are the states in which paths
    were found before.
    """
    reader = _Reader(tally, max_item_bytes, on_bytes, names, seen)
    with _Pool(workers, reading) as pool:
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
    """Opens dumps, parts them into items and hands these to the pool."""

    def __init__(
        self,
        tally: Tally,
        max_item_bytes: int,
        on_bytes: Callable[[int], None],
        names: Mapping[str, str],
        seen: Mapping[str, FileState],
    ) -> None:
        self._tally = tally
        self._max_item_bytes = max_item_bytes
        self._on_bytes = on_bytes
        self._names = names
        self._seen = seen

    def prepared(self, paths: Sequence[str], pool: _Pool) -> Iterator[PreparedItem | None]:
        """Prepared items in input order; None where the chunk must be stored at once."""
        task: _Task = []
        size = 0
        for dump in self._named_dumps(paths):
            for piece in self._pieces(dump):
                self._on_bytes(piece.place.end - piece.place.start)
                if piece.raw is None:
                    # It will be read from the open file, so it is stored before that is closed.
                    yield from pool.submit(task)
                    yield from pool.drain()
                    task, size = [], 0
                    yield _unread(dump, piece)
                    yield None
                    continue
                task.append(piece)
                size += len(piece.raw)
                if len(task) >= _TASK_ITEMS or size >= _TASK_BYTES:
                    yield from pool.submit(task)
                    task, size = [], 0
        yield from pool.submit(task)
        yield from pool.drain()

    def _named_dumps(self, paths: Sequence[str]) -> Iterator[DumpFile]:
        for path in paths:
            for dump in open_dumps([path], self._tally, self._seen):
                if name := self._names.get(path):
                    dump = replace(dump, name=name + dump.name.removeprefix(path))
                yield dump

    def _pieces(self, dump: DumpFile) -> Iterator[_Piece]:
        """A small text whole, the items of all else."""
        size = dump.stream.seek(0, os.SEEK_END)
        whole = ItemPlace(dump.name, 1, 0, size, dump.captured_at)
        form = dump.format
        if dump.problem:
            yield _Piece(whole, form.name, None)
        elif form is formats.TEXT and size <= min(_WHOLE_FILE, self._max_item_bytes):
            yield _Piece(whole, form.name, b"".join(dump.blocks()), is_whole_file=True)
        else:
            for item in form.split(dump.blocks, max_item_bytes=self._max_item_bytes):
                if isinstance(item, formats.Skipped):
                    self._tally.skip(item.kind)
                else:
                    place = _place(dump.name, dump.captured_at, item)
                    yield _Piece(place, form.name, item.raw, item.encoding)


class _Pool:
    """Parses tasks in worker processes, a bounded number ahead, and gives results in order.

    No process is started before there is more than one task: a single dump is parsed here.
    """

    def __init__(self, workers: int, reading: Reading) -> None:
        self._workers = workers
        self._ahead = max(_TASKS_AHEAD, 2 * workers)
        self._reading = reading
        self._first: _Task | None = None
        self._pending: deque[tuple[int, Future[list[PreparedItem]]]] = deque()
        self._pending_bytes = 0
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *error: object) -> None:
        if self._executor:
            self._executor.shutdown(cancel_futures=True)

    def submit(self, task: _Task) -> Iterator[PreparedItem]:
        """Take a task; yields the results that must make room for it."""
        if not task:
            return
        if self._workers == 0:
            yield from _prepare_task(task, self._reading)
            return
        if self._executor is None:
            if self._first is None:
                self._first = task
                return
            self._executor = ProcessPoolExecutor(
                self._workers, multiprocessing.get_context("spawn"), _start_parser
            )
            first, self._first = self._first, None
            self._start(first)
        self._start(task)
        while len(self._pending) > self._ahead or self._pending_bytes > self._ahead * _TASK_BYTES:
            yield from self._next()

    def drain(self) -> Iterator[PreparedItem]:
        """The results of all tasks taken so far."""
        if self._first is not None:
            first, self._first = self._first, None
            yield from _prepare_task(first, self._reading)
        while self._pending:
            yield from self._next()

    def _start(self, task: _Task) -> None:
        assert self._executor is not None
        size = sum(len(piece.raw or b"") for piece in task)
        self._pending.append((size, self._executor.submit(_prepare_task, task, self._reading)))
        self._pending_bytes += size

    def _next(self) -> list[PreparedItem]:
        size, future = self._pending.popleft()
        self._pending_bytes -= size
        return future.result()


def _start_parser() -> None:
    """Parsers leave the way to the processes that store and index, which they would else outrun:
    those would still be at work, one core idle, when all is parsed. So do readers fare better."""
    start_worker()
    os.nice(5)


def _prepare_task(task: _Task, reading: Reading) -> list[PreparedItem]:
    return [
        prepare(item.place, item.format, item.raw or b"", item.encoding, reading)
        for piece in task
        for item in _items(piece)
    ]


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
    """Where an item stands; the time is its own or its file's."""
    return ItemPlace(file, item.number, item.start, item.end, item.captured_at or captured_at)


class _FileParts(Sequence[bytes]):
    """Compressed parts of a stretch of an open file, read when asked for: never all in memory."""

    def __init__(self, dump: DumpFile, start: int, end: int) -> None:
        self._dump = dump
        self._ranges = [
            (at, min(at + _STORED_PART, end)) for at in range(start, end, _STORED_PART)
        ] or [(start, end)]

    def __len__(self) -> int:
        return len(self._ranges)

    def __getitem__(self, index: Any) -> Any:
        start, end = self._ranges[index]
        return compress(self.read(start, end))

    def read(self, start: int, end: int) -> bytes:
        self._dump.stream.seek(start)
        return self._dump.stream.read(end - start)

    def sha256(self) -> str:
        digest = hashlib.sha256()
        for start, end in self._ranges:
            digest.update(self.read(start, end))
        return digest.hexdigest()


def _unread(dump: DumpFile, piece: _Piece) -> PreparedItem:
    """An item that was not parsed, with its bytes, however many they are."""
    error = ErrorCode.UNREADABLE if dump.problem else ErrorCode.TOO_LARGE
    parts = _FileParts(dump, piece.place.start, piece.place.end)
    return PreparedItem(
        place=piece.place,
        format=piece.format,
        encoding=piece.encoding,
        sha256=parts.sha256(),
        parts=parts,
        error=error.value,
        detail=dump.problem,
    )

"""Writes the dataset into a folder: only what has changed, each file whole or not at all."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import IO, Any

from .columns import COLUMNS, row_of, rows_of
from .manifest import DataFile, read_manifest, texts
from .parts import Part, parts

JSON_LINES, PARQUET = "jsonl.gz", "parquet"

Writer = Callable[[IO[bytes], Iterable[dict[str, Any]]], None]
"""Writes rows into a file."""

_AT_ONCE = 500
_ROW_GROUP = 5_000


def forms() -> tuple[str, ...]:
    """The forms that are written here: Parquet where PyArrow is installed."""
    return (JSON_LINES, PARQUET) if find_spec("pyarrow") else (JSON_LINES,)


def write_dataset(
    folder: Path,
    *,
    name: str,
    licence: str,
    now: datetime,
    advance: Callable[[int], None] = lambda count: None,
) -> tuple[int, int]:
    """Bring the dataset in a folder up to date; how many files were written and removed.

    ``advance`` is called with the rows that were written or need not be. Raises OSError.
    """
    known = {each.path: each for each in read_manifest(folder).files}
    files: list[DataFile] = []
    written = 0
    for part in parts():
        for form in forms():
            path = f"{part.path}.{form}"
            kept = known.get(path)
            if kept is None or kept.state != part.state or not _is_there(folder, kept):
                kept = _write(folder, path, part, _WRITERS[form])
                written += 1
            files.append(kept)
        advance(part.rows)
    for text_name, text in texts(name, tuple(files), now, licence).items():
        with _new_file(folder / text_name) as file:
            file.write(text.encode())
    return written, _remove(folder, known.keys() - {each.path for each in files})


def _is_there(folder: Path, file: DataFile) -> bool:
    path = folder / file.path
    return path.is_file() and path.stat().st_size == file.bytes


def _write(folder: Path, path: str, part: Part, writer: Writer) -> DataFile:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    rows = (row_of(each) for each in rows_of(part.articles).iterator(chunk_size=_AT_ONCE))
    with _new_file(target) as file:
        writer(file, rows)
    with target.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return DataFile(path, part.rows, target.stat().st_size, sha256, part.state)


def _write_lines(file: IO[bytes], rows: Iterable[dict[str, Any]]) -> None:
    # Without a name and a time: the same rows are the same bytes.
    with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
        for row in rows:
            packed.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def _write_parquet(file: IO[bytes], rows: Iterable[dict[str, Any]]) -> None:
    import pyarrow
    from pyarrow import parquet

    types = {"string": pyarrow.string(), "integer": pyarrow.int64()}
    table = pyarrow.schema(
        [
            pyarrow.field(column.name, types[column.type], metadata={"meaning": column.meaning})
            for column in COLUMNS
        ]
    )
    with parquet.ParquetWriter(file, table, compression="zstd") as writer:
        left = iter(rows)
        while some := list(islice(left, _ROW_GROUP)):
            writer.write_table(pyarrow.Table.from_pylist(some, schema=table))


_WRITERS: dict[str, Writer] = {
    JSON_LINES: _write_lines,
    PARQUET: _write_parquet,
}


@contextmanager
def _new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of the one of this name when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _remove(folder: Path, paths: Iterable[str]) -> int:
    removed = 0
    for path in paths:
        (folder / path).unlink(missing_ok=True)
        removed += 1
    return removed

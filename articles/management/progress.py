"""Progress of long work: a bar on a terminal, otherwise a line from time to time."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    pass

_LINE_EVERY_SECONDS = 10.0


class Progress:
    """Counts units of work on a stream; use it as a context manager."""

    def __init__(self, stream: TextIO, label: str, *, total: int | None, unit: str) -> None:
        from tqdm import tqdm  # here, because few commands show progress

        self._stream = stream
        self._label = label
        self._total = total
        self._unit = unit
        self._done = 0
        self._next_line = time.monotonic() + _LINE_EVERY_SECONDS
        on_terminal = stream.isatty()
        self._bar = tqdm(
            desc=label,
            total=total,
            unit=unit,
            unit_scale=True,
            file=stream,
            disable=not on_terminal,
            leave=False,
        )
        self._lines = not on_terminal

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._bar.close()

    def advance(self, count: int) -> None:
        """Record that ``count`` more units are done."""
        self._done += count
        self._bar.update(count)
        if self._lines and time.monotonic() >= self._next_line:
            of_total = f"/{self._total:,}" if self._total else ""
            self._stream.write(f"{self._label}: {self._done:,}{of_total} {self._unit}\n")
            self._stream.flush()
            self._next_line = time.monotonic() + _LINE_EVERY_SECONDS

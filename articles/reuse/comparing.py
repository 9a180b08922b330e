"""The work of comparing texts, in this process or shared among several. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from multiprocessing import get_context
from typing import Protocol, TypeVar

from .fingerprints import fingerprints
from .passages import passages, shared
from .words import words_of

Given = TypeVar("Given")
Made = TypeVar("Made")


class Work(Protocol):
    """As the ``map`` of Python: what a function makes of each, in order."""

    def __call__(
        self, function: Callable[[Given], Made], given: Iterable[Given], /
    ) -> Iterable[Made]: ...


_AT_ONCE = 50
"""Texts, or pairs of them, that another process takes together."""


def read_text(body: str) -> tuple[array[int], array[int]]:
    """The words of a text, and its fingerprints."""
    words = words_of(body)
    return array("Q", words), array("q", fingerprints(words))


def read_words(body: str) -> array[int]:
    """The words of a text whose fingerprints are known."""
    return array("Q", words_of(body))


def compared(pair: tuple[Sequence[int], Sequence[int]]) -> tuple[int, int]:
    """How many words of each of two texts stand in passages that both have."""
    one, other = map(list, pair)  # an array makes a number anew each time that it is read
    return shared(passages(one, other))


def in_this_process(function: Callable[[Given], Made], given: Iterable[Given]) -> Iterable[Made]:
    """The work of one process alone."""
    return map(function, given)


@contextmanager
def working(processes: int) -> Iterator[Work]:
    """Work in so many processes beside this one; in this one alone for fewer than two."""
    if processes < 2:
        yield in_this_process
        return
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:

        def apart(function: Callable[[Given], Made], given: Iterable[Given]) -> Iterable[Made]:
            pieces = iter(partial(_piece, iter(given)), [])
            return chain.from_iterable(pool.map(partial(_each, function), pieces))

        yield apart


def _piece(given: Iterator[Given]) -> list[Given]:
    return list(islice(given, _AT_ONCE))


def _each(function: Callable[[Given], Made], given: Sequence[Given]) -> list[Made]:
    return list(map(function, given))

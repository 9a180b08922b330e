"""Visits sites as a polite program does: within robots.txt, one request at a time, with pauses."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace

from protego import Protego

from .addresses import Target, target_of
from .failures import Failure, FetchError
from .request import Answer, Rules, request

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_LONGEST_PAUSE = 60.0
_LONGEST_RETRY = 86_400
_MOST_OF_ROBOTS = 512 * 1024
"""RFC 9309 asks for at least 500 KiB."""


class Visitor:
    """Fetches from any hosts, one request after the other; remembers robots.txt of each.

    ``wait`` sleeps; what it raises ends the visit.
    """

    def __init__(self, rules: Rules, wait: Callable[[float], object] = time.sleep) -> None:
        self._rules = rules
        self._wait = wait
        self._robots: dict[str, Protego | Failure] = {}
        self._asked: dict[str, float] = {}

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer at an address or where it leads: status 200, or 304 if ``headers`` ask so.

        Raises :class:`.failures.FetchError`.
        """
        target = target_of(address)
        for _ in range(_MOST_REDIRECTS + 1):
            self._check_robots(target)
            answer = self._ask(target, self._rules, headers)
            if answer.status not in _REDIRECTS:
                return _taken(answer)
            target = _next(answer, target)
        raise FetchError(Failure.TOO_MANY_REDIRECTS)

    def _ask(self, target: Target, rules: Rules, headers: Mapping[str, str] | None) -> Answer:
        """Ask once, some time after the last request to the host."""
        last = self._asked.get(target.host)
        if last is not None:
            pause = last + self._pause(target) - time.monotonic()
            if pause > 0:
                self._wait(pause)
        try:
            return request(target, rules, headers)
        finally:
            self._asked[target.host] = time.monotonic()

    def _pause(self, target: Target) -> float:
        robots = self._robots.get(target.origin)
        asked_for = robots.crawl_delay(self._rules.agent) if isinstance(robots, Protego) else None
        return min(max(self._rules.pause, asked_for or 0.0), _LONGEST_PAUSE)

    def _check_robots(self, target: Target) -> None:
        if target.origin not in self._robots:
            self._robots[target.origin] = self._read_robots(target)
        robots = self._robots[target.origin]
        if isinstance(robots, Failure):
            raise FetchError(robots, "robots.txt" if robots is Failure.ROBOTS else "")
        if not robots.can_fetch(target.address, self._rules.agent):
            raise FetchError(Failure.ROBOTS)

    def _read_robots(self, of: Target) -> Protego | Failure:
        """RFC 9309: a site without the file allows all, one that does not answer allows nothing."""
        rules = replace(self._rules, most_bytes=_MOST_OF_ROBOTS)
        target = replace(of, path="/robots.txt")
        try:
            for _ in range(_MOST_REDIRECTS + 1):
                answer = self._ask(target, rules, None)
                if answer.status not in _REDIRECTS:
                    break
                target = _next(answer, target)
        except FetchError as error:
            return error.failure
        if answer.status >= 500 or answer.status == 429:
            return Failure.ROBOTS
        is_there = answer.status == 200
        return Protego.parse(answer.body.decode("utf-8", "replace") if is_there else "")


def _next(answer: Answer, target: Target) -> Target:
    """Where an answer leads."""
    location = answer.header("location")
    with suppress(UnicodeError):  # many servers write letters as they are
        location = location.encode("latin-1").decode("utf-8")
    return target_of(location, base=target.address)


def _taken(answer: Answer) -> Answer:
    if answer.status in (200, 304):
        return answer
    seconds = answer.header("retry-after")
    raise FetchError(
        Failure.STATUS,
        str(answer.status),
        retry_after=min(int(seconds), _LONGEST_RETRY) if seconds.isdecimal() else 0,
    )

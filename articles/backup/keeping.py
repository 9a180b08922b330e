"""Which backups are kept: some by days, some by weeks, some by months. Pure.

``7d,4w,12m`` keeps the newest of each of the last seven days that have one, of four weeks, and of
twelve months. The newest of all is always kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from articles.expressions import regex

_RULE = regex(r"([1-9][0-9]{0,3})([dwm])")

_PERIODS: dict[str, Callable[[datetime], object]] = {
    "d": lambda moment: moment.date(),
    "w": lambda moment: moment.isocalendar()[:2],
    "m": lambda moment: (moment.year, moment.month),
}


@dataclass(frozen=True, slots=True)
class KeepRule:
    """How many of the last days (``d``), weeks (``w``) or months (``m``) that have a backup keep
    one."""

    count: int
    unit: str


def read_rules(text: str) -> list[KeepRule]:
    """Rules as they are written: ``7d,4w,12m``. Raises ValueError."""
    found = [_RULE.fullmatch(part.strip()) for part in text.split(",")]
    if not all(found):
        raise ValueError(text)
    return [KeepRule(int(match[1]), match[2]) for match in found if match]


def kept(moments: Iterable[datetime], rules: Iterable[KeepRule]) -> set[datetime]:
    """Those of the backups of these moments that are kept."""
    newest_first = sorted(moments, reverse=True)
    found = set(newest_first[:1])
    for rule in rules:
        period = _PERIODS[rule.unit]
        of_period: dict[object, datetime] = {}
        for moment in newest_first:
            of_period.setdefault(period(moment), moment)
        found.update(list(of_period.values())[: rule.count])
    return found

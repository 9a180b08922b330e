"""Regular expressions that are compiled when they are first used. Pure.

The parser of dumps and the analyser have some 300, many of whole tables of words. Compiling all of
them takes longer than Django takes to start, and most commands use few.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The expression for ``pattern``; an error in it is raised by the first use.

    It has the methods and attributes of :class:`re.Pattern`, though it is not an instance of it.
    """
    return cast("re.Pattern[AnyStr]", _Regex(pattern, flags))


class _Regex:
    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags
        self._compiled: re.Pattern[Any] | None = None

    def __getattr__(self, name: str) -> Any:
        """An attribute of the compiled expression; kept, so that this is called once for each."""
        if name.startswith("__"):  # of copying and pickling
            raise AttributeError(name)
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self._flags)
        value = getattr(self._compiled, name)
        setattr(self, name, value)
        return value

    def __repr__(self) -> str:
        return f"regex({self.pattern!r})"

"""The names of months and weekdays in each dialect: one module for each, found by itself."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from articles.calendars.names import Dialect

DIALECTS: tuple[Dialect, ...] = tuple(
    value
    for found in sorted(iter_modules(__path__), key=lambda found: found.name)
    for value in vars(import_module(f"{__name__}.{found.name}")).values()
    if isinstance(value, Dialect)
)
"""Every :class:`~articles.calendars.names.Dialect` that a module of this package defines."""

"""Dates of the archive: text to day, day to words, in three calendars and three languages."""

import lazy_loader

# Imported when they are first used: what only converts days need not wait for what reads dates.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""Reads dumps: bytes to text to items, with a role for each line and a place for each field.
Pure."""

import lazy_loader

# Imported when they are first used: most commands parse nothing, and none should wait for this.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""Pages of the staff beside those of the records. A module here is all that a page or a family of
pages needs beside its templates: importing it registers what it decorates with ``staff_page``."""

from importlib import import_module
from pkgutil import walk_packages

for _module in walk_packages(__path__, f"{__name__}."):
    import_module(_module.name)

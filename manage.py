#!/usr/bin/env python
"""Django's command line for the news archive; ``quickstart`` is the first command to try."""

import os
import sys

SERVING = ("quickstart", "serve", "runserver")
BEHIND_READERS = 10
"""The least niceness of all other commands, so that long work does not slow down readers; on an
idle machine it makes no difference. They have it before they load anything: that is a second of
work, too."""


def main() -> None:
    if sys.argv[1:2] and sys.argv[1] not in SERVING:
        os.nice(max(BEHIND_READERS - os.nice(0), 0))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

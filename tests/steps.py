"""Commands one after the other, each in a process of its own that can be killed at a given place.

They are forked from one process that has loaded everything: so they start at once, and share
nothing but the archive. :meth:`tests.archive_processes.Archive.steps` runs it.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import sys
import tempfile
from typing import Any


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsarchive.settings"
    import django

    django.setup()
    from articles.management import commands

    for module in pkgutil.iter_modules(commands.__path__):  # they would else be read by each
        importlib.import_module(f"{commands.__name__}.{module.name}")
    for step in json.loads(sys.argv[1]):
        print(json.dumps(_run(step)), flush=True)


def _run(step: dict[str, Any]) -> tuple[int, str]:
    """The exit status (negative: the signal) and what was written."""
    with tempfile.TemporaryFile() as output:
        pid = os.fork()
        if not pid:
            _be(step, output.fileno())
        _, status = os.waitpid(pid, 0)
        output.seek(0)
        return os.waitstatus_to_exitcode(status), output.read().decode()


def _be(step: dict[str, Any], output: int) -> None:
    from django.db import connections

    for stream in (1, 2):
        os.dup2(output, stream)
    status = 1
    try:
        for place, value in step["settings"].items():
            owner, name = _owner(place)
            setattr(owner, name, value)
        if step["killed"]:
            _kill(*step["killed"], step["signal"])
        _perform(step["arguments"], step["script"])
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        connections.close_all()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _perform(arguments: list[str], script: str) -> None:
    if script:
        exec(script, {"arguments": arguments})
        return
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage.py", *arguments])


def _kill(place: str, call: int, number: int) -> None:
    """Let this process be killed, or get another signal, where the function is called so often."""
    owner, name = _owner(place)
    usual = getattr(owner, name)
    calls = 0

    def killing(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call:
            os.kill(os.getpid(), number)
        return usual(*arguments, **named)

    setattr(owner, name, killing)


def _owner(place: str) -> tuple[Any, str]:
    """``package.module:Class.name`` → the module or class, and the name in it."""
    module, _, path = place.partition(":")
    owner: Any = importlib.import_module(module)
    *classes, name = path.split(".")
    for each in classes:
        owner = getattr(owner, each)
    getattr(owner, name)  # there is such a thing
    return owner, name


if __name__ == "__main__":
    main()

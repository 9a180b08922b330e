"""Commands as a person types them, run in the test's own process."""

from __future__ import annotations

import io
from typing import Any

from django.core.management import CommandError, call_command


def command(*arguments: str, **options: Any) -> tuple[int, str]:
    """Exit status, output."""
    out = io.StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=out, **options)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    return 0, out.getvalue()

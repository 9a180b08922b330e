"""How lines of the log look: each with the id of its request, and none with a secret in it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""That of the request which is being answered; empty outside of one."""

FACTS = ("method", "path", "status", "milliseconds")
"""What lines about requests and queries say beside their message, as fields of JSON."""

_SHORTEST_SECRET = 6
"""Characters; shorter ones would be found in words that tell nothing."""

_PASSWORD_IN_ADDRESS = re.compile(r"(\w+://[^\s:/@]*:)[^\s@]+(@)")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def _request_of(record: logging.LogRecord) -> str:
    """The id of the request that a line is about."""
    said = getattr(getattr(record, "request", None), "META", {})
    return request_id.get() or str(said.get("HTTP_X_REQUEST_ID", ""))


class _SafeFormatter(logging.Formatter):
    """Puts stars for ``secrets`` and for passwords in addresses, wherever they stand."""

    def __init__(self, format: str | None = None, *, secrets: Sequence[str] = ()) -> None:
        super().__init__(format)
        self._secrets = [secret for secret in secrets if len(secret) >= _SHORTEST_SECRET]

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return _PASSWORD_IN_ADDRESS.sub(r"\1***\2", text)


class TextFormatter(_SafeFormatter):
    """For people: a line for each message, below it what went wrong where something did."""

    def __init__(self, *, secrets: Sequence[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", secrets=secrets)

    def formatMessage(self, record: logging.LogRecord) -> str:
        line = super().formatMessage(record)
        if current := _request_of(record):
            line += f" request_id={current}"
        # Nobody who has a line break logged begins a line of his own.
        return _CONTROLS.sub(lambda sign: sign[0].encode("unicode_escape").decode(), line)

    def format(self, record: logging.LogRecord) -> str:
        return self._without_secrets(super().format(record))


class JsonFormatter(_SafeFormatter):
    """For programs: one object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self._without_secrets(record.getMessage()),
        }
        if current := _request_of(record):
            line["request_id"] = current
        for fact in FACTS:
            if hasattr(record, fact):
                value = getattr(record, fact)
                line[fact] = self._without_secrets(value) if isinstance(value, str) else value
        if record.exc_info:
            line["exception"] = self._without_secrets(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


FORMATS = {"text": TextFormatter, "json": JsonFormatter}

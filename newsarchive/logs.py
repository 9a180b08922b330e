"""Log formats: every line has the id of its request, and no line contains a secret."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the current request; empty outside of a request."""

FACTS = ("method", "path", "status", "milliseconds")
"""Fields of log records about requests and queries, for the JSON format."""

_SHORTEST_SECRET = 6
"""Shortest secret that is replaced; shorter ones would match parts of ordinary words."""

_PASSWORD_IN_ADDRESS = re.compile(r"(\w+://[^\s:/@]*:)[^\s@]+(@)")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def _request_of(record: logging.LogRecord) -> str:
    """The id of the request that a record is about."""
    said = getattr(getattr(record, "request", None), "META", {})
    return request_id.get() or str(said.get("HTTP_X_REQUEST_ID", ""))


class _SafeFormatter(logging.Formatter):
    """Replaces ``secrets`` and passwords in addresses with stars."""

    def __init__(self, format: str | None = None, *, secrets: Sequence[str] = ()) -> None:
        super().__init__(format)
        self._secrets = [secret for secret in secrets if len(secret) >= _SHORTEST_SECRET]

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return _PASSWORD_IN_ADDRESS.sub(r"\1***\2", text)


class TextFormatter(_SafeFormatter):
    """For people: one line per message, followed by the traceback if there is one."""

    def __init__(self, *, secrets: Sequence[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", secrets=secrets)

    def formatMessage(self, record: logging.LogRecord) -> str:
        line = super().formatMessage(record)
        if current := _request_of(record):
            line += f" request_id={current}"
        # Logged values cannot start a new line.
        return _CONTROLS.sub(lambda sign: sign[0].encode("unicode_escape").decode(), line)

    def format(self, record: logging.LogRecord) -> str:
        return self._without_secrets(super().format(record))


class JsonFormatter(_SafeFormatter):
    """For programs: one JSON object per line."""

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


class RefusalsInOneLine(logging.Filter):
    """Drops the traceback of a request that was refused (status below 500)."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = None
        return True


FORMATS = {"text": TextFormatter, "json": JsonFormatter}

"""How the values of a column are written in JSON and read again, by the kind of its field."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import models
from django_jalali.db.models import jDateField

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in an export and on the model, and how its values are written and read.

    ``read`` raises ValueError for invalid values.
    """

    name: str
    attname: str
    write: Convert
    read: Convert


def column_of(field: models.Field[Any, Any]) -> Column:
    """The column for a field of any type that the models use. Raises TypeError for other types."""
    write, read = _conversions(field)
    return Column(field.attname, field.attname, _or_null(write), _checked(read, field))


def _conversions(field: models.Field[Any, Any]) -> tuple[Convert, Convert]:
    match field:
        case models.ForeignKey():
            return _conversions(field.target_field)
        case models.BooleanField():
            return _as_it_is, _boolean
        case models.IntegerField() | models.AutoField():
            return _as_it_is, _whole_number
        case models.CharField() | models.TextField():
            return _as_it_is, _text
        case models.JSONField():
            return _as_it_is, _as_it_is
        case models.BinaryField():
            return _base64, lambda value: base64.b64decode(value, validate=True)
        case models.DateTimeField():
            return _in_utc, _moment
        case jDateField():
            return lambda value: value.togregorian().isoformat(), date.fromisoformat
        case models.TimeField():
            return time.isoformat, time.fromisoformat
    raise TypeError(f"{field}: exports have no form for a {type(field).__name__}")


def _or_null(write: Convert) -> Convert:
    if write is _as_it_is:
        return write
    return lambda value: None if value is None else write(value)


def _checked(read: Convert, field: models.Field[Any, Any]) -> Convert:
    """Allow null where the column does, and turn every error into a ValueError."""
    null = field.null

    def checked(value: Any) -> Any:
        if value is None:
            if null:
                return None
            raise ValueError(f"{field.name}: null")
        try:
            return read(value)
        except (ValueError, TypeError) as error:
            raise ValueError(f"{field.name}: {error}") from error

    return checked


def _as_it_is(value: Any) -> Any:
    return value


def _a(kind: type) -> Convert:
    def read(value: Any) -> Any:
        # Not isinstance(): true is not a number in JSON, but it is an int in Python.
        if type(value) is not kind:
            raise ValueError(f"{value!r:.40} is no {kind.__name__}")
        return value

    return read


_boolean, _number, _string = _a(bool), _a(int), _a(str)


def _whole_number(value: Any) -> Any:
    number = _number(value)
    if not -(2**63) <= number < 2**63:
        raise ValueError(f"{number} is too large")
    return number


def _text(value: Any) -> Any:
    text = _string(value)
    text.encode()  # a lone surrogate raises UnicodeEncodeError, which is a ValueError
    return text


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _in_utc(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(f"{value} has no time zone")
    return moment

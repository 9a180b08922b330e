"""The API put together, and its description as OpenAPI 3.1: in English, for programs.

Its sentences are marked for translation where they stand: :mod:`.page` shows them to readers.
"""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from . import articles, changes, correcting, names, searching, sources
from .parameters import Form
from .problems import Problem, bad_parameter

ROOT = "/api/v1/"

API = NinjaAPI(
    title="News archive",
    version="1",
    description="Persian, Arabic and English news, with the days of two calendars.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api_v1",
)
for _module in (articles, searching, sources, names, changes, correcting):
    API.add_router("", _module.router)


@API.exception_handler(Problem)
def _told(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem.response()


@API.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    sentence = _("What was sent cannot be read as JSON.")
    return Problem(HTTPStatus.BAD_REQUEST, "bad_body", sentence).response()


@API.exception_handler(ValidationError)
def _wrong_parameter(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The first parameter that is not of its form."""
    wrong = error.errors[0]
    name = next(str(each) for each in reversed(wrong["loc"]) if isinstance(each, str))
    return bad_parameter(name, _sentence(wrong)).response()


def _sentence(wrong: dict[str, Any]) -> str:
    bounds = wrong.get("ctx", {})
    kind = wrong["type"]
    if kind in ("enum", "literal_error"):
        values = re.findall("'([^']*)'", bounds["expected"])
        return _("It must be one of: %(values)s.") % {"values": ", ".join(values)}
    if kind in ("greater_than_equal", "less_than_equal", "less_than"):
        bound = next(iter(bounds.values()))
        if kind == "greater_than_equal":
            return _("It must be %(bound)s or more.") % {"bound": bound}
        return _("It must not be so great: %(bound)s is the bound.") % {"bound": bound}
    if kind in ("string_too_long", "too_long"):
        return _("It is too long: at most %(most)s.") % {"most": bounds["max_length"]}
    if kind == "extra_forbidden":
        return _("There is no such field.")
    if kind.startswith("int_"):
        return _("It must be a whole number, in digits such as 0123456789.")
    return _("It is not of the form that the description of the API says.")


def parameters_of(name: str) -> frozenset[str]:
    """The parameters that an address takes behind its question mark."""
    return _parameters()[name]


@cache
def _parameters() -> dict[str, frozenset[str]]:
    return {
        operation["operationId"]: frozenset(
            each["name"] for each in operation["parameters"] if each["in"] == "query"
        )
        for methods in description()["paths"].values()
        for operation in methods.values()
    }


@cache
def description() -> dict[str, Any]:
    """The OpenAPI document."""
    with override("en"):
        described: dict[str, Any] = API.get_openapi_schema(path_prefix=ROOT)
    described["components"]["schemas"]["Problem"] = _PROBLEM
    operations = [
        (path, operation)
        for path, methods in described["paths"].items()
        for operation in methods.values()
    ]
    for path, operation in operations:
        operation["responses"] = {
            str(status): told for status, told in operation["responses"].items()
        }
        success = operation["responses"]["200"]
        if path.endswith("/raw"):
            success["content"] = {"text/plain": {"schema": {"type": "string"}}}
        for kind in _kinds_of(operation):
            success["content"][kind] = {"schema": {"type": "string"}}
        if "corrections" in operation["tags"]:
            operation["security"] = [{"token": []}]
        operation["responses"]["default"] = {
            "description": "A problem (RFC 9457), in Persian, Arabic or English.",
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
    described["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    described["security"] = [{}, {"token": []}]
    return described


_KINDS = {Form.NDJSON: "application/x-ndjson", Form.CSV: "text/csv"}


def _kinds_of(operation: dict[str, Any]) -> list[str]:
    """What an address answers beside JSON, by the forms that its parameter may name."""
    schemas = [each["schema"] for each in operation["parameters"] if each["name"] == "format"]
    forms = {form for schema in schemas for each in schema["allOf"] for form in each["enum"]}
    return [kind for form, kind in _KINDS.items() if form in forms]


_PROBLEM = {
    "type": "object",
    "description": "What is wrong: code is for programs and stays as it is, detail for people.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "parameter": {"type": "string"},
        "article": {"$ref": "#/components/schemas/Correctable"},
    },
}

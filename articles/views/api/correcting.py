"""Corrections by the API: what editors may set of an article, as programs with a token set it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import Annotated, Any, Literal, NotRequired

import jdatetime
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Body, Field, Header, Router
from pydantic import ConfigDict
from typing_extensions import TypedDict

from articles import fields
from articles.calendars import Calendar, ascii_digits
from articles.curation.corrected_fields import captured_values, values_of
from articles.curation.corrections import ChangedMeanwhileError, NoCaptureError, amend
from articles.curation.named_records import article_named, source_named
from articles.curation.seen_versions import version_of
from articles.curation.typed_values import (
    MOST_POSITION,
    day_named,
    day_text,
    doubt_about,
    tidy_body,
    tidy_figures,
    tidy_line,
    tidy_titles,
)
from articles.fields import BY_NAME, VERSIONED, Kind
from articles.models import ApiToken, Article, ArticleChange, Source
from articles.models.api_tokens import Scope
from articles.models.corrections import LONGEST_REASON
from articles.models.days import gregorian_day
from newsarchive.rate_limits import Limit

from .articles import FigureItem, Key, article_of
from .lists import json_answer
from .problems import Problem, bad_parameter
from .tokens import token_of

router = Router(tags=["corrections"])

_STRICT = ConfigDict(extra="forbid")
_LONGEST_NAME = 300
"""Of a day, a time, or what names a source or an article."""

_Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]
_Name = Annotated[str, Field(max_length=_LONGEST_NAME, pattern=r"^[^\x00]*$")]


class GivenFigure(TypedDict):
    """The text of a picture; ``position`` is the number of paragraphs before it."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    position: Annotated[int, Field(ge=0, le=MOST_POSITION)]
    alt: NotRequired[_Text]
    caption: NotRequired[_Text]
    credit: NotRequired[_Text]


def _type_of(field: fields.Field, figure: type) -> Any:
    match field.kind:
        case Kind.CHOICE:
            column: Any = Article._meta.get_field(field.name)
            return Literal[tuple(value for value, _label in column.choices)]
        case Kind.DAY | Kind.TIME | Kind.RECORD:
            return _Name | None
        case Kind.FIGURES:
            return list[figure]  # type: ignore[valid-type]
        case Kind.TITLES:
            return list[_Text]
    return _Text


Values = TypedDict(  # type: ignore[misc]  # made from the one list of fields
    "Values", {name: _type_of(BY_NAME[name], FigureItem) for name in VERSIONED}, total=False
)
"""The fields that editors may set, by the names that ``corrected_fields`` has: days as ISO writes
them, paragraphs separated by a blank line, a source by its slug, an article by its key."""

GivenValues = TypedDict(  # type: ignore[misc]
    "GivenValues", {name: _type_of(BY_NAME[name], GivenFigure) for name in VERSIONED}, total=False
)
"""Fields and what to set them to: days in any calendar and digits, sources by slug or name."""
GivenValues.__pydantic_config__ = _STRICT  # type: ignore[attr-defined]


class Correctable(TypedDict):
    """An article as an editor has it before them.

    ``captured`` is what its latest scrape says, to which released fields return; null if there is
    none. A source that the archive does not know yet stands there by its name.
    """

    number: int
    key: str
    version: str
    values: Values
    captured: Values | None
    corrected_fields: list[str]


class Correction(TypedDict):
    """Fields to set, corrected fields to release, and why; ``is_sure`` says that a day which is
    hard to believe is meant so."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    values: NotRequired[GivenValues]
    release: NotRequired[list[Literal[VERSIONED]]]  # type: ignore[valid-type]
    reason: NotRequired[Annotated[str, Field(max_length=LONGEST_REASON, pattern=r"^[^\x00]*$")]]
    is_sure: NotRequired[bool]


def _corrector(request: HttpRequest) -> ApiToken:
    return token_of(request, Scope.CORRECT, Limit.PUSHES)


@router.get(
    "/articles/{key}/corrections",
    response=Correctable,
    auth=_corrector,
    url_name="api_corrections",
    operation_id="api_corrections",
    summary=gettext_noop("What editors may set of an article, with a token for corrections"),
)
def correctable(request: HttpRequest, key: Key) -> HttpResponse:
    return _told(_article(request, key))


@router.patch(
    "/articles/{key}/corrections",
    response=Correctable,
    auth=_corrector,
    url_name="api_corrections",
    operation_id="api_correct",
    summary=gettext_noop("Correct an article, with a token for corrections"),
)
def correct(
    request: HttpRequest,
    key: Key,
    asked: Annotated[Correction, Body()],
    seen: Annotated[
        str,
        Header(
            alias="If-Match",
            max_length=_LONGEST_NAME,
            description=gettext_noop(
                "The ETag of the article as it was read: what was changed since is not overwritten."
            ),
        ),
    ] = "",
) -> HttpResponse:
    if not seen:
        sentence = _("Say which version you have read: If-Match, with the ETag of that answer.")
        raise Problem(HTTPStatus.PRECONDITION_REQUIRED, "no_version", sentence)
    token: ApiToken = request.auth  # type: ignore[attr-defined]
    released = asked.get("release", [])
    with transaction.atomic():
        # From here on nobody else can write articles.
        ArticleChange.objects.serialize_writers()
        article = _article(request, key)
        given = asked.get("values", {})
        changes = _changes(article, given, released, is_sure=asked.get("is_sure", False))
        if "source" in changes:
            _check_source(token, changes["source"] and changes["source"].pk)
        try:
            amend(
                article,
                seen.strip().removeprefix("W/").strip('"'),
                changes,
                released=released,
                by=token.owner,
                # So that the history tells which program it was.
                reason=tidy_line(asked.get("reason", "")) or token.name[:LONGEST_REASON],
            )
        except ChangedMeanwhileError as error:
            raise _changed(article) from error
        except NoCaptureError as error:
            sentence = _("No capture is left that these fields could return to.")
            raise Problem(HTTPStatus.CONFLICT, "no_capture", sentence) from error
    return _told(article)


def _article(request: HttpRequest, key: str) -> Article:
    """The article of a key, also a hidden one, if the token is for its source."""
    found = article_of(request, key, Article.objects.all())
    token: ApiToken = request.auth  # type: ignore[attr-defined]
    _check_source(token, found.source_id)
    return found


def _check_source(token: ApiToken, source: int | None) -> None:
    allowed = token.allowed_sources()
    if allowed is not None and source not in allowed:
        sentence = _("This token is not for articles of this source.")
        raise Problem(HTTPStatus.FORBIDDEN, "not_allowed", sentence)


def _changed(article: Article) -> Problem:
    """With the article as it is now, so that both versions can be compared."""
    sentence = _("Somebody else, or an import, has changed this article. Nothing was saved.")
    now = _correctable(article)
    headers = {"ETag": _tag(now["version"])}
    return Problem(
        HTTPStatus.PRECONDITION_FAILED, "changed", sentence, headers, members={"article": now}
    )


# -- from JSON -------------------------------------------------------------------------------------


def _changes(
    article: Article, given: Mapping[str, Any], released: Collection[str], *, is_sure: bool
) -> dict[str, Any]:
    """The values to set. Raises :class:`.problems.Problem`, which names the field."""
    changes = {}
    for name, value in given.items():
        if name in released:
            sentence = _("A field is either set or released, not both.")
            raise bad_parameter(name, sentence)
        try:
            changes[name] = _value(article, name, value, is_sure=is_sure)
        except ValidationError as error:
            raise bad_parameter(name, " ".join(error.messages)) from error
    return changes


def _value(article: Article, name: str, given: Any, *, is_sure: bool) -> Any:
    kind = BY_NAME[name].kind
    match kind:
        case Kind.FIGURES:
            columns = ("alt", "caption", "credit")
            return tidy_figures(
                [each["position"], *(each.get(column, "") for column in columns)] for each in given
            )
        case Kind.TITLES:
            return tidy_titles(given)
        case Kind.DAY | Kind.TIME | Kind.RECORD:
            text = tidy_line(given or "")
            return _FROM_TEXT[kind](name, text, is_sure) if text else None
        case Kind.CHOICE:
            return given
    text = tidy_body(given) if kind is Kind.PARAGRAPHS else tidy_line(given)
    return Article._meta.get_field(name).clean(text, article)  # type: ignore[union-attr]


def _day(name: str, text: str, is_sure: bool) -> jdatetime.date:
    day = day_named(text)
    if not is_sure and (doubt := doubt_about(day)):
        sentence = _("%(doubt)s If it is meant so, say “is_sure”: true.")
        raise bad_parameter(name, sentence % {"doubt": doubt})
    return jdatetime.date.fromgregorian(date=day)


_NAMED = {"source": source_named, "duplicate_of": article_named}

_FROM_TEXT: Mapping[Kind, Any] = {
    Kind.DAY: _day,
    Kind.TIME: lambda name, text, is_sure: forms.TimeField().to_python(ascii_digits(text)),
    Kind.RECORD: lambda name, text, is_sure: _NAMED[name](text),
}


# -- to JSON ---------------------------------------------------------------------------------------


def _told(article: Article) -> HttpResponse:
    told = _correctable(article)
    answer = json_answer(told)
    answer["ETag"] = _tag(told["version"])
    return answer


def _tag(version: str) -> str:
    return f'"{version}"'


def _correctable(article: Article) -> Correctable:
    values, captured = values_of(article), captured_values(article)
    return Correctable(
        number=article.pk,
        key=article.key,
        version=version_of(values),
        values=_written(values),
        captured=_written(captured) if captured else None,
        corrected_fields=article.corrected_fields,
    )


def _written(values: Mapping[str, Any]) -> Values:
    written: Any = {
        name: _as_json(name, values[name]) if values[name] is not None else None
        for name in VERSIONED
        if name in values
    }
    return written  # type: ignore[no-any-return]


def _as_json(name: str, value: Any) -> Any:
    match BY_NAME[name].kind:
        case Kind.DAY:
            day = gregorian_day(value)
            return day and day_text(day, Calendar.GREGORIAN)
        case Kind.TIME:
            return value.isoformat("seconds")
        case Kind.FIGURES:
            return [
                FigureItem(position=position, alt=alt, caption=caption, credit=credit)
                for position, alt, caption, credit in value
            ]
        case Kind.RECORD if isinstance(value, int):
            records: Any = Source.objects if name == "source" else Article.objects
            column = "slug" if name == "source" else "key"
            return records.filter(pk=value).values_list(column, flat=True).first()
    return value

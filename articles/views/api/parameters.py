"""The parameters of the API: their forms, their descriptions, and what they choose."""

from __future__ import annotations

from enum import StrEnum

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Field, Schema

from articles.models import Source
from articles.models.articles import Language
from articles.search import Limits, Match, Sort
from articles.views.search.address import (
    LONGEST_TEXT,
    MOST_VALUES,
    NO_SOURCE,
    SearchAddress,
)

from .cursors import LONGEST
from .problems import bad_parameter

LIMIT = 1_000_000


class Form(StrEnum):
    """The forms of a list."""

    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"


class Lined(StrEnum):
    """The forms of what is given whole."""

    JSON = "json"
    NDJSON = "ndjson"


class Whole(Schema):
    """In which form a list is given that has no pages."""

    format: Lined = Field(
        Lined.JSON, description=gettext_noop("JSON, or NDJSON: an object a line.")
    )


class ChangesAsked(Whole):
    """The parameters of the change log."""

    since: int = Field(
        0,
        ge=0,
        lt=2**63,
        description=gettext_noop("The position of an earlier answer; 0 for all."),
    )


class Fields(Schema):
    """Which fields of each object are given."""

    fields: str = Field(
        "",
        max_length=500,
        description=gettext_noop("Names of fields, with commas between; only these are given."),
    )


class Paging(Schema):
    """Which part of a list is given, and in which form."""

    limit: int = Field(
        100,
        ge=1,
        le=LIMIT,
        description=gettext_noop(
            "How many at most: 100 as JSON, 1,000 as NDJSON or CSV, with a token any number."
        ),
    )
    cursor: str = Field(
        "",
        max_length=LONGEST,
        description=gettext_noop("Where the list goes on: from “next” of an answer."),
    )
    format: Form = Field(
        Form.JSON,
        description=gettext_noop(
            "JSON; or streamed: NDJSON, an object a line, or CSV, a table for spreadsheets."
        ),
    )


class Limiting(Schema):
    """What limits articles: the filters of the search page."""

    source: list[str] = Field(
        [],
        max_length=MOST_VALUES,
        description=gettext_noop("Slugs of sources; “-” for articles without one."),
    )
    lang: list[Language] = Field(
        [], max_length=MOST_VALUES, description=gettext_noop("Languages of articles.")
    )
    first: str = Field(
        "",
        alias="from",
        max_length=LONGEST_TEXT,
        description=gettext_noop("First day, month or year, in any calendar and digits."),
    )
    last: str = Field(
        "",
        alias="to",
        max_length=LONGEST_TEXT,
        description=gettext_noop("Last day, month or year, in any calendar and digits."),
    )


class Copies(StrEnum):
    """Whether an article is a copy of an earlier one."""

    NO = "no"
    YES = "yes"


class Counting(Limiting):
    """What limits articles in the search index, which also knows copies."""

    copies: list[Copies] = Field(
        [],
        max_length=2,
        description=gettext_noop("“no”: each text once; “yes”: only copies of earlier articles."),
    )


class ArticlesAsked(Limiting, Paging, Fields):
    """The parameters of the list of articles."""


class SearchAsked(Counting, Paging, Fields):
    """The parameters of a search."""

    q: str = Field(
        "",
        max_length=LONGEST_TEXT,
        description=gettext_noop("Words, in the query language of the search page."),
    )
    match: Match = Field(
        Match.ALL, description=gettext_noop("Whether all words must match or any.")
    )
    sort: Sort = Field(
        Sort.RELEVANCE,
        description=gettext_noop(
            "The order of results; only as they were added they go on behind 10,000."
        ),
    )
    names: str = Field(
        "on",
        pattern="^(on|off)$",
        description=gettext_noop("“off”: names are not searched in other languages."),
    )


_LIMITING = frozenset(field.alias or name for name, field in Counting.model_fields.items())


def limits_of(request: HttpRequest) -> Limits:
    """What the parameters limit articles to, read as the search page reads them; one query if they
    name sources. Raises :class:`.problems.Problem`."""
    if request.GET.keys().isdisjoint(_LIMITING):
        return Limits()
    address = SearchAddress.read(request.GET)
    days, unreadable = address.days(timezone.localdate())
    for name in unreadable:
        sentence = _("This is no day, month or year of any calendar: write one like 1404/10/07.")
        raise bad_parameter(name, sentence)
    known = {NO_SOURCE: 0}
    if address.sources:
        known |= dict(Source.objects.filter(slug__in=address.sources).values_list("slug", "pk"))
    for slug in filter(None, request.GET.getlist("source")):
        if slug not in known:
            raise bad_parameter(
                "source", _("There is no source “%(slug)s”.") % {"slug": slug[:120]}
            )
    return Limits(address.chosen, [known[slug] for slug in address.sources], days)

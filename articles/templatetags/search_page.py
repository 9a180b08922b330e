"""Template tags of the search page: values with their counts, and the line below each title.

Tags, because a page has a hundred of them, and templates take five times as long.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.display import number, other_day, readers_day
from articles.models import Article
from articles.models.articles import Language
from articles.views.search.facets import FacetValue

from .archive import source_link

register = template.Library()

_LINK = (
    '<li class="facet__value"><a href="{address}"{chosen}>{removal}<bdi{language}>{label}</bdi></a>'
    ' <span class="facet__count">{count}</span></li>'
)
_NO_LINK = (
    '<li class="facet__value"><span>{label}</span> <span class="facet__count">{count}</span></li>'
)


@register.simple_tag
def result_meta(article: Article) -> SafeString:
    """The source, the day in both calendars and the language of an article that was found."""
    return format_html(
        '<p class="result__meta">{} {} <span class="tag">{}</span></p>',
        format_html('<span class="result__source">{}</span>', source_link(article.source))
        if article.source
        else "",
        _both_days(article.day)
        if article.day
        else format_html("<span>{}</span>", _("Day unknown")),
        Language(article.language).label,
    )


def _both_days(day: date) -> SafeString:
    return format_html(
        '<span><time datetime="{}">{}</time> <span class="other-day">{}</span></span>',
        day.isoformat(),
        readers_day(day, weekday=True),
        other_day(day),
    )


@register.simple_tag
def facet_values(values: Iterable[FacetValue]) -> SafeString:
    """The values of a facet as a list of links that narrow the search or remove a choice."""
    return format_html('<ul class="facet__values">{}</ul>', _joined(map(_facet_value, values)))


def _facet_value(value: FacetValue) -> SafeString:
    language = format_html(' lang="{}"', value.language) if value.language else ""
    chosen = removal = SafeString()
    if value.is_chosen:
        chosen = SafeString(' aria-current="true"')
        removal = format_html('<span class="visually-hidden">{} </span>', _("Remove this filter:"))
    return format_html(
        _LINK if value.address else _NO_LINK,
        address=value.address,
        chosen=chosen,
        removal=removal,
        language=language,
        label=value.label,
        count=number(value.count),
    )


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))

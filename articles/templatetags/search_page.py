"""Template tags of the search page: values with their counts, and the line below each title.

Tags, because a page has a hundred of them, and templates take five times as long.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from django import template
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
    source, day = article.source, article.day
    named = f'<span class="result__source">{source_link(source)}</span>' if source else ""
    words = _both_days(day) if day else f"<span>{escape(_('Day unknown'))}</span>"
    language = escape(str(Language(article.language).label))
    return mark_safe(
        f'<p class="result__meta">{named} {words} <span class="tag">{language}</span></p>'
    )


def _both_days(day: date) -> str:
    time = f'<time datetime="{day.isoformat()}">{escape(readers_day(day, weekday=True))}</time>'
    return f'<span>{time} <span class="other-day">{escape(other_day(day))}</span></span>'


@register.simple_tag
def facet_values(values: Iterable[FacetValue]) -> SafeString:
    """The values of a facet as a list of links that narrow the search or remove a choice."""
    return mark_safe(f'<ul class="facet__values">{"".join(map(_facet_value, values))}</ul>')


def _facet_value(value: FacetValue) -> str:
    chosen = removal = ""
    if value.is_chosen:
        chosen, words = ' aria-current="true"', escape(_("Remove this filter:"))
        removal = f'<span class="visually-hidden">{words} </span>'
    return (_LINK if value.address else _NO_LINK).format(
        address=escape(value.address),
        chosen=chosen,
        removal=removal,
        language=f' lang="{escape(value.language)}"' if value.language else "",
        label=escape(value.label),
        count=escape(number(value.count)),
    )

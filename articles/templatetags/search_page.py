"""Template tags of the search page: results, and values with their counts."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from articles.fragments import render
from articles.views.search.facets import FacetValue
from articles.views.search.page import Result

register = template.Library()


@register.simple_tag
def results(found: Iterable[Result]) -> SafeString:
    """The articles that were found, with what matched as ``mark``."""
    return render("search_page/results.html", results=found)


@register.simple_tag
def facet_values(values: Iterable[FacetValue]) -> SafeString:
    """The values of a facet as a list of links that narrow the search or remove a choice."""
    return render("search_page/facet_values.html", values=values)

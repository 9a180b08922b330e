"""Template tags of words over time: the lines of a drawing, and its rows."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from articles import display
from articles.fragments import render
from articles.views.trends.numbers import Drawing

register = template.Library()

register.filter(display.rounded)


@register.simple_tag
def trend_lines(drawing: Drawing) -> SafeString:
    """The lines as SVG elements; their points are links to the articles."""
    return render("trends/lines.html", chart=drawing.chart)


@register.simple_tag
def trend_rows(drawing: Drawing) -> SafeString:
    """The same numbers as rows of a table, the latest first."""
    return render("trends/rows.html", rows=drawing.rows)

"""The bars of a chart, and the same numbers as a table."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from articles.bar_chart import BarChart
from articles.fragments import render

register = template.Library()


@register.simple_tag
def chart_bars(chart: BarChart) -> SafeString:
    """The bars as SVG elements; links cover the full height of the chart."""
    return render("bar_chart/bars.html", bars=chart.bars)


@register.simple_tag
def chart_rows(chart: BarChart) -> SafeString:
    """The same numbers as rows of a table, latest first."""
    return render("bar_chart/rows.html", rows=chart.rows)

"""The bars of a chart, and the same numbers as a table.

Tags, because a chart has a hundred bars, and templates take five times as long.
"""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles.bar_chart import BarChart
from articles.display import article_count, number

register = template.Library()

_FILL = '<rect class="chart__fill" x="{x}" y="{y}" width="9" height="{height}">{title}</rect>'
_LINK = (
    '<a class="chart__bar" href="{address}" tabindex="-1">{title}'
    '<rect class="chart__reach" x="{x}" y="0" width="10" height="100"/>'
    '<rect class="chart__fill" x="{x}" y="{y}" width="9" height="{height}"/></a>'
)


@register.simple_tag
def chart_bars(chart: BarChart) -> SafeString:
    """The bars as SVG elements; links cover the full height of the chart."""
    bars = []
    for value, left, top, height in chart.bars:
        title = format_html("<title>{}: {}</title>", value.label, article_count(value.count))
        form = _LINK if value.address else _FILL
        bars.append(
            format_html(form, address=value.address, title=title, x=left, y=top, height=height)
        )
    return mark_safe("".join(bars))


@register.simple_tag
def chart_rows(chart: BarChart) -> SafeString:
    """The same numbers as rows of a table, latest first."""
    rows = []
    for value in chart.rows:
        link = format_html('<a href="{}">{}</a>', value.address, value.label)
        name = link if value.address else value.label
        rows.append(
            format_html('<tr><th scope="row">{}</th><td>{}</td></tr>', name, number(value.count))
        )
    return mark_safe("".join(rows))

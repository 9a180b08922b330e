"""The bars of a chart, and the same numbers as a table.

Tags, because a chart has a hundred bars, and templates take five times as long.
"""

from __future__ import annotations

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from articles.bar_chart import BarChart
from articles.display import article_count, number, page_language

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
    bars, language = [], page_language()
    for value, left, top, height in chart.bars:
        title = (
            f"<title>{escape(value.label)}: {escape(article_count(value.count, language))}</title>"
        )
        address, form = escape(value.address), _LINK if value.address else _FILL
        bars.append(form.format(address=address, title=title, x=left, y=top, height=height))
    return mark_safe("".join(bars))


@register.simple_tag
def chart_rows(chart: BarChart) -> SafeString:
    """The same numbers as rows of a table, latest first."""
    rows, language = [], page_language()
    for value in chart.rows:
        name, count = escape(value.label), escape(number(value.count, language))
        if value.address:
            name = f'<a href="{escape(value.address)}">{name}</a>'
        rows.append(f'<tr><th scope="row">{name}</th><td>{count}</td></tr>')
    return mark_safe("".join(rows))

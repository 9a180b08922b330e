"""Template tags of words over time: the lines of a drawing, its rows, and the picture to save."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from articles import display
from articles.fragments import render
from articles.line_chart import HEIGHT, WIDTH
from articles.views.trends.asked import Asked
from articles.views.trends.numbers import Drawing

register = template.Library()

register.filter(display.rounded)

_COLOURS = ("#0a5f61", "#a8480a", "#5b3fa0", "#2f6f1f", "#a01f5a", "#3a4a5a")
"""Of the lines of a picture, which is opened elsewhere: ``--line-1`` to ``--line-6`` on white."""

_DASHES = ("none", "9 4", "2 4", "12 4 2 4", "5 3", "1 6")

_HEAD, _FOOT, _TALL, _LEGEND = 34, 30, 3, 28


@register.simple_tag
def trend_lines(drawing: Drawing) -> SafeString:
    """The lines as SVG elements; their points are links to the articles."""
    return render("trends/lines.html", chart=drawing.chart)


@register.simple_tag
def trend_rows(drawing: Drawing) -> SafeString:
    """The same numbers as rows of a table, the latest first."""
    return render("trends/rows.html", rows=drawing.rows)


@register.simple_tag
def trend_picture(asked: Asked, drawings: Sequence[Drawing]) -> SafeString:
    """An SVG document with each drawing below the other, and the legend below them."""
    step = _HEAD + HEIGHT * _TALL + _FOOT
    return render(
        "trends/picture.svg",
        language=display.page_language(),
        margin=70,
        head=_HEAD,
        tall=_TALL,
        step=step,
        legend=_LEGEND,
        width=WIDTH,
        height=HEIGHT,
        whole=step * len(drawings) + _LEGEND * len(asked.lines) + _HEAD,
        drawings=drawings,
        lines=asked.lines,
        colours=_COLOURS,
        dashes=_DASHES,
    )

"""Words over time as a picture of its own, for other programs: it brings its colours along."""

from __future__ import annotations

from collections.abc import Sequence

from articles.display import page_language
from articles.fragments import render
from articles.line_chart import HEIGHT, WIDTH

from .asked import Asked
from .numbers import Drawing

COLOURS = ("#0a5f61", "#a8480a", "#5b3fa0", "#2f6f1f", "#a01f5a", "#3a4a5a")
"""Of the lines, on white paper: those of the tokens ``--line-1`` to ``--line-6``."""

DASHES = ("none", "9 4", "2 4", "12 4 2 4", "5 3", "1 6")

_MARGIN, _HEAD, _FOOT, _TALL = 70, 34, 30, 3


def picture_of(asked: Asked, drawings: Sequence[Drawing]) -> str:
    """An SVG document with each drawing below the other, and the legend below them."""
    each = _HEAD + HEIGHT * _TALL + _FOOT
    legend = 28 * len(asked.lines)
    return str(
        render(
            "trends/picture.svg",
            language=page_language(),
            width=WIDTH + 2 * _MARGIN,
            height=each * len(drawings) + legend + _HEAD,
            margin=_MARGIN,
            head=_HEAD,
            tall=_TALL,
            step=each,
            plot_height=HEIGHT,
            plot_width=WIDTH,
            drawings=drawings,
            lines=asked.lines,
            colours=COLOURS,
            dashes=DASHES,
        )
    )

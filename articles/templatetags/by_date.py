"""Template tags of the archive by date: the days of a month, and years and months with their bars.

Tags, because a page has dozens of them, and templates take ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.display import article_count
from articles.views.by_date.bars import CountedPeriod
from articles.views.by_date.month import DayCell

register = template.Library()

_CELL = """
{begins}
<span class="visually-hidden">
  <time datetime="{day}">{words}</time>{counted}
</span>
<span class="calendar__number" aria-hidden="true">{number}</span>
<span class="calendar__other" aria-hidden="true">
  {other_number}{other_month}
</span>
{today}
{count}
{ends}
"""

_PERIODS = """
<ol class="periods">
  {periods}
</ol>
"""

_PERIOD = """<li class="period">
    {begins}
    <span class="period__name">{words}</span>
    <span class="period__other">{other}</span>
    <span class="period__count">{count}</span>
    {ends}
    <svg class="period__bar" viewBox="0 0 100 4" width="100%" height="4" preserveAspectRatio="none"
         aria-hidden="true" focusable="false">
      {bar}
    </svg>
  </li>
  """


@register.simple_tag
def day_cell(cell: DayCell) -> SafeString:
    """A day of a month with its number in both calendars: a link if there are articles."""
    begins, ends, counted, count = '<span class="calendar__inside">', "</span>", "", ""
    if cell.count:
        words = escape(article_count(cell.count))
        begins, ends = f'<a class="calendar__inside" href="{escape(cell.address)}">', "</a>"
        counted = f"{escape(_(', '))}{words}"
        count = f'<span class="calendar__count" aria-hidden="true">{words}</span>'
    month, today = escape(cell.other_month), escape(_("today"))
    return mark_safe(
        _CELL.format(
            begins=begins,
            day=cell.day.isoformat(),
            words=escape(cell.words),
            counted=counted,
            number=escape(cell.number),
            other_number=escape(cell.other_number),
            other_month=f' <span class="calendar__month">{month}</span>' if month else "",
            today=f'<span class="calendar__today">{today}</span>' if cell.is_today else "",
            count=count,
            ends=ends,
        )
    )


@register.simple_tag
def counted_periods(periods: Iterable[CountedPeriod]) -> SafeString:
    """Years or months, each with its number of articles and a bar; links if there are any."""
    return mark_safe(_PERIODS.format(periods="".join(map(_period, periods))))


def _period(period: CountedPeriod) -> str:
    begins = ends = bar = ""
    if period.count:
        begins, ends = f'<a class="period__link" href="{escape(period.address)}">', "</a>"
        bar = f'<rect x="{period.rest}" y="0" width="{period.share}" height="4"/>'
    return _PERIOD.format(
        begins=begins,
        words=escape(period.words),
        other=escape(period.other),
        count=escape(article_count(period.count)),
        ends=ends,
        bar=bar,
    )

"""Template tags of the archive by date: days of a month, years and months with bars."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from articles.fragments import render
from articles.views.by_date.bars import CountedPeriod
from articles.views.by_date.month import DayCell

register = template.Library()


@register.simple_tag
def rows_of_weeks(weeks: Iterable[Iterable[DayCell | None]]) -> SafeString:
    """The days of a month with their numbers in both calendars: links where there are articles."""
    return render("by_date/weeks.html", weeks=weeks)


@register.simple_tag
def counted_periods(periods: Iterable[CountedPeriod]) -> SafeString:
    """Years or months, each with its number of articles and a bar; links if there are any."""
    return render("by_date/counted_periods.html", periods=periods)

"""The drawing of how views grew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from articles.models import Capture
from articles.views.article.view_count_chart import views_chart

START = datetime(2025, 12, 28, tzinfo=UTC)


def drawn(*pairs):
    """The chart of views with the hour of each (None: unknown), the earliest first."""
    captures = [
        Capture(views=views, captured_at=None if hour is None else START + timedelta(hours=hour))
        for views, hour in pairs
    ]
    return views_chart(captures[::-1])


def test_points_stand_by_their_times_from_right_to_left():
    chart = drawn((0, 0), (50, 1), (100, 4))
    assert chart.is_timed
    assert [(point.left, point.top) for point in chart.points] == [(600, 100), (450, 50), (0, 0)]
    assert (chart.first.views, chart.last.views) == (0, 100)


@pytest.mark.parametrize("hours", [(0, None, 9), (0, 5, 1), (7, 7, 7), (None, None, None)])
def test_points_follow_each_other_where_times_do_not_tell(hours):
    chart = drawn(*zip((10, 20, 40), hours, strict=True))
    assert not chart.is_timed
    assert [point.left for point in chart.points] == [600, 300, 0]


def test_scrapes_without_views_are_left_out():
    assert len(drawn((10, 0), (None, 1), (20, 2)).points) == 2


@pytest.mark.parametrize("views", [(), (5,), (5, 5), (0, 0), (None, 7)])
def test_without_growth_there_is_nothing_to_draw(views):
    assert drawn(*((each, place) for place, each in enumerate(views))) is None

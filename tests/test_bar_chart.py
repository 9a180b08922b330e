"""Bars: where they stand, how high they are, and what stands in the table beside them."""

from articles.bar_chart import BAR_WIDTH, CHART_HEIGHT, LEAST_BAR, BarChart, Counted, shares
from articles.templatetags.bar_chart import chart_bars, chart_rows


def chart(*counts, **options):
    values = [Counted(str(place), count) for place, count in enumerate(counts)]
    return BarChart("", values, **options)


def test_the_first_bar_stands_on_the_right_and_empty_ones_leave_their_place_free():
    drawn = chart(1, 0, 4)
    assert drawn.width == 3 * BAR_WIDTH
    assert list(drawn.bars) == [(Counted("0", 1), 20, 75, 25), (Counted("2", 4), 0, 0, 100)]
    assert [value.label for value in drawn.rows] == ["2", "0"]


def test_a_single_article_can_be_seen_beside_a_million():
    assert shares([1, 0, 1_000_000]) == [LEAST_BAR, 0, CHART_HEIGHT]


def test_nothing_at_all_is_drawn_without_a_division_by_nothing():
    assert shares([]) == []
    assert shares([0, 0]) == [0, 0]
    assert list(chart(0, 0).bars) == []


def test_lines_stand_between_the_years_and_not_at_the_ends():
    assert list(chart(*[1] * 36, bars_between_lines=12).lines) == [120, 240]
    assert list(chart(*[1] * 12, bars_between_lines=12).lines) == []
    assert list(chart(1, 2).lines) == []


def test_labels_and_addresses_are_escaped():
    linked = BarChart("", [Counted("<b>", 1, '?q="&x')])
    for text in (chart_bars(linked), chart_rows(linked)):
        assert "<b>" not in text
        assert 'href="?q=&#34;&amp;x"' in text
    plain = BarChart("", [Counted("دی", 1)])
    assert "<a" not in chart_bars(plain) + chart_rows(plain)
    assert "<title>دی:" in chart_bars(plain)


def test_the_first_and_the_fullest_are_named():
    values = [Counted(str(at), count) for at, count in enumerate([0, 2, 5, 1, 5, 0])]
    drawn = BarChart("", values)
    assert (drawn.first.label, drawn.peak.label) == ("1", "2")
    empty = BarChart("", [Counted("0", 0)])
    assert empty.first is empty.peak is None

"""Lines: where their points stand, where they are parted, and what is hatched."""

from articles.line_chart import LineChart, Said, top_of


def line(*said):
    return [Said(str(step), count, words) for step, (count, words) in enumerate(said)]


def test_the_first_step_stands_on_the_right_and_the_greatest_at_the_top():
    drawn = line((1, 1_000), (0, 1_000), (1, 500), (1, 250))
    chart = LineChart([drawn], [False] * 4, top_of([[drawn]]))
    assert chart.top == 4_000
    assert [point[1:] for point in chart.points(drawn)] == [
        (875.0, 75.0),
        (375.0, 50.0),
        (125.0, 0.0),
    ]
    assert list(chart.paths(drawn)) == ["875.0,75.0 625.0,100.0 375.0,50.0 125.0,0.0"]


def test_a_step_without_words_parts_the_line():
    drawn = line((1, 1_000), (0, 0), (1, 1_000))
    chart = LineChart([drawn], [False, True, False], 1_000)
    assert list(chart.paths(drawn)) == ["833.3,0.0", "166.7,0.0"]
    assert list(chart.thin_runs()) == [(333.3, 333.4)]


def test_nothing_at_all_is_drawn_without_a_division_by_nothing():
    drawn = line((0, 0))
    chart = LineChart([drawn], [True], top_of([[drawn]]))
    assert list(chart.points(drawn)) == list(chart.paths(drawn)) == []

from datetime import date

import pytest

from articles.dumps.figures import find_figures, split_credit
from articles.dumps.page import Page


def figures(text):
    page = Page(f"A mill opens\n\nIt turns.\n\n{text}", date(2026, 11, 23))
    return [(figure.alt, figure.caption, figure.credit) for figure in find_figures(page, ())]


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("A wheel [File: Otto Lind/Bay Press]", "File: Otto Lind/Bay Press"),
        ("A wheel (AFP).", "AFP"),
        ("A wheel [عکس: گلناز (ساحل)]", "عکس: گلناز (ساحل)"),
        ("A wheel (Photo: Jon Reed of the Bay Press)", "Photo: Jon Reed of the Bay Press"),
    ],
)
def test_a_short_bracket_at_the_end_is_the_credit(text, credit):
    assert split_credit(text) == ("A wheel", credit)


@pytest.mark.parametrize("text", ["A wheel (2024)", "A wheel (the first one from the right)", "A]"])
def test_other_brackets_stay_in_the_caption(text):
    assert split_credit(text) == (text, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<figure>Mill\nA wheel [AFP]", ("Mill", "A wheel", "AFP")),
        ("<الشكل>Mill\nA wheel", ("Mill", "A wheel", None)),
        ("<شکل>Mill", ("Mill", "", None)),
        ("<شكل> Mill\n\nA long day ended.", ("Mill", "", None)),
        ("<figure>\nA wheel [AFP]", ("", "A wheel", "AFP")),
        ("<figure>Mill [AFP]", ("Mill", "", "AFP")),
        ("<figure>Mill\n\nA wheel [AFP]", ("Mill", "A wheel", "AFP")),
        (
            "<figure>Mill\nA wheel that turns\nagain [AFP]",
            ("Mill", "A wheel that turns again", "AFP"),
        ),
        ("<figure>Mill\nA wheel\n[AFP]\nA long day ended.", ("Mill", "A wheel", "AFP")),
    ],
)
def test_marker_caption_and_credit_are_told_apart(text, expected):
    assert figures(text) == [expected]

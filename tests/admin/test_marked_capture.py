"""Where in a capture each field was found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.admin.marked_capture import (
    LONGEST,
    SPANS,
    Mark,
    marked_capture,
    marked_lines,
    marks_of,
)
from articles.models import Article, Capture
from tests.dump_texts import dump, run, write


def shown(text, *marks):
    """Lines of pieces as text: «title:…» where a mark begins, «+title:…» where it goes on."""
    return [[name_and_text(piece) for piece in line] for line in marked_lines(text, marks)]


def name_and_text(piece):
    if not piece.field:
        return piece.text
    return f"{'' if piece.begins else '+'}{piece.field}:{piece.text}"


def test_marked_stretches_are_cut_out_of_their_lines():
    assert shown("منبع: بامداد\nدیروز", Mark(6, 12, "source")) == [
        ["منبع: ", "source:بامداد"],
        ["دیروز"],
    ]


def test_a_mark_over_several_lines_is_named_once():
    assert shown("یک\n\nدو", Mark(0, 6, "paragraphs")) == [
        ["paragraphs:یک"],
        [],
        ["+paragraphs:دو"],
    ]


def test_two_paragraphs_beside_each_other_are_each_named():
    marks = [Mark(0, 2, "paragraphs"), Mark(2, 4, "paragraphs")]
    assert shown("یکدو", *marks) == [["paragraphs:یک", "paragraphs:دو"]]


def test_the_shorter_of_two_overlapping_marks_is_shown():
    marks = [Mark(7, 10, "views"), Mark(0, 10, "date")]
    assert shown("۷ دی ۴۰۴۱۲", *marks) == [["date:۷ دی ۴۰", "views:۴۱۲"]]


def test_marks_beyond_the_text_are_cut():
    assert shown("یک", Mark(-5, 99, "title")) == [["title:یک"]]
    assert shown("", Mark(0, 9, "title")) == []


@given(st.text(alphabet="اب \n\r\u2028x"), st.lists(st.tuples(st.integers(), st.integers())))
def test_no_letter_is_lost_whatever_the_marks(text, places):
    small = [(start % 30 - 5, end % 30 - 5) for start, end in places]
    lines = list(marked_lines(text, [Mark(*place, "title") for place in small]))
    assert len(lines) == len(text.splitlines())
    found = ["".join(piece.text for piece in line) for line in lines]
    assert "".join(found) == "".join(text.splitlines()).replace("\r", "").replace("\u2028", "")


def test_spans_are_marks_and_unknown_ones_are_left_out():
    spans = {"title": [0, 5], "related": [[6, 8], [9, 12]], "figures": [], "new": [1, 2]}
    assert marks_of(spans) == [
        Mark(0, 5, "title"),
        Mark(6, 8, "related"),
        Mark(9, 12, "related"),
    ]


@pytest.mark.django_db
def test_a_capture_shows_where_its_fields_stand(tmp_path):
    run(*write(tmp_path, dump(related=["برف در مهررود"])))
    found = marked_capture(Capture.objects.get())
    pieces = [piece for line in found.lines for piece in line]
    text = {
        field: " ".join(piece.text for piece in pieces if piece.field == field) for field in SPANS
    }
    article = Article.objects.get()
    assert text["title"].startswith(article.title)
    assert text["source"] == "خبرخانه ساحل"
    assert text["date"] == "1404/09/14"
    assert "برف در مهررود" in text["related"]
    assert text["paragraphs"].split()[:3] == article.body.split()[:3]
    assert not found.is_cut


@pytest.mark.django_db
def test_an_endless_capture_is_cut(tmp_path):
    run(*write(tmp_path, dump(body=["سخن دراز " * 9_000])))
    found = marked_capture(Capture.objects.get())
    assert found.is_cut
    assert sum(len(piece.text) for line in found.lines for piece in line) <= LONGEST

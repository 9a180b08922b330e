"""The picture of a link: legible, small, and unmoved by what titles have in them."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, features

from articles import link_picture
from articles.link_picture import SIZE, Shown, drawn
from articles.views.article.picture import FONT

PERSIAN = Shown(
    title="پل تازهٔ رودخانهٔ مهررود پس از چهل سال گشوده شد",
    source="روزنامهٔ سپیده",
    day="یکشنبه ۷ دی ۱۴۰۴ (۲۸ دسامبر ۲۰۲۵)",
    archive="بایگانی خبر",
    language="fa",
    is_rtl=True,
)
ENGLISH = Shown(
    title="New bridge over the river opens after forty years",
    source="The Dawn Courier",
    day="Sunday, 28 December 2025 (7 Dey 1404)",
    archive="News archive",
    language="en",
    is_rtl=False,
)
MOST_BYTES = 60_000


def picture(shown):
    file = drawn(shown, FONT)
    assert len(file) < MOST_BYTES
    found = Image.open(io.BytesIO(file))
    assert (found.format, found.size) == ("PNG", SIZE)
    return found.convert("RGB")


def ink(found, box=None):
    """The box of what differs from the paper; None for an empty sheet."""
    part = found.crop(box) if box else found
    paper = Image.new("RGB", part.size, link_picture._PAPER)
    bytes_of = [part.tobytes(), paper.tobytes()]
    if bytes_of[0] == bytes_of[1]:
        return None
    return ImageChops.difference(part, paper).convert("L").point(lambda v: 255 * (v > 12)).getbbox()


def test_letters_are_joined_by_what_the_wheels_bring():
    assert features.check("raqm")
    assert features.check("fribidi")
    assert features.check("harfbuzz")


@pytest.mark.parametrize("shown", [PERSIAN, ENGLISH], ids=["rtl", "ltr"])
def test_a_picture_has_its_texts_within_its_edges(shown):
    found = picture(shown)
    width, height = SIZE
    bar = (width - 16, 0, width, height) if shown.is_rtl else (0, 0, 16, height)
    inside = (0, 0, width - 16, height) if shown.is_rtl else (16, 0, width, height)

    assert set(found.crop(bar).getcolors()) == {(16 * height, found.getpixel((bar[0], 0)))}
    left, top, right, bottom = ink(found, inside)
    assert left + inside[0] >= 70
    assert right + inside[0] <= width - 70
    assert 50 <= top < bottom <= height - 50
    # The title begins at the side of its direction.
    left, _top, right, _bottom = ink(found, (20, 140, width - 20, 470))
    assert (width - 20 - right - 20 < 75) if shown.is_rtl else (left < 75)


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("colour", ["_INK", "_SOFT", "_ACCENT"])
def test_every_text_stands_out(colour):
    paper, text = luminance(link_picture._PAPER), luminance(getattr(link_picture, colour))

    assert (paper + 0.05) / (text + 0.05) >= 4.5


def test_the_colours_are_those_of_the_site():
    tokens = (FONT.parents[1] / "common/tokens.css").read_text(encoding="utf-8")
    for name in ("paper", "ink", "ink-soft", "accent", "line"):
        colour = tokens.partition(f"--{name}: light-dark(")[2][:7]
        ours = {"ink-soft": "_SOFT"}.get(name, f"_{name.upper()}")
        assert getattr(link_picture, ours) == colour


def lines_of(title, shown=PERSIAN):
    sheet = link_picture._Sheet(None, str(FONT), replace(shown, title=title))
    return sheet, *sheet._title()


def test_a_long_title_is_wrapped_made_smaller_and_at_last_cut():
    sizes = []
    for count in (1, 6, 14, 40):
        sheet, size, lines = lines_of(" ".join(["رودخانه"] * count))
        sizes.append(size)
        assert all(sheet._length(each, size, 800) <= 1040 for each in lines)
        assert lines[-1].endswith("…") is (count == 40)
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) > 2
    assert len(lines) == 5


@pytest.mark.parametrize("title", ["ب" * 10_000, "x" * 10_000, "m " * 5_000, "ﷺ" * 400])
def test_one_endless_word_is_broken_and_cut(title):
    _sheet, _size, lines = lines_of(title)

    assert 1 <= len(lines) <= 5
    picture(replace(PERSIAN, title=title, source=title, day=title, archive=title))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("پل\x00\x07\u202e\u2066تازه", "پلتازه"),
        ("پل 😀 漢字", "پل  "),
        ("می‌شود", "می‌شود"),
        ("café Zoë", "cafe Zoe"),
        ("ﷲ", "الله"),
        ("یک\n\tدو\u2028سه", "یک  دو سه"),
        ("هٔ", unicodedata.normalize("NFC", "هٔ")),
        ("\ud800x", "x"),
    ],
)
def test_what_cannot_be_shown_is_left_out(text, kept):
    assert link_picture._visible(text, str(FONT)) == kept


def test_texts_that_are_missing_leave_their_place_empty():
    empty = picture(Shown("", "", "", "", "und", is_rtl=True))
    line = (80, 489, 1120, 492)
    assert ink(empty, (0, 0, 1180, 480)) is None
    assert ink(empty, line) is not None
    assert ink(empty, (0, 500, 1180, 630)) is None
    picture(replace(PERSIAN, title="😀😀😀"))


def test_the_same_is_drawn_the_same_way_and_something_else_is_not():
    made = [drawn(each, FONT) for each in (PERSIAN, PERSIAN, ENGLISH)]

    assert [first == second for first, second in pairwise(made)] == [True, False]


@given(st.text(max_size=80), st.booleans())
@settings(max_examples=25, derandomize=True, database=None, deadline=None)
def test_any_text_is_drawn(text, is_rtl):
    picture(Shown(text, text, text, text, "fa", is_rtl))

"""Draws the picture by which pages of others show a link to an article. Reads nothing but the
font.

    drawn(Shown(title="…", source="…", ...), FONT) → the bytes of a PNG file
"""

from __future__ import annotations

import io
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # imported when the first picture is drawn: it takes memory, and most never draw
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SIZE = (1200, 630)
"""In pixels: what those who show links ask for."""

LONGEST_TITLE = 400
"""Characters of a title that are looked at; far more than there is room for."""

_PAPER, _INK, _SOFT, _ACCENT, _LINE = "#f8f9f7", "#12201e", "#465654", "#0a5f61", "#d5dcda"
"""The light colours of static/common/tokens.css."""

_EDGE = 80
_BAR = 16
_WIDTH = SIZE[0] - 2 * _EDGE
_TITLES = ((68, 3), (56, 4), (46, 5))
"""Sizes of the title with the most lines of each; the last is cut if it is too long for all."""
_LEADING = 1.42
_STRONG, _PLAIN = 800, 450
_COLOURS = 24
"""So few are seen of smooth letters in five colours."""

_JOINERS = "\u200c\u200d"
_ELLIPSIS = "…"

_drawing = threading.Lock()
"""One picture at a time in a process: fonts are kept, and may not be used by two at once."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a picture says; ``language`` and ``is_rtl`` are those of the title, which the rest
    follows. Empty texts are left out."""

    title: str
    source: str
    day: str
    archive: str
    language: str
    is_rtl: bool


def drawn(shown: Shown, font: Path) -> bytes:
    """The picture as PNG."""
    from PIL import Image, ImageDraw

    with _drawing:
        picture = Image.new("RGB", SIZE, _PAPER)
        _Sheet(ImageDraw.Draw(picture), str(font), shown).draw()
        file = io.BytesIO()
        few = picture.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(file, "PNG")
    return file.getvalue()


class _Sheet:
    def __init__(self, canvas: ImageDraw, font: str, shown: Shown) -> None:
        self._canvas = canvas
        self._font = font
        self._shown = shown
        self._direction = "rtl" if shown.is_rtl else "ltr"

    def draw(self) -> None:
        """The source above, the title in the middle, the day and the archive below."""
        width, height = SIZE
        start = width - _BAR if self._shown.is_rtl else 0
        self._canvas.rectangle((start, 0, start + _BAR - 1, height), fill=_ACCENT)
        source = self._one_line(self._shown.source, 38, _STRONG, _WIDTH)
        self._write(source, 90, 38, _STRONG, _ACCENT)
        size, lines = self._title()
        line = size * _LEADING
        first = 305 - line * len(lines) / 2 + line / 2
        for number, text in enumerate(lines):
            self._write(text, first + number * line, size, _STRONG, _INK)
        self._canvas.line((_EDGE, 490, width - _EDGE, 490), fill=_LINE, width=2)
        archive = self._one_line(self._shown.archive, 32, _STRONG, _WIDTH // 3)
        self._write(archive, 545, 32, _STRONG, _ACCENT, at_end=True)
        left = _WIDTH - self._length(archive, 32, _STRONG) - _EDGE
        self._write(self._one_line(self._shown.day, 32, _PLAIN, left), 545, 32, _PLAIN, _SOFT)

    def _title(self) -> tuple[int, Sequence[str]]:
        """The greatest size at which the title has room, and its lines."""
        words = _visible(self._shown.title[:LONGEST_TITLE], self._font).split()
        lines: list[str] = []
        for size, most in _TITLES:
            lines = self._lines(words, size)
            if len(lines) <= most:
                return size, lines
        last = f"{lines[most - 1]} {lines[most]}"
        return size, [*lines[: most - 1], self._cut(f"{last}{_ELLIPSIS}", size, _STRONG, _WIDTH)]

    def _lines(self, words: Sequence[str], size: int) -> list[str]:
        lines: list[str] = []
        line = ""
        for word in words:
            longer = f"{line} {word}" if line else word
            if self._length(longer, size, _STRONG) <= _WIDTH:
                line = longer
                continue
            lines += [line] if line else []
            *whole, line = self._parts(word, size)
            lines += whole
        return [*lines, line] if line else lines

    def _parts(self, word: str, size: int) -> list[str]:
        """A word as parts that have room in a line; most are one."""
        parts = []
        while self._length(word, size, _STRONG) > _WIDTH:
            count = self._fitting(word, size, _STRONG, _WIDTH)
            parts.append(word[:count])
            word = word[count:]
        return [*parts, word]

    def _one_line(self, text: str, size: int, weight: int, width: float) -> str:
        text = " ".join(_visible(text[:LONGEST_TITLE], self._font).split())
        return self._cut(text, size, weight, width)

    def _cut(self, text: str, size: int, weight: int, width: float) -> str:
        """As much of a text as there is room for, with an ellipsis where it is cut."""
        if self._length(text, size, weight) <= width:
            return text
        room = width - self._length(_ELLIPSIS, size, weight)
        text = text[: self._fitting(text, size, weight, room)]
        return f"{text.rpartition(' ')[0] or text}{_ELLIPSIS}"

    def _fitting(self, text: str, size: int, weight: int, width: float) -> int:
        """How many of its first characters have room; at least one."""
        low, high = 1, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self._length(text[:middle], size, weight) <= width:
                low = middle
            else:
                high = middle - 1
        return low

    def _length(self, text: str, size: int, weight: int) -> float:
        font = _font(self._font, size, weight)
        return font.getlength(text, direction=self._direction, language=self._shown.language)

    def _write(
        self, text: str, y: float, size: int, weight: int, fill: str, *, at_end: bool = False
    ) -> None:
        """One line, its middle at a height; at the side where lines of its direction begin."""
        is_right = self._shown.is_rtl is not at_end
        self._canvas.text(
            (SIZE[0] - _EDGE if is_right else _EDGE, y),
            text,
            fill=fill,
            font=_font(self._font, size, weight),
            anchor="rm" if is_right else "lm",
            direction=self._direction,
            language=self._shown.language,
        )


@lru_cache(maxsize=16)
def _font(path: str, size: int, weight: int) -> FreeTypeFont:
    from PIL import ImageFont

    font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)
    font.set_variation_by_axes([weight])
    return font


def _visible(text: str, font: str) -> str:
    """The text without what the font has no letter for, and without controls, of which those of
    direction would turn everything around."""
    return "".join(_kept(each, font) for each in unicodedata.normalize("NFC", text))


@lru_cache(maxsize=4_096)
def _kept(character: str, font: str) -> str:
    """The character; a space for white space; of one that the font lacks those letters and marks
    of which it consists, as far as the font has them."""
    if character.isspace():
        return " "
    if character in _JOINERS:
        return character
    if unicodedata.category(character)[0] == "C":
        return ""
    if _has(character, font):
        return character
    parts = unicodedata.normalize("NFKD", character)
    return "".join(each for each in parts if each != character and _has(each, font))


def _has(character: str, font: str) -> bool:
    """Whether the font has a letter: what it lacks looks like what is no character."""
    look = _font(font, 20, _PLAIN).getmask
    return bytes(look(character)) != bytes(look("\uffff"))

"""Every file of ``tests/golden_forms`` gives what the JSON beside it says.

A file belongs to no test: whoever adds one runs ``python -m tests.dumps.formats.test_golden_forms``
and reads what was written.
"""

import json
import sys
from datetime import date
from pathlib import Path

import pytest

from articles.dumps import formats
from articles.importing.preparing import parsed_fields

FOLDER = Path(__file__).parents[2] / "golden_forms"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".expected")
OPTIONS = formats.ParseOptions(date(2025, 12, 29))
UNTOLD = ("spans", "jalali", "noise", "banner")


def read(path: Path) -> dict:
    """The format that knows a file, its items, and what was skipped."""
    raw = path.read_bytes()
    form = formats.recognise(raw[: formats.BEGINNING], path.name)
    if form is None:
        return {"format": None}
    pieces = list(form.split(lambda: [raw], max_item_bytes=1_000_000))
    skipped = [piece.kind for piece in pieces if isinstance(piece, formats.Skipped)]
    items = [told(form, piece) for piece in pieces if isinstance(piece, formats.SplitItem)]
    return {"format": form.name, "items": items} | ({"skipped": skipped} if skipped else {})


def told(form: formats.InputFormat, item: formats.SplitItem) -> dict:
    parsed = form.parse(item.raw, item.encoding, OPTIONS)
    error = item.error or parsed.error
    if error:
        return {"error": error}
    fields = {k: v for k, v in parsed_fields(parsed).items() if v and k not in UNTOLD}
    if parsed.warnings:
        fields["warnings"] = list(parsed.warnings)
    if item.captured_at:
        fields["captured_at"] = item.captured_at.isoformat()
    return fields


def expected(path: Path) -> Path:
    return path.with_name(f"{path.name}.expected")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_gives_what_is_written_beside_it(path):
    assert read(path) == json.loads(expected(path).read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_that_is_cut_anywhere_raises_nothing(path):
    raw = path.read_bytes()
    form = formats.recognise(raw[: formats.BEGINNING], path.name)
    for share in range(1, 10) if form else ():
        cut = raw[: len(raw) * share // 10]
        for item in form.split(lambda cut=cut: [cut], max_item_bytes=1_000_000):
            if isinstance(item, formats.SplitItem) and not item.error and item.raw is not None:
                form.parse(item.raw, item.encoding, OPTIONS)
                form.text(item.raw, item.encoding)


def test_every_format_has_a_golden_file():
    known = {read(path)["format"] for path in FILES}
    assert {form.name for form in formats.FORMATS} - {"text"} <= known


def main() -> None:
    for path in FILES:
        text = json.dumps(read(path), ensure_ascii=False, indent=1)
        expected(path).write_text(text + "\n", encoding="utf-8")
        sys.stdout.write(f"{path.name}: {text}\n")


if __name__ == "__main__":
    main()

"""The list of input formats, and what all of them promise."""

import io
import zipfile
from datetime import date

import pytest

from articles.dumps import formats
from articles.dumps.formats import FORMATS, ParseOptions

OPTIONS = ParseOptions(date(2025, 12, 29))
NOT_THEIRS = [b"", b"\x00", b"\xff\xfe", b"<", b"{", b"[" * 20_000, b"\x1f\x8b\x08", b"a,b\n" * 9]


def test_names_are_unique_and_fit_the_column_of_captures():
    names = [each.name for each in FORMATS]
    assert len(set(names)) == len(names)
    assert all(0 < len(name) <= 20 for name in names)


def test_the_text_dump_is_asked_last():
    assert FORMATS[-1] is formats.TEXT


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize("raw", NOT_THEIRS, ids=lambda raw: repr(raw[:8]))
def test_no_format_raises_on_what_is_not_its_own(form, raw):
    form.recognises(raw, "a.txt")
    for item in form.split(lambda: [raw], max_item_bytes=1000):
        if isinstance(item, formats.SplitItem) and item.raw is not None:
            parsed = form.parse(item.raw, item.encoding, OPTIONS)
            assert parsed.error or parsed.title
    assert form.parse(raw, "utf-8", OPTIONS).error or form is formats.TEXT
    form.text(raw, "utf-8")


def test_the_items_of_a_text_tile_its_file():
    raw = "عنوان\n2025-01-01\nمتن\n=====\nعنوان دو\n2025-01-02\nمتن دو".encode()
    items = list(formats.TEXT.split(lambda: [raw], max_item_bytes=1000))
    assert b"".join(item.raw for item in items) == raw
    assert [item.start for item in items[1:]] == [item.end for item in items[:-1]]


def test_a_long_workbook_is_recognised_by_its_first_parts():
    for parts in (
        [
            "docProps/app.xml",
            "docProps/core.xml",
            "xl/theme/theme1.xml",
            "xl/worksheets/sheet1.xml",
        ],
        ["xl/worksheets/sheet1.xml", "xl/workbook.xml"],
        ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"],
    ):
        assert formats.recognise(archive_of(parts), "a").name == "xlsx"
    for parts in (["word/document.xml", "docProps/app.xml"], ["a.txt", "xl.txt"]):
        form = formats.recognise(archive_of(parts), "a")
        assert form is None or form.name != "xlsx"


def archive_of(parts):
    """The beginning of a ZIP archive whose directory lies beyond it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part in parts:
            archive.writestr(part, b"x" * 20_000)
    return target.getvalue()[:70_000][: formats.BEGINNING]

"""Every form damaged in every way: a code, its sentence in both languages, the bytes, and the rest.

The forms are those of ``tests/golden_forms``; the damaged files are imported together with a good
one behind them, as a person would name them.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from openpyxl import Workbook

from articles.dumps import formats
from articles.importing.outcomes import sentences_of
from articles.models import Article, Capture
from tests.dump_texts import dump

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parents[1] / "golden_forms"
FORMS = {path.name: path.read_bytes() for path in GOLDEN.iterdir() if path.suffix != ".expected"}
SOUND = (
    "crawl.warc crawl.warc.gz text.warc.wet page_semantic_fa.html page_with_frame.mhtml "
    "records.jsonl package.json plain.tsv excel.csv book.xlsx feed.rss feed.atom feed.json "
    "result.json"
).split()
"""A file of each form that is as it should be."""
STILL_GOOD = {"cut_page_semantic_fa.html", "cut_page_with_frame.mhtml"}
"""Those that are as good as whole when they are cut: what is lost is not their article."""


@pytest.fixture
def imported(tmp_path, settings):
    """Imports files by name and bytes, and a good one behind them; captures by file name."""
    settings.DATA_DIR = tmp_path / "data"

    def run(files: dict[str, bytes]) -> dict[str, list[Capture]]:
        folder = tmp_path / "files"
        folder.mkdir()
        paths = [str(folder / name) for name in files]
        for path, raw in zip(paths, files.values(), strict=True):
            Path(path).write_bytes(raw)
        good = folder / "good.txt"
        good.write_text(dump("خبر پس از همه"), encoding="utf-8")
        with pytest.raises(CommandError) as caught:
            call_command("import_dumps", *paths, str(good), workers=0)
        assert caught.value.returncode == 1
        assert Article.objects.filter(title="خبر پس از همه").exists()
        captures = Capture.objects.order_by("pk")
        found = {
            name: [each for each in captures if Path(each.file_name).name == name] for name in files
        }
        for each in captures.filter(outcome="rejected"):
            with translation.override("fa"):
                persian = sentences_of(each.error, ())
            with translation.override("ar"):
                arabic = sentences_of(each.error, ())
            assert persian and arabic and persian != arabic
        return found

    return run


def errors(captures: list[Capture]) -> set[str]:
    return {each.error for each in captures if each.outcome == "rejected"}


def test_each_form_cut_in_the_middle(imported):
    """Items before the cut are taken; what the cut has hit is rejected or as good as whole."""
    cut = {f"cut_{name}": FORMS[name][: len(FORMS[name]) // 2 + 3] for name in SOUND}
    found = imported(cut)
    for name, captures in found.items():
        assert captures and all(each.raw_bytes() for each in captures), name
    told = {name: errors(captures) for name, captures in found.items()}
    assert {name for name, codes in told.items() if not codes} == STILL_GOOD
    assert set().union(*told.values()) <= {"unreadable", "malformed", "no_article", "no_content"}


def test_each_form_empty(imported):
    found = imported({f"empty_{name}": b"" for name in SOUND})
    assert {name: errors(captures) for name, captures in found.items()} == {
        name: {"empty"} for name in found
    }


def test_each_form_under_the_name_of_another_is_read_as_what_it_is(imported):
    others = dict(zip(SOUND, [*SOUND[3:], *SOUND[:3]], strict=True))
    files = {f"{number}_{name}": FORMS[others[name]] for number, name in enumerate(SOUND)}
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
    found = imported(files | {"picture.html": picture})
    assert errors(found.pop("picture.html")) == {"binary"}
    own = {name: form_of(FORMS[name]) for name in SOUND}
    assert {name: {each.format for each in captures} for name, captures in found.items()} == {
        f"{number}_{name}": {own[others[name]]} for number, name in enumerate(SOUND)
    }


def form_of(raw: bytes) -> str:
    form = formats.recognise(raw[: formats.BEGINNING], "")
    assert form
    return form.name


def test_wrong_lengths(imported):
    """A length that is too long takes no more than its record; the next one is read."""
    raw = FORMS["crawl.warc"]
    response = raw.index(b"WARC-Type: response")
    at = raw.index(b"Content-Length: ", response) + len(b"Content-Length: ")
    end = raw.index(b"\r\n", at)
    lengths = [b"99999999", b"-1", b"1e3", b"9" * 400, b"", b"1"]
    files = {f"{n}.warc": raw[:at] + wrong + raw[end:] for n, wrong in enumerate(lengths)}
    found = imported(files)
    for name, captures in found.items():
        assert {each.outcome for each in captures} - {"rejected"}, name
        assert all(each.raw_bytes() for each in captures), name
    assert all(errors(found[f"{n}.warc"]) for n in range(len(lengths)))


def test_too_many_columns_and_too_deep_nesting(imported):
    names = [f"c{number}" for number in range(10_000)]
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["title", "body", *names])
    sheet.append(["خبر", "متن", *names])
    workbook = io.BytesIO()
    book.save(workbook)
    row = dict.fromkeys(names, "x") | {"title": "خبر", "body": "متن"}
    deep = "[" * 10_000 + "]" * 10_000
    deep_object = '{"a":' * 10_000 + "1" + "}" * 10_000
    texts = {
        "wide.csv": ",".join(names) + "\n" + ",".join(names) + "\n",
        "wide.tsv": "\t".join(names) + "\n" + "\t".join(names) + "\n",
        "wide.jsonl": json.dumps(row) + "\n" + json.dumps(row) + "\n",
        "wide.json": json.dumps([row]),
        "deep.json": deep,
        "deep_object.json": deep_object,
        "deep.jsonl": f'{{"title": "x", "body": {deep}}}\n{deep_object}\n',
        "deep.html": "<html><body>" + "<div>" * 10_000 + "x",
        "deep.rss": '<rss version="2.0"><channel><item>'
        + "<a>" * 10_000
        + "</item></channel></rss>",
        "result.json": f'{{"name": "x", "type": "public_channel", "messages": [{deep_object}]}}',
    }
    files = {name: text.encode() for name, text in texts.items()}
    found = imported(files | {"wide.xlsx": workbook.getvalue()})
    expected = {name: {"too_complex"} for name in found}
    expected |= {"deep.html": {"no_article"}, "deep.rss": {"no_content"}}
    assert {name: errors(captures) for name, captures in found.items()} == expected
    for name, raw in files.items():
        kept = b"".join(each.raw_bytes() for each in found[name])
        assert len(kept) >= len(raw.strip()) * 0.9, name


def test_a_table_of_unknown_names_waits_for_a_mapping(imported):
    files = {
        "a.csv": "x1;x2;x3\nیک;دو;سه\n",
        "b.tsv": "x1\tx2\nیک\tدو\n",
        "c.csv": "sep=;\nx1;x2\nیک;دو\n",
    }
    found = imported({name: text.encode() for name, text in files.items()})
    assert {name: errors(captures) for name, captures in found.items()} == {
        name: {"no_mapping"} for name in files
    }

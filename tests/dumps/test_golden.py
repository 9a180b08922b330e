"""Golden dumps: one file per case, found by glob.

A case is a JSON object (the expected fields, as ``import_dumps --json`` names them; a list under
``items`` for several; a sentence under ``about``), a line ``=====8<=====``, and the dump's bytes.
Every key of the expectation must be equal.
"""

from __future__ import annotations

import importlib.util
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from articles.calendars import to_jalali
from articles.dumps import ParsedItem, detect_encoding, parse_item, split_items

REFERENCE = date(2026, 11, 23)
CUT = b"\n=====8<=====\n"
CASES = sorted((Path(__file__).parent.parent / "golden").glob("*.case"))
SAMPLES = Path(__file__).parents[3] / "shared" / "samples"


def read_dump(raw: bytes) -> list[ParsedItem]:
    encoding = detect_encoding([raw])
    items = list(split_items([raw], encoding, max_item_bytes=8 << 20))
    assert b"".join(item.raw or b"" for item in items) == raw
    return [parse_item(item.raw or b"", encoding, reference=REFERENCE) for item in items]


def as_json(item: ParsedItem) -> dict[str, Any]:
    day = item.published_on
    return {
        "error": item.error.value if item.error else None,
        "warnings": [code.value for code in item.warnings],
        "language": item.language,
        "title": item.title,
        "source": item.source,
        "author": item.author,
        "url": item.url,
        "external_id": item.external_id,
        "published_gregorian": day.isoformat() if day else None,
        "jalali": "{:04}-{:02}-{:02}".format(*to_jalali(day)) if day else None,
        "time": item.published_time.strftime("%H:%M") if item.published_time else None,
        "views": item.views,
        "paragraphs": list(item.paragraphs),
        "figures": [{"alt": f.alt, "caption": f.caption, "credit": f.credit} for f in item.figures],
        "related": [story.title for story in item.related],
        "banner": list(item.banner),
        "noise": list(item.noise),
        "roles": [line.role.value for line in item.lines if line.role != "blank"],
    }


def assert_roles_tile(item: ParsedItem) -> None:
    if item.lines:
        assert "".join(item.text[line.start : line.end] for line in item.lines) == item.text


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_golden_case_reads_as_expected(path: Path):
    header, _, raw = path.read_bytes().partition(CUT)
    case = json.loads(header)
    expected = case.get("items", [case])
    items = read_dump(raw)
    for item in items:
        assert_roles_tile(item)
    got = [as_json(item) for item in items]
    assert len(got) == len(expected)
    for item, wanted in zip(got, expected, strict=True):
        keys = wanted.keys() - {"about"}
        assert {key: item[key] for key in keys} == {key: wanted[key] for key in keys}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not here")
def test_shared_samples_are_right_by_their_own_comparison():
    spec = importlib.util.spec_from_file_location("compare", SAMPLES / "compare.py")
    assert spec and spec.loader
    compare = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(compare)
    expected = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
    for name, wanted in expected.items():
        articles = []
        for item in map(as_json, read_dump((SAMPLES / name).read_bytes())):
            if item["error"] is None:
                del item["error"]
            articles.append({**item, "banner_lines": item["banner"]})
        got = articles[0] if len(articles) == 1 else {"articles": articles}
        assert compare.one(wanted, got) == [], name

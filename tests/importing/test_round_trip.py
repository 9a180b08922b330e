"""What the archive tells of articles as JSON Lines is imported back as the same articles."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from django.core.management import call_command

from articles.dumps.formats import ParseOptions
from articles.dumps.formats.record import read_record
from articles.models import Article, Capture, Figure, RawBytes, Source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def articles(settings):
    """Articles of sample dumps in three languages, with all that they can have."""
    folder = settings.BASE_DIR / "articles" / "sample_dumps"
    out = io.StringIO()
    paths = sorted(str(path) for path in folder.glob("*.txt"))
    call_command("import_dumps", *paths, "--json", workers=0, stdout=out)
    *lines, _end = out.getvalue().splitlines()
    return lines


def shown() -> dict[str, tuple[object, ...]]:
    return {
        article.key: (
            article.title,
            article.author,
            article.body,
            article.day,
            article.published_time,
            article.views,
            article.url,
            article.external_id,
            str(article.source),
            [
                (each.position, each.alt, each.caption, each.credit)
                for each in article.figures.all()
            ],
            [each.title for each in article.related_stories.all()],
        )
        for article in Article.objects.all()
    }


def forget() -> None:
    Capture.objects.all()._raw_delete("default")
    RawBytes.objects.all().delete()
    Article.objects.all().delete()
    Source.objects.all().delete()


NAMES = "title author body day time views url external_id source figures related".split()


def differing(before: dict[str, tuple[object, ...]]) -> dict[str, object]:
    """By key, the fields that are not as before, with both values."""
    after = shown()
    return {
        key: {
            name: pair
            for name, *pair in zip(NAMES, was, after[key], strict=True)
            if pair[0] != pair[1]
        }
        if key in after
        else "missing"
        for key, was in before.items()
        if was != after.get(key)
    }


def test_the_report_of_an_import_is_imported_back(articles, tmp_path):
    """It tells all but where in the text figures stand."""
    Figure.objects.update(position=0)
    before = shown()
    forget()
    path = tmp_path / "report.jsonl"
    path.write_text("\n".join(articles), encoding="utf-8")
    call_command("import_dumps", str(path), workers=0)
    assert differing(before) == {}
    assert Article.objects.count() == len(before)


def test_articles_as_json_are_imported_back(articles, tmp_path, client, rebuild_index):
    before = shown()
    pages = [client.get(f"/fa/articles/{key}.json").json() for key in before]
    forget()
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(page) + "\n" for page in pages), encoding="utf-8")
    call_command("import_dumps", str(path), workers=0)
    assert differing(before) == {}
    assert Article.objects.count() == len(before)


@pytest.mark.parametrize(
    "changed",
    [
        {"paragraphs": 5},
        {"paragraphs": [5]},
        {"figures": [{"alt": "x"}]},
        {"figures": None},
        {"published_gregorian": "1404/13/45"},
        {"time": "99:99"},
        {"views": "many"},
        {"source": None},
        {"title": ""},
        {"related": [{}]},
    ],
)
def test_a_report_that_somebody_has_spoilt_is_read_as_any_record(changed):
    line = {
        "outcome": "created",
        "key": "a",
        "title": "خبر ساختگی",
        "source": "خبرخانه",
        "author": "",
        "url": "",
        "external_id": "",
        "language": "fa",
        "published_gregorian": "2025-12-28",
        "jalali": "1404-10-07",
        "time": None,
        "views": None,
        "paragraphs": ["باران دیروز خیابان‌های شهر ساختگی را شست."],
        "figures": [],
        "related": [],
    }
    options = ParseOptions(date(2025, 12, 29))
    assert read_record(line, options).published_on == date(2025, 12, 28)
    read = read_record(line | changed, options)
    assert read.error or read.paragraphs

"""The one description of an article's fields, and that nobody begins a second one."""

import re
from datetime import date, time
from pathlib import Path

import pytest
from django.conf import settings

from articles import fields
from articles.dumps import ParsedItem
from articles.field_words import label_of, label_of_one, words_of
from articles.importing.content import content_of, keys_of
from articles.importing.preparing import content_hash, parsed_fields
from articles.models import Article

ROOT = Path(settings.BASE_DIR)
OTHER_COLUMNS = {
    "id",
    "key",
    "corrected_fields",
    "title_key",
    "body_key",
    "created_at",
    "updated_at",
}
"""What the model keeps about an article, and no dump or editor says."""

MOST_FILES = 8

ITEM = ParsedItem(
    text="",
    lines=(),
    title="فانوس",
    published_on=date(2025, 12, 28),
    published_time=time(9, 30),
    views=0,
    paragraphs=("نخست", "دوم"),
)


def test_every_column_of_the_model_is_a_field_or_about_the_article():
    columns = {column.name for column in Article._meta.concrete_fields}
    described = {field.name for field in fields.FIELDS}
    assert columns == (described - {*fields.PARTS}) | OTHER_COLUMNS


def test_the_keys_of_the_json_stand_in_the_order_of_the_contract():
    contract = (
        "language title source author url external_id published_gregorian jalali time views "
        "paragraphs figures related banner noise"
    ).split()
    assert list(fields.IN_JSON) == contract
    kept = [*contract, "date_text", "date_calendar", "spans"]
    assert list(parsed_fields(ITEM)) == kept
    assert list(fields.EMPTY) == kept[:-1]


def test_a_field_is_set_by_imports_or_editors_or_both():
    assert {*fields.CORRECTABLE, *fields.PARTS, *fields.DECISIONS} == {*fields.VERSIONED}
    assert not {*fields.CORRECTABLE} & {*fields.DECISIONS}
    assert {field.name for field in fields.FIELDS} - {*fields.VERSIONED} == {
        "views",
        "date_text",
        "date_calendar",
    }


@pytest.mark.parametrize("key", sorted(fields.EMPTY))
def test_a_capture_from_before_a_key_was_known_is_read_as_one_that_does_not_say_it(key):
    parsed = parsed_fields(ITEM)
    silent = parsed | {key: fields.EMPTY[key]}
    older = {name: value for name, value in parsed.items() if name != key}
    if key not in ("title", "paragraphs", "figures", "related"):  # always known
        assert content_of(older, keys_of(silent)) == content_of(silent, keys_of(silent))


def test_a_key_that_says_nothing_changes_no_hash_and_one_that_says_0_does():
    parsed = parsed_fields(ITEM)
    older = {name: value for name, value in parsed.items() if name not in ("author", "url")}
    assert content_hash(older) == content_hash(parsed)
    assert content_hash(parsed | {"views": None}) != content_hash(parsed)
    assert content_hash(parsed | {"author": "ن"}) != content_hash(parsed)
    assert content_hash(parsed | {"jalali": None, "noise": ["x"]}) == content_hash(parsed)


def test_every_field_has_a_label_and_words_for_nothing():
    for field in fields.FIELDS:
        assert label_of(field.name)
        assert label_of_one(field.name)
        assert words_of(field.name, None) == ""
    assert words_of("views", 0) == "۰"
    assert words_of("language", "fa") == "فارسی"
    assert words_of("published_on", ITEM.published_on) == "یکشنبه ۷ دی ۱۴۰۴ (۲۸ دسامبر ۲۰۲۵)"
    assert words_of("published_time", time(9, 5)) == "۰۹:۰۵"


def files_that_name(field):
    """Code and templates in which the name of a field stands as a word of its own."""
    word = re.compile(rf"(?<![\w-]){field}(?![\w-])")
    paths = [*(ROOT / "articles").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
    return {
        str(path.relative_to(ROOT))
        for path in paths
        if "migrations" not in path.parts and word.search(path.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize(
    ("field", "shown_in"),
    [
        ("external_id", {"templates/articles/_facts.html"}),
        ("date_text", {"templates/articles/_facts.html"}),
    ],
)
def test_a_field_is_named_where_it_is_read_kept_described_and_shown(field, shown_in):
    """What is imported, corrected, compared and exported is derived: a file that is added here is
    the beginning of another list by hand. Every input format says what it reads."""
    named = files_that_name(field)
    reads = {path for path in named if path.startswith("articles/dumps/")}
    own_rules = {"articles/views/article/formats.py"}  # the nested object, and the description
    assert named - reads - own_rules == {
        "articles/fields.py",
        "articles/models/articles.py",
        *shown_in,
    }
    of_the_text_dump = {path for path in reads if "/formats/" not in path}
    assert len(named - reads) + len(of_the_text_dump) <= MOST_FILES

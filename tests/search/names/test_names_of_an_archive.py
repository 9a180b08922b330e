"""A hundred places, people and organisations each, spelt by hand in three languages: a search for
one spelling finds the articles that have another, and first the right one.

Half of the table (its odd lines) was kept aside until the kinds of its faults were looked at, too;
the names of ``names_later.tsv`` were written after that and nothing was tuned on them. Beside what
is found the test has the simplest baseline: names only as typed.
"""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from pathlib import Path
from statistics import mean

import pytest
from django.db import transaction
from django.test import override_settings

from articles import search as engine
from articles.search import Search
from tests.factories import make_article
from tests.search.conftest import TODAY
from tests.search_engines import archive_in, rebuild_index

TABLE = Path(__file__).parent.parent / "tables" / "names.tsv"
LANGUAGES = ("fa", "ar", "en")


def read(table: Path) -> list[list[str]]:
    return [line.split("\t") for line in table.read_text("utf-8").splitlines()]


NAMES = read(TABLE)
LATER = read(TABLE.with_name("names_later.tsv"))
TEXTS = {
    "fa": "گزارش تازه‌ای دربارهٔ {} امروز منتشر شد و همه خواندند.",
    "ar": "نشر اليوم تقرير جديد عن {} وقرأه الجميع.",
    "en": "A new report about {} was published and read by everyone.",
}
LEAST_FIRST = {
    "tuned on": {"place": 0.97, "person": 0.91, "organisation": 0.91},
    "looked at": {"place": 0.97, "person": 0.87, "organisation": 0.86},
    "later": {"place": 0.97, "person": 0.93, "organisation": 0.79},
}
"""The share of the pairs of a kind where the right article of the other language is first; of all
pairs of each group together nine in ten. Most of the others are one word here and two there
(LinkedIn, لينكد إن), or names that do not sound alike (Renault, رنو)."""

LEAST_ALL = 0.9

pytestmark = pytest.mark.each_engine


@pytest.fixture(scope="module")
def named(django_db_setup, django_db_blocker, tmp_path_factory):
    """An archive with an article in each language for every name; their numbers by key."""
    folder = tmp_path_factory.mktemp("names")
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(**archive_in(folder)):
        articles = {}
        for number, (_kind, *spellings) in enumerate(NAMES + LATER):
            for language, name in zip(LANGUAGES, spellings, strict=True):
                article = make_article(
                    f"{number} {language}", language=language, body=TEXTS[language].format(name)
                )
                articles[article.pk] = (number, language)
        rebuild_index()
        yield folder, articles
        transaction.set_rollback(True)


@pytest.fixture
def first(db, settings, named):
    """The number of the first article of a language that a search finds."""
    folder, articles = named
    for name, value in archive_in(folder).items():
        setattr(settings, name, value)

    def find(text: str, language: str, **options) -> int | None:
        answer = engine.search(Search(text, TODAY, limit=100, **options))
        found = [articles[hit.article_id] for hit in answer.hits]
        return next((number for number, each in found if each == language), None)

    return find


def right(first, lines, **options) -> dict[str, list[bool]]:
    """For each kind, of every pair of languages whether the right spelling comes first."""
    found: dict[str, list[bool]] = {}
    for kind, *spellings in lines:
        by_language = dict(zip(LANGUAGES, spellings, strict=True))
        for typed, wanted in permutations(LANGUAGES, 2):
            number = first(by_language[typed], wanted, **options)
            is_right = number is not None and spelt(number, wanted) == by_language[wanted]
            found.setdefault(kind, []).append(is_right)
    return found


def spelt(number: int, language: str) -> str:
    return (NAMES + LATER)[number][1 + LANGUAGES.index(language)]


def test_the_right_spelling_in_the_other_languages_comes_first(first):
    groups = dict(zip(LEAST_FIRST, (NAMES[::2], NAMES[1::2], LATER), strict=True))
    typed = right(first, NAMES[::5], with_names=False)
    for group, lines in groups.items():
        found = right(first, lines)
        for kind, each in found.items():
            print(f"{group}: {kind} {mean(each):.3f}, as typed {mean(typed[kind]):.3f}")
            assert mean(each) >= LEAST_FIRST[group][kind]
            assert mean(each) > mean(typed[kind]) + 0.5
        assert mean(hit for each in found.values() for hit in each) >= LEAST_ALL


def test_the_table_has_a_hundred_of_each_kind():
    assert Counter(kind for kind, *_ in NAMES) == dict.fromkeys(
        ("place", "person", "organisation"), 100
    )


def test_names_can_be_switched_off(first):
    assert first("Trump", "fa") is not None
    assert first("Trump", "fa", with_names=False) is None


def test_what_was_typed_comes_before_what_was_not(db, settings, named):
    folder, articles = named
    for name, value in archive_in(folder).items():
        setattr(settings, name, value)
    for text, language in (("ترامپ", "fa"), ("ترامب", "ar"), ("Trump", "en"), ("Zarif", "en")):
        hits = engine.search(Search(text, TODAY)).hits
        languages = [articles[hit.article_id][1] for hit in hits]
        assert languages[0] == language
        assert set(languages) == set(LANGUAGES)


@pytest.mark.parametrize(
    "text", ["گزارش", "منتشر", "تقرير", "الجميع", "report", "everyone", "Published", "تازه همه"]
)
def test_everyday_words_are_no_names(db, settings, named, text):
    settings.DATA_DIR = named[0]
    assert engine.search(Search(text, TODAY)).names == []

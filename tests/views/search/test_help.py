"""The page that explains how to search: its examples do what it says of them."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from articles.search.language import keyboards, transliteration
from articles.search.language.query import Phrase, Prefix, Query, parse

TODAY = date(2025, 12, 28)

pytestmark = pytest.mark.django_db


def examples(client, language) -> list[Query]:
    response = client.get(f"/{language}/help/search/")
    assert response.status_code == 200
    links = html.fromstring(response.text).xpath('//*[@class="help__examples"]//dt/a')
    queries = []
    for link in links:
        address = urlsplit(link.get("href"))
        assert address.path == f"/{language}/search/"
        typed = parse_qs(address.query)["q"][0]
        assert link.text_content() == typed
        queries.append(parse(typed, reference=TODAY))
    return queries


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_examples_are_understood_as_they_are_explained(client, language):
    queries = examples(client, language)
    assert all(not query.notes for query in queries)
    two, phrase, minus, either, prefix, title, body, source, lang, not_lang = queries[:10]
    month, year, span, since, until, name, keyboard, latin = queries[10:]
    assert len(two.groups) == 2
    assert isinstance(phrase.clauses[0], Phrase)
    assert [clause.negated for clause in minus.clauses] == [False, True]
    assert len(either.groups) == 1
    assert len(either.clauses) == 2
    assert isinstance(prefix.clauses[0], Prefix)
    assert [query.clauses[0].field for query in (title, body)] == ["title", "body"]
    assert len(source.sources) == 1
    assert [each.language for each in lang.languages] == ["ar"]
    assert [(each.language, each.negated) for each in not_lang.languages] == [("en", True)]
    lengths = [(each.days()[0].last - each.days()[0].first).days for each in (month, year)]
    assert lengths[0] in (28, 29, 30)
    assert lengths[1] in (364, 365)
    assert [len(each.dates) for each in (span, since, until)] == [1, 1, 1]
    assert since.days()[0].last == date.max
    assert until.days()[0].first == date.min
    assert not name.filters
    assert keyboards.retyped(keyboard.text)[0] == "ایران"
    assert transliteration.ROMAN.distance(latin.text, "سلام") < 0.1


def test_the_help_leads_to_search_and_to_its_other_language(client):
    text = client.get("/fa/help/search/").text
    assert 'href="/ar/help/search/" lang="ar"' in text
    assert 'href="/fa/search/"' in text

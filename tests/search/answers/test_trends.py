"""Words over time: the index's numbers are those of a recount of the texts, word by word."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.calendars import Calendar, to_hijri, to_jalali
from articles.search.answers.filtering import Limits
from articles.search.answers.searching import Searcher
from articles.search.engine.documents import ANALYZER, IndexedArticle
from articles.search.names.expansion import NameTable
from articles.text.analyzer import STEM_MARKS
from tests.search.states import state_of

pytestmark = pytest.mark.each_engine

WORDS = (
    "روسیه روسيا وروسيا للروسية Russia Russian گاز گازهای الغاز 2025 ۲۰۲۵ کتاب‌ها کتاب می‌رود خانه ای"
).split()
LINES = (["روسیه", "روسيا", "Russia"], ["گاز"], ["کتاب ها"], ["۲۰۲۵"], ["گاز روسیه"], ["نیست"])
LANGUAGES = ("fa", "ar", "en", "und")
DAYS = st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2025, 5, 1)), st.just(date(1921, 3, 4)))
TEXTS = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)

MONTH_IN = {
    Calendar.JALALI: lambda day: to_jalali(day)[:2],
    Calendar.GREGORIAN: lambda day: (day.year, day.month),
    Calendar.HIJRI: lambda day: (to_hijri(day) or (None,))[:2],
}


@st.composite
def archives(draw):
    rows = draw(
        st.lists(st.tuples(st.sampled_from(LANGUAGES), DAYS, TEXTS, TEXTS, TEXTS), max_size=8)
    )
    return [
        IndexedArticle(pk, f"{pk:a>16}", language, pk % 3 or None, day, title, body, caption)
        for pk, (language, day, title, body, caption) in enumerate(rows, 1)
    ]


def recounted(articles, names, calendar):
    """How often one of the names stands in the texts: a word by the stem that its text's language
    gives it, or as it is if it is a number; several words once an article."""
    counted, words = Counter(), Counter()
    forms = [ANALYZER.query_forms(name) for name in names]
    wanted = {
        token for form in forms if len(form) == 1 for token in (form[0].stems or (form[0].exact,))
    }
    phrases = {tuple(ANALYZER.phrase(name)) for name in names}
    for article in articles:
        month = article.day and MONTH_IN[calendar](article.day)
        if not month or None in month:
            continue
        in_phrases = set()
        for text in (article.title, article.body, article.caption):
            tokens = ANALYZER.tokens(text, article.language)
            exact = [token.text for token in tokens]
            words[month] += len(tokens)
            counted[month] += sum(_counts_as(token, article.language) in wanted for token in tokens)
            in_phrases |= {
                phrase
                for phrase in phrases
                if len(phrase) > 1
                and any(tuple(exact[at : at + len(phrase)]) == phrase for at in range(len(exact)))
            }
        counted[month] += len(in_phrases)
    return +counted, +words


def _counts_as(token, language):
    if not token.stems:
        return token.text
    arabic = [stem for stem in token.stems if stem[0] == STEM_MARKS["ar"]]
    return arabic[0] if language == "ar" and arabic else token.stems[0]


@settings(max_examples=20)
@given(archives())
def test_trends_equal_a_recount(articles):
    searcher = Searcher(state_of(articles), NameTable(()))
    groups = [Limits(), Limits({"language": ["ar"]}), Limits(sources=[1, 0])]
    within = [
        articles,
        [each for each in articles if each.language == "ar"],
        [each for each in articles if each.source in (1, None)],
    ]
    found = searcher.trends(LINES, groups)

    for trends, of_group in zip(found, within, strict=True):
        for calendar in Calendar:
            for names, line in zip(LINES, trends.lines_in(calendar), strict=True):
                counted, words = recounted(of_group, names, calendar)
                assert line == counted, names
                assert +Counter(trends.words_in(calendar)) == words


def test_a_word_many_times_in_one_text_counts_each_time():
    day = date(2025, 3, 1)
    bodies = ["گاز " * 100_000, "گاز", "گاز گاز"]
    articles = [
        IndexedArticle(pk, f"{pk:a>16}", "fa", 1, day + timedelta(days=pk), "نفت", body, "")
        for pk, body in enumerate(bodies)
    ]
    [found] = Searcher(state_of(articles), NameTable(())).trends([["گاز"], ["نفت"]], [Limits()])

    gregorian = Calendar.GREGORIAN
    assert found.lines_in(gregorian) == [{(2025, 3): 100_003}, {(2025, 3): 3}]
    assert found.words_in(gregorian) == {(2025, 3): 100_006}

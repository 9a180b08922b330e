"""Which words are taken to mark an article."""

from __future__ import annotations

import tantivy

from articles.search.answers.more_like_this import LONGEST_BODY, words_that_mark
from articles.search.engine.documents import IndexedArticle
from articles.search.engine.remembered import MOST_WORDS, Remembered
from articles.search.index.documents import build_schema
from articles.search.index.queries import TantivyQueries


class Asked:
    """An index that is asked after words, all of which are in two articles of a thousand."""

    articles = 1_000
    queries = TantivyQueries(build_schema())

    def __init__(self) -> None:
        self.words: list[str] = []
        self.remembered = Remembered(1_000)

    def expect(self, tokens: object) -> None:
        pass

    def doc_freq(self, field: str, word: str) -> int:
        self.words.append(word)
        return 2


def article(title: str, body: str) -> IndexedArticle:
    return IndexedArticle(
        pk=1, key="k", language="fa", source=None, day=None, title=title, body=body, caption=""
    )


def test_each_word_of_title_and_body_is_asked_after_once():
    state = Asked()
    lanterns = article("فانوس", "پل و فانوس و پل")
    found = words_that_mark(state, lanterns)
    assert len(state.words) == len(set(state.words)) == 3
    assert isinstance(found, tantivy.Query)


def test_a_body_without_end_is_looked_at_where_it_begins():
    state = Asked()
    body = " ".join(f"واژه{number}" for number in range(50_000))
    words_that_mark(state, article("فانوس", body))
    assert len(state.words) < LONGEST_BODY / 5


def test_a_word_that_was_asked_after_is_not_asked_after_again():
    state = Asked()
    words_that_mark(state, article("فانوس", "پل"))
    first = len(state.words)
    words_that_mark(state, article("فانوس", "پل و بندر"))
    assert len(state.words) == len(set(state.words)) > first
    state.remembered = state.remembered.after_change(1_001)
    words_that_mark(state, article("فانوس", "پل"))
    assert len(state.words) > len(set(state.words))


def test_not_all_words_of_an_archive_are_kept():
    remembered = Remembered(1_000)
    for start in range(0, 3 * MOST_WORDS, 1_000):
        words = [f"w{number}" for number in range(start, start + 1_000)]
        assert remembered.articles_with(words, len) == {word: len(word) for word in words}
    assert len(remembered._articles_with) < MOST_WORDS + 1_000

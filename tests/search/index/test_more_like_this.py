"""Which words are taken to mark an article."""

from __future__ import annotations

import tantivy

from articles.search.index.documents import IndexedArticle
from articles.search.index.more_like_this import LONGEST_BODY, words_that_mark
from articles.search.index.remembered import MOST_WORDS, Remembered
from articles.search.index.schema import build_schema


class Asked:
    """A searcher that is asked after words, all of which are in two articles of a thousand."""

    num_docs = 1_000

    def __init__(self) -> None:
        self.words: list[str] = []

    def doc_freq(self, field: str, word: str) -> int:
        self.words.append(word)
        return 2


def article(title: str, body: str) -> IndexedArticle:
    return IndexedArticle(
        pk=1, key="k", language="fa", source=None, day=None, title=title, body=body, caption=""
    )


def test_each_word_of_title_and_body_is_asked_after_once():
    searcher = Asked()
    lanterns = article("فانوس", "پل و فانوس و پل")
    found = words_that_mark(searcher, build_schema(), lanterns, Remembered(1_000))
    assert len(searcher.words) == len(set(searcher.words)) == 3
    assert isinstance(found, tantivy.Query)


def test_a_body_without_end_is_looked_at_where_it_begins():
    searcher = Asked()
    body = " ".join(f"واژه{number}" for number in range(50_000))
    words_that_mark(searcher, build_schema(), article("فانوس", body), Remembered(1_000))
    assert len(searcher.words) < LONGEST_BODY / 5


def test_a_word_that_was_asked_after_is_not_asked_after_again():
    searcher, remembered = Asked(), Remembered(1_000)
    words_that_mark(searcher, build_schema(), article("فانوس", "پل"), remembered)
    first = len(searcher.words)
    words_that_mark(searcher, build_schema(), article("فانوس", "پل و بندر"), remembered)
    assert len(searcher.words) == len(set(searcher.words)) > first
    changed = remembered.after_change(1_001)
    words_that_mark(searcher, build_schema(), article("فانوس", "پل"), changed)
    assert len(searcher.words) > len(set(searcher.words))


def test_not_all_words_of_an_archive_are_kept():
    remembered = Remembered(1_000)
    for start in range(0, 3 * MOST_WORDS, 1_000):
        words = [f"w{number}" for number in range(start, start + 1_000)]
        assert remembered.articles_with(words, len) == {word: len(word) for word in words}
    assert len(remembered._articles_with) < MOST_WORDS + 1_000

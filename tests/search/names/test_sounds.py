"""Words that sound alike, and what is remembered of those looked at."""

from __future__ import annotations

from articles.search.language.transliteration import PERSIAN, ROMAN
from articles.search.names.sounds import Soundings, sounding_like

FREQUENT = {"ترامپ": 5, "ترامب": 3, "ترمز": 9, "الترامب": 2, "تهران": 7}


class Words:
    def __init__(self, most=100):
        self.soundings = Soundings(most)
        self.asked = []

    def frequency(self, word):
        return FREQUENT.get(word, 0)

    def expect_beginning(self, letters, limit):
        pass

    def beginning(self, letters, limit):
        self.asked.append(letters)
        return [each for each in FREQUENT.items() if each[0].startswith(letters)][:limit]

    def frequency_in(self, word, language):
        return self.frequency(word)

    def together(self, first, second):
        return 0


def like(words, word, spelling=ROMAN, **options):
    return [
        each.word for each in sounding_like(word, spelling, words, lambda letters: 0.4, **options)
    ]


def test_words_that_sound_alike_are_found_the_likeliest_first():
    assert like(Words(), "trump") == ["ترامپ", "ترامب"]
    assert like(Words(), "trump", with_article=True) == ["ترامپ", "ترامب", "الترامب"]
    assert like(Words(), "ترامپ", PERSIAN) == ["ترامب"]
    assert like(Words(), "tehran") == ["تهران"]
    assert like(Words(), "t") == like(Words(), "t" * 200) == []


def test_what_begins_alike_is_read_once_for_all_words():
    words = Words()
    first = like(words, "trump")
    asked = len(words.asked)

    assert like(words, "trump") == first
    assert like(words, "trumpp") == first
    assert len(words.asked) - asked < asked / 2


def test_when_too_many_words_are_remembered_all_are_forgotten():
    words = Words(most=1)
    found = [like(words, "trump"), like(words, "tehran"), like(words, "trump")]

    assert found == [["ترامپ", "ترامب"], ["تهران"], ["ترامپ", "ترامب"]]

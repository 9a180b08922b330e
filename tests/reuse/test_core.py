"""Passages in common: found in invented splices, the same both ways, and within bounds."""

from __future__ import annotations

import time
from collections import defaultdict
from itertools import combinations

import pytest

from articles.reuse.fingerprints import MOST, fingerprints
from articles.reuse.passages import Passage, passages, shared
from articles.reuse.words import MOST_WORDS, spans_of, words_of
from tests.reuse.splices import Invention

LEAST_F1 = 0.9
SECONDS = 5.0
"""Of the processor, for all hostile texts: more than ten times what they take."""

TAKEN = (
    "کشاورزان دشت پایین‌دست از کمبود آب در تابستان گذشته گلایه دارند و می‌گویند سهم آنان از سد "
    "تازه هنوز روشن نیست"
)


def both(one, other):
    return passages(words_of(one), words_of(other))


def test_words_are_equal_on_either_keyboard_and_stand_where_they_are_printed():
    assert words_of("كتابي، کِتابی") == words_of("کتابی کتابی")
    assert words_of("می‌رود") == words_of("می رود")
    assert [("دو، یک")[slice(*span)] for span in spans_of("دو، یک")] == ["دو", "یک"]
    text = "الكِتَابُ ۱۲٬۵۰۰ _ ok\u200cgo"
    assert len(words_of(text)) == len(spans_of(text))


def test_a_passage_is_found_between_other_words_with_its_edits():
    one = f"دیروز در شهر باران آمد {TAKEN} و مردم به خانه رفتند"
    other = TAKEN.replace("تابستان گذشته ", "بهار ").replace("تازه", "نو") + " پایان گزارش امروز"
    [found] = both(one, other)
    assert found == Passage((5, 28), (0, 22), 20)
    assert both(other, one) == [Passage(found.other, found.one, 20)]
    assert shared([found]) == (23, 22)


def test_parts_in_another_order_are_passages_of_their_own():
    first, second = TAKEN, TAKEN.replace("آب", "نان").replace("د", "ذ")
    [one, two] = both(f"{first} {second}", f"{second} میان این دو {first}")
    assert one.one[0] == 0
    assert two.other[0] == 0


def test_a_phrase_is_no_passage():
    assert (
        both("به گزارش خبرگزاری بامداد نو امروز در پایتخت برف آمد", "به گزارش خبرگزاری بامداد نو")
        == []
    )


@pytest.mark.parametrize("seed", [11, 12])
def test_words_of_splices_are_found(seed):
    texts = list(Invention(seed).texts(250))
    words = [words_of(text.body) for text in texts]
    holders = defaultdict(list)
    for number, each in enumerate(words):
        for value in fingerprints(each):
            holders[value].append(number)
    pairs = {pair for each in holders.values() for pair in combinations(each, 2)}
    found = {
        (later, at, earlier)
        for earlier, later in pairs
        for passage in passages(words[earlier], words[later])
        for at in range(*passage.other)
    }
    taken = {
        (later, at, origin)
        for later, text in enumerate(texts)
        for at, origin in enumerate(text.taken_from)
        if origin is not None
    }
    # What both took from a third text is in common too.
    wrong = {each for each in found - taken if texts[each[0]].taken_from[each[1]] is None}
    right = len(found & taken)
    precision, recall = right / (right + len(wrong)), right / len(taken)
    assert 2 * precision * recall / (precision + recall) >= LEAST_F1


HOSTILE = {
    "one word": "گاز " * 1_000,
    "one word of a megabyte": "x" * 1_000_000,
    "a megabyte of one line": "خبر و گزارش " * 45_000,
    "words in turn": " ".join(str(number % 7) for number in range(100_000)),
    "words four times": " ".join(str(number % 5_000) for number in range(20_000)),
    "marks": "ـًٌَ" * 100_000,
}


def test_hostile_texts_stay_within_their_bounds():
    start = time.process_time()
    words = {name: words_of(text) for name, text in HOSTILE.items()}
    for one in words.values():
        assert len(one) <= MOST_WORDS
        assert len(fingerprints(one)) <= MOST
        passages(one, one[1:])
    assert time.process_time() - start < SECONDS

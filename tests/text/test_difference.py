"""Differences between texts: nothing lost, words whole, work bounded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.difference import (
    STEPS,
    Effort,
    Kind,
    ParagraphDifference,
    Piece,
    difference,
    word_difference,
)

# Few letters, so that texts share much; spaces, marks and line ends of every sort.
TEXTS = st.text(alphabet="اب ab\u200c\u064b ،.\n\u202e۱۲", max_size=40)
PARAGRAPHS = st.lists(TEXTS, max_size=8)
EFFORTS = st.builds(Effort, st.sampled_from([0, 10, 100, STEPS]))


def kept(text):
    return Piece(Kind.KEPT, text)


def removed(text):
    return Piece(Kind.REMOVED, text)


def added(text):
    return Piece(Kind.ADDED, text)


@given(TEXTS, TEXTS, EFFORTS)
def test_joined_pieces_give_both_texts_back(before, after, effort):
    pieces = word_difference(before, after, effort)
    assert "".join(text for kind, text in pieces if kind is not Kind.ADDED) == before
    assert "".join(text for kind, text in pieces if kind is not Kind.REMOVED) == after
    assert all(text for _kind, text in pieces)


@given(PARAGRAPHS, PARAGRAPHS, EFFORTS)
def test_joined_paragraphs_give_both_texts_back(before, after, effort):
    found = difference(before, after, effort)
    assert [each.before for each in found if each.before is not None] == before
    assert [each.after for each in found if each.after is not None] == after


@given(PARAGRAPHS)
def test_a_text_does_not_differ_from_itself(text):
    assert all(each.is_kept for each in difference(text, text))


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", ()),
        ("پل چوبی", "پل چوبی", (kept("پل چوبی"),)),
        ("", "پل", (added("پل"),)),
        ("پل کهنه ماند", "پل نو ماند", (kept("پل "), removed("کهنه"), added("نو"), kept(" ماند"))),
        # A word with its half-space or its marks is one word.
        ("می‌رود", "می‌آید", (removed("می‌رود"), added("می‌آید"))),
        ("كُتب", "كَتب", (removed("كُتب"), added("كَتب"))),
        # Words that changed beside each other changed together.
        (
            "the old bridge fell",
            "the new house fell",
            (kept("the "), removed("old bridge"), added("new house"), kept(" fell")),
        ),
        ("۱۵ تن", "۱۶ تن", (removed("۱۵"), added("۱۶"), kept(" تن"))),
        ("سلام.", "سلام!", (kept("سلام"), removed("."), added("!"))),
        ("یک  دو", "یک دو", (kept("یک"), removed("  "), added(" "), kept("دو"))),
    ],
)
def test_words_change_whole(before, after, pieces):
    assert word_difference(before, after) == pieces


def test_paragraphs_that_are_alike_stand_beside_each_other():
    first, last = "بند نخست همان است.", "بند پایانی همان است."
    before = [first, "فانوس‌های رنگی بر پل آویخته شد.", last]
    after = [first, "نانوایی کوچه انار باز شد.", "فانوس‌های رنگی بر نرده آویخته شد.", last]
    found = difference(before, after)
    assert [(each.stood_before, each.stands_after, each.is_kept) for each in found] == [
        (True, True, True),
        (False, True, False),
        (True, True, False),
        (True, True, True),
    ]
    assert found[2].pieces == (
        kept("فانوس‌های رنگی بر "),
        removed("پل"),
        added("نرده"),
        kept(" آویخته شد."),
    )


def test_a_paragraph_of_other_words_is_a_new_one():
    found = difference(["باران دیروز بارید."], ["نان امروز گران شد!"])
    assert found == [
        ParagraphDifference((removed("باران دیروز بارید."),), stands_after=False),
        ParagraphDifference((added("نان امروز گران شد!"),), stood_before=False),
    ]


def test_without_effort_left_a_stretch_changes_as_a_whole():
    before, after = "یک دو سه چهار پنج", "یک شش سه هفت پنج"
    assert word_difference(before, after, Effort(0)) == (
        kept("یک "),
        removed("دو سه چهار"),
        added("شش سه هفت"),
        kept(" پنج"),
    )


class CountedEffort(Effort):
    refused = 0

    def spend(self, steps):
        granted = super().spend(steps)
        self.refused += not granted
        return granted


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["x y " * 20_000], ["y x " * 20_000]),
        (["x"] * 30_000 + ["a"], ["y", *["x"] * 30_000]),
        ([f"بند {n} کهنه" for n in range(8_000)], [f"بند {n} نو" for n in range(8_000)]),
    ],
    ids=["one paragraph", "equal paragraphs", "changed paragraphs"],
)
def test_long_texts_are_not_compared_beyond_the_effort(before, after):
    effort = CountedEffort()
    found = difference(before, after, effort)
    assert effort.refused
    assert [each.before for each in found if each.before is not None] == before
    assert [each.after for each in found if each.after is not None] == after


def test_an_effort_is_shared():
    effort = Effort(100)
    pairs = [(f"یک {n} دو کهنه", f"سه {n} چهار نو") for n in range(5)]
    whole = [len(word_difference(*pair, effort)) == 2 for pair in pairs]
    assert whole == sorted(whole)
    assert set(whole) == {False, True}

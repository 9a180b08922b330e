"""Learning the furniture of a source from its captures, on layouts that no table knows."""

import json
import random
from datetime import date

import pytest

from articles.dumps import ParsedItem, Role, formats
from articles.dumps.formats import ParseOptions
from articles.dumps.learning import MOST_LINES, SMALLEST, Distinct, Evidence, proposals
from articles.dumps.profiles import LineRule, Profile
from articles.text.folding import fold_key
from tests.source_layouts import KEPT_ASIDE, TUNED, Layout, Told

REFERENCE = date(2026, 1, 1)
LEARNT_FROM = 50
LAYOUTS = [*TUNED, *KEPT_ASIDE]


def parse(text: str, profiles=None) -> ParsedItem:
    options = ParseOptions(REFERENCE, profiles=profiles or {})
    return formats.parse("text", text.encode(), "utf-8", options)


def parsed(item: ParsedItem) -> dict:
    return {
        "title": item.title,
        "author": item.author,
        "paragraphs": list(item.paragraphs),
        "related": [story.title for story in item.related],
        "noise": list(item.noise),
        "banner": list(item.banner),
    }


def learn(layout: Layout, count: int = LEARNT_FROM) -> dict[str, Profile]:
    draw = random.Random(layout.source)
    evidence: dict[str, Evidence] = {}
    for number in range(count):
        item = parse(layout.dump(draw, number).text)
        evidence.setdefault(fold_key(item.source), Evidence()).add(parsed(item))
    return {
        name: Profile(
            {each.pattern: LineRule(Role.NOISE, False) for each in proposals(found)}, ((name, 1),)
        )
        for name, found in evidence.items()
    }


def correct(told: Told, item: ParsedItem) -> list[bool]:
    return [
        item.title == told.title,
        item.source == told.source,
        item.published_on == told.day,
        item.paragraphs == told.paragraphs,
    ]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.source)
def test_from_fifty_items_of_a_new_layout_fields_are_right_and_no_sentence_is_lost(layout):
    profiles = learn(layout)
    draw = random.Random(f"judged {layout.source}")
    without, learnt, sentences, lost = [], [], 0, 0
    for number in range(1_000, 1_300):
        told = layout.dump(draw, number)
        without += correct(told, parse(told.text))
        item = parse(told.text, profiles)
        learnt += correct(told, item)
        sentences += len(told.paragraphs)
        lost += len(set(told.paragraphs) - set(item.paragraphs))
    assert sum(without) / len(without) < 0.8  # else there was nothing to learn
    assert sum(learnt) / len(learnt) >= 0.98
    assert sentences > 1_600  # of all layouts: more than 10,000
    assert lost == 0


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.source)
def test_nothing_of_the_articles_is_proposed(layout):
    draw = random.Random(3)
    evidence = Evidence()
    for number in range(400):
        evidence.add(parsed(parse(layout.dump(draw, number).text)))
    own = {fold_key(line) for line in (*layout.words.subheads, *layout.words.refrains)}
    assert own.isdisjoint(each.pattern for each in proposals(evidence))


def capture(*paragraphs: str, number: int = 0, **fields: object) -> dict:
    prose = f"The weavers of house {number} have sold {number + 3} carpets at the market today."
    last = f"They will weave again in the winter of the year after number {number} is done."
    return {
        "title": f"Weavers of house {number}",
        "paragraphs": [prose, *paragraphs, last],
    } | fields


def evidence_of(captures) -> Evidence:
    evidence = Evidence()
    for each in captures:
        evidence.add(each)
    return evidence


def patterns(evidence: Evidence) -> list[str]:
    return [each.pattern for each in proposals(evidence)]


def test_a_proposal_tells_count_bodies_chance_and_examples():
    evidence = evidence_of(capture(f"Shelf {n}", number=n) for n in range(20))
    [proposal] = proposals(evidence)
    assert proposal.pattern == "shelf ‹#›"
    assert (proposal.captures, proposal.bodies, proposal.of) == (20, 20, 20)
    assert proposal.examples == ("Shelf 4", "Shelf 5", "Shelf 6")
    assert proposal.chance < 1e-15


def test_one_article_scraped_a_hundred_times_teaches_nothing():
    assert patterns(evidence_of(capture("From our shelves", number=7) for _ in range(100))) == []


def test_a_subheading_that_some_articles_share_is_not_furniture():
    captures = [capture(*["In numbers"] * (n % 8 == 0), number=n) for n in range(200)]
    assert patterns(evidence_of(captures)) == []


def test_a_line_that_ends_a_sentence_is_never_proposed():
    thanks = "Thank you for reading."
    assert patterns(evidence_of(capture(thanks, number=n) for n in range(100))) == []
    ends = [capture(number=n) for n in range(100)]
    for each in ends:
        each["paragraphs"].append(thanks)
    assert patterns(evidence_of(ends)) == []


def test_a_busy_reporter_is_not_furniture_but_a_button_read_as_one_is():
    half = [capture(number=n, author="Sara Dashti" if n % 2 else "Omid") for n in range(200)]
    assert patterns(evidence_of(half)) == []
    button = [capture(number=n, author="Reading lamp on") for n in range(50)]
    assert patterns(evidence_of(button)) == ["reading lamp on"]


def test_the_titles_of_a_column_are_titles():
    captures = [capture(number=n, title=f"Market prices of day {n}") for n in range(100)]
    assert patterns(evidence_of(captures)) == []
    daily = [
        capture(number=n) | ({"title": "Picture of the day"} if n % 3 else {}) for n in range(99)
    ]
    assert patterns(evidence_of(daily)) == []


def test_what_is_known_as_furniture_already_is_not_proposed():
    captures = [capture(number=n, noise=["Share"], banner=["Our bay"]) for n in range(50)]
    assert patterns(evidence_of(captures)) == []


def test_few_captures_prove_nothing():
    assert patterns(evidence_of(capture("From our shelves", number=n) for n in range(4))) == []


def test_what_one_article_says_is_not_kept():
    own = capture("A word of this article", number=1, author="Sara Dashti")
    stored = json.dumps(evidence_of([own] * 50).as_json())
    for word in ("word", "Sara", "Weavers", "weavers"):
        assert word not in stored


def test_the_counts_can_be_stored_and_continued():
    captures = [capture(f"Shelf {n}", number=n, noise=["Share"]) for n in range(250)]
    once = evidence_of(captures)
    stored = Evidence()
    for each in captures:
        stored = Evidence.from_json(json.loads(json.dumps(stored.as_json())))
        stored.add(each)
    assert stored == once


def test_memory_stays_flat():
    evidence = Evidence()
    for number in range(3_000):
        lines = [f"Line {chr(97 + k)} of {_letters(number)}" for k in range(20)]
        evidence.add(capture(*lines, "From our shelves", number=number))
        assert len(evidence.lines) <= 2 * MOST_LINES + 25
    assert patterns(evidence) == ["from our shelves"]
    assert len(json.dumps(evidence.as_json())) < 1_000_000


def _letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(number))


@pytest.mark.parametrize("count", [0, 1, 63, SMALLEST, 1_000, 20_000])
def test_the_number_of_different_bodies_is_estimated(count):
    draw = random.Random(count)
    distinct = Distinct()
    hashes = [draw.getrandbits(48) for _ in range(count)]
    for hash_ in (*hashes, *hashes):
        distinct.add(hash_)
    assert abs(len(distinct) - count) <= (0 if count < SMALLEST else count * 0.4)
    assert len(distinct.hashes) <= SMALLEST

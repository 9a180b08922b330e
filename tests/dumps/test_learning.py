"""Learning the habits of a source from its captures, on layouts that no table knows."""

import json
import random
from datetime import date

import pytest

from articles.dumps import ParsedItem, Role, WarningCode, formats
from articles.dumps.formats import ParseOptions
from articles.dumps.learning import (
    MOST_LINES,
    SMALLEST,
    Distinct,
    Evidence,
    LineEvidence,
    proposals,
)
from articles.dumps.profiles import LineRule, Profile
from articles.importing.preparing import parsed_fields
from articles.text.folding import fold_key
from tests.source_layouts import KEPT_ASIDE, LABELLED, TUNED, Layout, Told

REFERENCE = date(2026, 1, 1)
LEARNT_FROM = 50
LAYOUTS = [*TUNED, *KEPT_ASIDE, *LABELLED]


def parse(text: str, profiles=None) -> ParsedItem:
    options = ParseOptions(REFERENCE, profiles=profiles or {})
    return formats.parse("text", text.encode(), "utf-8", options)


def learn(layout: Layout, count: int = LEARNT_FROM) -> dict[str, Profile]:
    draw = random.Random(layout.source)
    evidence: dict[str, Evidence] = {}
    for number in range(count):
        item = parse(layout.dump(draw, number).text)
        evidence.setdefault(fold_key(item.source), Evidence()).add(
            parsed_fields(item), item.warnings
        )
    return {
        name: Profile(
            {each.pattern: LineRule(each.role, False, each.value) for each in proposals(found)},
            ((name, 1),),
        )
        for name, found in evidence.items()
    }


def correct(told: Told, item: ParsedItem) -> list[bool]:
    return [
        item.title == told.title,
        item.source == told.source,
        item.published_on == told.day,
        item.paragraphs == told.paragraphs,
        tuple(story.title for story in item.related) == told.related,
        tuple(figure.caption for figure in item.figures) == told.captions,
    ]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.source)
def test_from_fifty_items_of_a_new_layout_fields_are_right_and_no_sentence_is_lost(layout):
    profiles = learn(layout)
    draw = random.Random(f"judged {layout.source}")
    without, learnt, sentences, lost = [], [], 0, 0
    for number in range(1_000, 1_200):
        told = layout.dump(draw, number)
        without += correct(told, parse(told.text))
        item = parse(told.text, profiles)
        learnt += correct(told, item)
        sentences += len(told.paragraphs)
        lost += len(set(told.paragraphs) - set(item.paragraphs))
    assert sum(without) / len(without) < 0.85  # else there was nothing to learn
    assert sum(learnt) / len(learnt) >= 0.98
    assert sentences > 1_050  # of all layouts: more than 10,000
    assert lost == 0


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.source)
def test_nothing_of_the_articles_is_proposed(layout):
    draw = random.Random(3)
    evidence = Evidence()
    for number in range(250):
        item = parse(layout.dump(draw, number).text)
        evidence.add(parsed_fields(item), item.warnings)
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


# -- labels ---------------------------------------------------------------------------------------

NAMES = ("Dana Merrow", "Ilse Quarry", "Tam Oakes")


def proposed(captures, warnings=()) -> list[tuple[str, Role]]:
    evidence = Evidence()
    for each in captures:
        evidence.add(each, warnings)
    return [(each.pattern, each.role) for each in proposals(evidence)]


def test_a_label_with_other_words_each_time_is_one_habit():
    captures = [
        capture(f"Kites of {_letters(n)} / Lens: {NAMES[n % 3]}", number=n) for n in range(30)
    ]
    assert proposed(captures) == [("‹…› / lens: ‹…›", Role.CAPTION)]
    same = [capture(f"Kites of day {n} / Lens: {NAMES[n % 3]}", number=n) for n in range(30)]
    assert proposed(same) == [("‹…› / lens: ‹…›", Role.CAPTION)]
    offers = [
        capture(f"Next shelf: the ovens of row {_letters(n)} open", number=n) for n in range(30)
    ]
    assert proposed(offers) == [("next shelf: ‹…›", Role.RELATED_ITEM)]
    below = [capture(number=n) for n in range(30)]
    for number, each in enumerate(below):
        each["paragraphs"].append(f"Bound by: {NAMES[number % 3]}")
    assert proposed(below) == [("bound by: ‹…›", Role.NOISE)]


def test_a_line_that_is_always_the_same_is_no_label():
    captures = [capture("Shelf: the oldest", number=n) for n in range(30)]
    assert proposed(captures) == [("shelf: the oldest", Role.NOISE)]


def test_a_label_that_begins_sentences_is_none():
    captures = [capture(f"Our neighbour: the ovens of row {n} open.", number=n) for n in range(50)]
    assert proposed(captures) == []


def test_titles_offered_articles_and_known_furniture_have_no_labels():
    captures = [
        capture(
            number=n,
            title=f"Dale: {_letters(n)} kites",
            noise=[f"Topics: {_letters(n)}"],
            related=[f"Council: {_letters(n)} lanterns"],
        )
        for n in range(50)
    ]
    assert proposed(captures) == []


def test_a_line_above_lists_is_their_heading():
    captures = [
        capture("Walk on", f"Kites of {_letters(n)}", f"Ovens of {_letters(n)}", number=n)
        for n in range(30)
    ]
    assert proposed(captures) == [("walk on", Role.RELATED_HEADING)]


# -- days and heads -------------------------------------------------------------------------------


def values(captures, warnings=()) -> list[str]:
    evidence = Evidence()
    for number, each in enumerate(captures):
        evidence.add(each, warnings[number] if warnings else ())
    return [each.value for each in proposals(evidence) if each.value]


def dated(*texts: str, calendar: str = "gregorian") -> list[dict]:
    return [
        capture(number=n, date_text=text, date_calendar=calendar) for n, text in enumerate(texts)
    ]


def test_days_tell_that_the_month_comes_first():
    assert values(dated(*(f"05/{day}/2025" for day in range(13, 29)))) == ["month-first"]
    assert values(dated(*(f"{day}/05/2025" for day in range(13, 29)))) == []
    assert values(dated(*(f"05/0{day}/2025" for day in range(1, 10)))) == []  # they tell nothing
    mixed = [f"05/{day}/2025" for day in range(13, 29)] + [
        f"{day}/05/2025" for day in range(13, 20)
    ]
    assert values(dated(*mixed)) == []
    assert values(dated(*["05/13/2025"] * 4)) == []


def test_one_article_does_not_tell_the_form_of_days():
    one = dated("05/13/2025")[0]
    assert values([one] * 100) == []


def test_days_tell_that_numbers_are_lunar():
    lunar = dated(*(f"1447/05/{day}" for day in range(10, 29)), calendar="hijri")
    assert values(lunar) == ["hijri"]
    solar = dated(*(f"1404/05/{day}" for day in range(10, 29)), calendar="jalali")
    assert values(solar) == []
    assert values([*solar, *lunar]) == []


def headed(number: int, *below: str, title_at: int = 60, banner=()) -> dict:
    spans = {"title": [title_at, title_at + 20], "date": [30, 40], "source": [50, 58]}
    fields = capture(number=number, spans=spans, banner=list(banner))
    fields["paragraphs"][:0] = below
    return fields


OPEN = (WarningCode.TITLE_BY_PLACE,)


def test_sure_titles_tell_where_open_ones_stand():
    heads = [headed(n, f"A lead of words like {_letters(n)}") for n in range(20)]
    assert values([*heads, headed(99)], [()] * 20 + [OPEN]) == ["date source title lead"]
    assert values(heads) == []  # where no title is open there is nothing to propose
    plain = [headed(n) for n in range(20)]
    assert values([*plain, headed(99)], [()] * 20 + [OPEN]) == []
    few = [*plain[:17], *heads[:3]]
    assert values([*few, headed(99)], [()] * 20 + [OPEN]) == []


def test_a_slogan_above_titles_is_no_kicker():
    varied = [headed(n, banner=[f"Said at the mill of {_letters(n)}"]) for n in range(20)]
    assert values([*varied, headed(99)], [()] * 20 + [OPEN]) == ["date source kicker title"]
    slogan = [headed(n, banner=["News of the whole dale"]) for n in range(20)]
    assert values([*slogan, headed(99)], [()] * 20 + [OPEN]) == []


def test_what_forms_tell_of_heads_does_not_count():
    heads = [headed(n, f"A lead of words like {_letters(n)}") | {"spans": {}} for n in range(20)]
    assert values([*heads, headed(99)], [()] * 20 + [OPEN]) == []


def test_counts_of_an_earlier_release_are_read():
    old = [3, "shelf", 9, {"edge": 9}, [1, 2, 3], ["Shelf"]]
    assert LineEvidence.from_json(old).count == 9
    stored = {"captures": 9, "bodies": [1, 2, 3], "lines": {"a1": old}}
    assert Evidence.from_json(stored).facts == {}


def test_the_order_of_captures_does_not_matter():
    captures = [
        headed(n, f"A lead of words like {_letters(n)}")
        | {"date_text": f"05/{13 + n}/2025", "date_calendar": "gregorian"}
        for n in range(15)
    ]
    for each in captures:
        each["paragraphs"].insert(-1, f"Lens: {NAMES[len(each['title']) % 3]} of {each['title']}")
    captures.append(headed(99))
    warnings = [()] * 15 + [OPEN]
    found = []
    for order in (1, -1):
        evidence = Evidence()
        for each, codes in list(zip(captures, warnings, strict=True))[::order]:
            evidence.add(each, codes)
        found.append([each._replace(examples=()) for each in proposals(evidence)])
    assert found[0] == found[1]
    assert len(found[0]) == 3

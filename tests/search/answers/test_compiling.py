"""Queries against a small index in memory: what matches, how it ranks, and how much work it is."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.calendars import DayRange
from articles.search.answers.compiling import Compiler
from articles.search.answers.filtering import Limits
from articles.search.engine.documents import ANALYZER, IndexedArticle
from articles.search.engine.protocol import Wanted
from articles.search.language.query import MAX_FILTERS, MAX_WORDS, parse
from articles.search.names.expansion import NameTable
from articles.text.highlight import Highlighter
from tests.search.states import state_of

TODAY = date(2026, 11, 20)
FIRST_DAY = date(2025, 12, 1)
MOST_TERMS = 9_000
"""Terms that one query may look for; measured at most 8,100 (64 names)."""

ZWNJ = "\u200c"


@cache
def names():
    return NameTable.build([("بغداد", "زوراء")])


pytestmark = pytest.mark.each_engine


class Shelf:
    """Articles in memory, numbered from 1, a day apart; each is (language, title, body)."""

    def __init__(self, *articles, caption=""):
        shelved = []
        for pk, (language, title, body) in enumerate(articles, 1):
            day = FIRST_DAY + timedelta(days=pk - 1)
            key = f"{pk:0>16}".translate(str.maketrans("0189", "abcd"))
            article = IndexedArticle(pk, key, language, pk % 3, day, title, body, caption)
            shelved.append(article)
        self.state = state_of(shelved)

    def compile(self, text, limits=None, *, with_names=True):
        compiler = Compiler(
            self.state,
            ANALYZER,
            names=names() if with_names else None,
            sources_named=lambda name: {"یک": [1], "هیچ": []}.get(name, [1, 2]),
        )
        return compiler.compile(parse(text, reference=TODAY), limits or Limits())

    def find(self, text, limits=None, *, least=None, with_names=True):
        matching = self.compile(text, limits, with_names=with_names).matching(least)
        return [hit.article for hit in self.state.find(Wanted(matching, 1000)).hits]

    def scores(self, text):
        found = self.state.find(Wanted(self.compile(text).matching(), 1000))
        return [hit.score for hit in found.hits]


@pytest.fixture(scope="module")
def shelf():
    return Shelf(
        ("fa", "کتاب‌های باران", "باران بر بام کتابخانه بارید."),
        ("ar", "كتب المطر", "سافر إلى روسيا مع كتابه."),
        ("en", "Books of rain", "An e-mail came from Russia by co-op van."),
        ("fa", "روسیه", "از روسیه نامه‌ای رسید."),
        ("fa", "بام", "برف بارید و باران بند آمد."),
        ("ar", "الزوراء", "مدينة قديمة."),
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("باران", {1, 5}),
        ("باران بام", {1, 5}),
        ("باران کتاب", {1}),
        ("باران -کتابها", {5}),
        ("-باران", {2, 3, 4, 6}),
        ("-باران -روسیه", {2, 3, 6}),  # without this word, not without Russia
        ('-"باران بند"', {1, 2, 3, 4, 6}),
        ("باران OR روسیه", {1, 2, 3, 4, 5}),
        ("باران OR -باران", {1, 2, 3, 4, 5, 6}),
        ("title:باران", {1}),
        ("body:باران", {1, 5}),
        ("-title:باران باران", {5}),
        ('"باران بر بام"', {1}),
        ('"بام بر باران"', set()),
        ('"باران کتاب"', set()),
        ("بار*", {1, 5}),
        ("title:بار*", {1}),
        ("-بار*", {2, 3, 4, 6}),
        ("co-op", {3}),
        ("-co-op", {1, 2, 4, 5, 6}),
        ("-co-operation", {1, 2, 3, 4, 5, 6}),  # «co» alone is not what was excluded
        ("باران lang:ar", set()),
        ("lang:ar", {2, 6}),
        ("lang:ar lang:en", {2, 3, 6}),
        ("-lang:fa", {2, 3, 6}),
        ("منبع:یک", {1, 4}),
        ("-منبع:یک", {2, 3, 5, 6}),
        ("منبع:هیچ", set()),
        ("-منبع:هیچ", {1, 2, 3, 4, 5, 6}),
        ("date:2025-12-02", {2}),
        ("date:2025-12-02 OR date:2025-12-04", {2, 4}),
        ("from:2025-12-05", {5, 6}),
        ("from:2025-12-02 to:2025-12-03", {2, 3}),
        ("-date:2025-12-02 from:2025-12-02", {3, 4, 5, 6}),
        ("from:2025-12-05 to:2025-12-02", set()),
        ("روسیه", {2, 3, 4}),
        ("Russia", {2, 3, 4}),
        ("Russia lang:en", {3}),
        ("بغداد", {6}),
    ],
)
def test_what_matches(shelf, text, found):
    assert set(shelf.find(text)) == found


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        (Limits(), {1, 2, 3, 4, 5, 6}),
        (Limits(chosen={"language": ["ar"]}), {2, 6}),
        (Limits(chosen={"language": ["tlh"]}), set()),
        (Limits(sources=[0, 1]), {1, 3, 4, 6}),
        (Limits(sources=[9]), set()),
        (Limits(days=DayRange(FIRST_DAY, FIRST_DAY)), {1}),
        (Limits(days=DayRange(date.min, date.max)), {1, 2, 3, 4, 5, 6}),
        (Limits({"language": ["fa"]}, [1], DayRange(date(2025, 12, 2), date.max)), {4}),
    ],
)
def test_limits_hold_beside_any_words(shelf, limits, found):
    assert set(shelf.find("", limits)) == found
    assert set(shelf.find("باران", limits)) == found & {1, 5}
    assert set(shelf.find("باران lang:fa", limits)) == found & {1, 5}


@pytest.mark.parametrize(("least", "found"), [(None, set()), (3, {1}), (2, {1, 5}), (1, {1, 2, 5})])
def test_some_of_the_words(shelf, least, found):
    assert set(shelf.find("باران بام کتاب کهکشان", least=least)) == found


def test_limits_hold_for_some_of_the_words_too(shelf):
    assert shelf.find("باران کهکشان lang:ar", least=1) == []


def test_the_title_weighs_more_than_the_body_and_the_body_more_than_a_caption():
    shelf = Shelf(("fa", "برف", "باران"), ("fa", "باران", "برف"))
    assert shelf.find("باران") == [2, 1]
    shelf = Shelf(("fa", "برف", "باران"), ("fa", "برف", "مه"), caption="باران")
    assert shelf.find("باران") == [1, 2]


def test_the_form_that_was_typed_ranks_above_its_other_forms():
    shelf = Shelf(("fa", "", "کتابی دیگر"), ("fa", "", "کتاب دیگر"), ("fa", "", "کتابها دیگر"))

    assert shelf.find("کتاب")[0] == 2
    assert shelf.find("کتابها")[0] == 3


def test_what_was_typed_ranks_above_its_names_in_other_languages_however_rare_these_are():
    common = [("fa", "خبر", "روسیه " + "واژه " * 200)] * 95
    rare = ("en", "Russia", "Russia, Russia")
    shelf = Shelf(rare, *common, *[("fa", "باران", "برف")] * 4)

    assert shelf.find("روسیه")[-1] == 1
    assert shelf.find("Russia")[0] == 1
    assert shelf.find("روسیه", with_names=False)[-1] != 1


def test_filters_add_nothing_to_the_score(shelf):
    alone = shelf.scores("باران")
    filtered = "باران lang:fa منبع:هردو from:2025-12-01 -کهکشان"

    assert shelf.scores(filtered) == pytest.approx(alone)


def test_equal_articles_come_the_newest_first():
    shelf = Shelf(*[("fa", "باران", "برف")] * 50)

    assert shelf.find("باران") == list(range(50, 0, -1))


def test_an_editors_name_is_searched_for_beside_the_typed_one(shelf):
    assert shelf.compile("بغداد").expansions[0].others == ("Baghdad", "زوراء")
    assert shelf.find("بغداد", with_names=False) == []


HOSTILE = {
    "10,000 letters": "ا" * 10_000,
    "10,000 words": "ab " * 3_334,
    "operators": '-*|": OR «»„' * 200,
    "a minus": "-",
    "a star": "*",
    "NUL": "\x00" * 50 + "باران",
    "lone surrogates": "\ud800باران\udfff \udc00",
    "right-to-left overrides": "\u202eباران\u202c \u202e",
    "a thousand alternatives": " OR ".join(f"w{number}" for number in range(1000)),
    "64 words": " ".join(f"واژه{number}" for number in range(64)),
    "64 names": "آمریکا کنگو امارات روسیه " * 16,
    "64 names as alternatives": "|".join(["کنگو", "آمریکا"] * 32),
    "64 prefixes": "با* " * 64,
    "a prefix of 2,000 letters": "ا" * 1990 + "*",
    "a prefix of 500 signs": "\U00010900" * 500 + "*",
    "a phrase of 64 words": '"' + "باران " * 64 + '"',
    "32 phrases": '"باران بر" ' * 32,
    "64 exclusions": "-باران " * 64,
    "compounds of 50 parts": " ".join([ZWNJ.join("ک" * 50)] * 20),
    "64 compounds": " ".join([ZWNJ.join("کبدف")] * 64),
    "32 filters": "منبع:یک " * 32,
    "32 languages": "lang:fa " * 32,
    "40 spans of days": "date:1404 -date:1403/05 " * 20,
    "marks on one letter": "ا" + "\u0651" * 1_900,
    "a ligature of four words": "ﷺ" * 500,
    "a ligature as prefix": "ﷺ*",
    "digits": "1,234,567" * 200,
    "pictures": "😀" * 1_000 + " 😀*",
    "digits between letters": "ا1" * 900,
    "digits between letters, in few words": "ا1ب2پ3 " * 10,
    "words parted by hyphens": "-".join(["باران"] * 200),
    "verbs with a space": "می رود " * 64,
    "proclitics": "وبالکتاب " * 64,
    "a pattern": ".*[a-z]+(باران)?* \\w*",
    "an engine's syntax": "title_exact:باران AND body_stem:[a TO b] +x ~2 ^3 {} /re/",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_queries_run_in_bounded_work(shelf, text):
    compiled = shelf.compile(text)
    shown = repr(compiled.matching())
    terms = sum(shown.count(f"{kind}Query") for kind in ("Term", "Phrase", "Regex"))

    assert len(compiled.groups) <= MAX_WORDS
    assert len(compiled.required + compiled.excluded) <= MAX_WORDS + MAX_FILTERS
    assert terms <= MOST_TERMS
    shelf.find(text)
    shelf.find(text, least=1)


SIGNS = st.sampled_from(
    [
        *'-−*|:："«»“”„()., \u200c\u200d\u200f\u202e\x00\ud800\n_ـ٪ﷺ😀',
        *"OR title: عنوان: منبع: lang: date: از: تا: .. 1404 1404/10/07 باران کتاب‌ها".split(),
        *"Russia روسیه می‌رود ک‌ت‌ا‌ب ۱۲٬۳۴۵ co-op 〇 Ⅳ ² ½ ๏ ᠎ a̐ é ß ﬁ".split(),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(SIGNS, max_size=30).map(" ".join),
    st.lists(st.one_of(SIGNS, st.characters()), max_size=40).map("".join),
)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_compiles_and_runs(shelf, text):
    shelf.find(text)
    shelf.find(text, Limits(chosen={"language": ["fa"]}, days=DayRange(FIRST_DAY, TODAY)), least=1)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_words_that_were_read_are_words_that_are_searched_for(shelf, text):
    """A query of words never turns into a query for everything."""
    query = parse(text, reference=TODAY)
    wanted = [group for group in query.groups if len(group) > 1 or not group[0].negated]
    compiled = shelf.compile(text)

    assert bool(compiled.groups) == bool(wanted)
    assert len(compiled.excluded) >= len(query.groups) - len(wanted)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(["fa", "ar", "en", "und"]))
def test_marked_text_joins_back_to_the_text(shelf, query, text, language):
    highlighter = Highlighter(ANALYZER, shelf.compile(query).terms)

    assert "".join(run.text for run in highlighter.mark(text, language)) == text
    for fragment in highlighter.fragments(text, language, length=20):
        shown = "".join(run.text for run in fragment.runs)
        assert shown == text[fragment.start : fragment.end]


COMPOUNDS = (
    ("fa", "یک", "رئیس‌جمهور دیروز رسید."),
    ("fa", "دو", "رئيس جمهور دیروز رسید."),
    ("fa", "سه", "درآمد او دیروز رسید."),
    ("fa", "چهار", "او در آمد و نشست."),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"رئیس جمهور"', {1, 2}),
        ('"رئیس‌جمهور"', {1, 2}),
        ('"رئیس جمهور دیروز رسید"', {1, 2}),
        ('"جمهور رئیس"', set()),
        ('"در آمد"', {4}),
        ('"درآمد"', {3}),
    ],
)
def test_a_quoted_compound_is_found_with_zwnj_or_a_space_but_not_in_one_piece(text, found):
    assert set(Shelf(*COMPOUNDS).find(text)) == found


def test_what_a_quoted_compound_found_is_marked():
    shelf = Shelf(*COMPOUNDS)
    highlighter = Highlighter(ANALYZER, shelf.compile('"رئیس جمهور"').terms)
    marked = [run.text for run in highlighter.mark("رئیس‌جمهور دیروز رسید", "fa") if run.is_match]
    assert marked == ["رئیس‌جمهور"]


@pytest.fixture(scope="module")
def common():
    """Articles with words that carry nothing, in one order and another."""
    return Shelf(
        ("fa", "یک", "او از در آمد و رفت"),
        ("fa", "دو", "در از چوب است و او را از در آمد می‌بیند"),
        ("fa", "سه", "در و از با هم آمد. که در آن از"),
    )


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("از در", [1, 2]),
        ("در از", [2]),
        ("که در", [3]),
        ("از در آمد", [1, 2]),
        ("او از در آمد", [1]),
        ("که در آن از", [3]),
        ("در از آمد", []),
    ],
)
def test_words_that_carry_nothing_stand_side_by_side_in_a_phrase(common, phrase, found):
    assert sorted(common.find(f'"{phrase}"')) == found
    assert sorted(common.find(f'متن:"{phrase}"')) == found
    assert common.find(f'عنوان:"{phrase}"') == []


def test_a_phrase_of_two_words_that_carry_nothing_needs_no_places(common):
    [group] = common.compile('"از در"').groups

    assert "PhraseQuery" not in repr(group.query)
    assert group.most == 2

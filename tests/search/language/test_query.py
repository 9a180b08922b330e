"""The query language: what is a clause, a filter, an operator, and what is only text."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.calendars import DayRange, read_days
from articles.search.language.query import (
    MAX_FILTERS,
    MAX_LENGTH,
    MAX_WORDS,
    DateFilter,
    LanguageFilter,
    NoteCode,
    Phrase,
    Prefix,
    SourceFilter,
    Word,
    parse,
    without,
)
from articles.search.language.query_words import (
    COLONS,
    FIELD_WORDS,
    LANGUAGE_NAMES,
    MINUS_SIGNS,
    Field,
)

REFERENCE = date(2026, 6, 1)
DEY_7 = DayRange(date(2025, 12, 28), date(2025, 12, 28))
DEY = DayRange(date(2025, 12, 22), date(2026, 1, 20))
YEAR_1404 = DayRange(date(2025, 3, 21), date(2026, 3, 20))


def read(text):
    return parse(text, reference=REFERENCE)


def written(query):
    """A query in a short form that shows its structure: groups of clauses, then filters."""
    return [" | ".join(map(short, group)) for group in query.groups], [
        short(each) for each in query.filters
    ]


def short(part):
    minus = "-" if part.negated else ""
    match part:
        case LanguageFilter(language=language):
            return f"{minus}lang:{language}"
        case SourceFilter(text=text):
            return f"{minus}source:{text}"
        case DateFilter(text=text, field=field):
            return f"{minus}{field}:{text}"
        case Phrase(text=text):
            body = f'"{text}"'
        case Prefix(text=text):
            body = f"{text}*"
        case Word(text=text):
            body = text
    return f"{minus}{part.field}:{body}" if part.field else f"{minus}{body}"


def clauses(text):
    query = read(text)
    assert query.filters == ()
    return written(query)[0]


def filters(text):
    query = read(text)
    assert query.groups == ()
    return written(query)[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سیل تهران", ["سیل", "تهران"]),
        ("فيضان  في\tالبصرة\n", ["فيضان", "في", "البصرة"]),
        ("flood, relief!", ["flood", "relief"]),
        ("کتاب‌ها co-op 14:30", ["کتاب‌ها", "co-op", "14:30"]),
        ("سیل\u00a0تهران", ["سیل", "تهران"]),
        ("ﷺ", ["ﷺ"]),
        ("كَتَبَ", ["كَتَبَ"]),
    ],
)
def test_words_are_parted_by_space_and_lose_outer_punctuation(text, expected):
    assert clauses(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        '"سیل تهران"',
        "«سیل تهران»",
        "»سیل تهران«",
        "‹سیل تهران›",
        "“سیل تهران”",
        "”سیل تهران“",
        "„سیل تهران“",
        "„سیل تهران”",
        "„سیل تهران‟",
        '“سیل تهران"',
        "＂سیل تهران＂",
        '\u200f"سیل تهران\u200c"\u200e',
    ],
)
def test_quotation_marks_of_every_kind_make_a_phrase(text):
    assert clauses(text) == ['"سیل تهران"']


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"سیل تهران', ["سیل", "تهران"]),
        ("سیل« تهران", ["سیل", "تهران"]),
        ('"سیل" "تهران', ['"سیل"', "تهران"]),
        ('screen 24" wide', ["screen", "24", "wide"]),
        ('""', []),
        ("«»", []),
    ],
)
def test_a_quotation_mark_without_its_pair_is_text(text, expected):
    assert clauses(text) == expected


def test_a_phrase_needs_no_space_around_it():
    assert clauses("خبر«سیل تهران»امروز") == ["خبر", '"سیل تهران"', "امروز"]


@pytest.mark.parametrize("minus", "-" + MINUS_SIGNS)
def test_every_sign_of_minus_excludes_what_follows_it(minus):
    assert clauses(f"سیل {minus}تهران") == ["سیل", "-تهران"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('-"سیل تهران"', ['-"سیل تهران"']),
        ("-سیل*", ["-سیل*"]),
        ("-عنوان:سیل", ["-title:سیل"]),
        ("عنوان:-سیل", ["-title:سیل"]),
        ("-سیل -flood", ["-سیل", "-flood"]),
        ("\u202b-سیل\u202c", ["-سیل"]),
        ("\u200c-\u200cسیل", ["-سیل"]),
    ],
)
def test_a_minus_excludes_clauses_of_every_kind(text, expected):
    assert clauses(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سیل - تهران", ["سیل", "تهران"]),
        ("--سیل", ["سیل"]),
        ("سیل-", ["سیل"]),
        ("—سیل", ["سیل"]),
        ("ـسیل", ["ـسیل"]),
        ("-", []),
    ],
)
def test_a_dash_that_is_no_minus_is_text(text, expected):
    assert clauses(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سیل*", ["سیل*"]),
        ("flo＊", ["flo*"]),
        ("في٭", ["في*"]),
        ("عنوان:سیل*", ["title:سیل*"]),
        ("*", []),
        ("* * **", []),
        ("*سیل", ["سیل"]),
        ("سی*ل", ["سی*ل"]),
        ('"سیل*"', ['"سیل"']),
    ],
)
def test_a_star_after_a_word_asks_for_its_beginning(text, expected):
    assert clauses(text) == expected


def test_a_star_after_a_single_letter_is_left_out_with_a_note():
    query = read("سیل ا*")

    assert written(query)[0] == ["سیل", "ا"]
    assert [(note.code, note.start, note.end) for note in query.notes] == [
        (NoteCode.SHORT_PREFIX, 4, 6)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سیل OR زلزله", ["سیل | زلزله"]),
        ("سیل | زلزله", ["سیل | زلزله"]),
        ("سیل|زلزله", ["سیل | زلزله"]),
        ("سیل ｜ زلزله", ["سیل | زلزله"]),
        ("a || b", ["a | b"]),
        ("a OR OR b", ["a | b"]),
        ("a OR b OR c", ["a | b | c"]),
        ("a b OR c d", ["a", "b | c", "d"]),
        ('a OR "b c"', ['a | "b c"']),
        ("a OR -b", ["a | -b"]),
        ("title:a OR body:b", ["title:a | body:b"]),
        ("a \u202aOR\u202c b", ["a | b"]),
    ],
)
def test_or_joins_its_neighbours(text, expected):
    assert clauses(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OR", ["OR"]),
        ("OR gate", ["OR", "gate"]),
        ("gate OR", ["gate", "OR"]),
        ("|", []),
        ("| a |", ["a"]),
        ("a or b", ["a", "or", "b"]),
        ("سیل یا زلزله", ["سیل", "یا", "زلزله"]),
        ("فيضان أو زلزال", ["فيضان", "أو", "زلزال"]),
        ("ORACLE", ["ORACLE"]),
        ('"a OR b"', ['"a OR b"']),
    ],
)
def test_or_elsewhere_and_everyday_words_for_it_are_text(text, expected):
    assert clauses(text) == expected


def test_or_beside_a_filter_is_left_out_with_a_note():
    query = read("سیل OR زبان:عربی")

    assert written(query) == (["سیل"], ["lang:ar"])
    assert [note.code for note in query.notes] == [NoteCode.OR_BESIDE_FILTER]


def test_or_between_filters_of_one_kind_needs_no_note():
    query = read("lang:fa OR lang:ar")

    assert (written(query)[1], query.notes) == (["lang:fa", "lang:ar"], ())


@pytest.mark.parametrize(
    ("field", "word"),
    [(field, word) for field in (Field.TITLE, Field.BODY) for word in FIELD_WORDS[field].split()],
)
def test_a_field_word_limits_a_clause(field, word):
    assert clauses(f"{word}:سیل تهران") == [f"{field}:سیل", "تهران"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(title:a OR title:b) c", ["title:a | title:b", "c"]),
        ('("a b" OR c)', ['"a b" | c']),
        ("(-a)", ["-a"]),
        ("--title:a", ["title:a"]),
        ('"title:a', ["title:a"]),
    ],
)
def test_brackets_and_open_quotation_marks_before_an_operator_mean_nothing(text, expected):
    assert clauses(text) == expected


@pytest.mark.parametrize("colon", ":" + COLONS)
def test_every_sign_of_colon_ends_a_field_word(colon):
    assert clauses(f"عنوان{colon}سیل") == ["title:سیل"]


@pytest.mark.parametrize(
    "text",
    [
        "عنوان: سیل",
        "عنوان : سیل",
        "\u200fعنوان\u200f:\u200fسیل",
        "عنوان\u200c:\u200cسیل",
        "عُنوان:سیل",
        "ﻋﻨﻮﺍﻥ:سیل",
        "TITLE:سیل",
    ],
)
def test_a_field_word_may_be_spaced_marked_or_pointed(text):
    assert clauses(text) == ["title:سیل"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("عنوان:«سیل تهران»", ['title:"سیل تهران"']),
        ('title:"a b" c', ['title:"a b"', "c"]),
        ('title:"a b', ["title:a", "b"]),
    ],
)
def test_a_field_word_limits_a_phrase(text, expected):
    assert clauses(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("نویسنده:سیل", ["نویسنده:سیل"]),
        ("https://example.org/a", ["https://example.org/a"]),
        ("عنوان:", ["عنوان"]),
        ("title: OR x", ["title | x"]),
        ("title: |", ["title"]),
        ('title:"', ["title"]),
        (":سیل", ["سیل"]),
    ],
)
def test_an_unknown_or_empty_field_is_text(text, expected):
    assert clauses(text) == expected


def test_a_field_word_before_another_field_is_text():
    assert written(read("title:lang:fa")) == (["title"], ["lang:fa"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("منبع:ایسنا", ["source:ایسنا"]),
        ("المصدر: «عين اليوم»", ["source:عين اليوم"]),
        ("source:x source:y", ["source:x", "source:y"]),
        ("-source:x", ["-source:x"]),
    ],
)
def test_a_source_is_a_filter(text, expected):
    assert filters(text) == expected


@pytest.mark.parametrize(
    ("language", "name"),
    [(language, name) for language, line in LANGUAGE_NAMES.items() for name in line.split()],
)
def test_a_language_has_names_in_every_language(language, name):
    assert filters(f"زبان:{name}") == [f"lang:{language}"]


def test_a_language_may_be_excluded():
    assert filters("-اللغة:العربية") == ["-lang:ar"]


def test_an_unknown_language_is_a_note_and_no_filter():
    query = read("سیل lang:klingon")

    assert written(query) == (["سیل"], [])
    assert [(note.code, note.start, note.end) for note in query.notes] == [
        (NoteCode.UNKNOWN_LANGUAGE, 4, 16)
    ]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("date:1404/10/07", DEY_7),
        ("date:2025-12-28", DEY_7),
        ("date:28 December 2025", DEY_7),
        ('date:"28 December 2025"', DEY_7),
        ("تاریخ:۷ دی ۱۴۰۴", DEY_7),
        ("تاریخ: یکشنبه ۷ دی ۱۴۰۴", DEY_7),
        ("التاريخ:٢٨ ديسمبر/كانون الأول ٢٠٢٥", DEY_7),
        ("التاريخ: «٢٨ ديسمبر ٢٠٢٥»", DEY_7),
        ("date:1404/10", DEY),
        ("date:دی ۱۴۰۴", DEY),
        ("date:2025-12", DayRange(date(2025, 12, 1), date(2025, 12, 31))),
        ("date:1404", YEAR_1404),
        ("date:رجب 1447", DayRange(date(2025, 12, 21), date(2026, 1, 19))),
        ("date:1404/10/07..1404/10/20", DayRange(date(2025, 12, 28), date(2026, 1, 10))),
        ("date:1404/10/20..1404/10/07", DayRange(date(2025, 12, 28), date(2026, 1, 10))),
        ("date:1404/10/07…2026-01-10", DayRange(date(2025, 12, 28), date(2026, 1, 10))),
        ("تاریخ:۷ دی ۱۴۰۴ تا ۲۰ دی ۱۴۰۴", DayRange(date(2025, 12, 28), date(2026, 1, 10))),
        ("التاريخ:2025-12-28 إلى 2026-01-10", DayRange(date(2025, 12, 28), date(2026, 1, 10))),
        ("date:2025-12-28 - 2026-01-10", DayRange(date(2025, 12, 28), date(2026, 1, 10))),
        ("date:1404/10/07..", DayRange(date(2025, 12, 28), date.max)),
        ("date:..1404/10/07", DayRange(date.min, date(2025, 12, 28))),
        ("from:2025-12", DayRange(date(2025, 12, 1), date.max)),
        ("از:۱۴۰۴/۱۰", DayRange(date(2025, 12, 22), date.max)),
        ("من: 1404", DayRange(date(2025, 3, 21), date.max)),
        ("to:1404", DayRange(date.min, date(2026, 3, 20))),
        ("إلى: ديسمبر 2025", DayRange(date.min, date(2025, 12, 31))),
        ("از:1404/10/07 تا 1404/10/20", DayRange(date(2025, 12, 28), date(2026, 1, 10))),
    ],
)
def test_a_date_in_any_calendar_and_precision_is_a_range_of_days(text, days):
    query = read(text)

    assert (query.groups, query.notes) == ((), ())
    assert query.days() == (days,)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("date:1404 market", ["market"]),
        ("date:1404 to market", ["to", "market"]),
        ("date:1404/10/07 2025-12-01", ["2025-12-01"]),
        ("تاریخ:دی ۱۴۰۴ سیل تهران", ["سیل", "تهران"]),
        ("date:1404/10/07 -سیل", ["-سیل"]),
        ('date:1404/10/07 "سیل"', ['"سیل"']),
        ("date:28 December 2025 title:flood", ["title:flood"]),
    ],
)
def test_a_date_ends_where_the_words_are_no_date_any_more(text, words):
    query = read(text)

    assert written(query)[0] == words
    assert len(query.dates) == 1


@pytest.mark.parametrize(
    "text", ["date:1404/13/45", "تاریخ:دیروز", "from:soon", 'to:"some day"', "date:1.."]
)
def test_a_bad_date_is_a_note_and_no_filter(text):
    query = read(f"سیل {text}")

    assert written(query) == (["سیل"], [])
    assert [(note.code, note.start, note.end) for note in query.notes] == [
        (NoteCode.BAD_DATE, 4, 4 + len(text))
    ]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("سیل", None),
        ("date:1404/10 date:2025-12", (DayRange(date(2025, 12, 1), date(2026, 1, 20)),)),
        (
            "date:2025-12-28 date:2025-12-01",
            (DayRange(date(2025, 12, 1), date(2025, 12, 1)), DEY_7),
        ),
        ("from:2025-12-28 to:2025-12-28", (DEY_7,)),
        ("date:1404 from:1404/10/07 to:2025-12-28", (DEY_7,)),
        ("from:2026 to:2025", ()),
        ("-from:2026", (DayRange(date.min, date(2025, 12, 31)),)),
        (
            "date:2025-12-27..2025-12-29 -date:2025-12-28",
            (
                DayRange(date(2025, 12, 27), date(2025, 12, 27)),
                DayRange(date(2025, 12, 29), date(2025, 12, 29)),
            ),
        ),
        ("date:2025 -date:2024..2026", ()),
    ],
)
def test_date_filters_together_leave_days(text, days):
    assert read(text).days() == days


@pytest.mark.parametrize("text", ["", " ", "\n\u200f\u200c", "!? … -", "\x00", "\ud800", "👁️"])
def test_a_query_of_signs_alone_is_empty(text):
    query = read(text)

    assert query.is_empty
    assert query.notes == ()


def test_a_query_of_filters_alone_is_not_empty():
    assert not read("lang:fa").is_empty


def test_control_characters_and_lone_surrogates_part_words():
    assert clauses("سیل\x00تهران\ud83dflood") == ["سیل", "تهران", "flood"]


def test_marks_of_direction_are_left_out_of_words():
    assert clauses("سی\u200fل") == ["سیل"]


def test_spans_take_in_minus_field_and_quotation_marks():
    text = 'سیل -عنوان: «a b» \u200fزبان:عربی "c"'
    query = read(text)

    parts = [*query.clauses, *query.filters]
    assert [text[each.start : each.end] for each in parts] == [
        "سیل",
        "-عنوان: «a b»",
        '"c"',
        "زبان:عربی",
    ]


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("سیل تهران", 0, "تهران"),
        ("a OR b OR c d", 1, "a OR c d"),
        ("a OR b c", 0, "b c"),
        ('a -"b c" lang:fa', 1, "a lang:fa"),
        ("a lang:fa title:b", 2, "a title:b"),
        ("date:28 December 2025 a", 1, "a"),
        ("date:1404 سیل دی", 0, "دی date:1404"),
        ("a", 0, ""),
    ],
)
def test_a_part_is_taken_out_of_the_text(text, number, rest):
    query = read(text)

    assert without(query, [*query.clauses, *query.filters][number]) == rest


def left_out(query):
    return [query.text[n.start : n.end] for n in query.notes if n.code is NoteCode.LEFT_OUT]


def test_words_above_the_limit_are_left_out_with_a_note():
    query = read("a " * MAX_WORDS + "b c")

    assert len(query.clauses) == MAX_WORDS
    assert left_out(query) == ["b c"]


def test_a_long_phrase_is_shortened_to_the_limit_with_a_note():
    query = read('"' + "a " * MAX_WORDS + 'b c"')

    assert query.clauses[0].text == " ".join("a" * MAX_WORDS)
    assert left_out(query) == [" b c"]


def test_a_word_of_many_parts_counts_as_many():
    query = read("-".join("a" * (MAX_WORDS + 1)) + " b")

    assert written(query)[0] == ["b"]


def test_a_thousand_alternatives_are_cut_to_the_limit():
    query = read(" OR ".join(f"w{number}" for number in range(1000)))

    assert [len(group) for group in query.groups] == [MAX_WORDS]
    assert len(left_out(query)) == 1


def test_filters_count_apart_from_words_and_have_their_own_limit():
    query = read("a " * MAX_WORDS + "lang:fa " * MAX_FILTERS + "lang:ar")

    assert len(query.filters) == MAX_FILTERS
    assert left_out(query) == ["lang:ar"]


def test_text_above_the_limit_is_left_out_between_words():
    query = read("ab! " + "؟" * (MAX_LENGTH - 7) + " xyz")

    assert written(query)[0] == ["ab"]
    assert left_out(query) == [" xyz"]


def test_a_single_word_above_the_limit_is_cut():
    query = read("ا" * (MAX_LENGTH + 5))

    assert query.clauses[0].text == "ا" * MAX_LENGTH
    assert left_out(query) == ["ا" * 5]


OPERATORS = st.sampled_from(
    [
        *'-−*|:："«»“”„()., \u200c\u200f\u202e\x00\ud800\n',
        *"OR title: عنوان: منبع: lang: date: از: تا: .. 1404 1404/10/07 دی ۱۴۰۴ سیل a- ﷺ".split(),
    ]
)


@given(st.one_of(st.text(), st.lists(OPERATORS, max_size=40).map(" ".join)))
def test_any_text_is_read_without_an_error(text):
    read(text).days()


@given(st.lists(st.one_of(OPERATORS, st.characters()), max_size=60).map("".join))
def test_spans_lie_in_the_text_in_order_and_apart(text):
    query = read(text)

    for parts in (query.clauses, query.filters):
        assert list(parts) == sorted(parts, key=lambda part: part.start)
    spans = sorted((part.start, part.end) for part in (*query.clauses, *query.filters))
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(start < end for start, end in spans)
    assert all(0 <= note.start < note.end <= len(text) for note in query.notes)
    assert not edges or 0 <= edges[0] <= edges[-1] <= len(text)


@given(st.lists(OPERATORS, max_size=40).map("".join))
def test_clauses_hold_text_that_can_be_stored_and_searched(text):
    for clause in read(text).clauses:
        assert clause.text.encode().strip()
        assert "\x00" not in clause.text


@given(st.lists(OPERATORS, max_size=20).map(" ".join))
def test_days_are_apart_and_in_order(text):
    days = read(text).days() or ()

    edges = [edge for each in days for edge in (each.first, each.last)]
    assert edges == sorted(edges)


@given(st.text())
def test_reading_days_never_raises(text):
    read_days(text, reference=REFERENCE)


@pytest.mark.parametrize(
    "unit",
    ["سیل ", "-", '"', "«", "date:1404 ", "date:1404/10/07..", "a OR ", " ", "a :", "x", "ﷺ", "*"],
)
def test_ten_times_the_text_takes_no_more_than_ten_times_as_long(unit):
    def seconds(length):
        text = (unit * length)[:length]
        started = time.thread_time()
        read(text)
        return time.thread_time() - started

    short_time = min(seconds(1_000) for _ in range(3))
    long_time = min(seconds(10_000) for _ in range(3))
    assert long_time < 10 * short_time

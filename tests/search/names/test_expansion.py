"""Names across languages: what is understood as a name, and what else is searched for."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.names.expansion import (
    NAME_LANGUAGES,
    NameTable,
    known_groups,
    name_in_prose,
)
from articles.search.names.tables import (
    ALSO_WORDS,
    COMMON_WORDS,
    DAILY_LANGUAGE_NAMES,
    DAILY_TERRITORY_NAMES,
    LANGUAGES,
    UNUSED_TERRITORIES,
)
from articles.text.folding import fold_key, fold_spaceless

TABLE = NameTable.build()


def others(text, table=TABLE):
    """The other names of the one name in a text; none when there is no name."""
    expansions = table.expand(text.split())
    assert len(expansions) <= 1
    return expansions[0].others if expansions else ()


def found(text, table=TABLE):
    return [each.found for each in table.expand(text.split())]


@pytest.mark.parametrize(
    "names",
    [
        "روسیه, روسيا, Russia",
        "چین, الصين, China",
        "ژاپن, اليابان, Japan",
        "هند, الهند, India",
        "ترکیه, تركيا, Turkey",
        "سوریه, سوريا, Syria",
        "عراق, العراق, Iraq",
        "امارات, الإمارات, UAE",
        "آمریکا, أميركا, USA",
        "ایالات متحده, الولايات المتحدة, United States",
        "بریتانیا, بريطانيا, Britain",
        "انگلیس, المملكة المتحدة, UK",
        "عربستان سعودی, السعودية, Saudi Arabia",
        "عربستان, المملكة العربية السعودية, KSA",
        "کره جنوبی, كوريا الجنوبية, South Korea",
        "کره شمالی, كوريا الشمالية, North Korea",
        "مراکش, المغرب, Morocco",
        "آفریقای جنوبی, جنوب أفريقيا, South Africa",
        "ساحل عاج, كوت ديفوار, Ivory Coast",
        "هنگ کنگ, هونغ كونغ, Hong Kong",
        "میانمار, ميانمار, Burma",
        "سازمان ملل, الأمم المتحدة, United Nations",
        "اتحادیه اروپا, الاتحاد الأوروبي, EU",
        "خاورمیانه, الشرق الأوسط, Middle East",
        "نوار غزه, قطاع غزة, Gaza Strip",
        "روسی, الروسية, Russian",
        "فارسی, الفارسية, Persian",
        "عربی, العربية, Arabic",
        "انگلیسی, الإنجليزية, English",
    ],
)
def test_a_name_in_one_language_finds_it_in_the_others(names):
    for typed in names.split(", "):
        searched = [fold_spaceless(name) for name in (typed, *others(typed))]
        for name in names.split(", "):
            assert any(each in fold_spaceless(name) for each in searched)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("روسیه", ("روسيا", "Russia", "Russian Federation")),
        ("روسيا", ("روسیه", "Russia", "Russian Federation")),
        ("Russia", ("روسیه", "روسيا", "Russian Federation")),
        (
            "فلسطین",
            ("سرزمین‌های فلسطینی", "الأراضي الفلسطينية", "Palestine", "Palestinian Territories"),
        ),
        ("مصر", ("Egypt",)),
    ],
)
def test_the_other_names_come_by_language_without_the_one_typed(text, expected):
    assert others(text) == expected


@pytest.mark.parametrize("text", ["آمریکا", "امریکا", "أمريكا", "آمريكا", "أَمْرِيكَا", "AMERICA"])
def test_spelling_that_folds_to_the_same_is_one_name(text):
    assert "الولايات المتحدة" in others(text)


@pytest.mark.parametrize(
    "text",
    ["کره جنوبی", "کرهٔ جنوبی", "کره‌ی جنوبی", "کره ی جنوبی", "کره‌جنوبی", "كره جنوبي", "کرۀ جنوبی"],
)
def test_a_name_of_two_words_is_known_however_they_are_joined(text):
    assert others(text)[-2:] == ("South Korea", "Republic of Korea")


@pytest.mark.parametrize("text", ["U.S.A.", "u.s.a", "Guinea-Bissau", "guinea bissau"])
def test_punctuation_in_a_name_does_not_count(text):
    assert found(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("وروسيا", "Russia"),
        ("بروسيا", "Russia"),
        ("لروسيا", "Russia"),
        ("وبروسيا", "Russia"),
        ("والصين", "China"),
        ("بالصين", "China"),
        ("للصين", "China"),
        ("وللصين", "China"),
        ("صين", "China"),
        ("ومصر", "Egypt"),
        ("وكوريا الجنوبية", "South Korea"),
        ("بالولايات المتحدة", "United States"),
        ("للإمارات", "UAE"),
    ],
)
def test_an_arabic_name_is_known_with_prefixes_and_without_article(text, name):
    assert name in others(text)


def test_a_name_with_a_prefix_offers_the_name_without_it():
    assert "روسيا" in others("وروسيا")


@pytest.mark.parametrize(
    "text", ["پروسیه", "بچین", "ویونان‌زمین", "روسیه‌ای", "چینش", "to go", "us a", "us"]
)
def test_words_that_only_hold_a_name_are_no_names(text):
    assert others(text) == ()


@pytest.mark.parametrize(
    "word", [*COMMON_WORDS.split(), *ALSO_WORDS.split(), "مالي", "وقطر", "لعمان"]
)
def test_a_name_that_is_a_common_word_is_not_understood(word):
    assert others(word) == ()


def test_a_name_that_almost_always_means_something_else_is_not_searched_for():
    assert others("Mali") == ("جمهوری مالی", "کشور مالی", "جمهورية مالي", "دولة مالي")


def test_a_name_that_is_a_word_too_is_searched_for():
    assert others("Qatar") == ("قطر",)


@pytest.mark.parametrize("month", "مهر آذر دی بهمن مارس May أيار تموز محرم".split())
def test_names_of_months_stay_out(month):
    assert others(month) == ()


def test_longer_names_win_over_the_shorter_ones_inside_them():
    words = "سفر به جمهوری دموکراتیک کنگو و ایالات متحده آمریکا".split()

    assert [(each.start, each.end, each.found) for each in TABLE.expand(words)] == [
        (2, 5, "جمهوری دموکراتیک کنگو"),
        (6, 9, "ایالات متحده آمریکا"),
    ]


def test_names_side_by_side_are_each_found():
    assert found("روسیه چین South Korea") == ["روسیه", "چین", "South Korea"]


def test_a_longer_name_that_holds_a_searched_one_is_left_out():
    assert "ایالات متحده آمریکا" not in others("USA")


def test_a_country_comes_before_the_language_of_the_same_letters():
    assert others("روسية") == ("روسيا", "Russia", "Russian Federation")
    assert "سلوفاكيا" in others("اسلواکی")


def test_languages_and_countries_are_groups_of_their_own():
    assert "Russia" not in others("روسی")
    assert "Russian" not in others("روسیه")


def test_editors_names_count_beside_those_of_cldr():
    table = NameTable.build([{"ایسنا", "إسنا", "ISNA"}, {"Russia", "Россия"}])

    assert set(others("ISNA", table)) == {"ایسنا", "إسنا"}
    assert {"روسيا", "Россия"} < set(others("Russia", table))
    assert "Russia" in others("Россия", table)


def test_editors_names_are_not_held_back_by_the_stop_lists():
    table = NameTable.build([["مالي", "Mali"]])

    assert "Mali" in others("مالي", table)
    assert "مالي" in others("Mali", table)


@pytest.mark.parametrize("group", [[], [""], ["!", "؟"], ["a"], ["a", "A"], ["\ud800", "\x00"]])
def test_editors_groups_without_two_names_change_nothing(group):
    table = NameTable.build([group])

    assert others("a", table) == ()
    assert others("Russia", table) == others("Russia")


def test_every_group_has_a_name_in_every_language():
    assert [
        group.key for group in known_groups() if not all(map(group.names.get, NAME_LANGUAGES))
    ] == []


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Russia", "Russia"),
        ("Myanmar (Burma)", "Myanmar"),
        ("میانمار [برمه]", "میانمار"),
        ("Cocos (Keeling) Islands", "Cocos Islands"),
        ("هونغ كونغ الصينية (منطقة إدارية خاصة)", "هونغ كونغ الصينية"),
        ("هنگ‌کنگ، منطقهٔ ویژهٔ اداری چین", "هنگ‌کنگ"),
        ("St. Helena, Ascension & Tristan da Cunha", "St. Helena"),
        ("One (1, 2), Two", "One"),
        ("Congo - Kinshasa", "Congo Kinshasa"),
        ("تيمور – ليشتي", "تيمور ليشتي"),
        ("Guinea-Bissau", "Guinea-Bissau"),
        ("Trinidad&Tobago", "Trinidad and Tobago"),
        ("(Burma)", "(Burma)"),
        (", Ascension", ", Ascension"),
        ("One (two", "One (two"),
        ("", ""),
        (" (, - ) ", ""),
    ],
)
def test_a_name_of_cldr_is_understood_as_running_text_has_it(printed, name):
    assert name_in_prose(printed) == name


@given(st.text("aب,،()[] -–&‌!", max_size=40))
def test_every_printed_name_with_a_letter_gives_one_that_is_understood(printed):
    assert bool(fold_spaceless(name_in_prose(printed))) is any(map(str.isalpha, printed))


def test_a_thing_is_known_by_the_names_that_cldr_lists_with_commas_and_brackets():
    assert set(others("سانت هيلينا")) == {"سنت هلن", "St. Helena"}
    assert "هنگ‌کنگ" in others("Hong Kong")
    assert "Cocos Islands" in others("جزر كوكوس")
    assert found("Congo Kinshasa") == ["Congo Kinshasa"]
    assert "Congo" not in others("Congo Kinshasa")


def test_every_code_in_the_tables_is_one_of_cldr():
    keys = {group.key for group in known_groups()}

    assert {f"territory:{code}" for code in DAILY_TERRITORY_NAMES} <= keys
    assert {f"language:{code}" for code in DAILY_LANGUAGE_NAMES} <= keys
    assert {f"territory:{code}" for code in UNUSED_TERRITORIES.split()}.isdisjoint(keys)
    assert len(LANGUAGES.split()) == len(set(LANGUAGES.split()))


def test_a_table_is_the_same_however_often_it_is_built():
    again = NameTable.build()

    for group in known_groups():
        for names in group.names.values():
            for name in names:
                assert again.expand(name.split()) == TABLE.expand(name.split())


def test_a_table_is_built_within_a_tenth_of_a_second():
    started = time.thread_time()
    NameTable.build([[f"name {number}", f"نام {number}"] for number in range(100)])
    assert time.thread_time() - started < 0.1


WORDS = st.one_of(
    st.text(),
    st.sampled_from("روسیه کره جنوبی وكوريا الجنوبية South Korea U.S.A. \ud800 \x00 ؟".split(" ")),
)


@given(st.lists(WORDS, max_size=30))
def test_any_words_are_expanded_without_an_error_in_order_and_apart(words):
    edges = [edge for each in TABLE.expand(words) for edge in (each.start, each.end)]

    assert edges == sorted(edges)
    assert not edges or 0 <= edges[0] <= edges[-1] <= len(words)


@given(st.lists(WORDS, max_size=10))
def test_no_name_is_offered_that_folds_to_the_one_found(words):
    for each in TABLE.expand(words):
        assert each.found == " ".join(words[each.start : each.end])
        assert each.others
        assert fold_key(each.found) not in map(fold_key, each.others)

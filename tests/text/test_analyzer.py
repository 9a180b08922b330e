"""The three streams of the index, and the forms of a query that meet them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.analyzer import Analyzer, QueryForms, Streams

LANGUAGES = ("fa", "ar", "en", "und")


@pytest.fixture(scope="module")
def analyzer():
    return Analyzer()


def finds(analyzer, query, text, language):
    """Whether every word of ``query`` meets ``text``, as the search engine asks."""
    streams = analyzer.analyze(text, language)
    exact, stem, extra = map(set, streams)

    def met(forms):
        if forms.exact in exact or forms.exact in extra:
            return True
        if any(form in stem or form in extra for form in forms.stems):
            return True
        return bool(forms.parts) and all(map(met, forms.parts))

    return all(map(met, analyzer.query_forms(query)))


PERSIAN_FOUND = """
پرنده|پرنده‌ها
پرنده ها|پرنده‌های
پرنده‌ها|پرندهها
رودخانه ای|رودخانه‌ای
رودخانه|رودخانه‌ای
می پرد|می‌پرد
میپرد|می‌پرد
می‌پرم|نمی‌پرند
خانۀ|خانه‌ی
بلند ترین|بلندترین
بلند|بلندترین
باغ|باغ‌هایشان
كتابخانة|کتابخانه
فانوس|فانوس دریایی
رنگین کمان|رنگین‌کمان
رنگین‌کمان|رنگین کمان
نانوا|نانوایان
1404|۱۴۰۴
۱۲٬۳۴۵|12345
۱۲۳۴۵|12,345
پروانه|پـــروانه
گُل|گل
مسئول|مسؤولان
سخن‌گوی|سخن گوی
Erdogan|Erdoğan
LIGHTHOUSE|lighthouses
""".strip().split("\n")

PERSIAN_NOT_FOUND = """
ماه|ماهی
باز|بازی
فیل|فیلتر
تن|تنها
باران|بار
12|۱۲۰
رود|رودخانه
خیاب|خیابان
میدان|می‌دانم
""".strip().split("\n")

ARABIC_FOUND = """
بستان|البستان
البستان|بساتين وبستان
مدرسة|للمدرسة
مدرسه|المدرسة
فانوس|وبالفانوس
فانوس|وفانوس
نخلة|لنخلة
شجرة|شجرات
معلم|المعلمين
لبناني|لبنان
رسمي|رسمية
بلد|بلده
الجسر|والجسر
قارب|القاربُ
الميناء|الميناء
الميناء|مينا
سورية|السورية
کتاب|كتاب
علی|على
یوم|يوم
""".strip().split("\n")

ARABIC_NOT_FOUND = """
روسیه|روسيا
ترکیه|تركيا
زهر|زهرة
بحر|البحرين
زير|وزير
قان|قانون
""".strip().split("\n")


@pytest.mark.parametrize("pair", PERSIAN_FOUND)
def test_a_query_finds_persian_text(analyzer, pair):
    query, text = pair.split("|")
    assert finds(analyzer, query, text, "fa")


@pytest.mark.parametrize("pair", PERSIAN_NOT_FOUND)
def test_a_query_does_not_find_other_persian_words(analyzer, pair):
    query, text = pair.split("|")
    assert not finds(analyzer, query, text, "fa")


@pytest.mark.parametrize("pair", ARABIC_FOUND)
def test_a_query_finds_arabic_text(analyzer, pair):
    query, text = pair.split("|")
    assert finds(analyzer, query, text, "ar")


@pytest.mark.parametrize("pair", ARABIC_NOT_FOUND)
def test_a_query_does_not_find_other_arabic_words(analyzer, pair):
    query, text = pair.split("|")
    assert not finds(analyzer, query, text, "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_finds_itself_in_text_of_any_language(analyzer, language):
    assert finds(analyzer, "پل مدرسة bridge мост", "Мост، bridge پل مدرسه", language)


def test_the_streams_of_a_persian_sentence(analyzer):
    assert analyzer.analyze("گل‌ها را نمی بیند", "fa") == Streams(
        exact=["گلها", "را", "نمیبیند"],
        stem=["fگل", "fرا", "fمی-بین"],
        extra=["گلها", "fبیند", "نمیبیند"],
    )


def test_the_streams_of_an_arabic_sentence(analyzer):
    assert analyzer.analyze("والمدرسة وفانوس", "ar") == Streams(
        exact=["والمدرسه", "وفانوس"],
        stem=["aمدرس", "aوفانوس"],
        extra=["مدرسه", "المدرسه", "فانوس", "aفانوس"],
    )


@pytest.mark.parametrize("number", ["3940", "۳۹۴۰", "٣٩٤٠"])
def test_a_number_has_no_stem(analyzer, number):
    assert analyzer.analyze(f"{number} متر", "fa") == (["3940", "متر"], ["fمتر"], [])
    [forms] = analyzer.query_forms(number)
    assert (forms.exact, forms.stems) == ("3940", ())


@pytest.mark.parametrize("word", ["منى", "مُنَى", "موسى"])
def test_an_arabic_word_is_also_kept_as_spelt_where_folding_makes_it_another(analyzer, word):
    [forms] = analyzer.query_forms(word)
    assert forms.spelt.endswith("ى")
    assert forms.spelt in analyzer.analyze(word, "ar").extra
    assert forms.spelt not in analyzer.analyze(word.replace("ى", "ي"), "ar").extra
    assert forms.spelt not in analyzer.analyze(word, "fa").extra
    [other] = analyzer.query_forms(word.replace("ى", "ي"))
    assert (other.exact, other.spelt) == (forms.exact, "")


def test_letters_of_arabic_script_in_other_text_have_both_stems(analyzer):
    assert analyzer.analyze("books باغها", "en").stem == ["ebook", "fباغ", "aباغ"]


def test_a_query_offers_the_stems_of_both_languages(analyzer):
    assert analyzer.query_forms("باغها") == [QueryForms("باغها", ("fباغ", "aباغ"))]


def test_a_compound_of_a_query_has_its_parts(analyzer):
    (forms,) = analyzer.query_forms("رنگین‌کمان")
    assert [part.exact for part in forms.parts] == ["رنگین", "کمان"]


def test_a_query_without_letters_has_no_forms(analyzer):
    assert analyzer.query_forms("؟ * \x00 \u202e") == []


def test_a_phrase_is_the_exact_stream(analyzer):
    text = "در خانه ای کوچک می زیستند"
    assert analyzer.phrase(text) == analyzer.analyze(text, "fa").exact


def test_a_prefix_is_spelled_as_the_exact_stream_is(analyzer):
    assert analyzer.prefix("كتاب") == "کتاب"


def test_a_prefix_without_letters_is_empty(analyzer):
    assert analyzer.prefix("*") == ""


def test_a_token_keeps_its_place_in_the_original_text(analyzer):
    text = "«گُل ها» را ۱۵درصد"
    spans = [(token.text, text[token.start : token.end]) for token in analyzer.tokens(text)]
    assert spans == [("گلها", "گُل ها"), ("را", "را"), ("15", "۱۵"), ("درصد", "درصد")]


def test_the_table_of_words_is_bounded():
    analyzer = Analyzer(table_size=10)
    analyzer.analyze(" ".join(map(str, range(1_000))), "fa")
    table = analyzer._tables["fa"]
    assert len(table.young) + len(table.old) <= 20


def test_a_full_table_gives_the_same_streams(analyzer):
    text = "باغ‌ها و درخت ها و باغ‌ها " * 3
    assert Analyzer(table_size=1).analyze(text, "fa") == analyzer.analyze(text, "fa")


def test_very_long_words_are_not_remembered():
    analyzer = Analyzer()
    analyzer.analyze("ب" * 10_000, "fa")
    assert not analyzer._tables["fa"].young


def test_threads_share_an_analyzer():
    shared = Analyzer(table_size=5)
    texts = [f"باغ{n}ها و lighthouses والمدرسة می روند" for n in range(200)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: shared.analyze(text, "fa"), texts))
    assert found == [Analyzer().analyze(text, "fa") for text in texts]


HOSTILE = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("می هاای‌ـ\u202e\u200f\x00\ud800ئوًَ۱۲٬,'’_ﷺ½é"),
    ),
    max_size=60,
)


@given(HOSTILE, st.sampled_from(LANGUAGES))
def test_any_text_gives_tokens_without_white_space(text, language):
    for stream in Analyzer(table_size=50).analyze(text, language):
        assert all(token and token.split() == [token] for token in stream)


@given(HOSTILE, st.sampled_from(LANGUAGES))
def test_offsets_lie_in_the_text_and_in_order(text, language):
    tokens = Analyzer(table_size=50).tokens(text, language)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    starts = [token.start for token in tokens]
    assert starts == sorted(starts)


@given(HOSTILE, st.sampled_from(LANGUAGES))
def test_tokens_are_the_exact_stream(text, language):
    analyzer = Analyzer(table_size=50)
    exact = [token.text for token in analyzer.tokens(text, language)]
    assert exact == analyzer.analyze(text, language).exact == analyzer.phrase(text)


@given(HOSTILE, st.sampled_from(LANGUAGES))
def test_any_text_finds_itself(text, language):
    assert finds(Analyzer(table_size=50), text, text, language)


def test_a_short_word_that_only_its_suffixes_make_look_like_a_verb_is_no_verb():
    [forms] = Analyzer().query_forms("میمی\u200cها\u200cام")
    assert forms.exact == "میمیهاام"
    assert forms.stems[0] == "fمیم"


WRITTEN = st.lists(
    st.sampled_from(
        """می نمی ها های هایشان تر ترین ام اش ی ای رود روم خورد خانه خانهٔ رئیس جمهور ال و ب مدرسة
        مدرسه ات ان ين قلعة ةة book don't 12 ۳٬۴۵۶ é ئو اء ﷺ""".split()
    )
    | st.text("اهیةكو\u200c\u064be's1", max_size=4),
    min_size=1,
    max_size=5,
).map("".join)


@given(WRITTEN, st.sampled_from(LANGUAGES), st.sampled_from(["", "\u200c", " "]))
def test_what_the_exact_form_finds_is_found_by_the_others_unless_composed_or_a_number(
    written, language, joint
):
    """Articles are counted without the exact forms."""
    analyzer = Analyzer()
    text = joint.join([written, "ها", written])
    streams = analyzer.analyze(text, language)
    exact, stem, extra = map(set, streams)
    for query in (written, text, *streams.exact):
        for forms in analyzer.query_forms(query):
            if forms.exact in exact and forms.stems and not forms.is_composed:
                assert stem.intersection(forms.stems) or extra.intersection(
                    [forms.exact, *forms.stems]
                )

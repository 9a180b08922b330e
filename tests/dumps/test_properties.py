"""What holds for any bytes and for any composed dump."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.dumps import Encoding, ErrorCode, detect_encoding, parse_item, split_items
from articles.text.folding import fold_spaceless

REFERENCE = date(2026, 11, 23)
FRAGMENTS = st.sampled_from(
    [
        *("\n", "\n\n", "\r\n", "\r", "\u2028", "\f", " ", "  ", "\t", "\u200f", "\u00a0"),
        *("=====", "-----", "•", "- ", "1. ", "[File: X/AFP]", "<figure>alt", "<الشكل>"),
        *("list of 2 items", "list 1 of 2", "قائمة 1 من 4", "فهرست ۲ از ۳", "end of list"),
        *("منبع: آفتاب", "Source:", "بازدید: 8,992", "3 views", "1404/10/07", "28 Dec 2025"),
        *("بیشتر بخوانید", "انتهای پیام/", "کد خبر: 12", "https://a.example/1", "Share", "kh/"),
        *("A mill opens.", "آسیاب باز شد", "عنوان:", "By Jane Reed", "به گزارش ایرنا، "),
        *("12:30", "&amp;", "<b>x</b>"),
    ]
)
TEXTS = st.lists(FRAGMENTS | st.text(max_size=8), max_size=25).map("".join)


def read(raw: bytes):
    encoding = detect_encoding([raw])
    items = list(split_items([raw], encoding, max_item_bytes=1 << 23))
    assert b"".join(item.raw or b"" for item in items) == raw
    return [parse_item(item.raw or b"", encoding, reference=REFERENCE) for item in items]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_rejected_without_an_exception(raw):
    read(raw)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_every_line_has_one_role_and_the_lines_rebuild_the_text(text, codec):
    for item in read(text.encode(codec, "surrogatepass")):
        rebuilt = "".join(item.text[line.start : line.end] for line in item.lines)
        assert rebuilt == item.text or item.error in (ErrorCode.BINARY, ErrorCode.BAD_ENCODING)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_spans_lie_in_the_text_and_hold_the_letters_of_their_value(text):
    for item in read(text.encode("utf-8", "surrogatepass")):
        places = [
            *((getattr(item, name), span) for name, span in item.spans if hasattr(item, name)),
            *((story.title, story.span) for story in item.related),
        ]
        for value, span in places:
            assert 0 <= span.start <= span.end <= len(item.text)
            if isinstance(value, str) and "<" not in item.text and "&" not in item.text:
                missing = set(fold_spaceless(value)) - set(
                    fold_spaceless(item.text[span.start : span.end])
                )
                assert not missing


@settings(max_examples=300, deadline=None)
@given(
    st.lists(FRAGMENTS | st.text(max_size=3), max_size=9).map("".join),
    TEXTS,
    st.sampled_from(["", "\n", "\r", "=====\n", "\n- - - - -\n", "\ufeff"]),
    st.sampled_from(["utf-8", "windows-1256", "utf-16-le"]),
    st.integers(1, 40),
)
def test_the_size_of_chunks_does_not_matter(banner, text, separator, codec, size):
    raw = f"{banner}\n{text}\n{separator}{banner}\n{text}".encode(codec, "ignore")
    encoding = Encoding(codec)
    chunks = [raw[start : start + size] for start in range(0, len(raw), size)]
    in_one = list(split_items([raw], encoding, max_item_bytes=1 << 20))
    assert list(split_items(chunks, encoding, max_item_bytes=1 << 20)) == in_one
    assert detect_encoding(chunks) == detect_encoding([raw])


WORDS = {
    language: words.split()
    for language, words in {
        "fa": "باغ شهر تازه درخت مردم روز آب کتاب خانه سبز کودکان پل",
        "ar": "حديقة مدينة جديدة شجرة الناس يوم ماء كتاب بيت أخضر جسر",
        "en": "garden town fresh tree people river book house green bridge mill",
    }.items()
}
VIEWS = {"fa": "{} بازدید", "ar": "{} مشاهدة", "en": "{} views"}
OPENINGS = {"fa": "شهر", "ar": "افتتحت", "en": "Towns"}


@st.composite
def composed(draw):
    language = draw(st.sampled_from(sorted(WORDS)))
    words = st.sampled_from(WORDS[language])

    def phrase(least, most):
        return " ".join(draw(st.lists(words, min_size=least, max_size=most)))

    title = phrase(4, 9)
    source = {"fa": "خبرگزاری ", "ar": "وكالة ", "en": "Press "}[language] + phrase(1, 2)
    day = date(2010, 1, 1) + timedelta(days=draw(st.integers(0, 5800)))
    views = draw(st.integers(3, 99_999))
    paragraphs = [f"{OPENINGS[language]} {phrase(12, 30)}." for _ in range(draw(st.integers(1, 4)))]
    meta = draw(st.permutations([source, day.isoformat(), VIEWS[language].format(views)]))
    separator = draw(st.sampled_from(["\n", " | ", " - ", "   "]))
    blocks = [*paragraphs]
    related, figures = [], []
    if draw(st.booleans()):
        related = [phrase(3, 6) for _ in range(draw(st.integers(2, 4)))]
        size = len(related)
        items = [f"• list {n} of {size}{story}" for n, story in enumerate(related, 1)]
        block = "\n".join([f"list of {size} items", *items, "end of list"])
        blocks.insert(draw(st.integers(1, len(blocks))), f"Recommended Stories\n\n{block}")
    if draw(st.booleans()):
        figures = [(phrase(1, 3), phrase(3, 5), phrase(1, 2))]
        alt, caption, credit = figures[0]
        figure = f"<figure>{alt}\n{caption} [{credit}]"
        blocks.insert(draw(st.integers(1, len(blocks))), figure)
    text = "\n\n".join([title, title, separator.join(meta), *blocks])
    return text, (title, source, day, views, paragraphs, related, figures)


@settings(max_examples=150, deadline=None)
@given(composed())
def test_a_composed_dump_parses_back_to_what_it_was_made_of(dump):
    text, expected = dump
    (item,) = read(text.encode())
    figures = [(figure.alt, figure.caption, figure.credit) for figure in item.figures]
    related = [story.title for story in item.related]
    got = (item.title, item.source, item.published_on, item.views, list(item.paragraphs))
    assert (*got, related, figures) == expected
    assert item.error is None


@settings(max_examples=60, deadline=None)
@given(st.lists(composed(), min_size=2, max_size=4), st.sampled_from(["=====", "-----"]))
def test_an_item_reads_the_same_alone_and_among_others(dumps, separator):
    texts = [text for text, _ in dumps]
    together = read(f"\n\n{separator}\n\n".join(texts).encode())
    alone = [item for text in texts for item in read(text.encode())]
    assert [without_place(item) for item in together] == [without_place(item) for item in alone]


def without_place(item):
    return (item.title, item.source, item.views, item.paragraphs, item.figures, item.related)


def test_a_line_of_a_million_characters_is_read_in_linear_time():
    for unit in ("a ", "1404/10/07 ", "[", "<p ", "list 1 of 4", "انتهای پیام/", "Ø", "•"):
        text = f"A mill opens\n\nBay Press\n1404/10/07\n\n{unit * (1_000_000 // len(unit))}\n"
        (item,) = read(text.encode())
        assert "long_line" in item.warnings or item.error

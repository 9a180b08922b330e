"""Citations in every form, read back by the libraries that reference managers are made of."""

from __future__ import annotations

import json
import unicodedata
from datetime import date

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from articles.calendars import Calendar
from articles.exporting import text_citations as written
from articles.exporting.bibtex import bibtex
from articles.exporting.citations import CitedArticle
from articles.exporting.csl_json import csl_json
from articles.exporting.one_line import FSI, PDI, is_mixed, isolated, one_line
from articles.exporting.ris import ris

PAGE = "https://archive.example/fa/articles/abcdefgh23456724/"

HOSTILE = (
    "} , note = {broken",
    "{{{",
    "}}}",
    "\\",
    "\\}",
    "100% of #3 & a_b for $5 ~ 2^8",
    "line\nTY  - BOOK\nTI  - other",
    "line\r\nER  - ",
    "TY  - BOOK",
    "ER  - ",
    "\x85ER  - \u2028ER  - \x1eER  - \x0bER  - \x0cER  - ",
    "\n@book{other, title = {x}}",
    "@comment{x",
    "a and b",
    '"quoted", 1',
    '"}]',
    "\x00\x1b[31m\x9b",
    "\u202eesrever\u2069\u2069",
    "\ud800",
)

RAW_TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=60),
    st.text(alphabet="{}\\%#&_$~^@,=\"' \nabخبر\u2067\u2069\u202e", max_size=40),
    st.lists(st.sampled_from(("TY  - ", "ER  - ", "\r\n", "\n", "\u2028", "x", "خبر"))).map(
        "".join
    ),
)

DAYS = st.dates(date(700, 1, 1), date(9990, 1, 1))


@st.composite
def cited_articles(draw) -> CitedArticle:
    return CitedArticle(
        key=draw(st.text(alphabet="abcdefghijklmnopqrstuvwxyz234567", min_size=16, max_size=16)),
        title=draw(RAW_TEXTS),
        source=draw(RAW_TEXTS),
        author=draw(RAW_TEXTS),
        language=draw(st.sampled_from(("fa", "ar", "en", "und"))),
        day=draw(st.none() | DAYS),
        url=PAGE,
        original_url=draw(RAW_TEXTS | RAW_TEXTS.map(lambda text: f"https://x.example/{text}")),
        accessed=draw(DAYS),
        archive="آرشیو خبر",
    )


def cited(**changes) -> CitedArticle:
    fields = {
        "key": "abcdefgh23456724",
        "title": "بازگشت دارهای قالی",
        "source": "بامداد نو",
        "author": "مهتاب رستگار",
        "language": "fa",
        "day": date(2025, 12, 28),
        "url": PAGE,
        "original_url": "https://bamdad.example/1?a_b=2",
        "accessed": date(2026, 11, 23),
        "archive": "آرشیو خبر",
    }
    return CitedArticle(**{**fields, **changes})


ENGLISH = {
    "title": "Paper boats & a harbour",
    "source": "The Harbour Ledger",
    "author": "",
    "language": "en",
    "archive": "News archive",
}


def latex_reader() -> LatexNodes2Text:
    """Knows two commands of LaTeX's kernel more than the library does by itself."""
    commands = get_default_latex_context_db()
    braces = [MacroTextSpec("textbraceleft", "{"), MacroTextSpec("textbraceright", "}")]
    commands.add_context_category("braces", macros=braces, prepend=True)
    return LatexNodes2Text(latex_context=commands, keep_braced_groups=False)


def read_bibtex(text: str):
    decoding = LatexDecodingMiddleware(decoder=latex_reader())
    library = bibtexparser.parse_string(text, append_middleware=[decoding])
    assert library.failed_blocks == []
    assert library.comments == [] and library.strings == [] and library.preambles == []
    (entry,) = library.entries
    return entry


def undone_by_latex(text: str) -> str:
    """Letters and special signs: ligatures of others (-- and quotes) are no part of escaping."""
    text = text.replace("ˆ", "^")  # the library prints the ASCII circumflex so
    return "".join(letter for letter in text if letter.isalnum() or letter in "{}\\%#&_$~^@,=")


def test_bibtex_says_what_the_article_says():
    entry = read_bibtex(bibtex(cited()))
    assert entry.entry_type == "article"
    assert entry.key == "news-abcdefgh23456724"
    assert {field.key: field.value for field in entry.fields} == {
        "author": "مهتاب رستگار",
        "title": "بازگشت دارهای قالی",
        "journal": "بامداد نو",
        "year": "2025",
        "month": "dec",
        "day": "28",
        "url": PAGE,
        "urldate": "2026-11-23",
        "langid": "persian",
        "note": "تاریخ شمسی: ۷ دی ۱۴۰۴. نشانی اصلی: https://bamdad.example/1?a_b=2",
    }


def test_bibtex_leaves_out_what_is_not_known():
    text = bibtex(cited(author="", source="", day=None, original_url="", language="und"))
    entry = read_bibtex(text)
    assert entry.entry_type == "misc"
    assert [field.key for field in entry.fields] == ["title", "url", "urldate"]


def test_bibtex_keeps_case_and_byline_whole():
    text = bibtex(cited(**ENGLISH | {"author": "Reuters and others"}))
    assert "title = {{Paper boats \\& a harbour}}" in text
    assert "author = {{Reuters and others}}" in text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("50%", r"50\%"),
        ("#1 & a_b $5", r"\#1 \& a\_b \$5"),
        ("~ ^", r"\textasciitilde{} \textasciicircum{}"),
        ("\\", r"\textbackslash{}"),
        ("}{", r"\textbraceright{}\textbraceleft{}"),
        ("two\n\nlines\r", "two lines"),
    ],
)
def test_bibtex_escapes_every_sign_that_tex_obeys(text, escaped):
    assert f"  title = {{{{{escaped}}}}},\n" in bibtex(cited(title=text))


@given(cited_articles())
def test_no_text_breaks_out_of_bibtex(article):
    text = bibtex(article)
    entry = read_bibtex(text)
    known = {field.key: field.value for field in entry.fields}
    for name, value in (
        ("title", article.title),
        ("author", article.author),
        ("journal", article.source),
        ("note", article.note),
    ):
        assert undone_by_latex(known.get(name, "")) == undone_by_latex(value)
    assert known["url"] == PAGE
    assert len(text.splitlines()) == len(entry.fields) + 2
    # BibTeX itself counts braces and knows no backslash.
    for line in text.splitlines()[1:-1]:
        depth = [0]
        for sign in line:
            depth.append(depth[-1] + {"{": 1, "}": -1}.get(sign, 0))
        assert min(depth) == 0 and depth[-1] == 0
        if "{" in line:
            assert 0 not in depth[line.index("{") + 1 : line.rindex("}")]


def read_ris(text: str) -> dict:
    (record,) = rispy.loads(text)
    return record


def test_ris_says_what_the_article_says():
    assert read_ris(ris(cited())) == {
        "type_of_reference": "NEWS",
        "id": "abcdefgh23456724",
        "title": "بازگشت دارهای قالی",
        "authors": ["مهتاب رستگار"],
        "secondary_title": "بامداد نو",
        "year": "2025",
        "date": "2025/12/28/",
        "language": "fa",
        "urls": [PAGE],
        "access_date": "2026/11/23/",
        "name_of_database": "آرشیو خبر",
        "accession_number": "abcdefgh23456724",
        "notes": ["تاریخ شمسی: ۷ دی ۱۴۰۴. نشانی اصلی: https://bamdad.example/1?a_b=2"],
    }


def test_ris_ends_lines_as_the_format_asks():
    text = ris(cited())
    assert text.endswith("\r\nER  - \r\n")
    assert text.count("\n") == text.count("\r\n")


@given(cited_articles())
def test_no_text_breaks_out_of_ris(article):
    text = ris(article)
    record = read_ris(text)
    assert record.get("title", "") == article.title
    assert record.get("secondary_title", "") == article.source
    assert record.get("authors", [""]) == [article.author]
    assert record.get("notes", [""]) == [article.note]
    assert record["urls"] == [PAGE]
    assert not record.keys() & {"unknown_tag"}
    # Whatever a reader takes for the end of a line: there is one tag in each.
    lines = text.splitlines()
    assert lines[0] == "TY  - NEWS" and lines[-1] == "ER  - "
    assert all(line[2:6] == "  - " for line in lines)
    assert len({line[:2] for line in lines}) == len(lines)


def test_csl_json_says_what_the_article_says():
    assert json.loads(csl_json(cited())) == [
        {
            "id": "abcdefgh23456724",
            "type": "article-newspaper",
            "title": "بازگشت دارهای قالی",
            "author": [{"literal": "مهتاب رستگار"}],
            "container-title": "بامداد نو",
            "issued": {"date-parts": [[2025, 12, 28]]},
            "accessed": {"date-parts": [[2026, 11, 23]]},
            "URL": PAGE,
            "language": "fa",
            "archive": "آرشیو خبر",
            "archive_location": "abcdefgh23456724",
            "note": "تاریخ شمسی: ۷ دی ۱۴۰۴. نشانی اصلی: https://bamdad.example/1?a_b=2",
        }
    ]


@given(cited_articles())
def test_csl_json_gives_every_text_back(article):
    (item,) = json.loads(csl_json(article))
    assert item.get("title", "") == article.title
    assert item.get("container-title", "") == article.source
    assert item.get("author", [{"literal": ""}]) == [{"literal": article.author}]
    assert ("issued" in item) is (article.day is not None)


def without_isolates(text: str) -> str:
    return text.replace(FSI, "").replace(PDI, "")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {},
            "مهتاب رستگار. (۱۴۰۴، ۷ دی). بازگشت دارهای قالی. بامداد نو. آرشیو خبر. "
            f"بازیابی‌شده در ۲ آذر ۱۴۰۵ از {PAGE}",
        ),
        (
            {
                "language": "ar",
                "archive": "أرشيف الأخبار",
                "title": "هل عادت الأنوال؟",
                "source": "الضفاف",
                "author": "ريم",
            },
            "ريم. (٢٠٢٥، ٢٨ ديسمبر). هل عادت الأنوال؟ الضفاف. أرشيف الأخبار. "
            f"استُرجع في ٢٣ نوفمبر ٢٠٢٦ من {PAGE}",
        ),
        (
            ENGLISH,
            "Paper boats & a harbour. (2025, December 28). The Harbour Ledger. News archive. "
            f"Retrieved November 23, 2026, from {PAGE}",
        ),
        (
            {**ENGLISH, "day": None, "source": "", "author": "I. Quay"},
            "I. Quay. (n.d.). Paper boats & a harbour. News archive. "
            f"Retrieved November 23, 2026, from {PAGE}",
        ),
    ],
)
def test_apa_is_in_the_language_of_the_article(changes, expected):
    assert without_isolates(written.apa(cited(**changes))) == expected


@pytest.mark.parametrize(
    ("changes", "calendar", "expected"),
    [
        (
            {},
            Calendar.JALALI,
            "مهتاب رستگار، «بازگشت دارهای قالی»، بامداد نو، ۷ دی ۱۴۰۴. "
            f"آرشیو خبر، دسترسی در ۲ آذر ۱۴۰۵: {PAGE}",
        ),
        (
            {},
            Calendar.GREGORIAN,
            "مهتاب رستگار، «بازگشت دارهای قالی»، بامداد نو، ۲۸ دسامبر ۲۰۲۵. "
            f"آرشیو خبر، دسترسی در ۲۳ نوامبر ۲۰۲۶: {PAGE}",
        ),
        (
            {"language": "ar", "archive": "أرشيف الأخبار", "author": ""},
            Calendar.JALALI,
            "«بازگشت دارهای قالی»، بامداد نو، ٧ دي ١٤٠٤ هـ.ش. "
            f"أرشيف الأخبار، تاريخ الاطلاع ٢ آذر ١٤٠٥ هـ.ش: {PAGE}",
        ),
        (
            ENGLISH,
            Calendar.GREGORIAN,
            "“Paper boats & a harbour”, The Harbour Ledger, 28 December 2025. "
            f"News archive, accessed 23 November 2026: {PAGE}",
        ),
        (
            {**ENGLISH, "day": None, "language": "und"},
            Calendar.JALALI,
            "“Paper boats & a harbour”, The Harbour Ledger, n.d. "
            f"News archive, accessed 2 Azar 1405: {PAGE}",
        ),
    ],
)
def test_plain_citations_date_in_the_calendar_asked_for(changes, calendar, expected):
    assert without_isolates(written.plain(cited(**changes), calendar)) == expected


@given(cited_articles())
def test_written_citations_isolate_every_text_of_a_dump(article):
    forms = (
        written.apa(article),
        *(written.plain(article, calendar) for calendar in (Calendar.JALALI, Calendar.GREGORIAN)),
    )
    for text in forms:
        assert len(text.splitlines()) == 1
        for value in (article.title, article.source, article.author, PAGE):
            assert isolated(value) in text
        depth = 0
        for letter in text:
            depth += {FSI: 1, PDI: -1}.get(letter, 0)
            assert depth in (0, 1)
            is_other_control = unicodedata.bidirectional(letter) in {
                "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI",
            }  # fmt: skip
            assert not is_other_control
        assert depth == 0
        # Nothing but the archive's own words stands outside, so they set the direction.
        assert text.endswith(isolated(PAGE))


@given(cited_articles())
def test_forms_for_programs_have_no_direction_controls(article):
    for text in (bibtex(article), ris(article), csl_json(article)):
        assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
        text.encode("utf-8")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//x.example/", "https://", "متن"]
)
def test_an_original_address_that_leads_nowhere_is_left_out(address):
    assert cited(original_url=address).original_url == ""


def test_an_original_address_holds_no_sign_that_ends_a_field():
    address = cited(original_url="https://x.example/{a}\\b c^d|خبر?q=%20&x=1#y").original_url
    assert address == "https://x.example/%7Ba%7D%5Cb%20c%5Ed%7C%D8%AE%D8%A8%D8%B1?q=%20&x=1#y"


def test_a_line_keeps_half_spaces_and_direction_marks():
    assert one_line(" می‌رود\t\n \u200fx\u00a0y\x00z ") == "می‌رود \u200fx y z"


def test_a_line_has_no_sign_that_ends_one_or_turns_it_whatever_unicode_has():
    signs = [chr(code) for code in range(0x110000)]
    kept = set(one_line("".join(f"x{sign}" for sign in signs)))
    dropped = {sign for sign in signs if sign not in kept}
    ending = {sign for sign in signs if unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Cs"}}
    turning = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")
    spaces = {sign for sign in signs if sign.isspace()} - {" "}
    assert dropped == ending | turning | spaces


@pytest.mark.parametrize(
    ("text", "mixed"), [("خبر Reuters", True), ("خبر ۱۲", False), ("News 12", False), ("12", False)]
)
def test_mixed_texts_are_known(text, mixed):
    assert is_mixed(text) is mixed

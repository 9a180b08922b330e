"""Pages: which encoding, which title, which of two values, and what is no article."""

from datetime import date

import pytest

from articles.dumps import ErrorCode, WarningCode, formats
from articles.dumps.formats import ParseOptions
from articles.dumps.web.charset import charset_of
from articles.dumps.web.words import ends_article, is_related_heading

OPTIONS = ParseOptions(date(2025, 12, 29))
BODY = [
    "پل چوبی روستای بالا پس از دو سال تعمیر از امروز دوباره باز شد و مردم از آن گذشتند.",
    "سرپرست کارگاه گفت که تخته‌های تازه از چوب گردو است و تا سی سال دوام می‌آورد.",
    "راه قدیمی کنار رود نیز تا پایان ماه برای گذر چارپایان هموار خواهد شد.",
]


def page(body, head="", title="پل چوبی باز شد", lang="fa"):
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">'
        f"<title>{title} | روزنامه رود</title>{head}</head><body>{body}</body></html>"
    )


def article(paragraphs=BODY, more="", before=""):
    text = "".join(f"<p>{each}</p>" for each in paragraphs)
    return f"<h1>پل چوبی باز شد</h1>{before}<div class='text'>{text}</div>{more}"


def read(markup):
    raw = markup.encode()
    form = formats.recognise(raw, "a.html")
    return form.parse(raw, charset_of(raw), OPTIONS)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("windows-1256", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("utf-8", "cp1256"),
        ("iso-8859-1", "cp1256"),
        ("", "cp1256"),
        ("utf-8", "utf-16"),
    ],
)
def test_bytes_outweigh_what_the_page_declares(declared, encoding):
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    markup = f"<html><head>{meta if declared else ''}</head><body>متن خبر و گزارش روز</body></html>"
    raw = markup.replace("ی", "ي").encode(encoding)
    assert raw.decode(charset_of(raw)).removeprefix("\ufeff") == markup.replace("ی", "ي")


def test_latin_text_is_read_as_declared():
    raw = "<html><head><meta charset=iso-8859-2></head><body>Łódź żółć</body>".encode("iso-8859-2")
    assert "Łódź" in raw.decode(charset_of(raw))


def test_the_body_is_what_stands_together():
    item = read(page(article()))
    assert (item.error, item.title, list(item.paragraphs)) == (None, "پل چوبی باز شد", BODY)
    assert item.source == "روزنامه رود"


def test_comments_longer_than_the_article_are_not_its_body():
    remark = "به نظر من این پل باید سال‌ها پیش ساخته می‌شد و حالا هم دیر نشده است."
    comments = "<h3>نظرات کاربران</h3>" + f"<div class='c'><p>{remark}</p></div>" * 9
    assert list(read(page(article(more=comments))).paragraphs) == BODY


def test_a_heading_that_only_mentions_comments_ends_nothing():
    assert not ends_article("نظر وزیر دربارهٔ پل تازه چیست و چه خواهد شد")
    assert ends_article("نظرات کاربران (۳)")


def test_most_read_is_not_related():
    assert is_related_heading("مطالب مرتبط")
    assert not is_related_heading("پربازدیدترین‌ها")


def test_the_declared_day_yields_to_the_printed_one_beside_it():
    head = '<meta property="article:published_time" content="2025-12-26T21:30:00Z">'
    before = "<div class='info'><span>شنبه ۶ دی ۱۴۰۴ - ۰۱:۰۰</span></div>"
    item = read(page(article(before=before), head))
    assert (str(item.published_on), item.published_time.hour) == ("2025-12-27", 1)


def test_a_printed_day_far_from_the_declared_one_is_another():
    head = '<meta property="article:published_time" content="2025-11-02T10:00:00+03:30">'
    before = "<div class='info'><span>شنبه ۶ دی ۱۴۰۴ - ۰۱:۰۰</span></div>"
    assert str(read(page(article(before=before), head)).published_on) == "2025-11-02"


def test_the_address_is_the_canonical_one():
    head = (
        '<meta property="og:url" content="https://rud.example/2">'
        '<link rel="canonical" href="https://rud.example/1">'
    )
    assert read(page(article(), head)).url == "https://rud.example/1"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<h1>پیدا نشد</h1><p><a href='/'>خانه</a></p>",
        "<h1>ورزش</h1>" + "".join(f"<h3><a href='/{i}'>خبر {i} از بازی</a></h3>" for i in "12345"),
        "<h1>ورزش</h1>"
        + "".join(
            f"<div class='i'><h3><a href='/{i}'>خبر {i} از بازی</a></h3><p>{BODY[0]}</p></div>"
            for i in "12345"
        ),
        "<div>" * 9000,
    ],
    ids=["empty", "error page", "headlines", "teasers", "deep"],
)
def test_what_holds_no_article_is_refused(body):
    assert read(page(body, title="ورزش")).error is ErrorCode.NO_ARTICLE


def test_markup_does_not_reach_the_fields():
    item = read(
        page(
            article(
                [*BODY[:2], "<b onclick=alert(1)>سه</b> نفر <script>x()</script>آمدند و رفتند."]
            )
        )
    )
    assert item.paragraphs[2] == "سه نفر آمدند و رفتند."
    assert "<" not in item.text


def test_a_page_under_the_name_of_a_text_is_read_with_a_warning():
    raw = page(article()).encode()
    form = formats.recognise(raw, "a.txt")
    item = form.parse(raw, "utf-8", OPTIONS)
    assert form is formats.TEXT
    assert WarningCode.HTML_STRIPPED in item.warnings
    assert list(item.paragraphs) == BODY


def test_the_frames_of_a_saved_page_are_skipped_and_its_pages_are_not():
    frame, whole = b"<html><body><b>ad</b></body></html>", page(article()).encode()
    assert formats.recognise(frame, "a/page_files/saved_resource.html") is None
    assert formats.recognise(whole, "a/page_files/saved_resource.html") is not None
    assert formats.recognise(frame, "a/frame.html") is not None


def test_many_comments_before_the_page_are_passed_quickly():
    assert formats.recognise(b"<!---->" * 9000, "a.html") is None


@pytest.mark.parametrize(
    "mute",
    [
        "<script>var a = 1;</script>",
        "<span hidden>پنهان</span>",
        "<b style='color:red; display : none'>پنهان</b>",
        "<noscript><p>پنهان</p></noscript>",
    ],
)
def test_what_a_page_hides_is_left_out_and_what_stands_behind_it_is_not(mute):
    first, *rest = BODY
    before, _, behind = first.partition(" پس ")
    author = f"<span class='author name'>{mute}نازنین {mute}رودکی</span>"
    item = read(page(article([f"{before} {mute}پس {behind}", *rest], before=author)))
    assert (list(item.paragraphs), item.author) == (BODY, "نازنین رودکی")


def test_what_a_style_shows_is_no_hidden_text():
    first, *rest = BODY
    shown = f"<span style='display:block'>{first}</span>"
    assert list(read(page(article([shown, *rest]))).paragraphs) == BODY

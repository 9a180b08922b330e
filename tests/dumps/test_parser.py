"""Decisions of the parser that no golden dump shows on its own."""

from datetime import date, time

import pytest

from articles.dumps import ErrorCode, Role, WarningCode, parse_item

REFERENCE = date(2026, 11, 23)
TITLE = "باغ گیاه‌شناسی باز شد"
BODY = "باغ گیاه‌شناسی شهر از فردا درهای خود را به روی مردم باز می‌کند و ورود رایگان است."
MORE = "گلخانه تازه آن با سه هزار گونه گیاهی آماده شده است و شب‌ها نیز روشن می‌ماند."
META = "شهر ما\n1404/06/03\n18 بازدید"


def parse(*blocks, encoding="utf-8"):
    return parse_item("\n\n".join(blocks).encode(encoding), encoding, reference=REFERENCE)


def facts(item):
    return item.title, item.source, item.published_on, item.views, item.paragraphs


EXPECTED = (TITLE, "شهر ما", date(2025, 8, 25), 18, (BODY, MORE))


@pytest.mark.parametrize(
    "blocks",
    [
        (TITLE, TITLE, META, BODY, MORE),
        (TITLE, META, BODY, MORE),
        (f"{TITLE}\n{META}", BODY, MORE),
        (f"{TITLE}\n{TITLE}\n{META}\n{BODY}\n{MORE}",),
        (f"{TITLE}\n{META}\n{BODY}\n{MORE}",),
        (TITLE, META.replace("\n", "\n\n"), BODY, MORE),
        (TITLE, TITLE, "منبع:\nشهر ما\nتاریخ انتشار:\n1404/06/03\nبازدید:\n18", BODY, MORE),
        (TITLE, TITLE, "منبع: شهر ما تاریخ انتشار: 1404/06/03 بازدید: 18", BODY, MORE),
        (TITLE, TITLE, "شهر ما 1404/06/03 18 بازدید", BODY, MORE),
        (META, TITLE, TITLE, BODY, MORE),
        (f"{META}\n{TITLE}\n{TITLE}", BODY, MORE),
        (TITLE, BODY, MORE, META),
        (TITLE, BODY, META, MORE),
        (TITLE, META, TITLE, BODY, MORE),
    ],
)
def test_the_order_and_spacing_of_a_head_do_not_matter(blocks):
    assert facts(parse(*blocks)) == EXPECTED


def test_metadata_alone_above_the_body_leave_no_title():
    assert parse(META, BODY, MORE).error is ErrorCode.NO_TITLE


def test_one_long_paragraph_has_no_title():
    assert parse(BODY * 3).error is ErrorCode.NO_TITLE


@pytest.mark.parametrize(
    "blocks",
    [(META,), (TITLE, TITLE, META), ("به یاد باران", "یادشان در دل زنده است"), ("انتهای پیام/",)],
)
def test_without_a_body_there_is_no_content(blocks):
    assert parse(*blocks).error is ErrorCode.NO_CONTENT


def test_a_title_with_figures_alone_is_an_article():
    assert parse(TITLE, META, "<شکل>گل\nگل سرخ [عکس: ایسنا]").error is None


@pytest.mark.parametrize("blank", ["", " \n\t\n", "\u200f\ufeff", "&nbsp;"])
def test_white_space_alone_is_empty(blank):
    assert parse(blank).error is ErrorCode.EMPTY


def test_a_byline_at_the_start_of_the_body_gives_the_source_and_stays():
    item = parse(TITLE, TITLE, "1404/06/03", f"به گزارش خبرنگار مهر، {BODY}")
    assert item.source == "مهر"
    assert item.paragraphs[0].startswith("به گزارش خبرنگار مهر، ")


def test_a_line_with_a_value_of_its_own_is_not_joined_with_the_next():
    item = parse(TITLE, TITLE, "1404/06/03\nمنبع: خانه ما-رسانه:\nشهر ما", BODY)
    assert item.source == "خانه ما-رسانه:"


def test_a_byline_does_not_override_a_source():
    assert parse(TITLE, TITLE, META, f"به گزارش مهر، {BODY}").source == "شهر ما"


def test_a_byline_line_is_the_author_as_printed():
    item = parse("A mill opens", "Bay Press\nBy Jane Reed\n28 Dec 2025 10:30", "It turns again.")
    assert (item.author, item.source) == ("By Jane Reed", "Bay Press")
    assert item.published_time == time(10, 30)


def test_an_outlet_and_its_desk_are_told_from_a_reporter_and_a_town():
    desk = parse(TITLE, TITLE, "عين الساحل – متابعات\n1404/06/03", BODY)
    town = parse(TITLE, TITLE, "سارا بهاری – سیمین‌شهر\n1404/06/03", BODY)
    assert (desk.source, desk.author) == ("عين الساحل", "عين الساحل – متابعات")
    assert (town.source, town.author) == ("", "سارا بهاری – سیمین‌شهر")


def test_a_date_of_the_banner_is_not_the_date_of_the_article():
    item = parse("بوابة | 2026-01-01", TITLE, TITLE, META, BODY)
    assert item.published_on == date(2025, 8, 25)
    assert item.banner == ("بوابة | 2026-01-01",)


def test_a_subheading_below_the_metadata_is_not_the_source():
    item = parse(TITLE, TITLE, "1404/06/03\n18 بازدید", "گلخانه تازه", BODY)
    assert (item.source, item.paragraphs) == ("", ("گلخانه تازه", BODY))


def test_hard_wrapped_lines_that_look_like_metadata_stay_in_their_paragraph():
    wrapped = "A press is touring the hill farms, and on\n3 May 2024\nit came\nkeep reading\nto us."
    item = parse("A press tours", "Bay Press\n28 Dec 2025", wrapped, "The pulp goes to the pigs.")
    assert item.paragraphs == (wrapped.replace("\n", " "), "The pulp goes to the pigs.")
    assert item.published_on == date(2025, 12, 28)


def test_a_heading_with_its_title_on_one_line_is_a_related_story():
    item = parse(TITLE, META, BODY, "بیشتر بخوانید: گلخانه تازه شهر", MORE)
    assert [story.title for story in item.related] == ["گلخانه تازه شهر"]
    assert item.paragraphs == (BODY, MORE)


@pytest.mark.parametrize(
    "sentence",
    [
        "بیشتر بخوانید، نوشته بود روی دیوار.",
        "عبارت «انتهای پیام» بر کاغذ پیدا بود.",
        "Share of the harvest went to the school.",
        "بازدید از باغ در 18 نوبت انجام می‌شود.",
        "قائمة 1 من 4 قوائم تنافست في البلدة.",
        "کد خبر: 552310 روی جعبه حک شده بود.",
        "Copyright law has changed in the valley.",
        "منبع: کتابی بود کهن که هیچ‌کس نام نویسنده آن را نمی‌دانست، و در زیرزمین پیدا شد.",
    ],
)
def test_a_label_inside_a_sentence_leaves_it_in_the_body(sentence):
    item = parse(TITLE, TITLE, META, BODY, sentence, MORE)
    assert item.paragraphs == (BODY, sentence, MORE)


@pytest.mark.parametrize(
    "line",
    [
        *("انتهای پیام/ 4098", "// انتهى //", "END MNA", "End of message", "kh/"),
        *("NID : 90817", "شناسه خبر : ۲۱۰", "رابط الخبر https://a.example/1", "Next Previous"),
        *("شارك من خلال تويتر", "کپی لینک", "Facebook Twitter WhatsApp", "12 shares"),
        *("این خبر را با دوستان خود به اشتراک بگذارید.", "سمات: بحر، صيد", "#باغ #شهر"),
        *("Sign up for our newsletter", "عضویت در خبرنامه", "00:00 / 03:21", "استمع"),
        *("جميع الحقوق محفوظة © 2025", "CC BY 4.0", "[عکس: ایسنا]", "https://a.example/1"),
    ],
)
def test_lines_of_the_page_around_the_article_are_noise(line):
    item = parse(TITLE, TITLE, META, BODY, line)
    assert (item.paragraphs, item.noise) == ((BODY,), (line,))


def test_an_end_mark_glued_to_the_last_sentence_is_cut_off():
    assert parse(TITLE, META, f"{BODY} انتهای پیام/").paragraphs == (BODY,)


def test_codes_and_addresses_of_noise_become_fields():
    item = parse(TITLE, META, BODY, "کد خبر: 552310\nلینک کوتاه: https://a.example/1")
    assert (item.external_id, item.url) == ("552310", "https://a.example/1")


def test_share_addresses_are_not_the_address_of_the_article():
    assert parse(TITLE, META, BODY, "https://t.me/share/url?u=1").url == ""


def test_tags_are_taken_out_with_a_warning_and_entities_without():
    item = parse(TITLE, TITLE, META, f"<p>{BODY}</p>")
    assert (item.paragraphs, item.warnings) == ((BODY,), (WarningCode.HTML_STRIPPED,))
    assert parse(TITLE, META, f"{BODY} &amp;amp; باز.").paragraphs == (f"{BODY} &amp; باز.",)


def test_an_html_page_gives_its_article():
    page = (
        "<!DOCTYPE html><html><head><title>Old mill opens</title>"
        '<meta property="og:site_name" content="Bay Press">'
        '<meta property="article:published_time" content="2025-12-28T10:00:00Z"></head>'
        "<body><nav>Home</nav><article><h1>Old mill opens</h1>"
        f"<p>{'The mill by the river opened on Sunday after long works. ' * 5}</p>"
        f"<p>{'Visitors may see the wheel turn every hour of the day. ' * 4}</p></article></body>"
    )
    item = parse(page)
    assert (item.title, item.source) == ("Old mill opens", "Bay Press")
    assert item.published_on == date(2025, 12, 28)
    assert len(item.paragraphs) == 2
    assert item.warnings == (WarningCode.HTML_STRIPPED,)


def test_an_html_page_without_an_article_is_refused():
    assert parse("<html><body></body></html>").error is ErrorCode.HTML


def test_the_items_of_a_list_are_paragraphs_of_their_own():
    item = parse(TITLE, META, BODY, "- گل سرخ\n- گل یاس", MORE)
    assert item.paragraphs == (BODY, "- گل سرخ", "- گل یاس", MORE)


def test_a_separator_inside_an_article_belongs_to_no_field():
    item = parse(TITLE, META, BODY, "*****", MORE)
    assert item.paragraphs == (BODY, MORE)
    assert [line.role for line in item.lines].count(Role.SEPARATOR) == 1

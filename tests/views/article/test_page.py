"""The page of one article."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.contrib.auth.models import User

from articles.models import Article, ArticleIdentity, Tombstone
from articles.views.article.body import body_blocks
from tests.factories import (
    make_article,
    make_capture,
    make_figure,
    make_related,
    make_source,
)
from tests.markup import one_line

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]


def page(client, article, language="fa"):
    response = client.get(f"/{language}/articles/{article.key}/")
    assert response.status_code == 200
    return one_line(response.text)


def test_title_and_text_carry_their_own_language_and_direction(client):
    article = make_article("A quay of lanterns", language="en", body="First.\n\nSecond.")
    text = page(client, article)
    assert '<header class="article__head" dir="ltr">' in text
    assert '<h1 class="article__title" lang="en">A quay of lanterns</h1>' in text
    assert '<div class="article__body" lang="en" dir="ltr">' in text
    assert text.index('<p dir="auto">First.</p>') < text.index('<p dir="auto">Second.</p>')


def test_text_of_dumps_is_escaped_everywhere(client):
    evil = "<script>alert(1)</script>"
    source = make_source(evil)
    article = make_article(
        evil, source=source, body=evil, author=evil, date_text=evil, external_id=evil, url=evil
    )
    make_figure(article, alt=evil, caption=evil, credit=evil)
    make_related(article, evil)
    make_related(make_article("other " + evil), evil, article)
    make_article("copy " + evil, duplicate_of=article)
    text = page(client, article)
    assert evil not in text
    assert text.count("&lt;script&gt;") >= 12


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("fa", "یکشنبه ۷ دی ۱۴۰۴", "۲۸ دسامبر ۲۰۲۵"),
        ("ar", "الأحد ٢٨ ديسمبر ٢٠٢٥", "٧ دي ١٤٠٤"),
    ],
)
def test_both_dates_stand_in_the_readers_order(client, language, first, second):
    article = make_article(day=date(2025, 12, 28))
    text = page(client, article, language)
    assert text.index(f'<time datetime="2025-12-28">{first}</time>') < text.index(second)


def test_an_article_without_a_day_says_so(client):
    assert "بی‌تاریخ" in page(client, make_article(day=None))


@pytest.mark.parametrize(
    ("views", "persian", "arabic"),
    [
        (0, "۰ بازدید", "لا مشاهدات"),
        (1, "۱ بازدید", "مشاهدة واحدة"),
        (2, "۲ بازدید", "مشاهدتان"),
        (3, "۳ بازدید", "٣ مشاهدات"),
        (11, "۱۱ بازدید", "١١ مشاهدة"),
        (1526, "۱٬۵۲۶ بازدید", "١٬٥٢٦ مشاهدة"),
    ],
)
def test_views_are_counted_in_words_and_digits_of_the_language(client, views, persian, arabic):
    article = make_article(views=views)
    assert f"<li>{persian}</li>" in page(client, article, "fa")
    assert f"<li>{arabic}</li>" in page(client, article, "ar")


def test_an_unknown_view_count_is_left_out(client):
    assert "بازدید" not in page(client, make_article(views=None))


def test_figures_stand_where_their_position_says():
    article = make_article(body="یک\n\nدو")
    opening, middle, also_middle, end, beyond = (
        make_figure(article, position) for position in (0, 1, 1, 2, 9)
    )
    assert body_blocks(article.paragraphs, list(article.figures.all())) == [
        ("figures", [opening]),
        ("paragraph", "یک"),
        ("figures", [middle, also_middle]),
        ("paragraph", "دو"),
        ("figures", [end, beyond]),
    ]


PASSAGE = "نخستین لنج‌ها پیش از سپیده‌دم به اسکله رسیدند و بارشان تا ظهر همان روز فروخته شد. "


@pytest.mark.parametrize(
    ("paragraphs", "headings"),
    [
        ([PASSAGE, "بازار ماهی پس از توفان", PASSAGE], ["بازار ماهی پس از توفان"]),
        ([PASSAGE, "ناخدا: دریا آرام می‌شود", PASSAGE, PASSAGE], ["ناخدا: دریا آرام می‌شود"]),
        (["بندر ترنج", PASSAGE], []),  # a place before the text
        ([PASSAGE, "ستاد خبری بندر"], []),  # who signs it
        ([PASSAGE, "او می‌گوید:", PASSAGE], []),
        ([PASSAGE, "«برمی‌گردیم»", PASSAGE], []),
        ([PASSAGE, "۱۴۰۴/۱۰/۰۷", PASSAGE], []),
        ([PASSAGE, "هرمز", "قشم", "لارک", PASSAGE], []),  # a list
        ([PASSAGE, "بازار ماهی", "تا ظهر بسته شد."], []),
        ([PASSAGE, "بازار " * 20 + "ماهی", PASSAGE], []),
    ],
)
def test_a_short_line_above_a_passage_is_a_heading(paragraphs, headings):
    blocks = body_blocks(paragraphs, [])
    assert [text for _kind, text in blocks] == paragraphs
    assert [text for kind, text in blocks if kind == "heading"] == headings


def test_headings_are_told_from_paragraphs_on_the_page(client):
    article = make_article(body=f"{PASSAGE}\n\nبازار <b>ماهی\n\n{PASSAGE}")
    heading = '<h2 class="article__heading" dir="auto">بازار &lt;b&gt;ماهی</h2>'
    assert heading in page(client, article)


def test_a_body_of_figures_alone_shows_them():
    article = make_article(body="")
    figure = make_figure(article, 0)
    assert body_blocks(article.paragraphs, [figure]) == [("figures", [figure])]


def test_a_figure_shows_alt_caption_and_credit_as_text(client):
    article = make_article()
    make_figure(article, alt="زورقی در نیزار", caption="سپیده‌دم", credit="File: Reed Museum/AP")
    _, _, text = page(client, article).partition("<main")
    for words in ("زورقی در نیزار", "سپیده‌دم", "<bdi>[File: Reed Museum/AP]</bdi>"):
        assert words in text
    assert "<img" not in text


def test_related_stories_are_links_where_archived(client):
    article, target = make_article(), make_article("خبر آرشیوشده")
    make_related(article, "عنوانی که هست", target)
    make_related(article, "عنوانی که نیست")
    text = page(client, article)
    assert f'<a class="links__name" href="/fa/articles/{target.key}/">' in text
    assert text.count("هنوز در آرشیو نیست") == 1


def test_a_related_story_whose_target_is_hidden_is_no_link(client):
    article = make_article()
    target = make_article("خبر پنهان", status=Article.Status.HIDDEN)
    make_related(article, "عنوان چاپ‌شده", target)
    text = page(client, article)
    assert target.key not in text
    assert "هنوز در آرشیو نیست" in text


def test_stories_that_link_here_are_named_once_and_only_visible_ones(client):
    article = make_article()
    linking = make_article("خبر پیونددهنده", day=None)
    hidden = make_article("خبر پنهان", status=Article.Status.HIDDEN)
    for story in (linking, linking, hidden):
        make_related(story, article.title, article)
    text = page(client, article)
    assert text.count(f"/fa/articles/{linking.key}/") == 1
    assert "خبر پنهان" not in text


def test_a_duplicate_and_its_first_copy_name_each_other(client):
    first = make_article("متن نخست")
    copy = make_article("متن دوم", duplicate_of=first)
    assert f"/fa/articles/{first.key}/" in page(client, copy)
    assert f"/fa/articles/{copy.key}/" in page(client, first)


def test_hidden_duplicates_are_not_named(client):
    hidden = make_article("متن پنهان", status=Article.Status.HIDDEN)
    copy = make_article("متن دوم", duplicate_of=hidden)
    make_article("متن سوم", duplicate_of=copy, status=Article.Status.HIDDEN)
    text = page(client, copy)
    assert "متن پنهان" not in text
    assert "متن سوم" not in text


def test_a_web_address_is_a_link_that_shows_its_host(client):
    text = page(client, make_article(url="https://bamdad.example.org/a?b=1&c=2"))
    assert 'href="https://bamdad.example.org/a?b=1&amp;c=2" rel="nofollow noopener"' in text
    assert "<bdi>bamdad.example.org</bdi>" in text


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//example.org/", "http://[bad", "متن"]
)
def test_any_other_address_is_plain_text(client, address):
    text = page(client, make_article(url=address))
    assert f'href="{address}"' not in text
    assert f"<bdi>{address}</bdi>" in text


def test_particulars_of_the_dump_are_shown(client):
    text = page(
        client,
        make_article(
            date_text="یکشنبه ۷ دی",
            published_time=time(14, 30),
            external_id="140410",
            author="مهتاب",
        ),
    )
    for words in ("یکشنبه ۷ دی</bdi>", "۱۴:۳۰", "<bdi>140410</bdi>", '<bdi lang="fa">مهتاب</bdi>'):
        assert words in text


def test_a_machine_translation_is_named(client):
    article = make_article(machine_translated=Article.MachineTranslated.YES)
    assert "این متن ترجمهٔ ماشینی است." in page(client, article)


def test_a_machine_translation_is_named_only_where_it_is_one(client):
    for kind in (Article.MachineTranslated.NO, Article.MachineTranslated.UNKNOWN):
        assert "ترجمهٔ ماشینی" not in page(client, make_article(machine_translated=kind))


@pytest.mark.parametrize(("language", "hijri"), [("fa", "۸ رجب ۱۴۴۷ ه‍.ق"), ("ar", "٨ رجب ١٤٤٧ هـ")])
def test_the_hijri_date_is_there_on_request(client, language, hijri):
    text = page(client, make_article(day=date(2025, 12, 28)), language)
    assert f'<span class="hijri__day">{hijri}</span></details>' in text
    assert '<details class="hijri">' in text  # closed


@pytest.mark.parametrize("day", [None, date(1924, 7, 31), date(2077, 11, 17)])
def test_where_no_hijri_date_is_known_none_is_offered(client, day):
    assert '<details class="hijri">' not in page(client, make_article(day=day))


def test_the_stories_before_and_after_of_the_same_source_are_named(client):
    source = make_source()
    days = [date(2025, 1, day) for day in (1, 2, 3)]
    first, middle, last = (make_article(source=source, day=day) for day in days)
    text = page(client, middle)
    section = text.partition('<nav class="neighbours"')[2].partition("</nav>")[0]
    earlier, _, later = section.partition("</li>")
    assert f'href="/fa/articles/{first.key}/" rel="prev"' in earlier
    assert "خبر قبلی این منبع" in earlier and first.title in earlier
    assert f'href="/fa/articles/{last.key}/" rel="next"' in later
    assert "خبر بعدی این منبع" in later and last.title in later
    assert 'rel="prev"' not in page(client, first)
    assert 'rel="next"' not in page(client, last)
    assert '<nav class="neighbours"' not in page(client, make_article(source=make_source()))


@pytest.mark.parametrize(
    ("count", "persian", "arabic"),
    [
        (0, "۰ نسخهٔ ذخیره‌شده", "لا لقطات"),
        (1, "۱ نسخهٔ ذخیره‌شده", "لقطة واحدة"),
        (2, "۲ نسخهٔ ذخیره‌شده", "لقطتان"),
        (3, "۳ نسخهٔ ذخیره‌شده", "٣ لقطات"),
        (11, "۱۱ نسخهٔ ذخیره‌شده", "١١ لقطة"),
    ],
)
def test_a_line_leads_to_the_history_and_says_how_often_it_was_scraped(
    client, count, persian, arabic
):
    article = make_article()
    for number in range(count):
        make_capture(article, str(number).encode())
    make_capture(article, b"withdrawn", withdrawn=True)
    for language, words in (("fa", persian), ("ar", arabic)):
        address = f'href="/{language}/articles/{article.key}/history/"'
        assert f'{address} rel="nofollow"> {words} </a>' in page(client, article, language)
    raw = f'href="/fa/articles/{article.key}/scraped/"'
    assert (raw in page(client, article)) is (count > 0)


def corrected(client, article, language="fa"):
    text = page(client, article, language)
    return text.partition('<p class="corrected"')[2].partition("</p>")[0]


def test_corrections_are_told_with_their_days_and_without_names(client):
    article = make_article()
    editor = User.objects.create_user("chief-editor")
    article.correct({"title": "عنوان درست", "author": "مهتاب"}, by=editor, reason="why-so")
    article.history.update(history_date=datetime(2025, 12, 29, 9, tzinfo=UTC))
    article.correct({"body": "متن درست"}, by=editor)
    latest = article.history.latest()
    article.history.filter(pk=latest.pk).update(history_date=datetime(2025, 12, 31, 9, tzinfo=UTC))
    told = corrected(client, article)
    assert 'متن (<time datetime="2025-12-31">۱۰ دی ۱۴۰۴</time>)' in told
    assert 'عنوان، نویسنده (<time datetime="2025-12-29">۸ دی ۱۴۰۴</time>)' in told
    assert f'href="/fa/articles/{article.key}/history/#corrections"' in told
    assert "صحّحه المحررون: المتن (" in corrected(client, article, "ar")
    assert "chief-editor" not in page(client, article)
    assert "why-so" not in page(client, article)


def test_an_article_as_captured_has_no_corrections(client):
    article = make_article()
    article.correct({}, decisions={"review": Article.Review.DONE})
    assert corrected(client, article) == ""


def test_an_error_can_be_reported(client):
    article = make_article()
    assert f'<a href="/ar/articles/{article.key}/report/" rel="nofollow">' in (
        page(client, article, "ar")
    )


def test_the_permalink_and_the_alternates_are_whole_addresses(client):
    article = make_article()
    text = page(client, article)
    assert f'<bdi dir="ltr">http://testserver/fa/articles/{article.key}/</bdi>' in text
    for language in ("fa", "ar"):
        address = f"http://testserver/{language}/articles/{article.key}/"
        assert f'<link rel="alternate" hreflang="{language}" href="{address}">' in text


def test_an_unknown_key_is_not_found(client):
    response = client.get("/fa/articles/aaaaaaaaaaaaaaaa/")
    assert response.status_code == 404
    assert "خبری با این نشانی در آرشیو نیست." in response.text


@pytest.mark.parametrize("key", ["short", "A" * 16, "a" * 17, "ا" * 16, "%00" * 16])
def test_what_is_no_key_is_not_found(client, key):
    assert client.get(f"/fa/articles/{key}/").status_code == 404


def test_a_hidden_article_is_not_found(client):
    article = make_article(status=Article.Status.HIDDEN)
    assert client.get(f"/fa/articles/{article.key}/").status_code == 404


@pytest.mark.parametrize("tail", ["", "raw/", "scraped/", "history/", "report/"])
def test_the_key_of_an_absorbed_article_leads_to_the_one_that_has_it(client, tail):
    article = make_article()
    ArticleIdentity.objects.create(article=article, hash="b" * 32, absorbed=True)
    response = client.get(f"/ar/articles/{'b' * 16}/{tail}")
    assert response.status_code == 301
    assert response["Location"] == f"/ar/articles/{article.key}/{tail}"


def test_an_absorbed_key_of_a_hidden_article_is_not_found(client):
    article = make_article(status=Article.Status.HIDDEN)
    ArticleIdentity.objects.create(article=article, hash="b" * 32, absorbed=True)
    assert client.get(f"/fa/articles/{'b' * 16}/").status_code == 404


@pytest.mark.parametrize("tail", ["", "raw/", "scraped/", "history/", "report/"])
def test_an_erased_article_is_gone_in_the_readers_language(client, tail):
    Tombstone.objects.create(key="c" * 16, reason="takedown")
    response = client.get(f"/ar/articles/{'c' * 16}/{tail}")
    assert response.status_code == 410
    assert "حُذف هذا الخبر" in response.text
    assert "takedown" not in response.text


def test_stories_like_this_one_are_named_once_and_without_its_duplicates(client, rebuild_index):
    words = "فانوس دریایی بندر کهنه نگهبان چراغ"
    article = make_article("فانوس دریایی", body=f"{words} روشن شد.")
    recommended, linking, *alike = (
        make_article(f"نگهبان فانوس {n}", body=f"{words} شماره {n}") for n in range(7)
    )
    make_related(article, recommended.title, recommended)
    make_related(linking, article.title, article)
    hidden = make_article("پنهان فانوس", body=words)
    copy = make_article("رونوشت فانوس", body=words, duplicate_of=article)
    for _ in range(220):  # a word in more than one of twenty stories marks none
        make_article(body="قطار شب از کویر گذشت.")
    rebuild_index()
    Article.objects.filter(pk=hidden.pk).update(status=Article.Status.HIDDEN)
    section = page(client, article).partition('id="alike-title"')[2].partition("</section>")[0]
    found = [each for each in alike if each.get_absolute_url() in section]
    assert len(found) == 5  # the page names the other two elsewhere
    assert section.count("<li") == 5
    assert "۷ دی ۱۴۰۴" in section
    assert 'id="alike-title"' in page(client, copy)
    assert article.get_absolute_url() not in page(client, copy).partition('id="alike-title"')[2]


def test_without_an_index_no_stories_are_called_alike(client):
    article = make_article(body="فانوس دریایی")
    make_article("دیگری", body="فانوس دریایی")
    assert 'id="alike-title"' not in page(client, article)


@pytest.mark.parametrize("count", [5, 60])
def test_queries_do_not_grow_with_the_archive(
    client, rebuild_index, django_assert_max_num_queries, count
):
    source = make_source()
    first = make_article("نخست", source=source)
    article = make_article("میانی", source=source, duplicate_of=first)
    make_capture(article, b"raw")
    make_figure(article)
    make_article(source=source, day=date(2025, 12, 29))
    make_article(source=source, day=date(2025, 12, 27))
    for number in range(count):
        article.correct({"title": f"میانی {number}", "body": f"متن {number}", "author": "مهتاب"})
        make_capture(article, f"raw {number}".encode(), views=number)
        other = make_article(source=source, duplicate_of=article)
        make_related(article, other.title, other)
        make_related(other, article.title, article)
    rebuild_index()
    with django_assert_max_num_queries(8):
        text = page(client, article)
    for part in ("neighbours__earlier", "neighbours__later", '"corrected"', 'id="backlinks'):
        assert part in text

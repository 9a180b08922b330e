"""The page of an article's captures and corrections."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import jdatetime
import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.curation.corrections import correct
from articles.importing.erasing import erase
from articles.models import Article, ArticleIdentity, Tombstone
from articles.views.article import history
from tests.dump_texts import LANTERNS, changed, dump, run, write
from tests.factories import make_article, make_capture, make_source

pytestmark = pytest.mark.django_db

MOMENT = datetime(2025, 12, 28, 11, 0, tzinfo=UTC)
PARSED = {
    "language": "fa",
    "title": "عنوان برداشت",
    "source": "بامداد",
    "author": "",
    "url": "",
    "external_id": "",
    "published_gregorian": "2025-12-28",
    "time": "09:05",
    "views": 12,
    "paragraphs": ["بند نخست همان است.", "فانوس‌ها بر پل آویخته شد."],
    "figures": [],
    "related": [],
    "date_text": "۷ دی ۱۴۰۴",
    "date_calendar": "jalali",
}


def path(article, language="fa", query=""):
    return f"/{language}/articles/{article.key}/history/{query}"


def page(client, article, language="fa", query=""):
    response = client.get(path(article, language, query))
    assert response.status_code == 200
    return response.text


def listed(text):
    """The text of each capture, as listed."""
    items = text.partition('<ol class="captures__list">')[2].partition("</ol>")[0]
    return items.split('<li class="captures__item">')[1:]


def test_captures_are_listed_with_time_views_and_outcome_the_latest_first(client):
    article = make_article()
    make_capture(article, b"one", views=12, captured_at=MOMENT, body_hash="a")
    second = make_capture(
        article,
        b"two",
        views=1526,
        captured_at=MOMENT + timedelta(days=2),
        body_hash="b",
    )
    article.captures.filter(pk=second.pk).update(outcome="updated")
    latest, first = listed(page(client, article))
    for words in ("نسخهٔ ذخیره‌شدهٔ ۲", "۹ دی ۱۴۰۴، ساعت ۱۴:۳۰", "۳۰ دسامبر ۲۰۲۵", "۱٬۵۲۶ بازدید"):
        assert words in latest
    assert "نسخهٔ دیگری از خبر آورد" in latest
    assert "متنش با نسخهٔ ذخیره‌شدهٔ پیشین فرق دارد" in latest
    assert f"/fa/articles/{article.key}/scraped/?capture={second.pk}" in latest
    for words in ("نسخهٔ ذخیره‌شدهٔ ۱", "۷ دی ۱۴۰۴", "۱۲ بازدید", "خبر را به آرشیو آورد"):
        assert words in first
    latest, _first = listed(page(client, article, "ar"))
    for words in ("اللقطة ٢", "٣٠ ديسمبر ٢٠٢٥، الساعة ١٤:٣٠", "١٬٥٢٦ مشاهدة"):
        assert words in latest


def test_the_capture_that_the_article_shows_is_marked(client):
    article = make_article()
    make_capture(article, b"earlier", views=1)
    make_capture(article, b"later", views=2)
    latest, first = listed(page(client, article))
    assert "در صفحهٔ خبر همین آمده" in latest
    assert "در صفحهٔ خبر همین آمده" not in first


def test_a_capture_of_unknown_time_says_so(client):
    article = make_article()
    make_capture(article, b"one")
    assert "زمان نامعلوم" in listed(page(client, article))[0]


def test_files_batches_and_people_are_not_named(client, tmp_path):
    run(*write(tmp_path, dump(), name="secret-folder-name"))
    article = Article.objects.get()
    article.correct({"title": "درست"}, by=User.objects.create_user("editor-name"), reason="why-so")
    text = page(client, article)
    for words in ("secret-folder-name", "editor-name", "why-so", str(tmp_path)):
        assert words not in text


def test_withdrawn_captures_are_not_listed(client):
    article = make_article()
    make_capture(article, b"one", views=1)
    make_capture(article, b"two", views=2, withdrawn=True)
    assert len(listed(page(client, article))) == 1


def test_captures_that_say_the_same_have_no_difference_to_show(client):
    article = make_article()
    make_capture(article, b"one", views=1)
    make_capture(article, b"two", views=1)
    article.captures.update(content_hash="same", body_hash="same")
    latest, _first = listed(page(client, article))
    assert "عین نسخهٔ ذخیره‌شدهٔ پیشین است" in latest
    assert "?from=" not in latest


def test_an_article_that_editors_kept_without_captures_says_so(client):
    assert "هیچ نسخهٔ ذخیره‌شده‌ای از این خبر نمانده است" in page(client, make_article())


def test_only_so_many_captures_are_listed(client, monkeypatch):
    monkeypatch.setattr(history, "CAPTURES_SHOWN", 3)
    article = make_article()
    for views in range(5):
        make_capture(article, str(views).encode(), views=views)
    text = page(client, article)
    assert ["نسخهٔ ذخیره‌شدهٔ ۵" in item for item in listed(text)] == [True, False, False]
    assert len(listed(text)) == 3
    assert "تنها ۳ نسخهٔ ذخیره‌شدهٔ آخر" in text
    assert "۵ نسخهٔ ذخیره‌شده" in text


def test_views_are_drawn_and_told_in_words(client):
    article = make_article()
    make_capture(article, b"one", views=100, captured_at=MOMENT)
    make_capture(article, b"two", views=400, captured_at=MOMENT + timedelta(days=3))
    text = page(client, article)
    assert 'points="600,75 0,0"' in text
    assert "شمار بازدید در گذر زمان: از ۱۰۰ در ۷ دی ۱۴۰۴ تا ۴۰۰ در ۱۰ دی ۱۴۰۴." in text
    assert 'role="img" aria-labelledby="views-chart-words"' in text


def test_views_of_captures_without_times_are_drawn_in_their_order(client):
    article = make_article()
    make_capture(article, b"one", views=100)
    make_capture(article, b"two", views=200)
    make_capture(article, b"three", views=400)
    text = page(client, article)
    assert 'points="600,75 300,50 0,0"' in text
    assert "از ۱۰۰ تا ۴۰۰" in text


def test_views_that_did_not_grow_are_not_drawn(client):
    article = make_article()
    make_capture(article, b"one", views=100)
    make_capture(article, b"two", views=100)
    make_capture(article, b"three")
    assert "<polyline" not in page(client, article)


def corrections(text):
    return text.partition('id="corrections"')[2].partition('class="captures"')[0]


def test_a_corrected_field_shows_what_was_captured_and_what_it_says_now(client):
    article = make_article("عنوان برداشت", source=make_source("بامداد"))
    make_capture(article, b"one", parsed=PARSED)
    article.correct(
        {
            "title": "عنوان درست",
            "published_on": jdatetime.date(1404, 10, 8),
            "author": "مهتاب",
            "language": "ar",
        }
    )
    text = corrections(page(client, article))
    assert "عنوان <del>برداشت</del>" in text
    assert "عنوان <ins>درست</ins>" in text
    assert "<del>یکشنبه ۷ دی ۱۴۰۴ (۲۸ دسامبر ۲۰۲۵)</del>" in text
    assert "<ins>دوشنبه ۸ دی ۱۴۰۴ (۲۹ دسامبر ۲۰۲۵)</ins>" in text
    assert "<bdi>–</bdi>" in text and "<ins>مهتاب</ins>" in text
    assert "<del>فارسی</del>" in text and "<ins>عربی</ins>" in text
    today = timezone.localdate()
    assert f'<time datetime="{today.isoformat()}">' in text


def test_a_corrected_source_is_compared_with_the_printed_one(client):
    article = make_article(source=make_source("بامداد"))
    make_capture(article, b"one", parsed=PARSED)
    article.correct({"source": make_source("شبانه")})
    text = corrections(page(client, article))
    assert "<del>بامداد</del>" in text and "<ins>شبانه</ins>" in text


def test_a_corrected_text_is_compared_word_by_word(client):
    article = make_article()
    make_capture(article, b"one", parsed=PARSED)
    article.correct({"body": "بند نخست همان است.\n\nفانوس‌ها بر نرده آویخته شد."})
    text = corrections(page(client, article))
    assert '<p dir="auto" class="difference__same">بند نخست همان است.</p>' in text
    assert "فانوس‌ها بر <del>پل</del><ins>نرده</ins> آویخته شد." in text


def test_corrected_pictures_and_stories_are_compared_as_texts(client):
    article = make_article()
    make_capture(article, b"one", parsed=PARSED | {"related": ["خبر نخست"], "figures": []})
    correct(
        article,
        {"related": ["خبر دیگر"], "figures": [[0, "فانوسی بر نرده", "شب پل", "عکس: مهتاب"]]},
        by=None,
    )
    text = corrections(page(client, article))
    assert "خبر <del>نخست</del><ins>دیگر</ins>" in text
    assert "<ins>فانوسی بر نرده – شب پل – عکس: مهتاب</ins>" in text


def test_what_a_later_capture_says_too_is_told(client):
    article = make_article("عنوان برداشت")
    make_capture(article, b"one", parsed=PARSED)
    article.correct({"title": "عنوان برداشت", "body": "\n\n".join(PARSED["paragraphs"])})
    assert (
        corrections(page(client, article)).count("آخرین نسخهٔ ذخیره‌شده اکنون همین را می‌گوید.") == 2
    )


def test_what_no_capture_says_is_shown_as_corrected_alone(client):
    article = make_article()
    make_capture(article, b"one", parsed=PARSED)
    hidden = make_article("اصل پنهان", status=Article.Status.HIDDEN)
    article.correct({"duplicate_of": hidden, "machine_translated": "yes"})
    text = corrections(page(client, article))
    assert "<del>نامعلوم</del>" in text and "<ins>بله</ins>" in text
    assert "اصل پنهان" not in text
    shown = make_article("اصل آشکار")
    article.correct({"duplicate_of": shown})
    assert "<ins>اصل آشکار</ins>" in corrections(page(client, article))


def test_corrections_without_a_capture_are_named_all_the_same(client):
    article = make_article()
    article.correct({"title": "درست"})
    text = corrections(page(client, article))
    assert "عنوان" in text and "نسخهٔ ذخیره‌شده‌ای برای مقایسه نمانده است." in text


def test_text_of_dumps_and_editors_is_escaped(client):
    evil = "<script>alert(1)</script>"
    article = make_article(evil, source=make_source(evil))
    parsed = dict.fromkeys(("title", "source", "author", "url", "external_id"), evil)
    make_capture(article, b"one", parsed={**PARSED, **parsed, "paragraphs": [evil]})
    article.correct({"title": evil + "2", "author": evil, "body": evil + "3", "url": evil + "4"})
    assert evil not in page(client, article)


def test_the_page_is_not_for_search_engines_and_knows_its_addresses(client):
    article = make_article()
    text = page(client, article, query="?utm=1")
    assert '<meta name="robots" content="noindex">' in text
    assert f'<link rel="canonical" href="http://testserver{path(article)}">' in text
    assert f'hreflang="ar" href="http://testserver{path(article, "ar")}' in text


@pytest.mark.parametrize("query", ["", "?from=1&to=2"])
def test_what_readers_may_not_see_has_no_history(client, query):
    hidden = make_article(status=Article.Status.HIDDEN)
    make_capture(hidden, b"one", parsed=PARSED)
    assert client.get(path(hidden, query=query)).status_code == 404
    assert client.get(f"/fa/articles/aaaaaaaaaaaaaaaa/history/{query}").status_code == 404
    Tombstone.objects.create(key="c" * 16, reason="takedown")
    assert client.get(f"/ar/articles/{'c' * 16}/history/{query}").status_code == 410
    article = make_article()
    ArticleIdentity.objects.create(article=article, hash="b" * 32, absorbed=True)
    response = client.get(f"/ar/articles/{'b' * 16}/history/{query}")
    assert (response.status_code, response["Location"]) == (301, path(article, "ar"))


def test_erasing_takes_the_history_with_it(client, tmp_path):
    run(*write(tmp_path, dump()))
    article = Article.objects.get()
    article.correct({"title": "درست"})
    erase(article, reason="takedown")
    assert client.get(path(article)).status_code == 410


def test_an_import_of_a_changed_story_is_told_in_its_history(client, tmp_path):
    run(*write(tmp_path, dump(views=12)))
    later = dump(views=40, body=changed(LANTERNS, last="بند پایانی دیگری نوشته شد."))
    run(*write(tmp_path, later, name="later"))
    latest, first = listed(page(client, Article.objects.get()))
    assert "نسخهٔ دیگری از خبر آورد" in latest and "۴۰ بازدید" in latest
    assert "خبر را به آرشیو آورد" in first


@pytest.mark.parametrize("count", [1, 40])
def test_queries_do_not_grow_with_captures_and_corrections(
    client, django_assert_max_num_queries, count
):
    article = make_article(duplicate_of=make_article())
    for views in range(count):
        make_capture(article, str(views).encode(), views=views, parsed=PARSED)
        article.correct({"title": f"عنوان {views}", "body": f"متن {views}", "source": None})
    article.correct({"duplicate_of": article.duplicate_of, "published_on": None})
    with django_assert_max_num_queries(6):
        page(client, article)
    capture = article.captures.first()
    with django_assert_max_num_queries(4):
        page(client, article, query=f"?from={capture.pk}")


def test_days_of_corrections_are_those_of_the_archive(client):
    article = make_article()
    article.correct({"title": "درست"})
    # Ten in the evening in London is tomorrow in Tehran.
    article.history.update(history_date=datetime(2025, 12, 28, 22, tzinfo=UTC))
    day = date(2025, 12, 29)
    assert f'<time datetime="{day}">۸ دی ۱۴۰۴</time>' in corrections(page(client, article))

"""The form by which readers report an error to the editors."""

from __future__ import annotations

import pytest
from django.test import Client

from articles.models import Article, ArticleIdentity, ReaderReport, ReportQuota, Tombstone
from articles.models.report_quotas import MOST_REPORTS
from articles.models.reports import LONGEST_MESSAGE
from tests.factories import make_article, make_source
from tests.markup import one_line

pytestmark = pytest.mark.django_db

VALID = {"kind": "date", "message": "تاریخ یک روز جلوتر است.", "contact": "reader@example.org"}


@pytest.fixture
def article():
    return make_article("خبر ساختگی", source=make_source())


def path(article, language="fa"):
    return f"/{language}/articles/{article.key}/report/"


def send(client, article, language="fa", **fields):
    return client.post(path(article, language), {**VALID, **fields})


def test_a_report_reaches_the_editors_and_the_reader_is_thanked(client, article):
    response = send(client, article)
    assert (response.status_code, response["Location"]) == (302, f"{path(article)}?sent")
    sent = ReaderReport.objects.get()
    assert (sent.article, sent.kind, sent.message, sent.contact, sent.state) == (
        article,
        "date",
        VALID["message"],
        "reader@example.org",
        "open",
    )
    thanks = client.get(response["Location"])
    assert "از گزارش شما سپاسگزاریم" in thanks.text
    assert "<textarea" not in thanks.text


def test_no_address_is_needed_to_report(client, article):
    send(client, article, contact="")
    assert ReaderReport.objects.get().contact == ""


@pytest.mark.parametrize(
    ("fields", "persian", "arabic"),
    [
        ({"kind": ""}, "لطفاً بگویید چه چیزی نادرست است.", "يُرجى اختيار نوع الخطأ."),
        ({"kind": "x"}, "لطفاً بگویید چه چیزی نادرست است.", "يُرجى اختيار نوع الخطأ."),
        ({"message": " \n "}, "لطفاً چند کلمه بنویسید", "يُرجى كتابة بضع كلمات"),
        ({"message": "x" * (LONGEST_MESSAGE + 1)}, "لطفاً کوتاهش کنید", "يُرجى اختصارها"),
        ({"contact": "x"}, "این نشانی ایمیل نیست", "ليس هذا عنوان بريد إلكتروني"),
        ({"contact": "a@example.org" * 30}, "این نشانی ایمیل نیست", "ليس هذا عنوان بريد"),
    ],
)
def test_what_is_wrong_with_a_report_is_told_and_the_rest_kept(
    client, article, fields, persian, arabic
):
    for language, words in (("fa", persian), ("ar", arabic)):
        response = send(client, article, language, **fields)
        assert response.status_code == 422
        assert words in response.text
        assert 'aria-invalid="true"' in response.text
        assert response.text.count('role="alert"') == 1
        if "message" not in fields:
            assert VALID["message"] in response.text
        if "kind" not in fields:
            assert 'value="date" required checked' in one_line(response.text)
    assert not ReaderReport.objects.exists()
    assert not ReportQuota.objects.exists()


@pytest.mark.parametrize("data", [{}, {"kind": ["date", "text"]}, {"message": "a\0b"}])
def test_odd_requests_are_answered_with_the_form(client, article, data):
    response = client.post(path(article), data)
    assert response.status_code == 422
    assert "<textarea" in response.text


def test_lines_are_counted_as_browsers_count_them(client, article):
    message = "\r\n".join(["x"] * (LONGEST_MESSAGE // 2))
    assert send(client, article, message=message).status_code == 302
    assert ReaderReport.objects.get().message == message.replace("\r\n", "\n")


def test_what_was_typed_is_shown_as_text(client, article):
    text = send(client, article, contact="", kind="", message="</textarea><script>x").text
    assert "</textarea><script>" not in text


def test_an_address_may_send_so_many_and_is_told(client, article):
    for number in range(MOST_REPORTS):
        assert send(client, article, message=f"خطای {number}").status_code == 302
    response = send(client, article, message="یکی دیگر")
    assert response.status_code == 429
    assert "در یک ساعت گذشته چند گزارش از نشانی شما رسیده است." in response.text
    assert "یکی دیگر</textarea>" in response.text
    assert "وصلت من عنوانكم عدة بلاغات" in send(client, article, "ar", message="x").text
    assert ReaderReport.objects.count() == MOST_REPORTS
    other = Client(REMOTE_ADDR="198.51.100.9")
    assert send(other, article).status_code == 302


def test_a_report_that_is_sent_twice_is_kept_once(client, article):
    assert send(client, article).status_code == send(client, article).status_code == 302
    assert ReaderReport.objects.count() == 1
    assert send(client, make_article()).status_code == 302
    assert ReaderReport.objects.count() == 2


def test_a_field_that_only_programs_see_catches_them_and_warns_people(client, article):
    response = send(client, article, website="https://casino.example")
    assert response.status_code == 422
    assert "casino.example" not in response.text
    assert "خانه‌ای پر شده بود که تنها برنامه‌ها آن را می‌بینند." in response.text
    assert VALID["message"] in response.text
    assert not ReaderReport.objects.exists()


def test_a_forged_form_is_refused_in_the_readers_language(article):
    strict = Client(enforce_csrf_checks=True)
    response = send(strict, article, "ar")
    assert response.status_code == 403
    assert "تعذّر التحقق من الاستمارة." in response.text
    assert '<html lang="ar" dir="rtl">' in response.text
    page = strict.get(path(article))
    token = page.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    assert send(strict, article, csrfmiddlewaretoken=token).status_code == 302


def test_no_cache_keeps_the_form_or_what_follows(client, article):
    for response in (
        client.get(path(article)),
        client.get(f"{path(article)}?sent"),
        send(client, article, kind=""),
        send(client, article),
    ):
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]


def test_the_page_of_the_article_sets_no_cookie_for_the_form(client, article):
    response = client.get(article.get_absolute_url())
    assert path(article) in response.text
    assert not response.cookies
    assert "public" in response["Cache-Control"]


def test_the_form_is_not_for_search_engines(client, article):
    text = client.get(path(article)).text
    assert '<meta name="robots" content="noindex">' in text
    assert f'<link rel="canonical" href="http://testserver{path(article)}">' in text
    assert f'hreflang="ar" href="http://testserver{path(article, "ar")}"' in text


def test_what_readers_may_not_see_cannot_be_reported(client, article):
    hidden = make_article(status=Article.Status.HIDDEN)
    Tombstone.objects.create(key="c" * 16, reason="takedown")
    ArticleIdentity.objects.create(article=article, hash="b" * 32, absorbed=True)
    for method in (client.get, client.post):
        assert method(path(hidden), VALID).status_code == 404
        assert method("/fa/articles/aaaaaaaaaaaaaaaa/report/", VALID).status_code == 404
        assert method(f"/fa/articles/{'c' * 16}/report/", VALID).status_code == 410
        response = method(f"/fa/articles/{'b' * 16}/report/", VALID)
        assert (response.status_code, response["Location"]) == (301, path(article))
    assert not ReaderReport.objects.exists()


def test_other_methods_are_refused(client, article):
    assert client.put(path(article)).status_code == 405


def test_queries_are_few(client, article, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        client.get(path(article))
    with django_assert_max_num_queries(1):
        send(client, article, kind="")
    send(client, article)
    with django_assert_max_num_queries(9):  # four of them begin or end transactions within others
        send(client, article, message="دیگر")

"""The difference between two captures of an article."""

from __future__ import annotations

import pytest

from articles.models import Article
from articles.text.difference import difference
from articles.views.article.passages import passages
from tests.dump_texts import LANTERNS, changed, dump, run, write
from tests.factories import make_article, make_capture
from tests.views.article.test_history import PARSED

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


def capture(article, views, **fields):
    parsed = {**PARSED, "views": views, **fields}
    return make_capture(article, str(views).encode(), views=views, parsed=parsed)


def answer(client, article, query, language="fa"):
    return client.get(f"/{language}/articles/{article.key}/history/?{query}")


def page(client, article, query, language="fa"):
    response = answer(client, article, query, language)
    assert response.status_code == 200
    return response.text.partition("<main")[2]


def test_words_that_changed_are_marked_in_their_paragraph(client, article):
    one = capture(article, 1)
    two = capture(article, 2, paragraphs=["بند نخست همان است.", "فانوس‌ها بر نرده آویخته شد."])
    text = page(client, article, f"from={one.pk}&to={two.pk}")
    assert "فانوس‌ها بر <del>پل</del><ins>نرده</ins> آویخته شد." in text
    text = page(client, article, f"from={two.pk}&to={one.pk}")
    assert "<del>نرده</del><ins>پل</ins>" in text


def test_particulars_that_changed_are_named_and_no_others(client, article):
    one = capture(article, 1200)
    two = capture(article, 3400, title="عنوان دیگر", published_gregorian="2025-12-29", source="")
    text = page(client, article, f"from={one.pk}&to={two.pk}")
    for words in (
        "عنوان <del>برداشت</del>",
        "عنوان <ins>دیگر</ins>",
        "<del>۱٬۲۰۰</del>",
        "<ins>۳٬۴۰۰</ins>",
        "<del>بامداد</del>",
        "<ins>دوشنبه ۸ دی ۱۴۰۴ (۲۹ دسامبر ۲۰۲۵)</ins>",
        "متن تغییری نکرده است.",
    ):
        assert words in text
    assert "ساعت انتشار" not in text
    assert "<ins>الاثنين ٢٩ ديسمبر ٢٠٢٥ (٨ دي ١٤٠٤ هـ.ش)</ins>" in page(
        client, article, f"from={one.pk}&to={two.pk}", "ar"
    )


def test_pictures_and_recommended_stories_are_compared(client, article):
    figure = {"alt": "پل", "caption": "شب", "credit": None, "position": 0}
    one = capture(article, 1, figures=[figure], related=["خبر یک", "خبر دو"])
    two = capture(article, 2, figures=[{**figure, "credit": "X/AP"}], related=["خبر یک"])
    text = page(client, article, f"from={one.pk}&to={two.pk}")
    assert "پل – شب<ins> – X/AP</ins>" in text
    assert "<del>خبر دو</del>" in text


def test_the_same_is_said_to_be_the_same(client, article):
    one = capture(article, 1)
    text = page(client, article, f"from={one.pk}&to={one.pk}")
    assert "هر دو یک چیز می‌گویند." in text
    assert "<del>" not in text


def test_without_the_other_the_latest_and_the_one_before_are_meant(client, article):
    one, two, three = (capture(article, views) for views in (1, 2, 3))
    text = page(client, article, f"from={one.pk}")
    assert "<del>۱</del>" in text and "<ins>۳</ins>" in text
    text = page(client, article, f"to={two.pk}")
    assert "<del>۱</del>" in text and "<ins>۲</ins>" in text
    assert "هر دو یک چیز می‌گویند." in page(client, article, f"to={one.pk}")
    assert "هر دو یک چیز می‌گویند." in page(client, article, f"from={three.pk}")


@pytest.mark.parametrize("number", ["", "x", "-1", "0", "9" * 30, "9" * 5000, "۱۲x", "1.5", "\0"])
@pytest.mark.parametrize("name", ["from", "to"])
def test_what_is_no_capture_is_not_found(client, article, name, number):
    capture(article, 1)
    response = client.get(f"/fa/articles/{article.key}/history/", {name: number})
    assert response.status_code == 404
    assert "این نسخهٔ ذخیره‌شده در آرشیو نیست." in response.text


def test_captures_of_others_and_withdrawn_ones_are_not_found(client, article):
    one = capture(article, 1)
    withdrawn = capture(article, 2)
    article.captures.filter(pk=withdrawn.pk).update(withdrawn=True)
    foreign = capture(make_article(), 3)
    for other in (withdrawn, foreign):
        assert answer(client, article, f"from={one.pk}&to={other.pk}").status_code == 404


def test_an_article_without_captures_has_no_differences(client, article):
    assert answer(client, article, "to=1").status_code == 404


def test_captures_of_which_nothing_was_read_are_compared_without_harm(client, article):
    one, two = make_capture(article, b"one"), capture(article, 2)
    assert "<ins>عنوان برداشت</ins>" in page(client, article, f"from={one.pk}&to={two.pk}")


def test_text_of_dumps_is_escaped(client, article):
    evil = "<script>alert(1)</script>"
    figure = {"alt": evil, "caption": evil, "credit": evil, "position": 0}
    one = capture(article, 1, paragraphs=[evil], figures=[figure], related=[evil], title=evil)
    two = capture(article, 2, paragraphs=[evil + " x"], figures=[], related=[], author=evil)
    assert evil not in page(client, article, f"from={one.pk}&to={two.pk}")


def test_what_did_not_change_is_folded_away():
    texts = [f"بند {number} همان است." for number in range(9)]
    cut = passages(difference(texts, [*texts[:5], "تازه آمد", *texts[5:7], "دیگر!", texts[8]]))
    assert [(len(each.paragraphs), each.is_kept, each.is_folded) for each in cut] == [
        (5, True, True),
        (1, False, False),
        (2, True, False),
        (2, False, False),
        (1, True, False),
    ]


def test_two_imports_of_a_story_are_compared(client, tmp_path):
    run(*write(tmp_path, dump(views=12)))
    later = dump(views=40, body=changed(LANTERNS, last="بند پایانی دیگری نوشته شد."))
    run(*write(tmp_path, later, name="later"))
    text = page(client, Article.objects.get(), "to=" + str(_latest()))
    assert "<ins>بند پایانی دیگری نوشته شد.</ins>" in text
    assert "<ins>۴۰</ins>" in text


def _latest():
    return Article.objects.get().captures.latest_first().first().pk

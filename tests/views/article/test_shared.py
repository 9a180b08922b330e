"""Who else has the text of an article: the list on its page, the family, and both side by side."""

from __future__ import annotations

import re
from datetime import date

import pytest

from articles.models import Article
from articles.reuse import following
from tests.factories import make_article, make_source
from tests.markup import one_line
from tests.reuse.splices import Invention

pytestmark = pytest.mark.django_db

[TEXT, OWN, *_] = [text.body for text in Invention(21, share=0).texts(2)]
HALF = " ".join(TEXT.split()[: len(TEXT.split()) // 2])


def page(client, path, language="fa"):
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200
    return one_line(response.text)


@pytest.fixture
def family():
    """A text, one day later half of it elsewhere, and then that half again; one that is hidden."""
    sources = [make_source(f"منبع {number}", slug=f"source-{number}") for number in range(4)]
    days = [date(2025, 12, day) for day in (1, 2, 3, 4)]
    bodies = [TEXT, f"{HALF} {OWN}", f"{HALF} {OWN[:40]}", TEXT]
    made = [
        make_article(f"خبر {number}", source=source, day=day, body=body)
        for number, (source, day, body) in enumerate(zip(sources, days, bodies, strict=True))
    ]
    Article.objects.filter(pk=made[3].pk).update(status=Article.Status.HIDDEN)
    following.follow()
    return made


def test_an_article_tells_where_its_text_also_appeared(client, family):
    text = page(client, f"articles/{family[0].key}/")
    found = text[text.index('id="also"') if 'id="also"' in text else text.index("also-title") :]
    assert "همین متن در رسانه‌های دیگر" in found
    assert found.index("خبر 1") < found.index(f"/articles/{family[0].key}/shared/")
    assert "۵۰٪ از این متن" in found
    assert "خبر 3" not in found


def test_a_family_is_a_tree_by_time_that_calls_nobody_the_original(client, family):
    text = page(client, f"articles/{family[2].key}/shared/")
    members = re.findall(
        r'family__member--(\d)"( aria-current="true")?>.*?<bdi[^>]*>(.*?)</bdi>', text
    )
    assert members == [
        ("0", "", "خبر 0"),
        ("1", "", "خبر 1"),
        ("2", ' aria-current="true"', "خبر 2"),
    ]
    assert text.count("نخستین بار در این‌جا دیده شده") == 1
    assert "خبر 3" not in text


def test_passages_stand_side_by_side(client, family):
    text = page(client, f"articles/{family[0].key}/shared/{family[1].key}/")
    marked = [
        " ".join(re.sub("<[^>]*>", "", each).split())
        for each in re.findall(r"<mark>(.*?)</mark>", text)
    ]
    assert " ".join(marked[: len(marked)]).count(HALF.split()[0]) >= 2
    assert "۵۰٪ متن مشترک است" in text


def test_what_is_hidden_is_not_told(client, family):
    first, *_, hidden = family
    for path in (
        f"{hidden.key}/shared/",
        f"{first.key}/shared/{hidden.key}/",
        f"{first.key}/shared/{first.key}/",
    ):
        assert client.get(f"/fa/articles/{path}").status_code == 404


def test_articles_that_share_nothing_say_so(client):
    one, other = make_article(body=TEXT), make_article(body=OWN)
    assert "بخشی مشترک" in page(client, f"articles/{one.key}/shared/")
    assert "بخش مشترکی ندارند" in page(client, f"articles/{one.key}/shared/{other.key}/", "fa")


def test_a_source_tells_with_whom_it_shares(client, family):
    text = page(client, "sources/source-0/")
    assert re.search(r"متن مشترک دارد با: .*?منبع 1.*?\(۱ خبر\)", text)
    assert "منبع 3" not in text


@pytest.mark.parametrize("count", [2, 25])
def test_queries_do_not_grow_with_the_family(client, django_assert_max_num_queries, count):
    for number in range(count):
        make_article(body=TEXT, source=make_source(f"منبع {number}", slug=f"source-{number}"))
    following.follow()
    first, second, *_ = Article.objects.order_by("pk")
    with django_assert_max_num_queries(5):
        page(client, f"articles/{first.key}/shared/")
    with django_assert_max_num_queries(3):
        page(client, f"articles/{first.key}/shared/{second.key}/")
    with django_assert_max_num_queries(6):
        page(client, "sources/source-0/")

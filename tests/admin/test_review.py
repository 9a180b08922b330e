"""The page of the review queue, and the way from one item to the next."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from articles.curation.weighing import Kind
from articles.models import Article, ReaderReport, Source
from tests.admin.article_pages import OpenForm, make_editor
from tests.factories import make_article, make_capture, make_related, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]

PAGE = reverse("admin:articles_article_review")
NEXT = reverse("admin:articles_article_review_next")


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


@pytest.fixture
def waiting():
    """One item of most kinds, the weightiest first."""
    doubtful = make_article("روز نادرست")
    make_capture(doubtful, b"x", warnings=["weekday_mismatch"])
    for number in range(3):
        make_related(make_article(f"خبر ساختگی {number}"), "خبری که <b>نیست</b>")
    return {
        "report": ReaderReport.objects.create(kind="date", message="تاریخ", article=doubtful),
        "contradiction": doubtful,
        "duplicate": make_article("دو بار", review=Article.Review.NEEDED),
        "source": make_source("منبع تازه"),
    }


def kinds(client, **query):
    return [row.item.kind.value for row in client.get(PAGE, query).context["rows"]]


def walk(client):
    """The addresses to which "next" leads, from the beginning."""
    address, found = NEXT, []
    while "review=" in (address := client.get(address).url):
        found.append(address)
        response = client.get(address)
        assert response.status_code == 200
        address = response.context["review_bar"]["next"]
    return found


def test_the_queue_shows_why_each_item_is_there(client, editor, waiting):
    response = client.get(PAGE)
    assert kinds(client) == ["report", "contradiction", "duplicate", "source", "wanted"]
    assert response.context["rows"][1].reasons
    assert "&lt;b&gt;نیست&lt;/b&gt;" in response.text


def test_one_kind_can_be_shown_alone(client, editor, waiting):
    assert kinds(client, kind="source") == ["source"]
    assert len(kinds(client, kind="burnt")) == 5


def test_next_leads_through_the_whole_queue_and_back_to_it(client, editor, waiting):
    addresses = walk(client)
    assert len(addresses) == 5
    assert client.get(NEXT, {"after": "0-wanted-zz"}).url == PAGE
    back = client.get(NEXT, {"before": addresses[1].partition("review=")[2]}).url
    assert back == addresses[0]


def test_a_reviewed_article_leaves_the_queue_and_the_next_item_comes(client, editor, waiting):
    article = waiting["contradiction"]
    mark = f"80-contradiction-{article.pk}"
    form = OpenForm(client, article, f"?review={mark}")
    response = form.send(_reviewed_next="1", title="روز درست")
    assert response.url == f"{NEXT}?after={mark}"
    article.refresh_from_db()
    assert (article.title, article.review) == ("روز درست", "done")
    assert "duplicate" in client.get(response.url).url
    assert kinds(client) == ["report", "duplicate", "source", "wanted"]


def test_a_refused_form_stays_where_it_is(client, editor, waiting):
    form = OpenForm(client, waiting["contradiction"], "?review=80-contradiction-1")
    assert form.send(_reviewed_next="1", title="").status_code == 200
    waiting["contradiction"].refresh_from_db()
    assert waiting["contradiction"].review == "none"


@pytest.mark.parametrize(("button", "state"), [("_done", "done"), ("_dismissed", "dismissed")])
def test_a_report_is_settled_on_its_page(client, editor, waiting, button, state):
    report = waiting["report"]
    address = reverse("admin:articles_readerreport_change", args=[report.pk])
    response = client.post(
        f"{address}?review=100-report-{report.pk}", {"note": "درست شد", button: "1"}
    )
    report.refresh_from_db()
    assert (report.state, report.handled_by, report.note) == (state, editor, "درست شد")
    assert "contradiction" in client.get(response.url).url


def test_a_source_that_is_saved_leaves_the_queue(client, editor, waiting):
    source = waiting["source"]
    address = reverse("admin:articles_source_change", args=[source.pk])
    data = {
        "slug": source.slug,
        "name_fa": "منبع درست",
        "language": "fa",
        "aliases-TOTAL_FORMS": "0",
        "aliases-INITIAL_FORMS": "0",
    }
    response = client.post(f"{address}?review=50-source-{source.pk}", data)
    assert response.url.startswith(NEXT)
    assert not Source.objects.get().needs_review


def test_a_wanted_title_names_who_recommends_it(client, editor, waiting):
    address = next(each for each in walk(client) if "/wanted/" in each)
    assert len(client.get(address).context["naming"]) == 3


def test_a_wanted_title_that_came_meanwhile_is_told(client, editor):
    address = reverse("admin:articles_article_wanted", args=["aaaa"])
    assert client.get(address).context["naming"] == []


def test_an_empty_queue_says_so(client, editor):
    response = client.get(PAGE)
    assert response.context["rows"] == []
    assert "review-done" in response.text
    assert client.get(NEXT).url == PAGE


def test_each_sees_what_they_may_deal_with(client, waiting):
    user = User.objects.create_user("sources", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_source"))
    client.force_login(user)
    assert kinds(client) == ["source"]
    assert "source" in client.get(NEXT).url


@pytest.mark.parametrize("address", [PAGE, NEXT])
def test_others_are_refused(client, address):
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(user)
    assert client.get(address).status_code == 403


def test_pages_part_the_queue(client, editor):
    for number in range(60):
        make_source(f"منبع {number}")
    assert len(kinds(client)) == 50
    assert len(kinds(client, p="2")) == 10


def test_the_price_does_not_grow_with_the_queue(
    client, editor, waiting, django_assert_max_num_queries
):
    for number in range(40):
        make_source(f"منبع {number}")
        ReaderReport.objects.create(kind="text", message=str(number), article=make_article())
    with django_assert_max_num_queries(24):
        client.get(PAGE)
    with django_assert_max_num_queries(14):
        client.get(NEXT, {"after": "100-report-5"})
    assert {kind.value for kind in Kind} >= set(kinds(client))

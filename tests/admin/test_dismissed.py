"""What staff set aside leaves the suggestions, is told with its reason, and can be brought back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.models import Article, Dismissal, SourceAlias
from articles.text.folding import fold_key
from tests.dump_texts import dump, run, write
from tests.factories import make_article, make_related, make_source

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:articles_article_review")
DUPLICATES = reverse("admin:source_duplicates")
LIST = reverse("admin:dismissed")
TITLE = "خبری که نیست"


def recommend(count):
    """So many more articles recommend the title; its key."""
    for _ in range(count):
        story = make_related(make_article(), TITLE)
    return story.title_key


def wanted(client):
    return [row.item.touched for row in client.get(QUEUE, {"kind": "wanted"}).context["rows"]]


def suggested(client):
    return [tuple(each.sources) for each in client.get(DUPLICATES).context["suggestions"]]


def bring_back(client, dismissal):
    return client.post(reverse("admin:dismissed_back", args=[dismissal.pk]), follow=True)


def test_a_story_that_is_not_wanted_leaves_the_queue_until_twice_as_many_name_it(client, member):
    editor = member("Editors")
    address = reverse("admin:articles_article_wanted", args=[recommend(3)])
    assert wanted(client) == [3]
    assert client.post(address, {"reason": ""}).status_code == 200
    response = client.post(f"{address}?review=20-wanted-x", {"reason": "آگهی است"})
    assert response.url.startswith(reverse("admin:articles_article_review_next"))
    [dismissal] = Dismissal.objects.all()
    assert (dismissal.dismissed_by, dismissal.reason, str(dismissal)) == (
        editor,
        "آگهی است",
        TITLE,
    )
    page = client.get(LIST).text
    assert all(words in page for words in (TITLE, "آگهی است", editor.username))

    recommend(2)
    assert wanted(client) == []
    recommend(1)
    assert wanted(client) == [6]
    client.post(address, {"reason": "هنوز آگهی است"})
    assert wanted(client) == []
    assert [each.brought_back_at is None for each in Dismissal.objects.all()] == [True, False]

    standing = Dismissal.objects.standing().get()
    bring_back(client, standing)
    bring_back(client, standing)
    assert wanted(client) == [6]
    standing.refresh_from_db()
    assert standing.brought_back_by == editor
    named_by_none = reverse("admin:articles_article_wanted", args=["aaaa"])
    assert client.post(named_by_none, {"reason": "x"}).status_code == 302
    assert Dismissal.objects.count() == 2


def test_sources_that_are_two_are_suggested_again_only_for_a_new_name(client, member):
    member("Editors")
    agency, plain = make_source("خبرگزاری سپیدار"), make_source("سپیدار")
    for source in (agency, plain):
        SourceAlias.objects.create(source=source, folded_name=fold_key(str(source)))
    assert len(suggested(client)) == 1
    address = reverse("admin:sources_distinct", args=[plain.pk, agency.pk])
    assert client.post(address, {}).status_code == 200
    client.post(address, {"reason": "دو رسانه‌اند"})
    assert suggested(client) == []
    agency.homepage = "https://sepidar.example/"
    agency.save()
    assert suggested(client) == []
    agency.name_fa = "روزنامه سپیدار"
    agency.save()
    assert len(suggested(client)) == 1
    client.post(address, {"reason": "باز هم دو رسانه‌اند"})
    assert suggested(client) == []
    bring_back(client, Dismissal.objects.standing().get())
    assert len(suggested(client)) == 1
    gone = reverse("admin:sources_distinct", args=[plain.pk, 999_999])
    assert client.get(gone).status_code == client.post(gone, {"reason": "x"}).status_code == 302


def test_articles_that_are_two_can_be_compared_again(client, member, tmp_path):
    editor = member("Editors")
    second = dump("فانوس‌ها", source="روزنامه بندر", date="1404/09/15")
    run(*write(tmp_path, dump(source="خبرخانه ساحل"), second))
    article = Article.objects.get(duplicate_of__isnull=False)
    original = article.duplicate_of
    compared = reverse("admin:duplicate", args=[article.pk])
    client.post(compared, {"decision": "distinct", "reason": "دو رویداد"})
    dismissal = Dismissal.objects.get()
    assert (dismissal.dismissed_by, dismissal.reason) == (editor, "دو رویداد")
    assert (dismissal.article, dismissal.original) == (article, original)
    again = dump("فانوس‌ها", source="روزنامه بندر", date="1404/09/15", views=9)
    run(*write(tmp_path / "again", again))
    article.refresh_from_db()
    assert article.duplicate_of is None

    bring_back(client, dismissal)
    article.refresh_from_db()
    assert (article.duplicate_of, article.review) == (original, Article.Review.NEEDED)
    assert "duplicate_of" not in article.corrected_fields
    assert client.get(compared).status_code == 200

    client.post(compared, {"decision": "distinct", "reason": "دو رویداد"})
    Dismissal.objects.update(original=None)
    bring_back(client, Dismissal.objects.standing().get())
    article.refresh_from_db()
    assert article.duplicate_of is None
    assert Dismissal.objects.standing().exists()


def test_each_kind_is_brought_back_by_those_who_may_set_it_aside(client, member):
    make = Dismissal.objects.dismiss
    kinds = {
        kind: make(kind, f"1-{kind}", text="x", by=None, ground={"count": 3, "names": []})
        for kind in Dismissal.Kind
    }
    member("Importers")
    assert "<button" not in client.get(LIST).text.split('class="pairs"')[1]
    for dismissal in kinds.values():
        assert bring_back(client, dismissal).status_code == 403
    key = recommend(3)
    for address in (
        reverse("admin:articles_article_wanted", args=[key]),
        reverse("admin:sources_distinct", args=[1, 2]),
    ):
        assert client.post(address, {"reason": "x"}).status_code == 403
    assert Dismissal.objects.standing().count() == 3
    member("Editors")
    assert bring_back(client, kinds["wanted"]).status_code == 200
    assert Dismissal.objects.standing().count() == 2


def test_the_list_is_parted_and_its_price_is_constant(
    client, member, django_assert_max_num_queries
):
    member("Editors")
    for number in range(60):
        subject = str(number)
        Dismissal.objects.dismiss("wanted", subject, text=subject, by=None, ground={"count": 3})
    with django_assert_max_num_queries(8):
        page = client.get(LIST)
    assert len(page.context["rows"]) == 50
    assert len(client.get(LIST, {"before": page.context["older"]}).context["rows"]) == 10

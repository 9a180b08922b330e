"""What editors have decided about events outlives imports; articles that are gone take no page
with them."""

from __future__ import annotations

import pytest

from articles.events import editing
from articles.events.checking import compare
from articles.events.following import follow
from articles.importing.erasing import erase
from articles.importing.undoing import undo
from articles.models import Article, EventDecision, EventReport, ImportBatch
from tests.dump_texts import BAKERY, LANTERNS, dump, run, write

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]

TEXTS = (
    dump("فانوس‌های تازه بر پل چوبی نوآباد"),
    dump("پل چوبی نوآباد با فانوس روشن شد", LANTERNS[::-1], source="روزنامه بندر"),
    dump("نان رایگان در کوچه انار", BAKERY, source="روزنامه بندر"),
)


@pytest.fixture
def imported(tmp_path):
    """Imports the texts, one by one, and links them; the batches and the articles in order."""

    def once():
        runs = [run(path) for path in write(tmp_path, *TEXTS)]
        follow()
        batches = [ImportBatch.objects.get(pk=each.batch) for each in runs]
        return batches, [Article.objects.get(key=each.keys[0]) for each in runs]

    return once


def event_of(article):
    return EventReport.objects.get(article__key=article.key).event


def statuses(client, articles):
    """What the page of the event of each article answers."""
    return [client.get(f"/fa/events/{each.key}/").status_code for each in articles]


def test_the_word_of_editors_outlives_an_undo_and_another_import(client, imported):
    batches, articles = imported()
    one, other, baker = articles
    assert event_of(one) == event_of(other) != event_of(baker)
    editing.part(other, [one], by=None)
    editing.join(one, baker, by=None)
    editing.name(baker, "زمستان نوآباد", by=None)

    for batch in batches:
        undo(batch)
        assert set(statuses(client, articles)) <= {200, 302, 404}  # not yet followed
        follow()
        assert list(compare()) == []
    assert statuses(client, articles) == [404, 404, 404]
    assert EventDecision.objects.standing().count() == 3

    imported()
    assert event_of(one) == event_of(baker) != event_of(other)
    assert "زمستان نوآباد" in client.get(f"/fa/events/{one.key}/", follow=True).text
    assert list(compare()) == []


def test_erased_reports_take_no_page_with_them(client, imported):
    _batches, articles = imported()
    one, other, baker = articles
    editing.join(baker, one, by=None)
    editing.name(one, "زمستان نوآباد", by=None)

    for count, article in enumerate((one, other, baker), 1):
        erase(article, reason="بنا به درخواست")
        left = articles[count:]
        for path in ("/fa/", "/fa/archive/jalali/1404/09/14/", *map(address, left)):
            assert client.get(path).status_code == 200
        assert statuses(client, articles[:count]) == [410] * count
        assert set(statuses(client, left)) <= {200, 302}
        follow()
        assert list(compare()) == []
    for decision in EventDecision.objects.standing():
        assert editing.take_back(decision, by=None) is not None


def address(article):
    return f"/fa/articles/{article.key}/"

"""Editors join, part and name events: after a preview, with a reason, and with a way back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.events.following import follow
from articles.models import Article, EventDecision, EventReport
from tests.events.generated_news import generated
from tests.factories import make_article

pytestmark = pytest.mark.django_db

LIST = reverse("admin:event_decisions")


@pytest.fixture
def news():
    """Two events, each as its articles; the first has the most."""
    for number, told in enumerate(generated(2, seed=11)):
        report = told.report
        make_article(
            report.title,
            day=report.day,
            body=report.body,
            language=report.language,
            key=f"event2no{number:08}".translate(str.maketrans("0189", "abcd")),
        )
    follow()
    return sorted(events(), key=len, reverse=True)


def events():
    found = {}
    for event, key in EventReport.objects.order_by("article__key").values_list(
        "event", "article__key"
    ):
        found.setdefault(event, []).append(key)
    return list(found.values())


def page(key):
    return reverse("admin:event_editing", args=[key])


def confirm(client, address, **fields):
    """Send a form, then confirm what is shown; what was shown, and where that leads."""
    shown = client.post(address, fields)
    assert "form" not in shown.context or not shown.context["form"].errors
    sent = dict(shown.context.get("fields", []))
    return shown, client.post(address, {**sent, "seen": shown.context["digest"]})


def keys(groups):
    return [sorted(report.key for report in group) for group in groups]


def take_back(client, decision):
    address = reverse("admin:event_decision_undo", args=[decision.pk])
    return confirm(client, address)[1]


def test_two_events_are_joined_and_parted_again(client, member, news):
    editor = member("Editors")
    first, second = news[:2]
    fields = {"kind": "join", "join-other": f"https://x.example/fa/events/{second[0]}/"}
    refused = client.post(page(first[0]), fields)
    assert refused.status_code == 200
    assert not EventDecision.objects.exists()

    shown, answer = confirm(client, page(first[0]), **fields, **{"join-reason": "یک رویداد"})
    assert keys(shown.context["before"]) == [first, second]
    assert keys(shown.context["after"]) == [sorted(first + second)]
    assert answer.status_code == 302
    assert sorted(first + second) in events()
    [decision] = EventDecision.objects.all()
    assert (decision.decided_by, decision.reason) == (editor, "یک رویداد")
    assert "یک رویداد" in client.get(LIST).text
    again = client.post(page(first[0]), {**fields, "join-reason": "x"})
    assert again.context["forms"][1][2].errors

    take_back(client, decision)
    assert first in events()
    assert second in events()
    decision.refresh_from_db()
    assert decision.undone_by == editor
    taken = reverse("admin:event_decision_undo", args=[decision.pk])
    assert client.post(taken).status_code == 302


def test_a_report_is_taken_out_and_comes_back(client, member, news):
    member("Editors")
    event = news[0]
    leader = EventReport.objects.get(article__key=event[0]).event
    out = next(key for key in event if not Article.objects.filter(pk=leader, key=key))
    fields = {"kind": "part", "part-report": out, "part-reason": "رویدادی دیگر"}

    shown, _answer = confirm(client, page(event[0]), **fields)
    assert keys(shown.context["before"]) == [event]
    assert sorted(key for key in event if key != out) in keys(shown.context["after"])
    assert [key for key in event if key != out] in events()
    assert EventDecision.objects.standing().count() == len(event) - 1
    told = client.get(page(out)).context["decisions"]
    assert len(told) == 1

    take_back(client, told[0].decision)
    assert event in events()
    assert not EventDecision.objects.standing().exists()


def test_an_event_is_named_and_loses_its_name(client, member, news):
    member("Editors")
    key = news[0][0]
    fields = {"kind": "name", "name-name": "<i>سیل</i> سپیدرود", "name-reason": "کوتاه‌تر"}
    shown, _answer = confirm(client, page(key), **fields)
    assert "&lt;i&gt;سیل&lt;/i&gt; سپیدرود" in shown.text
    public = client.get(f"/fa/events/{key}/", follow=True)
    assert "&lt;i&gt;سیل&lt;/i&gt; سپیدرود" in public.text

    take_back(client, EventDecision.objects.get())
    assert "سپیدرود" not in client.get(page(key)).context["name"]


def test_what_has_changed_since_it_was_shown_is_shown_again(client, member, news):
    member("Editors")
    first, second = news[:2]
    fields = {"kind": "join", "join-other": second[0], "join-reason": "یک رویداد"}
    shown = client.post(page(first[0]), fields)
    Article.objects.filter(key=first[-1]).update(status="hidden")
    EventReport.objects.filter(article__key=first[-1]).delete()
    answer = client.post(page(first[0]), {**fields, "seen": shown.context["digest"]})
    assert answer.status_code == 200
    assert answer.context["digest"] != shown.context["digest"]
    assert not EventDecision.objects.exists()


def test_others_see_and_do_not_decide(client, member, news):
    member("Importers")
    key = news[0][0]
    assert "<button" not in client.get(page(key)).text.split('id="content"')[1]
    fields = {"kind": "name", "name-name": "x", "name-reason": "x"}
    assert client.post(page(key), fields).status_code == 403
    decision = EventDecision.objects.create(kind="name", key=key, name="x")
    assert client.post(reverse("admin:event_decision_undo", args=[decision.pk])).status_code == 403


def test_articles_that_are_in_no_event_lead_to_their_form(client, member):
    member("Editors")
    undated = make_article(day=None)
    assert client.get(page(undated.key)).url == reverse(
        "admin:articles_article_change", args=[undated.pk]
    )
    assert client.get(page("a" * 16)).status_code == 404
    for wrong in ({}, {"kind": "x"}, {"kind": "join", "join-other": "nothing"}):
        assert client.post(page(undated.key), wrong).status_code == 302
    EventDecision.objects.create(kind="join", key="a" * 16, other_key="b" * 16)
    gone = EventDecision.objects.get()
    assert client.get(LIST).status_code == 200
    assert take_back(client, gone).url == LIST


def test_queries_do_not_grow_with_reports_and_decisions(
    client, member, news, django_assert_max_num_queries
):
    member("Editors")
    key, *rest = news[0]
    with django_assert_max_num_queries(12):
        client.get(page(key))
    for number in range(30):
        EventDecision.objects.create(kind="name", key=rest[number % len(rest)], name=str(number))
    more = [make_article() for _ in range(30)]
    follow()
    EventReport.objects.filter(article__in=more).update(
        event=EventReport.objects.get(article__key=key).event
    )
    with django_assert_max_num_queries(12):
        client.get(page(key))
    with django_assert_max_num_queries(8):
        client.get(LIST)

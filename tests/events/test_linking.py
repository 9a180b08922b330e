"""Events after imports in any order, changes and undos equal those that are found all at once."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from django.db import connection
from django.db.models import F
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from articles.events import editing, following, linking
from articles.events.checking import compare
from articles.events.clustering import Member, clustered, joined
from articles.events.following import behind, follow, rebuild
from articles.events.foreseeing import foresee
from articles.events.linking import regroup
from articles.events.reading import SHARED, maker, reports
from articles.events.scoring import LINKED, are_comparable, score
from articles.importing.reconciling import Changes, remove_articles
from articles.models import (
    Article,
    ArticleChange,
    EventDecision,
    EventLink,
    EventReport,
    EventState,
)
from tests.events.generated_news import generated
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]


def test_a_signature_is_the_same_after_it_was_stored():
    for told in generated(6, seed=9):
        made = maker().signature(told.report)
        assert made.from_bytes(made.to_bytes()) == made


def stored():
    """The keys of the articles of each event."""
    rows = EventReport.objects.values_list("event", "article__key")
    events = {}
    for event, key in rows:
        events.setdefault(event, set()).add(key)
    return {frozenset(keys) for keys in events.values()}


def at_once():
    """The same, by comparing every pair."""
    made = {pk: maker().signature(each) for pk, each in reports(every_id()).items()}
    links = {pk: {} for pk in made}
    for one, other in combinations(made, 2):
        a, b = made[one], made[other]
        if are_comparable(a, b) and len(a.anchors() & b.anchors()) >= SHARED:
            points = score(a, b)
            if points >= LINKED:
                links[one][other] = links[other][one] = points
    articles = Article.objects.in_bulk(made)
    by_key = {article.key: pk for pk, article in articles.items()}
    parted = {pk: set() for pk in made}
    taken_out = set()
    joins = []
    for decision in EventDecision.objects.standing():
        pair = by_key.get(decision.key), by_key.get(decision.other_key)
        if None in pair:
            continue
        if decision.kind == "part":
            taken_out.add(pair[0])
            parted[pair[0]].add(pair[1])
            parted[pair[1]].add(pair[0])
        elif decision.kind == "join":
            joins.append(pair)
    members = {
        pk: Member(
            pk,
            each.day,
            each.key,
            sum(links[pk].values()),
            frozenset(parted[pk]),
            pk in taken_out,
        )
        for pk, each in articles.items()
    }
    leaders = clustered(members, links)
    roots = joined(
        sorted(set(leaders.values())), [(leaders[one], leaders[other]) for one, other in joins]
    )
    events = {}
    for pk, leader in leaders.items():
        events.setdefault(roots[leader], set()).add(articles[pk].key)
    return {frozenset(keys) for keys in events.values()}


def every_id():
    return set(Article.objects.values_list("pk", flat=True))


def stored_news(seed, events=4):
    """Generated news as articles, in an order of chance."""
    told = generated(events, seed)
    random.Random(seed).shuffle(told)
    articles = [
        make_article(
            each.report.title,
            day=each.report.day,
            body=each.report.body,
            language=each.report.language,
            key=f"event{seed:04}no{number:05}",
        )
        for number, each in enumerate(told)
    ]
    log(*articles, kind="created")
    return articles


def log(*articles, kind="updated"):
    ArticleChange.objects.log(ArticleChange.Kind(kind), [each.pk for each in articles])


@settings(
    max_examples=10,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 999), data=st.data())
def test_following_step_by_step_equals_all_at_once(seed, data):
    EventReport.objects.all().delete()
    Article.objects.all().delete()
    articles = stored_news(seed)
    follow()
    steps = data.draw(st.lists(st.sampled_from(["hide", "move", "erase", "text"]), max_size=4))
    for step in steps:
        at = data.draw(st.integers(0, len(articles) - 1))
        article = articles[at]
        other = articles[data.draw(st.integers(0, len(articles) - 1))]
        if step == "hide":
            article.status = Article.Status.HIDDEN
        elif step == "move":
            article.published_on = other.published_on
        elif step == "text":
            article.title, article.body = other.title, other.body
            article.language = other.language
        if step == "erase":
            changes = Changes()
            remove_articles([article], changes)
            log(article, kind="removed")
            articles.remove(article)
        else:
            article.save()
            log(article)
        follow()
        assert stored() == at_once()
    assert stored() == at_once()
    before = stored()
    assert list(compare()) == []
    rebuild()
    assert stored() == before


def test_a_check_names_what_a_rebuild_would_change():
    stored_news(2, events=1)
    follow()
    report = EventReport.objects.order_by("pk").first()
    EventReport.objects.filter(pk=report.pk).update(strength=1, event=report.pk + 5)
    assert list(compare()) == [report.article.key]


def test_the_order_of_imports_does_not_matter():
    articles = stored_news(7)
    ArticleChange.objects.all().delete()
    for article in articles:
        log(article, kind="created")
        follow()
    one_by_one = stored()
    assert any(len(keys) > 2 for keys in one_by_one)
    rebuild()
    assert stored() == one_by_one == at_once()


def test_the_editors_word_stands_until_it_is_taken_back():
    articles = stored_news(11)
    follow()
    before = stored()
    event = max(before, key=len)
    member, *others = Article.objects.filter(key__in=event).order_by("key")
    stranger = next(each for each in articles if each.key not in event)

    editing.part(member, others, by=None)
    assert not any(member.key in keys and others[0].key in keys for keys in stored())
    assert stored() == at_once()
    editing.join(member, stranger, by=None)
    assert any({member.key, stranger.key} <= keys for keys in stored())
    together = stored()
    assert together == at_once()

    rebuild()
    assert stored() == together

    for kind in ("join", "part"):
        decision = EventDecision.objects.standing().filter(kind=kind).last()
        assert editing.take_back(decision, by=None) is not None
        assert editing.take_back(decision, by=None) is None
    assert stored() == before


def test_what_is_foreseen_of_a_decision_is_what_it_does():
    stored_news(11)
    follow()
    before = stored()
    member, *others = Article.objects.filter(key__in=max(before, key=len)).order_by("key")

    def decide():
        return editing.part(member, others, by=None)

    foreseen = foresee(decide)
    assert stored() == before
    assert not EventDecision.objects.exists()
    decide()
    assert keys_of(foreseen.before) == before - stored()
    assert keys_of(foreseen.after) == stored() - before != set()


def keys_of(events):
    keys = dict(Article.objects.values_list("pk", "key"))
    return {frozenset(keys[pk] for pk in event) for event in events}


def test_who_is_parted_from_one_report_leaves_the_others_as_they_are():
    stored_news(11)
    follow()
    event = max(stored(), key=len)
    leader = EventReport.objects.get(article__key__in=event, pk=F("leader")).article
    member = Article.objects.filter(key__in=event).exclude(pk=leader.pk).order_by("key").first()
    editing.part(member, [leader], by=None)
    assert event - {member.key} in stored()
    assert stored() == at_once()


def test_reports_that_are_gone_and_not_yet_unlinked_are_in_nobodys_way():
    """An import of many articles is undone: the log is followed in steps, and editors decide
    meanwhile."""
    articles = stored_news(11)
    follow()
    event = max(stored(), key=len)
    one, other, *rest = [each for each in articles if each.key in event]
    remove_articles(rest, Changes())
    editing.part(one, [other], by=None)
    editing.join(one, other, by=None)
    log(*rest, kind="removed")
    follow()
    assert stored() == at_once()


def test_what_was_decided_outlives_an_undo_and_another_import():
    one, other = stored_news(3)[:2]
    follow()
    editing.join(one, other, by=None)
    title, day, body, key = one.title, one.day, one.body, one.key
    remove_articles([one], Changes())
    log(one, kind="removed")
    follow()
    again = make_article(title, day=day, body=body, key=key)
    log(again, kind="created")
    follow()
    assert any({again.key, other.key} <= keys for keys in stored())


def test_a_log_that_no_longer_tells_all_makes_everything_anew():
    stored_news(5)
    assert behind()
    follow()
    found = stored()
    assert not behind()
    EventReport.objects.all().delete()
    first = make_article("زمین‌لرزه در شیراز")
    log(first, first, first)
    ArticleChange.objects.order_by("sequence").exclude(
        pk=ArticleChange.objects.last_sequence()
    ).delete()
    ArticleChange.objects.update(kind=ArticleChange.Kind.PRUNED)

    EventState.objects.update(position=0)
    follow()
    assert found <= stored()
    assert not behind()


def star(keys, links):
    """Reports of which each is linked as told, in the database; the articles by letter."""
    articles = {letter: make_article(key=f"{letter * 15}2") for letter in keys}
    log(*articles.values(), kind="created")
    follow()
    EventLink.objects.all().delete()
    for one, other, points in links:
        pair = articles[one].pk, articles[other].pk
        for report, beside in (pair, pair[::-1]):
            EventLink.objects.create(report=report, other=beside, score=points)
    regroup([each.pk for each in articles.values()])
    return articles


def letters():
    return {"".join(sorted(key[0] for key in keys)) for keys in stored()}


def test_without_the_report_that_leads_the_rest_stays_together():
    """Unlinked reports are of one event through their leader; who takes it out means it alone."""
    links = [("a", other, 900) for other in "bcdef"] + [("b", "c", 700), ("f", "g", 650)]
    articles = star("abcdefg", links)
    assert letters() == {"abcdef", "g"}

    editing.part(articles["a"], [articles[each] for each in "bcdef"], by=None)
    # The last one has found another event, which nobody has joined with this one.
    assert letters() == {"a", "bcde", "fg"}
    decision = EventDecision.objects.standing().filter(kind="part").first()
    editing.take_back(decision, by=None)
    assert letters() == {"abcdef", "g"}
    assert not EventDecision.objects.standing().exists()


def test_who_follows_is_taken_out_without_another_word():
    articles = star("abc", [("a", "b", 900), ("a", "c", 900)])
    editing.part(articles["b"], [articles["a"], articles["c"]], by=None)
    assert letters() == {"ac", "b"}
    assert not EventDecision.objects.filter(kind="join").exists()


def test_others_write_while_signatures_are_made_and_what_is_erased_meanwhile_stays_away(
    monkeypatch,
):
    articles = stored_news(5)
    level = len(connection.savepoint_ids)
    erased = articles[0]

    def signed_slowly(ids):
        assert len(connection.savepoint_ids) == level
        found = linking.signed(ids)
        if erased.pk in found and Article.objects.filter(pk=erased.pk).exists():
            changes = Changes()
            remove_articles([Article.objects.get(pk=erased.pk)], changes)
            log(erased, kind="removed")
        return found

    monkeypatch.setattr(following, "signed", signed_slowly)
    follow()
    assert EventReport.objects.exists()
    assert not EventReport.objects.filter(article_id=erased.pk).exists()
    assert stored() == at_once()

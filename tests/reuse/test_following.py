"""What articles share: followed change by change, it is what one run over all of them finds."""

from __future__ import annotations

import threading
from unittest.mock import patch

import jdatetime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.jobs import duties
from articles.models import (
    Article,
    ArticleChange,
    Fingerprint,
    FingerprintedText,
    ReuseState,
    SharedText,
)
from articles.reuse import following
from tests.factories import make_article, make_source
from tests.reuse.splices import Invention

pytestmark = pytest.mark.django_db


def log(*articles, kind=ArticleChange.Kind.UPDATED):
    ArticleChange.objects.log(kind, [article.pk for article in articles])


def stored():
    return (
        {row[1:] for row in SharedText.objects.values_list()},
        set(Fingerprint.objects.values_list("value", "article_id")),
        {
            (*row, bytes(prints))
            for prints, *row in FingerprintedText.objects.values_list(
                "fingerprints", "pk", "source_id", "words", "digest", "is_copy"
            )
        },
    )


BODIES = [text.body for text in Invention(5, share=0.9, edits=0.02).texts(7)]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "change", "hide", "show", "remove", "move", "date"]),
        st.integers(0, 6),
        st.integers(0, 6),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


class Following(TestCase):
    @settings(max_examples=12)
    @given(STEPS)
    def test_following_equals_one_run_over_all(self, steps):
        sources = [make_source(f"منبع {number}") for number in range(3)]
        with patch.object(following, "MOST_HOLDERS", 3), patch.object(following, "_CHANGES", 2):
            following.follow()
            for what, which, body, is_followed in steps:
                self.take(what, which, body, sources)
                if is_followed:
                    following.follow()
            following.follow()
            followed = stored()
            following.compute_anew()
            self.assertEqual(followed, stored())

    def take(self, what, which, body, sources):
        articles = list(Article.objects.order_by("pk"))
        if what == "add" or not articles:
            log(make_article(body=BODIES[body], source=sources[which % 3]))
            return
        article = articles[which % len(articles)]
        if what == "remove":
            log(article, kind=ArticleChange.Kind.REMOVED)
            article.delete()
            return
        changes = {
            "change": {"body": BODIES[body]},
            "hide": {"status": Article.Status.HIDDEN},
            "show": {"status": Article.Status.PUBLISHED},
            "move": {"source": sources[body % 3]},
            "date": {"published_on": jdatetime.date(1404, 10, 1 + body)},
        }
        Article.objects.filter(pk=article.pk).update(**changes[what])
        log(article)


def test_articles_of_one_source_are_not_compared_and_of_others_they_are():
    bamdad, shafaq = make_source("بامداد"), make_source("شفق")
    body = BODIES[0]
    one = make_article(body=body, source=bamdad)
    make_article(body=body, source=bamdad)
    other = make_article(body=body + " پایان", source=shafaq)
    following.follow()
    pairs = set(SharedText.objects.values_list("one_id", "other_id"))
    assert pairs == {(one.pk, other.pk), (one.pk + 1, other.pk)}
    count = len(body.split())
    assert SharedText.objects.filter(one_id=one.pk).values_list(
        "shared_of_one", "shared_of_other", "words_of_one", "words_of_other"
    ).get() == (count, count, count, count + 1)


def test_it_begins_anew_by_other_rules_and_where_the_log_was_pruned():
    make_article(body=BODIES[0], source=make_source("بامداد"))
    make_article(body=BODIES[0], source=make_source("شفق"))
    following.follow()
    SharedText.objects.all().delete()
    following.follow()
    assert not SharedText.objects.exists()
    ReuseState.objects.update(version=0)
    assert following.changes_behind() == ArticleChange.objects.last_sequence()
    following.follow()
    assert SharedText.objects.count() == 1
    assert following.changes_behind() == 0


def test_a_worker_is_soon_free_for_a_job_and_comes_to_the_same_end(monkeypatch):
    """Steps are of few articles there."""
    monkeypatch.setattr(duties, "_COMPARED_AT_ONCE", 2)
    sources = [make_source("بامداد"), make_source("شفق")]
    for number in range(5):
        log(make_article(body=BODIES[number % 2], source=sources[number % 2 and number > 2]))
    stopped, steps = threading.Event(), 0
    while duties.compare_texts(stopped):
        steps += 1
        assert FingerprintedText.objects.count() <= 2 * steps
    stepwise = set(SharedText.objects.values_list("one_id", "other_id"))
    following.compute_anew()
    assert stepwise == set(SharedText.objects.values_list("one_id", "other_id"))
    assert steps > 2


def test_of_two_that_follow_at_once_one_goes_on():
    following.follow()
    log(make_article(body=BODIES[0]))
    known = following._known

    def overtaken(ids):
        ReuseState.objects.update(position=ArticleChange.objects.last_sequence())
        return known(ids)

    with patch.object(following, "_known", overtaken):
        following.follow()
    assert not FingerprintedText.objects.exists()

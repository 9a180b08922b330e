"""Setting the same fields of many articles, and taking that back."""

from __future__ import annotations

import jdatetime
import pytest
from django.contrib.auth.models import User
from django.forms.models import model_to_dict

from articles.curation import bulk_changes
from articles.curation.bulk_changes import AlreadyUndoneError, change_all, plan_undo, undo
from articles.curation.corrections import correct
from articles.models import Article, ArticleChange, BulkChange, ChangedArticle
from tests.dump_texts import BAKERY, LANTERNS, changed, dump, run, write
from tests.factories import make_article, make_figure, make_related, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return User.objects.create_user("editor", is_staff=True)


def ids():
    return list(Article.objects.order_by("pk").values_list("pk", flat=True))


def set_all(editor, reason="همه با هم", **values):
    return change_all(ids(), values, action="set", by=editor, reason=reason)


def said(article):
    """All columns of an article, its versions and its entries in the log of changes."""
    article.refresh_from_db()
    left_out = {"history_id", "history_date", "updated_at", "id"}
    versions = [
        {
            field.attname: getattr(row, field.attname)
            for field in row._meta.fields
            if field.attname not in left_out
        }
        for row in article.history.order_by("history_id")
    ]
    logged = ArticleChange.objects.filter(article_id=article.pk).count()
    return model_to_dict(article, exclude=["id", "key"]), versions, logged


DAY = jdatetime.date(1400, 1, 2)


@pytest.mark.parametrize(
    "values",
    [
        {"language": "ar"},
        {"published_on": DAY},
        {"status": "hidden"},
        {"review": "done"},
        {"source": 1},
    ],
    ids=lambda values: next(iter(values)),
)
def test_many_are_set_as_one_is(editor, values):
    """What is stored is what the correction of a single article stores."""
    source = make_source("نسیم شرق")
    values = {name: source if name == "source" else value for name, value in values.items()}
    one, other = (make_article(key=letter * 16, title="فانوس", author="نگار") for letter in "ab")
    for article in (one, other):
        make_figure(article, 1, caption="شرح")
        make_related(article, "خبر دیگر")
        article.correct({"author": "مهتاب"})
        Article.objects.filter(pk=article.pk).update(title="فانوس تازه")  # by an import
    correct(one, values, by=editor, reason="دلیل")
    change_all([other.pk], values, action="set", by=editor, reason="دلیل")
    first, second = said(one), said(other)
    for state in (first, second):
        for version in state[1]:
            version.pop("key", None)
    assert first == second


def test_a_change_has_a_number_and_knows_what_was_said_before(editor):
    source = make_source("نسیم شرق")
    articles = [
        make_article(language="fa"),
        make_article(language="ar"),
        make_article(source=source),
    ]
    change = set_all(editor, language="ar")
    assert (change.count, change.made_by, change.reason) == (2, editor, "همه با هم")
    rows = change.articles.order_by("pk").values_list("article_id", "before", "were_corrected")
    assert list(rows) == [
        (articles[0].pk, {"language": "fa"}, []),
        (articles[2].pk, {"language": "fa"}, []),
    ]


def test_what_changes_nothing_is_no_change(editor):
    make_article(language="ar")
    change = set_all(editor, language="ar")
    assert change.count == 0
    assert not BulkChange.objects.exists()


def test_an_undo_gives_back_what_was_said_and_who_had_said_it(editor, monkeypatch):
    monkeypatch.setattr(bulk_changes, "PIECE", 2)
    old, new = make_source("روزنامهٔ کهنه"), make_source("نسیم شرق")
    articles = [make_article(source=old), make_article(source=None), make_article(source=old)]
    articles[2].correct({"source": old})
    change = set_all(editor, source=new)
    assert set(Article.objects.values_list("source", flat=True)) == {new.pk}
    planned = plan_undo(change)
    done = undo(change, by=editor, reason="اشتباه بود")
    assert planned.restored == done.restored == ids()
    states = Article.objects.order_by("pk").values_list("source", "corrected_fields")
    assert list(states) == [(old.pk, []), (None, []), (old.pk, ["source"])]
    last = articles[0].history.first()
    assert (last.history_user, last.history_change_reason) == (editor, "اشتباه بود")
    change.refresh_from_db()
    assert change.is_undone
    with pytest.raises(AlreadyUndoneError):
        undo(change, by=editor)


def test_a_field_that_no_editor_had_set_follows_the_captures_again(editor, tmp_path):
    run(*write(tmp_path / "1", dump(date="1404/09/14"), dump(title="تنور", body=BAKERY)))
    change = set_all(editor, language="ar")
    later = changed(LANTERNS, last="پایان تازه.")
    run(*write(tmp_path / "2", dump(date="1404/09/14", views=99, body=later)))
    assert set(Article.objects.values_list("language", flat=True)) == {"ar"}
    undo(change, by=editor)
    for article in Article.objects.all():
        assert (article.language, article.corrected_fields) == ("fa", [])


def test_what_somebody_has_set_since_stays(editor):
    mine, other, erased = make_article(), make_article(), make_article()
    change = set_all(editor, language="ar")
    other.correct({"language": "en"})
    erased.delete()
    planned = plan_undo(change)
    assert (planned.restored, planned.changed_since) == ([mine.pk], [other.pk])
    found = undo(change, by=editor)
    assert found.gone == 1
    assert list(Article.objects.order_by("pk").values_list("language", flat=True)) == ["fa", "en"]


def test_a_source_that_is_gone_is_not_given_back(editor):
    old, new = make_source("روزنامهٔ کهنه"), make_source("نسیم شرق")
    article = make_article(source=old)
    change = set_all(editor, source=new)
    old.delete()
    found = undo(change, by=editor)
    assert found.lost == [article.pk]
    article.refresh_from_db()
    assert article.source == new


def test_an_undo_that_was_interrupted_is_completed(editor, monkeypatch):
    monkeypatch.setattr(bulk_changes, "PIECE", 1)
    articles = [make_article() for _ in range(3)]
    change = set_all(editor, language="ar")
    whole = bulk_changes._restore

    def dies(rows, **more):
        if rows[0].article_id == articles[1].pk:
            raise KeyboardInterrupt
        whole(rows, **more)

    monkeypatch.setattr(bulk_changes, "_restore", dies)
    with pytest.raises(KeyboardInterrupt):
        undo(change, by=editor)
    assert ChangedArticle.objects.filter(is_restored=True).count() == 1
    monkeypatch.setattr(bulk_changes, "_restore", whole)
    undo(change, by=editor)
    assert set(Article.objects.values_list("language", flat=True)) == {"fa"}


def test_two_undos_at_once_restore_each_article_once(editor, monkeypatch):
    monkeypatch.setattr(bulk_changes, "PIECE", 1)
    articles = [make_article() for _ in range(3)]
    change = set_all(editor, language="ar")
    whole = bulk_changes._restore

    def beside_another(rows, **more):
        monkeypatch.setattr(bulk_changes, "_restore", whole)
        whole(rows, **more)
        undo(change, by=None, reason="کسی دیگر")  # of the articles that are left

    monkeypatch.setattr(bulk_changes, "_restore", beside_another)
    undo(change, by=editor, reason="من")
    assert set(Article.objects.values_list("language", flat=True)) == {"fa"}
    for article in articles:
        reasons = article.history.values_list("history_change_reason", flat=True)
        assert len([reason for reason in reasons if reason in ("من", "کسی دیگر")]) == 1


def test_the_number_of_queries_does_not_grow_with_the_articles(
    editor, django_assert_max_num_queries
):
    for _ in range(40):
        article = make_article()
        make_figure(article, 1, caption="شرح")
    with django_assert_max_num_queries(45):
        change = set_all(editor, language="ar")
    with django_assert_max_num_queries(45):
        undo(change, by=editor)

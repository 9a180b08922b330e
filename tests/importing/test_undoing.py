from datetime import date

import pytest
from django.db import connection

from articles.importing import undoing
from articles.importing.undoing import NotUndoableError, undo
from articles.importing.verifying import verify
from articles.models import (
    Arrivals,
    Article,
    Capture,
    ImportBatch,
    ImportScope,
    RelatedStory,
    Source,
)
from tests.dump_texts import BAKERY, LANTERNS, archive_state, changed, dump, run, write

pytestmark = pytest.mark.django_db

NEW_END = "در پایان شب، گروه موسیقی محله چند ترانه قدیمی نواخت و چراغ‌ها تا سپیده روشن ماند."


def batch(imported):
    return ImportBatch.objects.get(pk=imported.batch)


def test_an_undo_takes_out_what_only_this_batch_brought(tmp_path):
    imported = run(*write(tmp_path, dump(related=["دیگر"]), dump(title="دیگر", body=BAKERY)))
    report = undo(batch(imported))
    assert report.withdrawn == 2
    assert report.removed == set(imported.keys)
    assert not Article.objects.exists()
    assert not Source.objects.exists()
    assert not RelatedStory.objects.exists()
    assert batch(imported).state == "undone"
    assert list(verify()) == []


def test_a_source_goes_with_the_counts_of_what_it_sent(tmp_path):
    imported = run(*write(tmp_path, dump()))
    Arrivals.objects.create(source=Source.objects.get(), day=date(2026, 1, 5), articles=1)
    undo(batch(imported))
    assert not Source.objects.exists()
    connection.check_constraints()


def test_a_source_that_somebody_may_import_stays(tmp_path, django_user_model):
    imported = run(*write(tmp_path, dump()))
    scope = ImportScope.objects.create(user=django_user_model.objects.create(username="desk"))
    scope.sources.add(Source.objects.get())
    undo(batch(imported))
    assert Source.objects.exists()
    connection.check_constraints()


def test_whatever_leads_to_a_source_is_known_to_those_who_remove_one():
    """Removal is one statement, which takes nothing along: see ``sources.prune``."""
    leading = {
        relation.related_model.__name__
        for relation in Source._meta.get_fields(include_hidden=True)
        if relation.auto_created and relation.one_to_many and relation.field.db_constraint
    }
    removed_with_it, kept_by = {"Arrivals", "SourceAlias"}, {"Article", "ApiToken_sources"}
    assert leading == removed_with_it | kept_by | {"ImportScope_sources"}


def test_withdrawn_captures_keep_their_bytes(tmp_path):
    imported = run(*write(tmp_path, dump()))
    undo(batch(imported))
    assert Capture.objects.get().withdrawn
    assert Capture.objects.get().raw_bytes().decode() == dump()


def test_an_undone_import_can_be_imported_again(tmp_path):
    paths = write(tmp_path, dump())
    first = run(*paths)
    before = archive_state()
    undo(batch(first))
    assert run(*paths).outcomes == ["created"]
    assert archive_state() == before


def test_an_undo_leaves_what_another_batch_also_brought(tmp_path):
    paths = write(tmp_path, dump())
    first, second = run(*paths), run(*paths)
    assert undo(batch(first)).removed == set()
    assert Article.objects.count() == 1
    assert undo(batch(second)).removed == set(first.keys)
    assert not Article.objects.exists()


def test_an_undo_after_a_later_import_keeps_the_later_text(tmp_path):
    first = run(*write(tmp_path, dump()))
    run(*write(tmp_path / "later", dump(body=changed(LANTERNS, last=NEW_END), views=90)))
    undo(batch(first))
    assert Article.objects.get().body.endswith(NEW_END)
    assert list(verify()) == []


def test_an_undo_of_the_later_import_brings_the_earlier_text_back(tmp_path):
    run(*write(tmp_path, dump()))
    before = archive_state()
    later = run(*write(tmp_path / "later", dump(body=changed(LANTERNS, last=NEW_END), views=90)))
    report = undo(batch(later))
    assert report.restored == set(later.keys)
    assert archive_state() == before


def test_an_article_that_an_editor_has_touched_keeps_its_text_and_is_named(tmp_path):
    paths = write(tmp_path, dump())
    imported = run(*paths)
    Article.objects.get().correct({"title": "فانوس بر پل"})
    report = undo(batch(imported))
    assert report.kept == set(imported.keys)
    assert Article.objects.get().title == "فانوس بر پل"
    assert Article.objects.get().body == "\n\n".join(LANTERNS)
    assert list(verify()) == []
    assert run(*paths).keys == imported.keys
    assert Article.objects.get().title == "فانوس بر پل"


def test_an_undo_after_an_editors_change_and_a_later_import(tmp_path):
    first = run(*write(tmp_path, dump()))
    Article.objects.get().correct({"title": "فانوس بر پل"})
    later = run(*write(tmp_path / "later", dump(body=changed(LANTERNS, last=NEW_END), views=90)))
    undo(batch(later))
    article = Article.objects.get()
    assert (article.title, article.body, article.views) == (
        "فانوس بر پل",
        "\n\n".join(LANTERNS),
        12,
    )
    undo(batch(first))
    assert Article.objects.get().title == "فانوس بر پل"


def test_a_scrape_between_two_others_joins_them_and_its_undo_parts_them(tmp_path):
    words = [f"واژه{number}" for number in range(40)]
    early, between, late = (" ".join(words[at : at + 20]) for at in (0, 9, 18))
    run(*write(tmp_path, dump(body=[early], views=1), dump(body=[late], views=9)))
    before = archive_state()
    assert len(before["articles"]) == 2
    joining = run(*write(tmp_path / "later", dump(body=[between], views=5)))
    assert joining.outcomes == ["updated"]
    assert Article.objects.count() == 1
    assert Article.objects.get().body == late
    undo(batch(joining))
    assert archive_state() == before


def test_a_dry_run_says_the_same_and_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(undoing, "_CHUNK", 1)
    namesake = dump(body=BAKERY)
    imported = run(*write(tmp_path, dump(), dump(title="دیگر"), namesake))
    assert len(set(imported.keys)) == 3
    before = archive_state()
    dry = undo(batch(imported), dry_run=True)
    assert archive_state() == before
    assert batch(imported).state == "done"
    assert dry == undo(batch(imported))


def test_an_undone_batch_cannot_be_undone_again(tmp_path):
    imported = run(*write(tmp_path, dump()))
    undo(batch(imported))
    with pytest.raises(NotUndoableError):
        undo(batch(imported))


def test_an_undo_that_was_killed_goes_on_where_it_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(undoing, "_CHUNK", 2)
    run(*write(tmp_path / "before", dump()))
    before = archive_state()
    titles = [f"خبر {number}" for number in range(5)]
    texts = [dump(title=title, source=f"خبرخانه {title}") for title in titles]
    imported = run(*write(tmp_path, *texts, "", dump(body=changed(LANTERNS, last=NEW_END))))

    def killed_in_the_second_chunk(count):
        if Capture.objects.filter(withdrawn=True).count() > 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        undo(batch(imported), on_captures=killed_in_the_second_chunk)
    assert batch(imported).state == "done"
    assert undo(batch(imported)).withdrawn == 3
    assert archive_state() == before
    assert list(verify()) == []

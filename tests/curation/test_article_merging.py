"""Two articles become one, and two again; or are declared distinct."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from articles.curation import MergeError
from articles.curation.article_merging import declare_distinct, merge, unmerge
from articles.importing.erasing import erase
from articles.importing.undoing import undo
from articles.importing.verifying import verify
from articles.models import Article, ArticleMerge, Capture, ImportBatch, ReaderReport
from tests.dump_texts import BAKERY, LANTERNS, archive_state, changed, dump, run, write

pytestmark = pytest.mark.django_db

PORT, HOUSE = "روزنامه بندر", "خبرخانه ساحل"
NEW_END = "در پایان شب، گروه موسیقی محله چند ترانه قدیمی نواخت و چراغ‌ها تا سپیده روشن ماند."


@pytest.fixture
def chief():
    return User.objects.create_user("chief", is_staff=True)


@pytest.fixture
def pair(tmp_path):
    """The same story twice, the second as a duplicate of the first."""
    run(*write(tmp_path, dump(source=HOUSE), dump("فانوس‌ها", source=PORT, date="1404/09/15")))
    retired = Article.objects.get(duplicate_of__isnull=False)
    return retired, retired.duplicate_of


def test_the_other_goes_and_the_heir_keeps_its_text_and_key(pair, chief):
    retired, target = pair
    merge(retired, target, by=chief, reason="یک خبر")
    kept = Article.objects.get()
    assert (kept.pk, kept.key, kept.title) == (target.pk, target.key, target.title)
    assert kept.review == "done"
    assert kept.captures.count() == 2
    assert list(verify()) == []


def test_the_old_address_leads_to_the_heir(client, pair):
    retired, target = pair
    old = retired.get_absolute_url()
    merge(retired, target)
    answer = client.get(old)
    assert (answer.status_code, answer.url) == (301, target.get_absolute_url())
    assert client.get(f"/fa/articles/{retired.key}.json").status_code == 301


def test_a_later_scrape_of_the_other_changes_nothing_that_the_heir_says(pair, tmp_path):
    retired, target = pair
    merge(retired, target)
    before = archive_state()["articles"][target.key]
    texts = [
        dump("فانوس‌ها", source=PORT, date="1404/09/15", views=9000),
        dump(
            "فانوس‌ها",
            changed(LANTERNS, last=NEW_END),
            source=PORT,
            date="1404/09/15",
            views=9001,
        ),
    ]
    again = run(*write(tmp_path / "b", *texts))
    assert again.outcomes == ["unchanged", "updated"]
    assert again.keys == [target.key, target.key]
    after = archive_state()["articles"][target.key]
    assert {**after, "captures": 0} == {**before, "captures": 0}
    assert Capture.objects.filter(article=target).count() == 4
    assert list(verify()) == []


def test_a_later_scrape_of_the_heir_updates_it_as_ever(pair, tmp_path):
    retired, target = pair
    merge(retired, target)
    text = dump(body=changed(LANTERNS, last=NEW_END), source=HOUSE, views=77)
    assert run(*write(tmp_path / "b", text)).outcomes == ["updated"]
    target.refresh_from_db()
    assert (target.views, NEW_END in target.body) == (77, True)


def test_the_merge_is_in_both_histories_with_who_and_why(pair, chief):
    retired, target = pair
    merge(retired, target, by=chief, reason="یک خبر")
    for pk in (retired.pk, target.pk):
        row = Article.history.filter(id=pk).latest()
        assert (row.history_user, row.history_change_reason) == (chief, "یک خبر")


def test_parting_brings_the_other_back_under_its_key(pair, chief):
    retired, target = pair
    before = archive_state()
    record = merge(retired, target, by=chief)
    parted = unmerge(record, by=chief)
    assert (parted.key, parted.title) == (retired.key, retired.title)
    after = archive_state()
    after["articles"][target.key]["review"] = before["articles"][target.key]["review"]
    assert after == before
    assert list(verify()) == []


def test_parting_brings_corrections_back(pair):
    retired, target = pair
    retired.correct({"title": "عنوان درست", "author": "مهتاب"}, decisions={"status": "hidden"})
    parted = unmerge(merge(retired, target))
    assert (parted.title, parted.author, parted.status) == ("عنوان درست", "مهتاب", "hidden")
    assert {"title", "author"} <= set(parted.corrected_fields)


def test_parting_takes_along_what_was_scraped_since(pair, tmp_path):
    retired, target = pair
    record = merge(retired, target)
    text = dump(
        "فانوس‌ها", changed(LANTERNS, last=NEW_END), source=PORT, date="1404/09/15", views=500
    )
    run(*write(tmp_path / "b", text))
    parted = unmerge(record)
    assert (parted.views, parted.captures.count()) == (500, 2)
    assert Article.objects.get(pk=target.pk).captures.count() == 1
    assert list(verify()) == []


def test_two_items_of_one_identity_merge_and_part(tmp_path):
    """A column of one title and day, twice: the second bears a key with its body in it."""
    run(*write(tmp_path, dump(body=LANTERNS), dump(body=BAKERY)))
    before = {article.key: article.body for article in Article.objects.all()}
    first = Article.objects.order_by("pk").first()
    other = Article.objects.exclude(pk=first.pk).get()
    record = merge(first, other)
    assert Article.objects.get().key == other.key
    run(*write(tmp_path / "b", dump(body=LANTERNS, views=40), dump(body=BAKERY, views=41)))
    assert Article.objects.get().key == other.key
    unmerge(record)
    assert {article.key: article.body for article in Article.objects.all()} == before
    assert list(verify()) == []


def test_duplicates_and_reports_of_the_other_hang_on_the_heir(pair, tmp_path):
    retired, target = pair
    run(*write(tmp_path / "b", dump("سومین", source="دیگران", date="1404/09/16")))
    third = Article.objects.get(title="سومین")
    third.correct({"duplicate_of": retired})
    ReaderReport.objects.create(article=retired, kind="duplicate", message="دوبار آمده")
    merge(retired, target)
    third.refresh_from_db()
    assert third.duplicate_of_id == target.pk
    assert ReaderReport.objects.get().article_id == target.pk


def test_undoing_the_import_of_the_other_leaves_the_heir(tmp_path):
    run(*write(tmp_path, dump(source=HOUSE)))
    later = run(*write(tmp_path / "b", dump("فانوس‌ها", source=PORT, date="1404/09/15")))
    retired = Article.objects.get(duplicate_of__isnull=False)
    target = retired.duplicate_of
    record = merge(retired, target)
    undo(ImportBatch.objects.get(pk=later.batch))
    assert Article.objects.get().pk == target.pk
    with pytest.raises(MergeError):
        unmerge(record)
    run(*write(tmp_path / "c", dump("فانوس‌ها", source=PORT, date="1404/09/15")))
    assert Article.objects.get().pk == target.pk
    assert list(verify()) == []


def test_erasing_the_heir_takes_all_of_both(pair):
    retired, target = pair
    merge(retired, target)
    erase(Article.objects.get(), reason="خواست ناشر")
    assert not Article.objects.exists()
    assert not Capture.objects.exists()
    assert not ArticleMerge.objects.exists()


def test_nothing_happens_twice(pair):
    retired, target = pair
    record = merge(retired, target)
    with pytest.raises(MergeError):
        merge(retired, target)
    unmerge(record)
    with pytest.raises(MergeError):
        unmerge(record)
    with pytest.raises(MergeError):
        merge(target, target)


def test_distinct_articles_are_never_marked_again(pair, tmp_path, chief):
    retired, _heir = pair
    declare_distinct(retired, by=chief, reason="دو روز")
    run(*write(tmp_path / "b", dump("بار سوم", source="دیگران", date="1404/09/16")))
    retired.refresh_from_db()
    assert (retired.duplicate_of, retired.review) == (None, "done")
    assert retired.history.latest().history_change_reason == "دو روز"

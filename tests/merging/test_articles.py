"""Two articles become one, and two again; or are declared distinct."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from articles.importing.erasing import erase
from articles.importing.undoing import undo
from articles.importing.verifying import verify
from articles.merging import MergeError
from articles.merging.articles import declare_distinct, merge, part
from articles.models import Article, ArticleMerge, Capture, ImportBatch, ReaderReport
from tests.dump_texts import BAKERY, LANTERNS, archive_state, changed, dump, run, write

pytestmark = pytest.mark.django_db

PORT, HOUSE = "روزنامه بندر", "خبرخانه ساحل"
NEW_END = "در پایان شب، گروه موسیقی محله چند ترانه قدیمی نواخت و چراغ‌ها تا سپیده روشن ماند."


@pytest.fixture
def chief():
    return User.objects.create_user("chief", is_staff=True)


@pytest.fixture
def twins(tmp_path):
    """The same story twice, the second as a duplicate of the first."""
    run(*write(tmp_path, dump(source=HOUSE), dump("فانوس‌ها", source=PORT, date="1404/09/15")))
    retired = Article.objects.get(duplicate_of__isnull=False)
    return retired, retired.duplicate_of


def test_the_other_goes_and_the_heir_keeps_its_text_and_key(twins, chief):
    retired, heir = twins
    merge(retired, heir, by=chief, reason="یک خبر")
    kept = Article.objects.get()
    assert (kept.pk, kept.key, kept.title) == (heir.pk, heir.key, heir.title)
    assert kept.review == "done"
    assert kept.captures.count() == 2
    assert list(verify()) == []


def test_the_old_address_leads_to_the_heir(client, twins):
    retired, heir = twins
    old = retired.get_absolute_url()
    merge(retired, heir)
    answer = client.get(old)
    assert (answer.status_code, answer.url) == (301, heir.get_absolute_url())
    assert client.get(f"/fa/articles/{retired.key}.json").status_code == 301


def test_a_later_scrape_of_the_other_changes_nothing_that_the_heir_says(twins, tmp_path):
    retired, heir = twins
    merge(retired, heir)
    before = archive_state()["articles"][heir.key]
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
    assert again.keys == [heir.key, heir.key]
    after = archive_state()["articles"][heir.key]
    assert {**after, "captures": 0} == {**before, "captures": 0}
    assert Capture.objects.filter(article=heir).count() == 4
    assert list(verify()) == []


def test_a_later_scrape_of_the_heir_updates_it_as_ever(twins, tmp_path):
    retired, heir = twins
    merge(retired, heir)
    text = dump(body=changed(LANTERNS, last=NEW_END), source=HOUSE, views=77)
    assert run(*write(tmp_path / "b", text)).outcomes == ["updated"]
    heir.refresh_from_db()
    assert (heir.views, NEW_END in heir.body) == (77, True)


def test_the_merge_is_in_both_histories_with_who_and_why(twins, chief):
    retired, heir = twins
    merge(retired, heir, by=chief, reason="یک خبر")
    for pk in (retired.pk, heir.pk):
        row = Article.history.filter(id=pk).latest()
        assert (row.history_user, row.history_change_reason) == (chief, "یک خبر")


def test_parting_brings_the_other_back_under_its_key(twins, chief):
    retired, heir = twins
    before = archive_state()
    record = merge(retired, heir, by=chief)
    parted = part(record, by=chief)
    assert (parted.key, parted.title) == (retired.key, retired.title)
    after = archive_state()
    after["articles"][heir.key]["review"] = before["articles"][heir.key]["review"]
    assert after == before
    assert list(verify()) == []


def test_parting_brings_corrections_back(twins):
    retired, heir = twins
    retired.correct({"title": "عنوان درست", "author": "مهتاب"}, decisions={"status": "hidden"})
    parted = part(merge(retired, heir))
    assert (parted.title, parted.author, parted.status) == ("عنوان درست", "مهتاب", "hidden")
    assert {"title", "author"} <= set(parted.corrected_fields)


def test_parting_takes_along_what_was_scraped_since(twins, tmp_path):
    retired, heir = twins
    record = merge(retired, heir)
    text = dump(
        "فانوس‌ها", changed(LANTERNS, last=NEW_END), source=PORT, date="1404/09/15", views=500
    )
    run(*write(tmp_path / "b", text))
    parted = part(record)
    assert (parted.views, parted.captures.count()) == (500, 2)
    assert Article.objects.get(pk=heir.pk).captures.count() == 1
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
    part(record)
    assert {article.key: article.body for article in Article.objects.all()} == before
    assert list(verify()) == []


def test_duplicates_and_reports_of_the_other_hang_on_the_heir(twins, tmp_path):
    retired, heir = twins
    run(*write(tmp_path / "b", dump("سومین", source="دیگران", date="1404/09/16")))
    third = Article.objects.get(title="سومین")
    third.correct({"duplicate_of": retired})
    ReaderReport.objects.create(article=retired, kind="duplicate", message="دوبار آمده")
    merge(retired, heir)
    third.refresh_from_db()
    assert third.duplicate_of_id == heir.pk
    assert ReaderReport.objects.get().article_id == heir.pk


def test_undoing_the_import_of_the_other_leaves_the_heir(tmp_path):
    run(*write(tmp_path, dump(source=HOUSE)))
    later = run(*write(tmp_path / "b", dump("فانوس‌ها", source=PORT, date="1404/09/15")))
    retired = Article.objects.get(duplicate_of__isnull=False)
    heir = retired.duplicate_of
    record = merge(retired, heir)
    undo(ImportBatch.objects.get(pk=later.batch))
    assert Article.objects.get().pk == heir.pk
    with pytest.raises(MergeError):
        part(record)
    run(*write(tmp_path / "c", dump("فانوس‌ها", source=PORT, date="1404/09/15")))
    assert Article.objects.get().pk == heir.pk
    assert list(verify()) == []


def test_erasing_the_heir_takes_all_of_both(twins):
    retired, heir = twins
    merge(retired, heir)
    erase(Article.objects.get(), reason="خواست ناشر")
    assert not Article.objects.exists()
    assert not Capture.objects.exists()
    assert not ArticleMerge.objects.exists()


def test_nothing_happens_twice(twins):
    retired, heir = twins
    record = merge(retired, heir)
    with pytest.raises(MergeError):
        merge(retired, heir)
    part(record)
    with pytest.raises(MergeError):
        part(record)
    with pytest.raises(MergeError):
        merge(heir, heir)


def test_distinct_articles_are_never_marked_again(twins, tmp_path, chief):
    retired, _heir = twins
    declare_distinct(retired, by=chief, reason="دو روز")
    run(*write(tmp_path / "b", dump("بار سوم", source="دیگران", date="1404/09/16")))
    retired.refresh_from_db()
    assert (retired.duplicate_of, retired.review) == (None, "done")
    assert retired.history.latest().history_change_reason == "دو روز"

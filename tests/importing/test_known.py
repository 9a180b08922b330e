"""Known bytes are not parsed again, unless something would read them otherwise today."""

from __future__ import annotations

import pytest
from django.db.models import Q

from articles.importing import known, pipeline
from articles.importing.decisions import Decisions
from articles.importing.known import READER
from articles.importing.running import ImportOptions, run_import
from articles.importing.undoing import undo
from articles.models import Capture, ImportBatch, ImportMapping, RawBytes, SourceProfile
from tests.dump_texts import BAKERY, LANTERNS, dump, run, write

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]

NEXT_BATCH = {"batch_id", "id", "file_name"}
SAME = [
    field.attname
    for field in Capture._meta.concrete_fields
    if field.attname not in NEXT_BATCH | {"outcome"}
]


@pytest.fixture
def parsed(monkeypatch):
    """The hashes of the items that were parsed, in order."""
    hashes = []
    prepare = pipeline.prepare

    def seen(*given):
        item = prepare(*given)
        hashes.append(item.sha256)
        return item

    monkeypatch.setattr(pipeline, "prepare", seen)
    return hashes


def bakery(**given):
    return dump(title="تنور سنگی روشن شد", body=BAKERY, **given)


def rows(batch):
    return list(Capture.objects.filter(batch=batch).order_by("pk").values_list(*SAME))


def test_known_items_are_captures_like_before_without_being_parsed(tmp_path, parsed):
    texts = write(tmp_path / "a", dump(), bakery())
    first = run(*texts)
    assert len(parsed) == 2
    second = run(*texts)
    assert len(parsed) == 2
    assert [item["outcome"] for item in second.items] == ["unchanged", "unchanged"]
    assert rows(first.batch) == rows(second.batch)
    for before, after in zip(first.items, second.items, strict=True):
        assert before | {"outcome": "unchanged"} == after


def test_they_are_known_in_other_files_and_beside_new_ones(tmp_path, parsed):
    run(*write(tmp_path / "a", dump(), bakery()))
    del parsed[:]
    new = dump(title="آب رود بالا آمد", body=["آب رود به پلهٔ سوم بندر رسید و قایق‌ها را بالا برد."])
    outcomes = [
        item["outcome"] for item in run(*write(tmp_path / "b", dump(), new, bakery())).items
    ]
    assert outcomes == ["unchanged", "created", "unchanged"]
    assert len(parsed) == 1


def test_what_an_undo_has_withdrawn_is_parsed_again(tmp_path, parsed):
    texts = write(tmp_path, dump())
    undo(ImportBatch.objects.get(pk=run(*texts).batch))
    assert [item["outcome"] for item in run(*texts).items] == ["created"]
    assert len(parsed) == 2


def test_what_is_withdrawn_after_it_was_looked_up_gets_its_content(tmp_path, parsed, monkeypatch):
    texts = write(tmp_path, dump())
    first = ImportBatch.objects.get(pk=run(*texts).batch)
    among = known.KnownReadings.among

    def withdrawn_meanwhile(self, hashes):
        found = among(self, hashes)
        undo(first)
        return found

    monkeypatch.setattr(known.KnownReadings, "among", withdrawn_meanwhile)
    [item] = run(*texts).items
    assert len(parsed) == 1
    assert item["outcome"] == "created"
    capture = Capture.objects.live().get()
    assert capture.article.body == "\n\n".join(LANTERNS)


@pytest.mark.parametrize("date", [None, "1499/01/01"])
def test_items_whose_day_may_be_read_otherwise_later_are_parsed_again(tmp_path, parsed, date):
    texts = write(tmp_path, dump(date=date))
    run(*texts)
    run(*texts)
    assert len(parsed) == 2


def test_rejected_items_are_parsed_again(tmp_path, parsed):
    texts = write(tmp_path, "12\n")
    assert run(*texts).items[0]["outcome"] == "rejected"
    run(*texts)
    assert len(parsed) == 2


def test_another_encoding_of_the_same_bytes_is_parsed(tmp_path, parsed):
    texts = write(tmp_path, dump())
    run(*texts)
    Capture.objects.update(encoding="windows-1256")
    run(*texts)
    assert len(parsed) == 2


def change_code(monkeypatch):
    monkeypatch.setattr(known, "code", lambda: "other")


def teach(monkeypatch):
    line = {"pattern": "x", "role": "noise", "example": "x", "state": "active", "taught": True}
    SourceProfile.objects.create(folded_name="خبرخانه ساحل", version=1, lines=[line])


def map_fields(monkeypatch):
    ImportMapping.objects.create(name="کوزه", version=1, maps=[{"title": "x1", "body": "x2"}])


@pytest.mark.parametrize("change", [change_code, teach, map_fields])
def test_items_are_parsed_again_by_other_code_habits_and_mappings(
    tmp_path, parsed, monkeypatch, change
):
    texts = write(tmp_path, dump())
    run(*texts)
    change(monkeypatch)
    run(*texts)
    assert len(parsed) == 2
    run(*texts)
    assert len(parsed) == 2


def test_an_import_that_other_code_has_begun_is_not_taken_for_todays(tmp_path, parsed, monkeypatch):
    texts = write(tmp_path, dump(), bakery())
    batch = ImportBatch.objects.get(pk=run(texts[0]).batch)
    with monkeypatch.context() as other:
        change_code(other)
        options = ImportOptions(batch=batch)
        run_import(texts, options, on_item=lambda stored: None)
    assert batch.options[READER] == ""
    assert batch.captures.filter(~Q(article=None)).count() == 2
    del parsed[:]
    run(*texts)
    assert len(parsed) == 2


def test_what_a_person_decides_about_an_item_is_obeyed(tmp_path, parsed):
    texts = write(tmp_path, dump())
    [sha256] = [Capture.objects.get(batch=run(*texts).batch).sha256]
    decisions = Decisions.from_json({sha256: {"source": "روزنامه بندر"}})
    run_import(texts, ImportOptions(decisions=decisions), on_item=lambda stored: None)
    assert Capture.objects.order_by("pk").last().parsed["source"] == "روزنامه بندر"
    del parsed[:]
    run(*texts)
    assert Capture.objects.order_by("pk").last().parsed["source"] == "خبرخانه ساحل"


def test_items_of_other_sources_are_refused_though_they_are_known(tmp_path, parsed):
    texts = write(tmp_path, dump())
    run(*texts)
    options = ImportOptions(sources=frozenset())
    result = run_import(texts, options, on_item=lambda stored: None)
    assert result.counts["rejected"] == 1


def test_damaged_bytes_are_mended_by_known_items(tmp_path, parsed):
    texts = write(tmp_path, dump())
    run(*texts)
    whole = bytes(RawBytes.objects.get().compressed)
    RawBytes.objects.update(compressed=whole[:-4])
    run(*texts)
    assert len(parsed) == 1
    assert bytes(RawBytes.objects.get().compressed) == whole


def test_after_tasks_of_new_items_fewer_are_looked_up(monkeypatch):
    ImportBatch.objects.create(options={READER: "same"})
    monkeypatch.setattr(known, "reader_of", lambda reading: "same")
    readings = known.KnownReadings(known.Reading(None))
    asked = []
    for number in range(200):
        if readings.is_asked():
            asked.append(number)
            assert readings.among(["0" * 64]) == {}
    assert asked[:4] == [0, 2, 5, 9]
    assert asked[-1] - asked[-2] == known._MOST_MISSES + 1

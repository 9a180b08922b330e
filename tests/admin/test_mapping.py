"""The mapping of a preview's records: chosen, kept, used again, and what becomes of it."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from articles.dumps.formats.mapping import FieldMapping
from articles.importing.mappings import mappings_named
from articles.models import Article, Capture, ImportMapping, Job

pytestmark = pytest.mark.django_db

BODY = "کارگاه سفالگری شهر پس از سه سال خاموشی از دیروز دوباره کوره‌های خود را روشن کرد."
RECORDS = [
    {"x1": "کوره‌ها روشن شد", "x2": BODY, "x3": "1404/10/06", "x4": "روزنامه کوزه"},
    {"x1": "بازار باز شد", "x2": BODY.replace("کوره", "بازار"), "x3": "1404/10/05", "x4": ""},
]


@pytest.fixture
def records(tmp_path):
    path = tmp_path / "records.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in RECORDS), encoding="utf-8")
    return str(path)


def kept(**paths):
    return ImportMapping.objects.keep("کوزه", paths, by=None)


def test_each_keeping_is_a_version_and_one_set_of_names_replaces_itself():
    kept(title="a", body="b")
    kept(title="c", body="d")
    kept(title="a", body="b", date="e")
    assert [each.version for each in ImportMapping.objects.all()] == [3, 2, 1]
    assert mappings_named("کوزه") == (
        FieldMapping({"title": "a", "body": "b", "date": "e"}),
        FieldMapping({"title": "c", "body": "d"}),
    )
    assert ImportMapping.objects.current().count() == 1


def test_records_of_unknown_names_are_refused_until_a_mapping_is_kept(records):
    with pytest.raises(CommandError):
        call_command("import_dumps", records, workers=0)
    assert set(Capture.objects.values_list("error", flat=True)) == {"no_mapping"}
    kept(title="x1", body="x2", date="x3", source="x4")
    call_command("import_dumps", records, workers=0)
    article = Article.objects.get(title="کوره‌ها روشن شد")
    assert article.source.name_fa == "روزنامه کوزه"
    capture = article.captures.get()
    assert capture.format == "jsonl"
    assert capture.parsed["mapping"]["title"] == "x1"


def test_a_mapping_of_an_unknown_name_is_status_2(records):
    with pytest.raises(CommandError) as caught:
        call_command("import_dumps", records, workers=0, mapping="هیچ")
    assert caught.value.returncode == 2


def test_a_capture_is_read_again_by_the_mapping_that_has_read_it(records):
    kept(title="x1", body="x2")
    call_command("import_dumps", records, workers=0)
    ImportMapping.objects.all().delete()
    from articles.dumps.formats import ParseOptions

    capture = Capture.objects.first()
    item = capture.parse(ParseOptions(capture.batch.created_at.date()))
    assert (item.error, item.title) == (None, "کوره‌ها روشن شد")


def test_a_preview_is_mapped_and_made_again(client, member, records, settings):
    from articles.jobs.tasks import preview

    client.force_login(member("Importers"))
    job = Job.objects.create(kind=Job.Kind.PREVIEW, folder="m" * 8, options={"paths": [records]})
    from articles.importing.uploads import UploadFolder

    UploadFolder(job.folder).path.mkdir(parents=True)

    class Progress:
        def advance(self, *args, **kwargs):
            pass

    job.end(Job.State.DONE, result=preview(job, Progress()))
    address = reverse("admin:articles_job_mapping", args=[job.pk])
    shown = client.get(address).content.decode()
    assert "x2" in shown
    answer = client.post(address, {"name": "کوزه", "title": "x1", "body": ""})
    assert answer.status_code == 200
    assert not ImportMapping.objects.exists()
    client.post(address, {"name": "کوزه", "title": "x1", "body": "x2", "date": "x3"})
    assert ImportMapping.objects.get().maps == [{"title": "x1", "body": "x2", "date": "x3"}]
    job.refresh_from_db()
    assert job.state == Job.State.PENDING
    assert preview(job, Progress())["counts"] == {"created": 2, "skipped": 0}

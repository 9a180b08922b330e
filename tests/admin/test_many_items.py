"""One decision about many items of a preview, which facets select."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles.admin.pages.importing import previewing
from articles.models import Article, Job
from tests.admin.test_importing import previewed, upload, work
from tests.dump_texts import BAKERY, LANTERNS, dump, run, write
from tests.factories import make_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("worker_in_process")]


@pytest.fixture
def client(client):
    client.force_login(User.objects.create_superuser("chief"))
    return client


TEXTS = (
    dump(title="فانوس نخست", source=""),
    dump(title="فانوس دوم", source="", body=BAKERY, date=None),
    dump(title="فانوس سوم", source="بامداد نو", body=[*BAKERY, "پایانی دیگر."]),
    "بی‌متن",
)


@pytest.fixture
def preview(client):
    return previewed(client, *TEXTS)


def page(client, preview, **query):
    return client.get(reverse("admin:articles_job", args=[preview.pk]), query)


def decide(client, preview, do, query="", **typed):
    address = reverse("admin:articles_job_many", args=[preview.pk])
    response = client.post(address, {"do": do, "query": query, **typed}, follow=True)
    work()
    preview.refresh_from_db()
    return response


def facet(response, title):
    [found] = [each for each in response.context["facets"] if each.title == title]
    return {value.label: (value.count, value.query) for value in found.values}


def numbers(response):
    return [item.number for item in response.context["items"]]


def test_facets_count_and_select(client, preview):
    shown = page(client, preview)
    sources = facet(shown, "منبع")
    assert {label: count for label, (count, _query) in sources.items()} == {
        "هیچ": 3,
        "بامداد نو": 1,
    }
    without = client.get(f"{reverse('admin:articles_job', args=[preview.pk])}?{sources['هیچ'][1]}")
    assert numbers(without) == [1, 2, 4]
    warnings = facet(without, "هشدار")
    assert warnings["منبع خبر پیدا نشد."][0] == 2
    assert numbers(page(client, preview, warning="no_date")) == [2]
    assert numbers(page(client, preview, days="none")) == [2, 4]
    assert numbers(page(client, preview, show="created", source="", warning="no_source")) == [1, 2]


@pytest.mark.parametrize("wrong", ["%", "_", "no_such", "' OR 1 --", "\0", "x" * 500])
def test_any_selection_is_taken(client, preview, wrong):
    for name in ("warning", "source", "language", "days", "file", "show"):
        assert page(client, preview, **{name: wrong}).status_code == 200
    if wrong != "\0":
        assert numbers(page(client, preview, warning=wrong)) == []


def test_all_with_a_warning_get_a_source_in_one_step(client, preview):
    make_source("خبرگزاری ایسنا")
    query = "show=created&warning=no_source"
    answer = decide(client, preview, "source", query, all="on", source="خبرگزاری ایسنا")
    assert answer.redirect_chain[-1][0].endswith("?show=created&warning=no_source")
    assert "بر ۲ مورد اعمال شد" in answer.text
    assert {each["source"] for each in preview.decisions.values()} == {"خبرگزاری ایسنا"}
    client.post(reverse("admin:articles_job_confirm", args=[preview.pk]))
    work()
    found = sorted(Article.objects.values_list("source__name_fa", flat=True))
    assert found == ["بامداد نو", "خبرگزاری ایسنا", "خبرگزاری ایسنا"]


def test_chosen_items_are_left_out_and_taken_in_again(client, preview):
    decide(client, preview, "leave", item=["1", "3"])
    assert numbers(page(client, preview, show="dropped")) == [1, 3]
    decide(client, preview, "take", "show=dropped", item=["3"])
    assert numbers(page(client, preview, show="dropped")) == [1]
    client.post(reverse("admin:articles_job_confirm", args=[preview.pk]))
    work()
    assert not Article.objects.filter(title="فانوس نخست").exists()
    assert Article.objects.count() == 2


def test_a_language_is_set_and_decisions_about_single_items_keep_it(client, preview):
    decide(client, preview, "language", item=["1", "3"], language="ar")
    assert [item.number for item in page(client, preview, language="ar").context["items"]] == [1, 3]
    form = client.get(reverse("admin:articles_job_item", args=[preview.pk, 1])).context["form"]
    assert form["language"].value() == "ar"
    address = reverse("admin:articles_job_item", args=[preview.pk, 1])
    client.post(address, {"language": "ar", "source": "نسیم شرق"})
    client.post(reverse("admin:articles_job_confirm", args=[preview.pk]))
    work()
    found = dict(Article.objects.values_list("title", "language"))
    assert (found["فانوس نخست"], found["فانوس سوم"], found["فانوس دوم"]) == ("ar", "ar", "fa")


def test_a_day_is_set_in_any_calendar_and_other_decisions_stand(client, preview):
    decide(client, preview, "source", item=["2"], source="نسیم شرق")
    decide(client, preview, "day", item=["2"], day="28 December 2025")
    assert list(preview.decisions.values()) == [{"source": "نسیم شرق", "day": "28 December 2025"}]
    assert [item.day for item in page(client, preview).context["items"]][1] == "2025-12-28"


FOLLOW = "نقشهٔ این گزارش با ۱۲ رنگ در بایگانی عکس این روزنامه نگه داشته می‌شود."


def test_a_line_gets_its_role_in_all_items_that_have_it(client):
    texts = (
        dump(title="فانوس نخست", body=[*LANTERNS, FOLLOW]),
        dump(title="فانوس دوم", body=BAKERY),
        dump(title="فانوس سوم", body=[*BAKERY, FOLLOW.replace("۱۲", "۷"), "پایانی دیگر."]),
    )
    preview = previewed(client, *texts)
    decide(client, preview, "source", item=["1"], source="نسیم شرق")
    answer = decide(client, preview, "role", all="on", line=f" {FOLLOW}", role="noise")
    assert "بر ۲ مورد اعمال شد" in answer.text
    first, third = preview.decisions.values()
    assert first["source"] == "نسیم شرق"
    assert list(first["roles"].values()) == list(third["roles"].values()) == ["noise"]
    client.post(reverse("admin:articles_job_confirm", args=[preview.pk]))
    work()
    assert not Article.objects.filter(body__contains="بایگانی عکس").exists()
    assert Article.objects.filter(body__contains="پایانی دیگر").exists()


def test_a_role_of_an_item_is_offered_for_many(client):
    preview = previewed(client, dump(body=[*LANTERNS, FOLLOW]), dump(title="تنور", body=BAKERY))
    decide(client, preview, "role", item=["1"], line=FOLLOW, role="caption")
    item = client.get(reverse("admin:articles_job_item", args=[preview.pk, 1]))
    [alike] = [line.alike for line in item.context["lines"] if line.alike]
    shown = client.get(f"{reverse('admin:articles_job', args=[preview.pk])}?show=&{alike}")
    many = shown.context["many"]
    assert (many["line"].value(), many["role"].value()) == (FOLLOW, "caption")


def test_the_lines_of_too_many_items_are_not_looked_at(client, preview, monkeypatch):
    monkeypatch.setattr(previewing, "MOST_READ", 1)
    answer = decide(client, preview, "role", all="on", line=BAKERY[0], role="noise")
    assert "line" in answer.context["many"].errors
    assert preview.decisions == {}


@pytest.mark.parametrize(
    ("do", "typed", "wrong"),
    [
        ("day", {"day": "هرگز"}, "day"),
        ("day", {"day": "2068/01/01"}, "day"),
        ("day", {}, "day"),
        ("source", {"source": "  "}, "source"),
        ("burn", {}, "do"),
        ("language", {"language": "tlh"}, "language"),
        ("role", {"role": "noise"}, "line"),
        ("role", {"line": "سطری که در هیچ‌کدام نیست", "role": "noise"}, "line"),
        ("role", {"line": BAKERY[0]}, "role"),
        ("role", {"line": BAKERY[0], "role": "blank"}, "role"),
    ],
)
def test_what_is_wrong_changes_nothing_and_loses_nothing(client, preview, do, typed, wrong):
    answer = decide(client, preview, do, "source=", item=["1", "2"], **typed)
    assert wrong in answer.context["many"].errors
    assert answer.context["chosen"] == {"1", "2"}
    assert numbers(answer) == [1, 2, 4]
    for name, value in typed.items():
        assert value in answer.text or name in ("language", "role")  # which is chosen, not typed
    assert preview.decisions == {}


@pytest.mark.parametrize("items", [[], ["99"], ["x"], ["4", "-1"]])
def test_nothing_is_decided_about_what_is_not_there(client, preview, items):
    answer = decide(client, preview, "leave", item=items)
    assert answer.context["many"].errors
    assert preview.decisions == {}


def test_a_new_source_is_told_with_those_that_may_be_meant(client, preview):
    make_source("خبرگزاری ایسنا")
    answer = decide(client, preview, "source", item=["1"], source="خبرگزاری ایسنی")
    assert "منظورتان این است: خبرگزاری ایسنا" in answer.text


def test_more_than_a_page_can_wait_for_are_applied_by_the_worker(client, monkeypatch):
    """What the preview then says is what it says if the items are decided about one by one."""
    monkeypatch.setattr(previewing, "MOST_AT_ONCE", 1)
    texts = (*TEXTS, dump(title="فانوس نخست", source="نسیم شرق"), dump(title="نان", body=LANTERNS))
    states = []
    for most in (1, 50):
        monkeypatch.setattr(previewing, "MOST_AT_ONCE", most)
        Job.objects.all().delete()
        job = previewed(client, *texts)
        decide(client, job, "source", "source=", all="on", source="نسیم شرق")
        decide(client, job, "leave", item=["3", "6"])
        items = page(client, job).context["items"]
        states.append(
            [(item.outcome, item.is_dropped, item.is_decided, item.source) for item in items]
        )
    assert states[0] == states[1]
    assert [is_dropped for _outcome, is_dropped, *_rest in states[0]].count(True) == 2


def test_what_the_archive_has_is_not_decided_about(client, tmp_path):
    run(*write(tmp_path, dump()))
    job = previewed(client, dump(), dump(title="تنور", body=BAKERY))
    decide(client, job, "source", all="on", source="نسیم شرق")
    assert len(job.decisions) == 1
    answer = decide(client, job, "source", item=["1"], source="نسیم شرق")
    assert answer.context["many"].non_field_errors()


def test_a_preview_that_was_confirmed_is_not_changed(client, preview):
    client.post(reverse("admin:articles_job_confirm", args=[preview.pk]))
    decide(client, preview, "leave", all="on")
    assert preview.decisions == {}


def test_a_preview_takes_as_many_queries_for_any_number(client, django_assert_max_num_queries):
    upload(client, *((f"{number}.txt", dump(title=f"خبر {number}")) for number in range(60)))
    work()
    job = Job.objects.get()
    with django_assert_max_num_queries(12):
        page(client, job, source="")

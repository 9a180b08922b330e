"""Habits of sources in the admin: proposals, teaching from a preview, applying, undoing."""

from __future__ import annotations

import threading

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.curation import habits
from articles.importing.kept_previews import kept_preview
from articles.jobs.duties import sweep
from articles.jobs.worker import Worker
from articles.models import Article, Job, Source, SourceEvidence, SourceProfile
from articles.packing import unpacked
from tests.curation.test_habits import NAME, SHELF, SOURCE, imported, lensed, shelved
from tests.dump_texts import LANTERNS, run, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("worker_in_process")]


@pytest.fixture
def client(client):
    client.force_login(User.objects.create_superuser("chief"))
    return client


def previewed(client, *texts):
    dumps = [SimpleUploadedFile(f"{n}.txt", text.encode()) for n, text in enumerate(texts, 1)]
    client.post(reverse("admin:articles_import"), {"dumps": dumps})
    while Worker().work():
        pass
    return Job.objects.get(kind="preview")


def item_address(job, number=1):
    return reverse("admin:articles_job_item", args=[job.pk, number])


def teach(client, job, text):
    """Correct a line of the first item; the address where it becomes a rule."""
    line = text.splitlines().index(SHELF.format(20))
    page = client.post(item_address(job), {f"role-{line}": "noise"}, follow=True)
    [address] = [each.rule for each in page.context["lines"] if each.rule]
    return address


def sent(page):
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | {"reason": "برگهٔ سایت"}


def test_from_a_corrected_line_to_a_rule_and_back(client, tmp_path):
    imported(tmp_path, 3)
    job = previewed(client, shelved(20), shelved(21))
    address = teach(client, job, shelved(20))
    page = client.get(address)
    assert page.context["decision"].pattern == "از قفسه شماره ‹#› ما"
    assert page.context["article_count"] == 3
    # The first item is corrected already; the rule changes the second.
    assert [each.address for each in page.context["items"]] == [item_address(job, 2)]
    assert SHELF.format(1) in page.content.decode()
    assert not SourceProfile.objects.exists()

    client.post(reverse("admin:source_habit"), sent(page))
    assert not Article.objects.filter(body__contains="قفسه").exists()
    profile = SourceProfile.objects.get()
    assert (profile.folded_name, profile.version) == (NAME, 1)
    assert profile.history.get().history_user.username == "chief"
    assert profile.history.get().history_change_reason == "برگهٔ سایت"
    second = client.get(item_address(job, 2))
    assert {line.role for line in second.context["lines"] if "قفسه" in line.text} == {"noise"}
    with kept_preview(job) as preview:
        [(body,)] = preview.rows("SELECT body FROM item WHERE number = 2")
        assert SHELF.format(21).encode() not in unpacked(body)

    client.post(reverse("admin:articles_job_confirm", args=[job.pk]))
    while Worker().work():
        pass
    assert Article.objects.count() == 5
    assert not Article.objects.filter(body__contains="قفسه").exists()

    source = Source.objects.get()
    shown = client.get(reverse("admin:source_habits", args=[source.pk]))
    assert "از قفسه شماره ‹#› ما" in shown.content.decode()
    undo = reverse("admin:source_habits_undo", args=[profile.pk])
    client.post(undo, {"version": "1"})
    # All but the one whose line was corrected by hand.
    assert Article.objects.filter(body__contains="قفسه").count() == 4
    page = client.post(undo, {"version": "1"}, follow=True)
    assert SourceProfile.objects.get().version == 2


def test_a_proposal_is_decided_from_the_queue(client, tmp_path):
    imported(tmp_path)
    habits.learn()
    queue = client.get(reverse("admin:articles_article_review"), {"kind": "habits"})
    [row] = queue.context["rows"]
    assert row.item.touched == 12
    page = client.get(row.address)
    [known] = page.context["known"]
    [proposal] = known.proposals
    assert "۱۲" in page.content.decode()
    asked = {"name": known.name, "line": proposal.pattern, "role": "noise", "kind": "accept"}
    page = client.get(reverse("admin:source_habit"), asked)
    assert page.context["article_count"] == 12
    client.post(reverse("admin:source_habit"), sent(page))
    assert not Article.objects.filter(body__contains="قفسه").exists()
    assert SourceEvidence.objects.get().open == 0
    queue = client.get(reverse("admin:articles_article_review"), {"kind": "habits"})
    assert queue.context["rows"] == []
    # It is no proposal any more.
    page = client.post(reverse("admin:source_habit"), asked, follow=True)
    assert SourceProfile.objects.get().version == 1


def test_a_proposal_is_rejected(client, tmp_path):
    imported(tmp_path)
    habits.learn()
    [proposal] = habits.open_proposals(NAME)
    asked = {"name": NAME, "line": proposal.pattern, "role": "noise", "kind": "reject"}
    page = client.get(reverse("admin:source_habit"), asked)
    assert page.context["article_count"] == 0
    client.post(reverse("admin:source_habit"), asked)
    assert Article.objects.filter(body__contains="قفسه").count() == 12
    assert SourceEvidence.objects.get().open == 0


def test_days_and_labels_are_decided_in_words(client, tmp_path):
    run(*write(tmp_path, *map(lensed, range(28))))
    habits.learn()
    address = reverse("admin:source_habits", args=[Source.objects.get().pk])
    page = client.get(address)
    [known] = page.context["known"]
    day, label = known.proposed
    assert day.words in page.content.decode()
    assert "03/13/2025" in page.content.decode()
    assert '<option value="caption" selected>' in page.content.decode()
    asked = {"name": NAME, "line": "‹day›", "role": "date", "kind": "accept"}
    page = client.get(reverse("admin:source_habit"), asked)
    assert page.context["article_count"] == 11  # all from the 13th on tell it, and 03/03 is one day
    assert day.words in page.content.decode()
    client.post(reverse("admin:source_habit"), sent(page))
    asked = {"name": NAME, "line": label.proposal.pattern, "role": "noise", "kind": "accept"}
    client.post(
        reverse("admin:source_habit"), sent(client.get(reverse("admin:source_habit"), asked))
    )
    assert not Article.objects.filter(body__contains="دوربین").exists()
    page = client.get(address)
    assert day.words in page.content.decode()
    [(_, _, words), (rule, _, _)] = page.context["known"][0].rules
    assert (words, rule.role) == (day.words, "noise")


def test_a_corrected_title_teaches_the_head(client, tmp_path):
    lead, title = "آنچه مردم روستا دربارهٔ آن می‌گویند", "فانوس‌های تازه بر پل چوبی روستا"
    text = f"{SOURCE}\n1404/09/14\n\n{title}\n\n{lead}\n\n{LANTERNS[0]}\n\n{LANTERNS[1]}\n"
    job = previewed(client, text)
    lines = text.splitlines()
    roles = {f"role-{lines.index(title)}": "title", f"role-{lines.index(lead)}": "body"}
    page = client.post(item_address(job), roles, follow=True)
    rules = {each.role: each.rule for each in page.context["lines"] if each.rule}
    page = client.get(rules["title"])
    assert page.context["decision"].value == "date source title lead"
    client.post(reverse("admin:source_habit"), sent(page))
    assert SourceProfile.objects.get().profile().layout


def test_a_line_without_words_is_no_rule(client):
    asked = {"name": NAME, "line": "12", "role": "noise", "kind": "teach"}
    page = client.post(reverse("admin:source_habit"), asked, follow=True)
    assert page.status_code == 200
    assert not SourceProfile.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{}, {"role": "king"}, {"layout": "x" * 101}, {"kind": "burn"}, {"name": ""}, {"job": "x"}],
)
def test_what_is_no_decision_is_not_found(client, wrong):
    asked = {"name": NAME, "line": "x y", "role": "noise", "kind": "teach"} | wrong
    asked = asked if wrong else {}
    assert client.get(reverse("admin:source_habit"), asked).status_code == 404


def test_importers_cannot_make_rules(client, member, tmp_path):
    job = previewed(client, shelved(20))
    address = teach(client, job, shelved(20))
    member("Importers")
    page = client.get(item_address(job))
    assert page.status_code == 200
    assert not any(line.rule for line in page.context["lines"])
    assert client.get(address).status_code == 403


def test_the_worker_learns(client, tmp_path):
    run(*write(tmp_path, *map(shelved, range(12))))
    sweep(threading.Event())
    assert SourceEvidence.objects.get().open == 1

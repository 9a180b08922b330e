"""Habits of sources: learning from captures, deciding, reading anew, undoing; order of imports."""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import permutations

import pytest
from django.contrib.auth.models import User

from articles.curation import habits
from articles.curation.reparsing import reparse
from articles.dumps import Overrides, Role
from articles.importing.decisions import Decisions
from articles.importing.running import ImportOptions, run_import
from articles.importing.sources import alias_of
from articles.importing.undoing import undo as undo_import
from articles.models import Article, Capture, ImportBatch, Source, SourceEvidence, SourceProfile
from tests.dump_texts import BAKERY, LANTERNS, archive_state, dump, run, write

pytestmark = pytest.mark.django_db

REFERENCE = date(2026, 1, 1)
SOURCE = "خبرخانه ساحل"
NAME = alias_of(SOURCE)
SHELF = "از قفسهٔ شمارهٔ {} ما"


def news(number: int, *more: str, source: str = SOURCE) -> str:
    body = (f"{LANTERNS[0]} این خبر شمارهٔ {number} است.", *more, f"{BAKERY[1]} پایان {number}.")
    return dump(f"فانوس‌های تازه بر پل شمارهٔ {number}", body, source=source)


def shelved(number: int) -> str:
    return news(number, SHELF.format(number))


def imported(folder, count: int = 12) -> None:
    run(*write(folder, *map(shelved, range(count))))


def taught(line: str, role: Role = Role.NOISE):
    rule = habits.rule_for(line, "", role)
    assert rule
    return rule


def decide(*decisions, name: str = NAME):
    by = User.objects.get_or_create(username="editor")[0]
    return habits.decide(name, decisions, by=by, reason="آزمون", reference=REFERENCE)


def bodies() -> list[str]:
    return list(Article.objects.order_by("key").values_list("body", flat=True))


def test_learning_proposes_what_recurs_and_changes_nothing(tmp_path):
    imported(tmp_path)
    before = archive_state()
    assert habits.learn() == 12
    [proposal] = habits.open_proposals(NAME)
    assert proposal.pattern == "از قفسه شماره ‹#› ما"
    assert (proposal.captures, proposal.bodies, proposal.of) == (12, 12, 12)
    assert archive_state() == before
    assert not SourceProfile.objects.exists()


def test_learning_goes_on_where_it_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(habits, "CHUNK", 5)
    imported(tmp_path / "a")
    habits.learn()
    assert habits.learn() == 0
    run(*write(tmp_path / "b", *map(shelved, range(20, 23))))
    assert habits.learn() == 3
    parts = SourceEvidence.objects.get().counts
    SourceEvidence.objects.all().delete()
    monkeypatch.setattr(habits, "CHUNK", 500)
    assert habits.learn() == 15
    assert SourceEvidence.objects.get().counts == parts


def test_learning_can_be_stopped_between_two_chunks(tmp_path, monkeypatch):
    monkeypatch.setattr(habits, "CHUNK", 5)
    imported(tmp_path)
    counted = []
    assert habits.learn(counted.append, is_stopping=lambda: bool(counted)) == 5
    assert habits.learn() == 7


def test_a_proposal_is_read_by_once_it_is_accepted(tmp_path):
    imported(tmp_path / "a")
    habits.learn()
    [proposal] = habits.open_proposals(NAME)
    effect = decide(habits.decision_about(proposal, is_active=True))
    assert len(effect.rereads) == 12
    assert not any("قفسه" in body for body in bodies())
    assert habits.open_proposals(NAME) == []
    run(*write(tmp_path / "b", shelved(99)))
    latest = Capture.objects.latest("pk")
    assert "قفسه" not in latest.article.body
    assert latest.parsed["profile"] == {NAME: 1}
    habits.learn()
    assert habits.open_proposals(NAME) == []


def test_a_proposal_that_was_rejected_does_not_come_back(tmp_path):
    imported(tmp_path / "a")
    habits.learn()
    before = archive_state()
    decide(habits.decision_about(habits.open_proposals(NAME)[0], is_active=False))
    assert archive_state() == before
    run(*write(tmp_path / "b", *map(shelved, range(20, 30))))
    habits.learn()
    assert habits.open_proposals(NAME) == []
    assert SourceEvidence.objects.get().open == 0


def test_undoing_restores_the_version_before_and_the_articles(tmp_path):
    imported(tmp_path)
    decide(taught(SHELF.format(7)))
    once = archive_state()
    decide(taught("سطر دیگری"), name="another source")
    decide(taught("سطر دیگری که نیست"))
    assert habits.undo(NAME, 1, by=None, reference=REFERENCE) is None  # not the current one
    assert habits.undo(NAME, 2, by=None, reference=REFERENCE)
    assert archive_state() == once
    profile = SourceProfile.objects.get(folded_name=NAME)
    assert [line.pattern for line in profile.decisions] == ["از قفسه شماره ‹#› ما"]
    assert profile.history.count() == profile.version == 3


def test_the_first_decision_can_be_undone(tmp_path):
    imported(tmp_path)
    start = archive_state()
    decide(taught(SHELF.format(7)))
    assert archive_state() != start
    assert habits.undo(NAME, 1, by=None, reference=REFERENCE)
    assert archive_state() == start


def test_a_preview_writes_nothing(tmp_path):
    imported(tmp_path)
    before = archive_state()
    profiles = habits.profiles_with(NAME, [taught(SHELF.format(1))])
    effect = habits.reread(NAME, reference=REFERENCE, profiles=profiles, dry_run=True)
    assert len(effect.rereads) == 12
    assert archive_state() == before
    assert not SourceProfile.objects.exists()


def test_a_rule_may_give_captures_another_source_and_is_undone_there(tmp_path):
    text = f"فانوس‌های تازه\n\nنسخهٔ بامداد\nدشت بالا\n1404/09/14\n\n{LANTERNS[0]}\n\n{LANTERNS[1]}\n"
    run(*write(tmp_path, text))
    misread = Article.objects.get().source.name_fa
    assert misread == "نسخهٔ بامداد"
    decide(taught("نسخهٔ بامداد"), name=alias_of(misread))
    assert str(Article.objects.get().source.name_fa) == "دشت بالا"
    assert habits.undo(alias_of(misread), 1, by=None, reference=REFERENCE)
    assert Article.objects.get().source.name_fa == misread


def test_corrections_of_editors_and_decisions_about_items_stand(tmp_path):
    [path] = write(tmp_path, shelved(1))
    line = shelved(1).splitlines().index(SHELF.format(1))
    sha256 = hashlib.sha256(shelved(1).encode()).hexdigest()
    overrides = Overrides({line: Role.BODY}, day="1404/01/01")
    options = ImportOptions(decisions=Decisions({sha256: overrides}))
    run_import([path], options, on_item=lambda stored: None)
    article = Article.objects.get()
    article.correct({"title": "عنوان ویراسته"}, by=None)
    decide(taught(SHELF.format(2)))
    article.refresh_from_db()
    assert article.title == "عنوان ویراسته"
    assert SHELF.format(1) in article.body
    assert article.published_on == date(2025, 3, 21)
    reparse([article], reference=REFERENCE)
    assert Capture.objects.get().parsed["overrides"] == overrides.as_json()


def test_the_spellings_of_a_source_share_their_rules(tmp_path):
    run(*write(tmp_path, news(1, SHELF.format(1), source="خبرخانهٔ ساحل دور"), shelved(2)))
    other = Source.objects.get(aliases__folded_name=alias_of("خبرخانهٔ ساحل دور"))
    target = Source.objects.get(aliases__folded_name=NAME)
    decide(taught(SHELF.format(1)))
    assert sum("قفسه" in body for body in bodies()) == 1
    other.aliases.update(source=target)
    habits.reread(NAME, reference=REFERENCE)
    assert sum("قفسه" in body for body in bodies()) == 0


def test_the_order_of_imports_does_not_matter_under_the_same_profiles(tmp_path):
    decide(taught(SHELF.format(1)))
    texts = [shelved(1), shelved(2), shelved(1).replace("12 بازدید", "30 بازدید")]
    paths = write(tmp_path, *texts)
    states = []
    for order in permutations(paths):
        batches = [run(path).batch for path in order]
        states.append(archive_state())
        for batch in reversed(batches):
            undo_import(ImportBatch.objects.get(pk=batch))
        assert not Article.objects.exists()
    assert all(state == states[0] for state in states)
    assert len(states[0]["articles"]) == 2


def lensed(number: int) -> str:
    names = ("ریم سپیدار", "کاوه آبنوس", "مینا ترنج")
    text = news(number, f"فانوس‌های شمارهٔ {number} / دوربین: {names[number % 3]}")
    return text.replace("1404/09/14", f"03/{1 + number:02}/2025")


def test_labels_and_days_are_learnt_accepted_and_undone(tmp_path):
    run(*write(tmp_path, *map(lensed, range(28))))
    before = archive_state()
    habits.learn()
    by_pattern = {each.pattern: each for each in habits.open_proposals(NAME)}
    assert set(by_pattern) == {"‹day›", "‹…› / دوربین: ‹…›"}
    day, label = by_pattern["‹day›"], by_pattern["‹…› / دوربین: ‹…›"]
    assert (day.role, day.value, len(day.examples)) == (Role.DATE, "month-first", 3)
    assert label.role is Role.CAPTION
    decide(*(habits.decision_about(each, is_active=True) for each in (day, label)))
    assert habits.open_proposals(NAME) == []
    articles = Article.objects.all()
    assert {article.published_on.togregorian().month for article in articles} == {3}
    assert not any("دوربین" in body for body in bodies())
    assert {figure.credit for article in articles for figure in article.figures.all()} == {
        "ریم سپیدار",
        "کاوه آبنوس",
        "مینا ترنج",
    }
    assert habits.undo(NAME, 1, by=None, reference=REFERENCE)
    assert archive_state() == before


def test_a_proposal_is_accepted_in_another_role(tmp_path):
    run(*write(tmp_path, *map(lensed, range(28))))
    habits.learn()
    [label] = [each for each in habits.open_proposals(NAME) if not each.value]
    decide(habits.decision_about(label, is_active=True, role=Role.NOISE))
    assert not any("دوربین" in body for body in bodies())
    assert not any(article.figures.exists() for article in Article.objects.all())
    [day] = habits.open_proposals(NAME)
    # What a rule about days is has one role.
    assert habits.decision_about(day, is_active=True, role=Role.NOISE).role is Role.DATE


def test_a_title_that_is_taught_tells_the_layout_of_the_head(tmp_path):
    lead = "آنچه مردم روستا دربارهٔ این فانوس‌ها می‌گویند"
    title = "فانوس‌های تازه بر پل چوبی روستا"
    text = f"{SOURCE}\n1404/09/14\n\n{title}\n\n{lead}\n\n{LANTERNS[0]}\n\n{LANTERNS[1]}\n"
    run(*write(tmp_path, text))
    assert Article.objects.get().title == lead
    assert habits.rule_for(title, title, Role.TITLE) is None
    rule = habits.rule_for(title, title, Role.TITLE, "date source title lead")
    decide(rule)
    article = Article.objects.get()
    assert article.title == title
    assert article.body.startswith(lead)
    assert Capture.objects.get().parsed["profile"] == {NAME: 1}


def test_heads_of_forms_are_not_counted(tmp_path):
    imported(tmp_path)
    habits.learn()
    assert SourceEvidence.objects.get().counts["facts"]["title"]
    SourceEvidence.objects.all().delete()
    Capture.objects.update(format="page")
    habits.learn()
    assert "title" not in SourceEvidence.objects.get().counts["facts"]


def test_too_many_captures_are_counted_and_left_to_the_command(tmp_path):
    imported(tmp_path)
    profiles = habits.profiles_with(NAME, [taught(SHELF.format(1))])
    effect = habits.reread(NAME, reference=REFERENCE, profiles=profiles, most=5, dry_run=True)
    assert (len(effect.rereads), effect.captures, effect.left) == (5, 12, 7)

"""Habits of sources: what recurs in captures is proposed, people decide, articles are read anew.

A decision makes a new version of the source's profile. Stored captures follow it through
:mod:`.reparsing`; undoing it restores the version before and reads the same articles again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max, QuerySet

from articles.db.rows import in_pieces
from articles.dumps import Role, formats
from articles.dumps.learning import Evidence, Proposal, proposals
from articles.dumps.lines import clean
from articles.dumps.profiles import TITLE, Profile, is_layout, pattern_of
from articles.importing.identity import source_key
from articles.importing.sources import alias_of
from articles.models import (
    Article,
    ArticleChange,
    Capture,
    SourceAlias,
    SourceEvidence,
    SourceProfile,
)
from articles.models.profiles import LineDecision

from .reparsing import Reread, reparse

CHUNK = 500
"""Captures that are counted in one transaction."""

MOST_REREAD = 2_000
"""So many captures are read anew at once on a page; a command does it for any number."""


# -- learning --------------------------------------------------------------------------------------


def learn(
    on_captures: Callable[[int], None] = lambda count: None,
    is_stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Count the captures that have come since the last time; returns how many there were.

    The next call goes on where this one was stopped.

    One pass in the order of captures and flat in memory: only the evidence of the sources in a
    chunk is loaded. What an undo has withdrawn stays counted; it was on pages of the source.
    """
    total = 0
    while not is_stopping() and (count := _learn_from_next()):
        total += count
        on_captures(count)
    return total


def _learn_from_next() -> int:
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()  # or two processes would count one capture twice
        captures = _next_captures()
        _count(captures)
    return len(captures)


class _Seen(NamedTuple):
    """A capture that is counted; only what was read as text has a head of its own."""

    pk: int
    parsed: dict[str, Any]
    warnings: list[str]


def _next_captures() -> list[_Seen]:
    last = SourceEvidence.objects.aggregate(last=Max("last_capture"))["last"] or 0
    rows = Capture.objects.live().filter(pk__gt=last, parsed__isnull=False).order_by("pk")
    named = rows.exclude(source_key="").values_list("pk", "parsed", "warnings", "format")[:CHUNK]
    return [
        _Seen(pk, parsed if form == formats.TEXT.name else parsed | {"spans": {}}, warnings)
        for pk, parsed, warnings, form in named
        if parsed
    ]


def _count(captures: Sequence[_Seen]) -> None:
    by_source: dict[str, list[_Seen]] = {}
    for each in captures:
        by_source.setdefault(alias_of(each.parsed["source"]), []).append(each)
    known = SourceEvidence.objects.in_bulk(by_source, field_name="folded_name")
    profiles = SourceProfile.objects.in_bulk(by_source, field_name="folded_name")
    for name, found in sorted(by_source.items()):
        row = known.get(name) or SourceEvidence(folded_name=name)
        evidence = Evidence.from_json(row.counts)
        for each in found:
            evidence.add(each.parsed, each.warnings)
        row.counts = evidence.as_json()
        row.last_capture = found[-1].pk
        _propose(row, evidence, profiles.get(name))
        row.save()


def _propose(row: SourceEvidence, evidence: Evidence, profile: SourceProfile | None) -> None:
    """Write down what waits for a decision."""
    decided = {line.pattern for line in profile.decisions} if profile else set()
    found = [each for each in proposals(evidence) if each.pattern not in decided]
    row.proposals = [each._asdict() for each in found]
    row.open = len(found)


def open_proposals(name: str) -> list[Proposal]:
    """The lines of a source that wait for a decision."""
    row = SourceEvidence.objects.filter(folded_name=name).first()
    found = row.proposals if row else []
    return [Proposal(**each | {"role": Role(each.get("role", Role.NOISE))}) for each in found]


# -- decisions -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Effect:
    """What a decision changes, or would change, in the archive.

    ``left`` are captures that were not looked at, because there are too many of them.
    """

    rereads: Sequence[Reread]
    captures: int
    left: int


def rule_for(text: str, title: str, role: Role, layout: str = "") -> LineDecision | None:
    """The rule that all lines like this one have a role; None where the line has no pattern.

    All titles stand where this one stands in the ``layout`` of its head.
    """
    line = clean(text)
    if role is Role.TITLE:
        return LineDecision(TITLE, role, line, True, True, layout) if is_layout(layout) else None
    pattern = pattern_of(line, title)
    return LineDecision(pattern, role, line, True, True) if pattern else None


def decision_about(
    proposal: Proposal, *, is_active: bool, role: Role | None = None
) -> LineDecision:
    """The rule that a proposal becomes, of another role where the lines have one, or the decision
    that it is none."""
    example = next(iter(proposal.examples), "")
    chosen = proposal.role if proposal.value else role or proposal.role
    return LineDecision(proposal.pattern, chosen, example, is_active, False, proposal.value)


def profiles_with(name: str, decisions: Iterable[LineDecision]) -> dict[str, Profile]:
    """The profiles in force once these decisions about a source are made."""
    with transaction.atomic():
        _decide(name, decisions, by=None, reason="")
        found = SourceProfile.objects.in_force()
        transaction.set_rollback(True)
    return found


def decide(
    name: str,
    decisions: Sequence[LineDecision],
    *,
    by: Any,
    reason: str = "",
    reference: date,
) -> Effect:
    """Make decisions about a source's lines, and read its stored captures by them."""
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        _decide(name, decisions, by=by, reason=reason)
        return reread(name, reference=reference)


def undo(name: str, version: int, *, by: Any, reason: str = "", reference: date) -> Effect | None:
    """Restore what was before a version, and read the source's captures by it.

    None where that version is not the current one: somebody has decided something since.
    """
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        profile = SourceProfile.objects.select_for_update().get(folded_name=name)
        if profile.version != version or not version:
            return None
        earlier = profile.history.filter(version=version - 1).first()
        profile.lines = earlier.lines if earlier else []
        _save(profile, by, reason)
        return reread(name, reference=reference)


def _decide(name: str, decisions: Iterable[LineDecision], *, by: Any, reason: str) -> None:
    stored = SourceProfile.objects.select_for_update().filter(folded_name=name).first()
    profile = stored or SourceProfile(folded_name=name)
    profile.lines = profile.with_lines(decisions)
    _save(profile, by, reason)


def _save(profile: SourceProfile, by: Any, reason: str) -> None:
    profile.version += 1
    profile._history_user = by  # type: ignore[attr-defined]
    profile._change_reason = reason  # type: ignore[attr-defined]
    profile.save()
    if evidence := SourceEvidence.objects.filter(folded_name=profile.folded_name).first():
        _propose(evidence, Evidence.from_json(evidence.counts), profile)
        evidence.save(update_fields=["proposals", "open"])


# -- reading stored captures by a profile ----------------------------------------------------------


def captures_of(name: str) -> QuerySet[Capture]:
    """The live captures that print the name, or another spelling of the same source, or that its
    profile has given another source."""
    spellings = SourceAlias.objects.filter(source__aliases__folded_name=name)
    names = {name, *spellings.values_list("folded_name", flat=True)}
    keys = {source_key(each) for each in names}
    for read_as in SourceProfile.objects.filter(folded_name__in=names).values_list("read_as"):
        keys.update(*read_as)
    return Capture.objects.live().filter(source_key__in=keys, article__isnull=False)


def reread(
    name: str,
    *,
    reference: date,
    profiles: Mapping[str, Profile] | None = None,
    most: int = MOST_REREAD,
    dry_run: bool = False,
) -> Effect:
    """Read the captures of a source by the profiles in force, or by others."""
    profiles = SourceProfile.objects.in_force() if profiles is None else profiles
    captures = captures_of(name)
    count = captures.count()
    found_ids = captures.order_by("pk").values_list("article_id", flat=True)[:most]
    ids = list(dict.fromkeys(filter(None, found_ids)))
    rereads: list[Reread] = []
    for chunk in in_pieces(ids, CHUNK):
        articles = list(Article.objects.filter(pk__in=chunk).order_by("pk"))
        found = reparse(articles, reference=reference, profiles=profiles, dry_run=dry_run)
        rereads += [each for each in found if each.is_news]
    if not dry_run:
        _remember_sources(name, ids)
    return Effect(rereads, count, max(0, count - most))


def _remember_sources(name: str, articles: Sequence[int]) -> None:
    profile = SourceProfile.objects.filter(folded_name=name).first()
    if profile is None:
        return
    keys = set(profile.read_as)
    for chunk in in_pieces(articles, CHUNK):
        read = Capture.objects.live().filter(article__in=chunk).order_by()
        keys |= set(read.values_list("source_key", flat=True).distinct())
    SourceProfile.objects.filter(pk=profile.pk).update(read_as=sorted(keys))

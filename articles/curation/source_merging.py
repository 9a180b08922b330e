"""Merging two sources, and undoing that.

An import assigns an item to the source that has its printed name as an alias, so a merge moves both
aliases and articles: later scrapes under either name belong to the target. What moved is recorded,
because corrections cannot be derived from captures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.curation import MergeError
from articles.db.rows import in_pieces, insert
from articles.importing.identity import hash_of, source_key
from articles.importing.linking import link_related
from articles.importing.reconciling import current_captures
from articles.importing.sources import alias_of
from articles.models import (
    Article,
    ArticleChange,
    Capture,
    ImportScope,
    MergedArticle,
    MergedRight,
    Source,
    SourceAlias,
    SourceMerge,
)
from articles.models.sources import NAME_LANGUAGES

_CHUNK = 500
_NAMES = tuple(f"name_{code}" for code in NAME_LANGUAGES)
_OWN = (*_NAMES, "homepage", "language", "needs_review")
"""The fields of a source that a merge records, in addition to its slug."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merge would do. ``target_after`` are the target's fields that would change."""

    articles: int
    aliases: Sequence[str]
    target_after: dict[str, Any]


def plan(source: Source, target: Source) -> Plan:
    """What merging would do. Raises :class:`MergeError` if it is not possible."""
    if source.pk == target.pk:
        raise MergeError(_("A source cannot be merged with itself. Choose another one."))
    after = {name: getattr(source, name) for name in _NAMES if not getattr(target, name)}
    after = {name: value for name, value in after.items() if value}
    if source.homepage and not target.homepage:
        after["homepage"] = source.homepage
    if target.needs_review:
        after["needs_review"] = False
    aliases = source.aliases.order_by("folded_name").values_list("folded_name", flat=True)
    return Plan(source.articles.count(), list(aliases), after)


def merge(source: Source, target: Source, *, by: Any = None, reason: str = "") -> SourceMerge:
    """Merge a source into its target: its articles and aliases move, and it is deleted.

    Both get a history row. Raises :class:`MergeError` if it is not possible, for example if
    somebody else has merged one of them meanwhile.
    """
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        source, target = _still_there(source.pk), _still_there(target.pk)
        planned = plan(source, target)
        record = SourceMerge.objects.create(
            merged_id=source.pk,
            slug=source.slug,
            target_id=target.pk,
            snapshot={name: getattr(source, name) for name in _OWN},
            target_before={name: getattr(target, name) for name in planned.target_after},
            target_after=planned.target_after,
            aliases=planned.aliases,
            merged_by=by,
            reason=reason,
        )
        moved = _write_down(record, source)
        shared = _shared_titles(source.articles.all())
        source.articles.update(source=target, updated_at=timezone.now())
        source.aliases.update(source=target)
        _hand_on_rights(record, source, target)
        _save(target, planned.target_after, by, reason)
        _sign(source, by, reason)
        source.delete()
        link_related(titles=shared)
        ArticleChange.objects.log(ArticleChange.Kind.UPDATED, moved)
    return record


@dataclass(frozen=True, slots=True)
class Unmerged:
    """The restored source, and how many articles went back to it."""

    source: Source
    articles: int


def unmerge(merge: SourceMerge, *, by: Any = None, reason: str = "") -> Unmerged:
    """Undo a merge.

    The source gets back its aliases, the articles that moved with it, and what was imported under
    its names since; but not articles that an editor has since assigned to the target. Whoever might
    import of it alone may again, and of the target only as before. Raises :class:`MergeError`.
    """
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        record = SourceMerge.objects.select_for_update().get(pk=merge.pk)
        target = _target_to_unmerge_from(record)
        source = Source(pk=record.merged_id, slug=_free_slug(record.slug), **record.snapshot)
        _sign(source, by, reason)
        source.save(force_insert=True)
        aliases = SourceAlias.objects.filter(folded_name__in=record.aliases, source=target)
        names = set(aliases.values_list("folded_name", flat=True))
        aliases.update(source=source)
        unchanged = {
            name: before
            for name, before in record.target_before.items()
            if getattr(target, name) == record.target_after[name]
        }
        _save(target, unchanged, by, reason)
        _hand_back_rights(record, source, target)
        returning = list(_returning(record, names))
        for chunk in in_pieces(returning, _CHUNK):
            articles = Article.objects.filter(pk__among=chunk)
            articles.update(source=source, updated_at=timezone.now())
            link_related(titles=_shared_titles(articles))
        ArticleChange.objects.log(ArticleChange.Kind.UPDATED, returning)
        record.undone_by, record.undone_at = by, timezone.now()
        record.save(update_fields=["undone_by", "undone_at"])
    return Unmerged(source, len(returning))


def target_of(slug: str) -> Source | None:
    """The source into which the source of a slug was merged; None if there was no such merge."""
    target_id = _target_id(SourceMerge.objects.standing().filter(slug=slug))
    seen: set[int] = set()
    while target_id is not None and target_id not in seen:
        seen.add(target_id)
        if found := Source.objects.filter(pk=target_id).first():
            return found
        target_id = _target_id(SourceMerge.objects.standing().filter(merged_id=target_id))
    return None


def _target_id(merges: QuerySet[SourceMerge]) -> int | None:
    return merges.order_by("-pk").values_list("target_id", flat=True).first()


def _still_there(pk: int) -> Source:
    try:
        return Source.objects.select_for_update().get(pk=pk)
    except Source.DoesNotExist:
        raise MergeError(
            _("One of these sources is no longer there: somebody has merged or deleted it.")
        ) from None


def _target_to_unmerge_from(record: SourceMerge) -> Source:
    if record.undone_at:
        raise MergeError(_("This merge has been undone already."))
    target = Source.objects.select_for_update().filter(pk=record.target_id).first()
    if target:
        return target
    later = SourceMerge.objects.standing().filter(merged_id=record.target_id).last()
    if later:
        raise MergeError(
            _("“%(target)s” has been merged since then. Undo that merge first.") % {"target": later}
        )
    raise MergeError(_("The source that it was merged into is no longer there."))


def _write_down(record: SourceMerge, source: Source) -> list[int]:
    rows = [
        (record.pk, pk, "source" in corrected)
        for pk, corrected in source.articles.values_list("pk", "corrected_fields")
    ]
    insert(MergedArticle, ("merge_id", "article_id", "was_corrected"), rows)
    return [pk for _merge, pk, _corrected in rows]


def _hand_on_rights(record: SourceMerge, source: Source, target: Source) -> None:
    """Whoever may import of the source alone may import of what it becomes."""
    scopes, tokens = ImportScope.objects.all(), source.tokens.all()
    given = [
        *(MergedRight(scope=scope) for scope in scopes.filter(sources=source)),
        *(MergedRight(token=token) for token in tokens),
    ]
    of_scopes = set(scopes.filter(sources=target).values_list("pk", flat=True))
    of_tokens = set(target.tokens.values_list("pk", flat=True))
    for right in given:
        right.merge = record
        right.was_given = right.scope_id not in of_scopes and right.token_id not in of_tokens
        _sources_of(right).add(target)
    MergedRight.objects.bulk_create(given)


def _hand_back_rights(record: SourceMerge, source: Source, target: Source) -> None:
    """Each has what it had before; who lost the target since gets nothing back."""
    for right in record.rights.select_related("scope", "token"):
        sources = _sources_of(right)
        if sources.contains(target):
            sources.add(source)
            if right.was_given:
                sources.remove(target)


def _sources_of(right: MergedRight) -> Any:
    holder = right.scope or right.token
    assert holder
    return holder.sources


def _shared_titles(articles: QuerySet[Article]) -> list[str]:
    """Title keys that other articles have too: links to such titles may change their target when an
    article changes its source."""
    titles = articles.order_by().values("title_key")
    shared = Article.objects.filter(title_key__in=titles).order_by().values("title_key")
    counted = shared.annotate(articles=Count("pk")).filter(articles__gt=1)
    return list(counted.values_list("title_key", flat=True))


def _returning(record: SourceMerge, names: set[str]) -> Iterator[int]:
    """Articles of the target that belong to the source: by an editor's choice before the merge, or
    by the printed names of their captures."""
    recorded = dict(record.articles.values_list("article_id", "was_corrected"))
    keys = {source_key(name) for name in names}
    printed = Capture.objects.live().filter(source_key__in=keys).order_by()
    candidates = recorded.keys() | set(printed.values_list("article_id", flat=True).distinct())
    for chunk in in_pieces(sorted(pk for pk in candidates if pk is not None), _CHUNK):
        of_target = Article.objects.filter(pk__among=chunk, source_id=record.target_id)
        corrected = dict(of_target.values_list("pk", "corrected_fields"))
        aliases = _printed_aliases(corrected)
        for pk, fields in sorted(corrected.items()):
            if "source" in fields:
                goes = recorded.get(pk, False)
            else:
                goes = aliases[pk] in names if pk in aliases else pk in recorded
            if goes:
                yield pk


def _printed_aliases(article_ids: Iterable[int]) -> dict[int, str]:
    """The alias in each article's current capture; articles without a capture are left out."""
    current = current_captures(article_ids)
    printed = dict(
        Capture.objects.filter(pk__among=current.values()).values_list("pk", "parsed__source")
    )
    return {article: alias_of(printed[pk] or "") for article, pk in current.items()}


def _free_slug(slug: str) -> str:
    if not Source.objects.filter(slug=slug).exists():
        return slug
    return f"{slug}-{hash_of('slug', slug, str(timezone.now()))[:10]}"


def _save(source: Source, fields: dict[str, Any], by: Any, reason: str) -> None:
    for name, value in fields.items():
        setattr(source, name, value)
    _sign(source, by, reason)
    source.save()


def _sign(source: Source, by: Any, reason: str) -> None:
    """Set author and reason of the history row that the next change of the source writes."""
    source._history_user = by  # type: ignore[attr-defined]
    source._change_reason = reason  # type: ignore[attr-defined]

"""Merging two articles, undoing that, and declaring articles distinct.

The target keeps its text and key. Captures of the other article, including later ones, belong to
the target from then on; its key redirects to the target.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.curation import MergeError
from articles.importing.identity import variant_hash
from articles.importing.reconciling import Changes, remove_articles, settle
from articles.models import (
    Article,
    ArticleChange,
    ArticleIdentity,
    ArticleMerge,
    Capture,
    Dismissal,
    ReaderReport,
)


def merge(retired: Article, target: Article, *, by: Any = None, reason: str = "") -> ArticleMerge:
    """Merge an article into its target. Raises :class:`MergeError` if that is not possible."""
    if retired.pk == target.pk:
        raise MergeError(_("An article cannot be merged with itself."))
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        retired, target = _still_there(retired.pk), _still_there(target.pk)
        changes = Changes()
        hashes = _redirect(retired, target)
        record = ArticleMerge.objects.create(
            key=retired.key,
            title=retired.title,
            retired_id=retired.pk,
            target=target,
            hashes=hashes,
            merged_by=by,
            reason=reason,
        )
        ArticleMerge.objects.filter(target=retired).update(target=target)
        _remember(retired, by, reason)
        Capture.objects.filter(article=retired).update(article=target)
        ReaderReport.objects.filter(article=retired).update(article=target)
        Article.objects.filter(duplicate_of=retired).exclude(pk=target.pk).update(
            duplicate_of=target
        )
        remove_articles([retired], changes)
        _review(target.pk, by, reason)
        changes.follow_up()
    return record


def unmerge(merge: ArticleMerge, *, by: Any = None, reason: str = "") -> Article:
    """Undo a merge: the article exists again under its key, with its corrections.

    Raises :class:`MergeError`.
    """
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        record = ArticleMerge.objects.select_for_update().get(pk=merge.pk)
        if record.undone_at:
            raise MergeError(_("This merge has been undone already."))
        captures = _captures_under(record)
        live = [capture.pk for capture in captures if not capture.withdrawn]
        if not live:
            raise MergeError(_("No capture of this article is left."))
        ArticleIdentity.objects.filter(article=record.target_id, hash__in=record.hashes).delete()
        Capture.objects.filter(pk__among=[capture.pk for capture in captures]).update(article=None)
        settle({capture.identity for capture in captures}).follow_up()
        parted = Article.objects.get(captures=live[0])
        _restore(parted, record, by, reason)
        record.undone_by, record.undone_at = by, timezone.now()
        record.save(update_fields=["undone_by", "undone_at"])
    return parted


def declare_distinct(article: Article, *, by: Any = None, reason: str = "") -> None:
    """Declare that an article is not a duplicate; no import marks it as one again."""
    with transaction.atomic():
        original = article.duplicate_of
        article.correct(
            {"duplicate_of": None},
            decisions={"review": Article.Review.DONE},
            by=by,
            reason=reason,
        )
        Dismissal.objects.dismiss(
            Dismissal.Kind.ARTICLES,
            str(article.pk),
            article=article,
            original=original,
            by=by,
            reason=reason,
        )


def reconsider(dismissal: Dismissal, *, by: Any = None) -> None:
    """Queue an article that was declared distinct as a likely duplicate again.

    Raises :class:`MergeError` if one of the two is gone.
    """
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        article, original = dismissal.article, dismissal.original
        if article is None or original is None:
            raise MergeError(
                _("One of these articles is no longer there: somebody has merged or erased it.")
            )
        article.open_for_correction()
        article.write_correction(
            {"duplicate_of": original, "review": Article.Review.NEEDED},
            corrected={*article.corrected_fields} - {"duplicate_of"},
            by=by,
            reason="",
        )


def _still_there(pk: int) -> Article:
    try:
        return Article.objects.select_for_update().get(pk=pk)
    except Article.DoesNotExist:
        raise MergeError(
            _("One of these articles is no longer there: somebody has merged or erased it.")
        ) from None


def _redirect(retired: Article, target: Article) -> list[str]:
    """Make all hashes of an article lead to its target: its own, and one for each captured body, by
    which later scrapes are recognised. Returns the hashes."""
    own = ArticleIdentity.objects.filter(article=retired)
    hashes = set(own.filter(merged=False).values_list("hash", flat=True))
    captured = Capture.objects.filter(article=retired).order_by()
    merged_before = set(own.filter(merged=True).values_list("hash", flat=True))
    for identity, body in captured.values_list("identity", "body_hash").distinct():
        hashes.add(variant_hash(identity, body))
    hashes -= merged_before
    own.update(article=target, absorbed=True, merged=True)
    for hash_ in hashes:
        ArticleIdentity.objects.update_or_create(
            hash=hash_, defaults={"article": target, "absorbed": True, "merged": True}
        )
    return sorted(hashes)


def _remember(article: Article, by: Any, reason: str) -> None:
    """Write a last history row of an article that is merged away: the state to restore."""
    Article.history.bulk_history_create(
        [article],
        batch_size=1,
        update=True,
        default_user=by,
        default_change_reason=reason,
    )


def _review(pk: int, by: Any, reason: str) -> None:
    """Record the merge in the target's history; it counts as reviewed, unless it has another
    original."""
    target = Article.objects.get(pk=pk)
    is_settled = target.duplicate_of_id is None
    decisions = {"review": Article.Review.DONE} if is_settled else {}
    target.correct({}, decisions=decisions, by=by, reason=reason)


def _captures_under(record: ArticleMerge) -> list[Capture]:
    hashes = set(record.hashes)
    captures = Capture.objects.filter(article=record.target_id).only(
        "identity", "body_hash", "withdrawn"
    )
    return [
        capture
        for capture in captures
        if variant_hash(capture.identity, capture.body_hash) in hashes
    ]


def _restore(article: Article, record: ArticleMerge, by: Any, reason: str) -> None:
    """Restore the corrections that an article had when it was merged."""
    state = Article.history.filter(id=record.retired_id).order_by("history_id").last()
    assert state
    fields = {field.name: field for field in Article._meta.concrete_fields}
    changes = {
        name: _value(fields[name], getattr(state, fields[name].attname))
        for name in state.corrected_fields
        if name in fields and name != "duplicate_of"
    }
    article.correct(changes, decisions={"status": state.status}, by=by, reason=reason)


def _value(field: Any, stored: Any) -> Any:
    """A stored value in the form of the field; a deleted source counts as none."""
    if not field.is_relation:
        return stored
    return field.related_model.objects.filter(pk=stored).first()

"""Correcting articles with their parts and links; releasing and reverting corrections.

Each function is one transaction that writes a history row with who did it and why.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.utils.crypto import constant_time_compare

from articles.fields import BY_NAME, DECISIONS, LINKS, NEVER_CAPTURED, PARTS
from articles.importing.identity import title_key
from articles.importing.reconciling import Changes, current_captures, refresh
from articles.models import Article, ArticleChange, Figure, RelatedStory, Source

from .corrected_fields import captured_values, values_of, values_then
from .seen_versions import digests, version_of


class NoCaptureError(Exception):
    """No live capture exists from which a released field could get its value."""


class ChangedMeanwhileError(Exception):
    """The article is no longer the version that was seen."""


class GoneError(Exception):
    """A version refers to a source or an article that no longer exists; the argument is the
    field."""


def correct(
    article: Article,
    changes: dict[str, Any],
    *,
    released: Collection[str] = (),
    by: Any = None,
    reason: str = "",
) -> None:
    """Set fields by name, including parts, like :meth:`articles.models.Article.correct`.

    ``figures`` are rows of position, alt, caption and credit, ``related`` are titles. ``released``
    fields are set but stay open to imports.
    """
    with transaction.atomic():
        article.open_for_correction()
        day, source_id = article.published_on, article.source_id
        for name in PARTS:
            if name in changes:
                _write_part(article, name, changes[name])
        corrected = {*article.corrected_fields, *changes} - {*DECISIONS, *released}
        columns = {name: value for name, value in changes.items() if name not in PARTS}
        article.write_correction(columns, corrected=corrected, by=by, reason=reason)
        ties = Changes()
        if "related" in changes:
            ties.related_in.add(article.pk)
        if (article.published_on, article.source_id) != (day, source_id):
            # These decide between namesakes, and which of the duplicates is the first.
            ties.related_in.add(article.pk)
            ties.titles.add(article.title_key)
            ties.bodies |= {article.body_key} - {""}
        ties.follow_up()


def _write_part(article: Article, name: str, rows: Sequence[Any]) -> None:
    if name == "figures":
        article.figures.all().delete()
        Figure.objects.bulk_create(
            Figure(article=article, position=position, alt=alt, caption=caption, credit=credit)
            for position, alt, caption, credit in rows
        )
    else:
        article.related_stories.all().delete()
        RelatedStory.objects.bulk_create(
            RelatedStory(article=article, position=number, title=title, title_key=title_key(title))
            for number, title in enumerate(rows)
        )


def correct_all(
    articles: Collection[Article], changes: dict[str, Any], *, by: Any = None, reason: str = ""
) -> int:
    """Set the same fields of many articles; returns how many changed."""
    count = 0
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        for article in articles:
            if any(getattr(article, name) != value for name, value in changes.items()):
                correct(article, changes, by=by, reason=reason)
                count += 1
    return count


def amend(
    article: Article,
    seen: str,
    changes: dict[str, Any],
    *,
    released: Collection[str] = (),
    by: Any = None,
    reason: str = "",
) -> None:
    """Correct fields as :func:`correct` does and release others, if the article is still the
    version that was seen (:mod:`.seen_versions`). Fields that have the value already stay as they
    are.

    Raises :class:`ChangedMeanwhileError` and :class:`NoCaptureError`, and then changes nothing.
    """
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        article.refresh_from_db()
        said = values_of(article)
        if not constant_time_compare(version_of(said), seen):
            raise ChangedMeanwhileError
        before, after = digests(said), digests(changes)
        changed = {name: value for name, value in changes.items() if after[name] != before[name]}
        if changed:
            correct(article, changed, by=by, reason=reason)
        if released := {*released}.intersection(article.corrected_fields):
            release(article, released, by=by, reason=reason)


def release(article: Article, names: Collection[str], *, by: Any = None, reason: str = "") -> None:
    """Release corrected fields: they get the value of the captures at once, and imports write them
    again.

    Raises :class:`NoCaptureError`.
    """
    with transaction.atomic():
        article.open_for_correction()
        if not current_captures([article.pk]):
            raise NoCaptureError
        released = {*names} & {*article.corrected_fields}
        kept = sorted({*article.corrected_fields} - released)
        columns = {name: BY_NAME[name].empty for name in released & NEVER_CAPTURED}
        columns["corrected_fields"] = kept
        changes = Changes(updated={article.pk})
        if "duplicate_of" in released:
            changes.bodies |= {article.body_key} - {""}
            changes.unsettled.add(article.pk)
        Article.objects.filter(pk=article.pk).update(**columns)
        article.refresh_from_db()
        refresh([article], changes)
        changes.follow_up()
        article.refresh_from_db()
        article.keep_version(by=by, reason=reason)


def revert(
    article: Article, version: Any, names: Collection[str], *, by: Any = None, reason: str = ""
) -> list[str]:
    """Restore fields from a version; returns the names of those that changed.

    A field that was not a correction then, and that now equals the captures, is released. Raises
    :class:`GoneError`, and then changes nothing.
    """
    with transaction.atomic():
        ArticleChange.objects.serialize_writers()
        article.refresh_from_db()
        now, then = values_of(article), values_then(version)
        captured = captured_values(article)
        released = {
            name
            for name in names
            if name in captured
            and name not in version.corrected_fields
            and captured[name] == then.get(name)
        }
        changed = {
            name: then[name]
            for name in names
            if name in then
            and (then[name] != now[name] or name in released.intersection(article.corrected_fields))
        }
        if changed:
            values = {name: _record(name, value) for name, value in changed.items()}
            correct(article, values, released=released, by=by, reason=reason)
    return list(changed)


def _record(name: str, value: Any) -> Any:
    """The value in the form that :func:`correct` takes: a record instead of its id."""
    if name not in LINKS or value is None:
        return value
    records: Any = Source.objects if name == "source" else Article.objects
    found = records.filter(pk=value).first()
    if found is None:
        raise GoneError(name)
    return found

"""Verifies the archive: bytes against hashes, articles against their captures."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Exists, F, Model, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.db.outages import is_damage
from articles.models import (
    Article,
    ArticleIdentity,
    Capture,
    Figure,
    LogLeaf,
    RawBytes,
    RelatedStory,
)
from articles.packing import DamagedBytesError, unpacked
from articles.stores.captures import Part
from articles.transparency.auditing import audit

from . import sources
from .content import content_of, keys_of
from .damage import Unreadable, damaged_pages, each_readable, readable_slices
from .identity import KEY_LENGTH
from .planning import ERASED
from .preparing import content_hash
from .reconciling import current_captures, figure_rows, related_rows, touched_by_editors

_SLICE = 500


class Problem(StrEnum):
    """The kinds of problems."""

    DATABASE_DAMAGED = "database_damaged"
    UNREADABLE = "unreadable"
    RAW_DAMAGED = "raw_damaged"
    RAW_MISSING = "raw_missing"
    RAW_UNLISTED = "raw_unlisted"
    PARSED_CHANGED = "parsed_changed"
    CAPTURE_WITHOUT_ARTICLE = "capture_without_article"
    ARTICLE_WITHOUT_CAPTURE = "article_without_capture"
    ARTICLE_DIFFERS = "article_differs"
    KEY_WITHOUT_IDENTITY = "key_without_identity"
    WRONG_TARGET = "wrong_target"
    MISSING_TARGET = "missing_target"
    LOG_LEAF_MISSING = "log_leaf_missing"
    LOG_LEAF_CHANGED = "log_leaf_changed"
    LOG_CAPTURE_CHANGED = "log_capture_changed"
    LOG_CAPTURE_REMOVED = "log_capture_removed"
    LOG_CAPTURE_UNLISTED = "log_capture_unlisted"
    LOG_TREE_CHANGED = "log_tree_changed"
    LOG_HEAD_CHANGED = "log_head_changed"


SENTENCES: dict[Problem, str | Promise] = {
    Problem.DATABASE_DAMAGED: _(
        "The file of the database is damaged: restore the newest backup into a new one, and import "
        "again what came after it."
    ),
    Problem.UNREADABLE: _("It, or what belongs to it, lies in a damaged part of the database."),
    Problem.RAW_DAMAGED: _(
        "A capture's stored bytes do not have their SHA-256: import its dump again, or restore a "
        "backup."
    ),
    Problem.RAW_MISSING: _(
        "The bytes of a capture are missing: import its dump again, or restore a backup."
    ),
    Problem.RAW_UNLISTED: _(
        "The store of captures has a file of which the database does not tell: an import or an "
        "erasure was cut off. Delete it."
    ),
    Problem.PARSED_CHANGED: _("A capture's parsed fields have changed since they were stored."),
    Problem.CAPTURE_WITHOUT_ARTICLE: _("A live capture belongs to no article."),
    Problem.ARTICLE_WITHOUT_CAPTURE: _("An article has no capture and no editor's change."),
    Problem.ARTICLE_DIFFERS: _("An article differs from its current capture."),
    Problem.KEY_WITHOUT_IDENTITY: _("An article's key comes from none of its identities."),
    Problem.WRONG_TARGET: _("A related story leads to an article of another title."),
    Problem.MISSING_TARGET: _("A related story does not lead to the article of its title."),
    Problem.LOG_LEAF_MISSING: _("An entry of the transparency log is missing."),
    Problem.LOG_LEAF_CHANGED: _("An entry of the transparency log has changed."),
    Problem.LOG_CAPTURE_CHANGED: _(
        "The hash or the time of a capture is not what the transparency log says."
    ),
    Problem.LOG_CAPTURE_REMOVED: _(
        "A capture of the transparency log is gone, and was not erased: restore a backup."
    ),
    Problem.LOG_CAPTURE_UNLISTED: _(
        "A capture is not in the transparency log, though later ones are."
    ),
    Problem.LOG_TREE_CHANGED: _("The tree of the transparency log does not fit its entries."),
    Problem.LOG_HEAD_CHANGED: _(
        "A signed head does not fit the transparency log, or its signature is not valid."
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem; ``where`` names the capture, article key or SHA-256."""

    problem: Problem
    where: str
    detail: str = ""


def verify(on_checked: Callable[[int], None] = lambda count: None) -> Iterator[Finding]:
    """Check everything, in constant memory; ``on_checked`` is called with the rows of each step.

    Run it while nothing is imported: it reads without a lock. Unreadable parts of a damaged
    database are named, and the rest is checked.
    """
    for told in damaged_pages():
        yield Finding(Problem.DATABASE_DAMAGED, connection.vendor, told)
    yield from _raw_bytes(on_checked)
    lost: list[Unreadable] = []
    for captures in readable_slices(
        Capture.objects.all(), "sha256", lambda row: f"{row.pk} {row.value}", lost.append
    ):
        yield from _told(each_readable(_captures, captures))
        on_checked(len(captures))
    for articles in readable_slices(
        Article.objects.all(), "key", lambda row: row.value, lost.append
    ):
        yield from _told(each_readable(_articles, articles))
        on_checked(len(articles))
    yield from _told(lost)
    for links in (_wrong_targets, _missing_targets):
        yield from _told(each_readable(links, [RelatedStory._meta.db_table]))
    yield from _told(each_readable(_log, [LogLeaf._meta.db_table]))


def _told(found: Iterable[Finding | Unreadable]) -> Iterator[Finding]:
    for each in found:
        if isinstance(each, Unreadable):
            yield Finding(Problem.UNREADABLE, _name_of(each.what), each.reason)
        else:
            yield each


def _name_of(what: Any) -> str:
    """A name for something that cannot be read, from what is known about it."""
    match what:
        case Article():
            return what.key
        case Capture():
            return f"{what.pk} {what}"
    return str(what)


def _raw_bytes(on_checked: Callable[[int], None]) -> Iterator[Finding]:
    # From the index only: it still lists rows of a damaged page.
    stored = RawBytes.objects.filter(part=0).order_by("sha256").values_list("sha256", flat=True)
    last = ""
    try:
        while hashes := list(stored.filter(sha256__gt=last)[:_SLICE]):
            for sha256, why in each_readable(_damaged_bytes, hashes):
                yield from _damaged_captures(sha256, why)
            on_checked(len(hashes))
            last = hashes[-1]
    except DatabaseError as error:
        if not is_damage(error):
            raise
        yield Finding(Problem.UNREADABLE, RawBytes._meta.db_table, str(error))
    for part in RawBytes.objects.unlisted():
        yield Finding(Problem.RAW_UNLISTED, part.name)


def _damaged_bytes(hashes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Which bytes do not match their hash, and why, if known."""
    for sha256, of_one in groupby(RawBytes.objects.packed(hashes), key=itemgetter(0)):
        digest, why = hashlib.sha256(), ""
        for _sha256, number, packed in of_one:
            if packed is None:
                why = str(_("the store has no file %s") % Part(sha256, number).name)
                continue
            try:
                digest.update(unpacked(packed))
            except DamagedBytesError as error:
                why = str(error)
        if why or digest.hexdigest() != sha256:
            yield sha256, why


def _damaged_captures(sha256: str, why: str) -> Iterator[Finding]:
    """Damaged bytes, named by their captures, or by their hash if there are none."""
    detail = f"{sha256}: {why}" if why else sha256
    captures = Capture.objects.filter(sha256=sha256).only("file_name", "item_number")
    names = [sha256]
    for found in each_readable(lambda _: list(captures), [sha256]):
        if not isinstance(found, Unreadable):
            names.append(f"{found.pk} {found}")
    for where in names[1:] or names:
        yield Finding(Problem.RAW_DAMAGED, where, detail)


def _captures(captures: Sequence[Capture]) -> Iterator[Finding]:
    stored = set(
        RawBytes.objects.filter(
            sha256__in=[capture.sha256 for capture in captures], part=0
        ).values_list("sha256", flat=True)
    )
    for capture in captures:
        where = f"{capture.pk} {capture}"
        if capture.sha256 not in stored and capture.error != ERASED:
            yield Finding(Problem.RAW_MISSING, where, capture.sha256)
        if capture.outcome == Capture.Outcome.REJECTED:
            continue
        if not capture.parsed or content_hash(capture.parsed) != capture.content_hash:
            yield Finding(Problem.PARSED_CHANGED, where)
        if capture.article_id is None and not capture.withdrawn:
            yield Finding(Problem.CAPTURE_WITHOUT_ARTICLE, where)


def _articles(articles: Sequence[Article]) -> Iterator[Finding]:
    ids = [article.pk for article in articles]
    current = current_captures(ids)
    parsed = dict(Capture.objects.filter(pk__in=current.values()).values_list("pk", "parsed"))
    edited = touched_by_editors(ids)
    identities = {
        (article_id, hash_[:KEY_LENGTH])
        for article_id, hash_ in ArticleIdentity.objects.filter(
            article__in=ids, absorbed=False
        ).values_list("article_id", "hash")
    }
    figures = _rows_by_article(Figure, ids)
    related = _rows_by_article(RelatedStory, ids)
    source_ids = sources.known(
        fields["source"] for fields in parsed.values() if fields and fields["source"]
    )
    for article in articles:
        if (article.pk, article.key) not in identities:
            yield Finding(Problem.KEY_WITHOUT_IDENTITY, article.key)
        if article.pk not in current:
            if article.pk not in edited:
                yield Finding(Problem.ARTICLE_WITHOUT_CAPTURE, article.key)
            continue
        fields = parsed[current[article.pk]]
        if not fields:
            continue  # reported with its capture
        content = content_of(fields, keys_of(fields))
        wanted = content.fields | {"source_id": source_ids.get(sources.alias_of(fields["source"]))}
        differing = [
            name
            for name, value in wanted.items()
            if name.removesuffix("_id") not in article.corrected_fields
            and getattr(article, name) != value
        ]
        for name, there, expected in (
            ("figures", figures, figure_rows(article.pk, content)),
            ("related", related, related_rows(article.pk, content)),
        ):
            if name not in article.corrected_fields:
                found = there.get(article.pk, [])
                if [str(row) for row in found] != [str(row) for row in expected]:
                    differing.append(name)
        if differing:
            yield Finding(Problem.ARTICLE_DIFFERS, article.key, ", ".join(differing))


def _rows_by_article(model: type[Model], ids: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in model._default_manager.filter(article__in=ids):
        found.setdefault(row.article_id, []).append(row)  # type: ignore[attr-defined]
    return found


def _wrong_targets(tables: Sequence[str]) -> Iterator[Finding]:
    stories = RelatedStory.objects.select_related("article").filter(target__isnull=False)
    for story in stories.exclude(target__title_key=F("title_key")).iterator():
        yield Finding(Problem.WRONG_TARGET, story.article.key, story.title)


def _log(tables: Sequence[str]) -> Iterator[Finding]:
    return (Finding(Problem(fault), where) for fault, where in audit())


def _missing_targets(tables: Sequence[str]) -> Iterator[Finding]:
    namesake = Article.objects.filter(title_key=OuterRef("title_key")).exclude(
        pk=OuterRef("article_id")
    )
    stories = RelatedStory.objects.select_related("article").filter(target__isnull=True)
    for story in stories.filter(Exists(namesake)).iterator():
        yield Finding(Problem.MISSING_TARGET, story.article.key, story.title)

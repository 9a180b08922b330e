"""Checking the archive against itself: bytes against hashes, articles against their captures."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import (
    Article,
    ArticleIdentity,
    Capture,
    Figure,
    RawBytes,
    RelatedStory,
)

from . import sources
from .content import content_of, keys_of
from .identity import KEY_LENGTH
from .planning import ERASED
from .preparing import content_hash
from .settling import current_captures, figure_rows, related_rows, touched_by_editors

_SLICE = 500


class Problem(StrEnum):
    """What can be wrong."""

    RAW_DAMAGED = "raw_damaged"
    RAW_MISSING = "raw_missing"
    PARSED_CHANGED = "parsed_changed"
    CAPTURE_WITHOUT_ARTICLE = "capture_without_article"
    ARTICLE_WITHOUT_CAPTURE = "article_without_capture"
    ARTICLE_DIFFERS = "article_differs"
    KEY_WITHOUT_IDENTITY = "key_without_identity"
    WRONG_TARGET = "wrong_target"
    MISSING_TARGET = "missing_target"


SENTENCES: dict[Problem, str | Promise] = {
    Problem.RAW_DAMAGED: _(
        "The stored bytes do not have their SHA-256: restore them from a backup."
    ),
    Problem.RAW_MISSING: _("The bytes of a capture are missing: restore them from a backup."),
    Problem.PARSED_CHANGED: _("A capture's parsed fields have changed since they were stored."),
    Problem.CAPTURE_WITHOUT_ARTICLE: _("A live capture belongs to no article."),
    Problem.ARTICLE_WITHOUT_CAPTURE: _("An article has no capture and no editor's change."),
    Problem.ARTICLE_DIFFERS: _("An article does not say what its current capture says."),
    Problem.KEY_WITHOUT_IDENTITY: _("An article's key comes from none of its identities."),
    Problem.WRONG_TARGET: _("A related story leads to an article of another title."),
    Problem.MISSING_TARGET: _("A related story does not lead to the article of its title."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; ``where`` names the capture, article key or SHA-256."""

    problem: Problem
    where: str
    detail: str = ""


def verify(on_checked: Callable[[int], None] = lambda count: None) -> Iterator[Finding]:
    """Check everything, in flat memory; ``on_checked`` hears how many rows each step has done.

    Run it while nothing is being imported: it reads without a lock.
    """
    yield from _raw_bytes(on_checked)
    for captures in _slices(Capture.objects.all(), on_checked):
        yield from _captures(captures)
    for articles in _slices(Article.objects.all(), on_checked):
        yield from _articles(articles)
    yield from _links()


def _slices(rows: QuerySet[Any], on_checked: Callable[[int], None]) -> Iterator[Sequence[Any]]:
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:_SLICE]):
        yield found
        on_checked(len(found))
        last = found[-1].pk


def _raw_bytes(on_checked: Callable[[int], None]) -> Iterator[Finding]:
    current, digest, damaged = "", hashlib.sha256(), ""
    for row in RawBytes.objects.order_by("sha256", "part").iterator(chunk_size=100):
        if row.sha256 != current:
            if current and (damaged or digest.hexdigest() != current):
                yield Finding(Problem.RAW_DAMAGED, current, damaged)
            current, digest, damaged = row.sha256, hashlib.sha256(), ""
        try:
            digest.update(zlib.decompress(row.compressed))
        except zlib.error as error:
            damaged = str(error)
        on_checked(1)
    if current and (damaged or digest.hexdigest() != current):
        yield Finding(Problem.RAW_DAMAGED, current, damaged)


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


def _links() -> Iterator[Finding]:
    stories = RelatedStory.objects.select_related("article")
    wrong = stories.filter(target__isnull=False).exclude(target__title_key=F("title_key"))
    for story in wrong.iterator():
        yield Finding(Problem.WRONG_TARGET, story.article.key, story.title)
    namesake = Article.objects.filter(title_key=OuterRef("title_key")).exclude(
        pk=OuterRef("article_id")
    )
    for story in stories.filter(target__isnull=True).filter(Exists(namesake)).iterator():
        yield Finding(Problem.MISSING_TARGET, story.article.key, story.title)

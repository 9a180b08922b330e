"""Parsing stored captures again with the current parser; corrections stay.

The bytes do not change, nor do the hashes of the first parse (``identity``, ``body_hash``): keys
stay, and captures of one item stay together. Only the parsed fields are replaced.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from articles.dumps import Overrides, ParsedItem
from articles.dumps.formats import ParseOptions
from articles.dumps.profiles import Profile
from articles.importing import sources
from articles.importing.dry_run import taken_back
from articles.importing.identity import source_key
from articles.importing.preparing import content_hash, stored_fields
from articles.importing.reconciling import Changes, refresh
from articles.models import Article, ArticleChange, Capture, SourceProfile

from .corrected_fields import captured_values, values_of


@dataclass(slots=True)
class Reread:
    """What parsing an article's captures again changed, or would change."""

    article: Article
    changed: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """Field → the article's value before and after."""
    kept: list[str] = field(default_factory=list)
    """Corrected fields whose captured value has changed."""
    unreadable: list[str] = field(default_factory=list)
    """Captures that the current parser rejects; they are not changed."""

    replaced: list[dict[str, Any]] = field(default_factory=list)
    """What was stored of captures that now say something else, as :func:`put_back` takes it."""

    @property
    def is_news(self) -> bool:
        return bool(self.changed or self.kept or self.unreadable)


def reparse(
    articles: Collection[Article],
    *,
    reference: date,
    profiles: Mapping[str, Profile] | None = None,
    dry_run: bool = False,
) -> list[Reread]:
    """Parse the live captures of the articles again, in one transaction.

    ``reference`` is the day after which a date is in the future, ``profiles`` are the habits of
    sources where others are to be tried than those in force. What people have decided about an item
    before its import stands. A dry run does the same and rolls
    it back. As in an import, no history row is written: an article without corrections still only
    says what its captures say, and is removed with them.
    """
    ids = [article.pk for article in articles]
    profiles = SourceProfile.objects.in_force() if profiles is None else profiles
    read = [
        (capture, options := _options(capture, reference, profiles), capture.parse(options))
        for capture in Capture.objects.live().filter(article__in=ids).order_by("pk")
    ]
    with taken_back() if dry_run else nullcontext(), transaction.atomic():
        ArticleChange.objects.serialize_writers()
        found = Article.objects.in_bulk(ids)
        before = {pk: _state(article) for pk, article in found.items()}
        rereads = {pk: Reread(article) for pk, article in found.items()}
        printed = set()
        for capture, options, item in read:
            if capture.article_id not in found:
                continue
            if item.error:
                rereads[capture.article_id].unreadable.append(str(capture))
            else:
                printed.add(capture.parsed["source"] if capture.parsed else "")
                stored = {name: getattr(capture, name) for name in _PARSED}
                renewed = _renewed(item, options)
                if renewed != stored:
                    Capture.objects.filter(pk=capture.pk).update(**renewed)
                    since = renewed["content_hash"]
                    replaced = {"pk": capture.pk, "stored": stored, "since": since}
                    rereads[capture.article_id].replaced.append(replaced)
        _settle(rereads.values(), before)
        sources.prune(printed - {""})
    return [rereads[pk] for pk in ids if pk in rereads]


def read_otherwise(replaced: Collection[Mapping[str, Any]]) -> set[int]:
    """Which of these captures say something else than what the parser has read then. Those that are
    no longer there say nothing else."""
    since = {each["pk"]: each["since"] for each in replaced}
    now = Capture.objects.filter(pk__among=list(since)).values_list("pk", "content_hash")
    return {pk for pk, said in now if said != since[pk]}


def put_back(articles: Sequence[Article], replaced: Collection[Mapping[str, Any]]) -> None:
    """Give captures back what was stored of them before they were parsed again, and their articles
    what follows from it. Call it in a transaction, as the only writer."""
    printed = set()
    for each in replaced:
        capture = Capture.objects.filter(pk=each["pk"])
        printed |= {name or "" for name in capture.values_list("parsed__source", flat=True)}
        capture.update(**each["stored"])
    changes = Changes()
    refresh(articles, changes)
    changes.follow_up()
    sources.prune(printed - {""})


State = tuple[dict[str, Any], dict[str, Any]]
"""The values of an article and of its current capture."""


def _state(article: Article) -> State:
    return values_of(article), captured_values(article)


def _options(capture: Capture, reference: date, profiles: Mapping[str, Profile]) -> ParseOptions:
    overrides = Overrides.from_json((capture.parsed or {}).get("overrides", {}))
    return ParseOptions(reference, overrides or None, profiles)


_PARSED = ("parsed", "warnings", "views", "content_hash", "source_key")
"""The columns of a capture that come from parsing it."""


def _renewed(item: ParsedItem, options: ParseOptions) -> dict[str, Any]:
    parsed = stored_fields(item, options)
    return {
        "parsed": parsed,
        "warnings": [code.value for code in item.warnings],
        "views": item.views,
        "content_hash": content_hash(parsed),
        "source_key": source_key(item.source),
    }


def _settle(rereads: Collection[Reread], before: dict[int, State]) -> None:
    changes = Changes()
    refresh([reread.article for reread in rereads], changes)
    changes.follow_up()
    for reread in rereads:
        reread.article.refresh_from_db()
        said, captured = before[reread.article.pk]
        now, captured_now = _state(reread.article)
        reread.changed = {
            name: (said[name], value) for name, value in now.items() if said[name] != value
        }
        reread.kept = [
            name
            for name in reread.article.corrected_fields
            if captured.get(name) != captured_now.get(name)
        ]

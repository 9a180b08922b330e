"""Setting the same fields of many articles as one change, which has a number and can be undone.

Written in sets, a hundred articles in one transaction each: a change that is interrupted has set
complete pieces, its record names them, and an undo takes back what it names. What is stored is what
:func:`.corrections.correct` stores for one article: the columns, which fields are corrected, a
version of the state as imported and one of the change, links, and the log of changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

import jdatetime
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from articles.db.rows import in_pieces
from articles.fields import DECISIONS
from articles.importing.reconciling import Changes, current_captures, refresh
from articles.models import (
    Article,
    ArticleChange,
    BulkChange,
    ChangedArticle,
    Figure,
    RelatedStory,
    Source,
)
from articles.models.articles import IMPORTED

from .reparsing import put_back, read_otherwise, reparse

PIECE = 100
"""Articles per transaction: on SQLite nobody else writes meanwhile, neither a page, which waits for
two seconds at most, nor the heartbeat of a job."""

Values = dict[str, Any]
"""Values by field, as JSON has them."""


@dataclass(slots=True)
class Undo:
    """What an undo does, or would do, to the articles of a change."""

    restored: list[int] = field(default_factory=list)
    changed_since: list[int] = field(default_factory=list)
    """Somebody has set one of the fields to something else since: they stay as they are."""
    lost: list[int] = field(default_factory=list)
    """The source that they had is no longer there: they stay as they are."""
    gone: int = 0
    """Erased or merged since."""


class AlreadyUndoneError(Exception):
    """Somebody has undone the change already."""


def change_all(
    ids: Sequence[int], values: Mapping[str, Any], *, action: str, by: Any, reason: str
) -> BulkChange:
    """Set the fields of these articles, as corrections where they can be corrected.

    Articles that say so already are left alone. Returns the change with their number; without any
    it is not kept.
    """
    change = begin(values, action=action, by=by, reason=reason)
    carry_on(change, ids)
    return change


def begin(values: Mapping[str, Any], *, action: str, by: Any, reason: str) -> BulkChange:
    """A change that :func:`carry_on` makes, here or in a worker."""
    wanted = {name: plain(value) for name, value in values.items()}
    return BulkChange.objects.create(
        action=action, values=wanted, reason=reason, made_by=_known(by)
    )


def carry_on(
    change: BulkChange,
    ids: Sequence[int],
    on_piece: Callable[[int, Sequence[Article]], None] = lambda number, changed: None,
) -> None:
    """Make a change that has begun, or the rest of one that was interrupted. ``on_piece`` is called
    after each piece, with the number of its articles and those of them that have changed; what it
    raises stops the change there."""
    wanted, by, reason = change.values, change.made_by, change.reason
    for piece in in_pieces(ids, PIECE):
        with transaction.atomic():
            ArticleChange.objects.serialize_writers()
            articles = [
                article
                for article in Article.objects.filter(pk__among=piece).order_by("pk")
                if any(plain_of(article, name) != wanted[name] for name in wanted)
            ]
            _set(articles, change, wanted, by=by, reason=reason)
            change.count += len(articles)
            change.save(update_fields=["count"])
        on_piece(len(piece), articles)
    if not change.count:
        change.delete()


def _set(
    articles: Sequence[Article], change: BulkChange, wanted: Values, *, by: Any, reason: str
) -> None:
    ChangedArticle.objects.bulk_create(
        ChangedArticle(
            change=change,
            article=article,
            before={name: plain_of(article, name) for name in wanted},
            were_corrected=[name for name in wanted if name in article.corrected_fields],
        )
        for article in articles
    )
    corrected = {*wanted} - {*DECISIONS}
    new = {
        article.pk: (wanted, sorted({*article.corrected_fields, *corrected}))
        for article in articles
    }
    with _Versions(articles, by=by, reason=reason):
        changes = _ties(articles, wanted)
        _write(new)
        changes.follow_up()


def reparse_all(
    articles: Collection[Article], *, reference: date, by: Any, reason: str
) -> BulkChange:
    """Parse the captures of these articles again (:func:`.reparsing.reparse`), as a change that can
    be undone. Without a capture that reads otherwise it is not kept."""
    with transaction.atomic():
        rereads = [each for each in reparse(articles, reference=reference) if each.replaced]
        change = BulkChange(
            action=BulkChange.REPARSE,
            values={},
            count=len(rereads),
            reason=reason,
            made_by=_known(by),
        )
        if rereads:
            change.save()
        ChangedArticle.objects.bulk_create(
            ChangedArticle(
                change=change,
                article=each.article,
                before={name: plain(before) for name, (before, _after) in each.changed.items()},
                after={name: plain(after) for name, (_before, after) in each.changed.items()},
                captures=each.replaced,
            )
            for each in rereads
        )
    return change


def plan_undo(change: BulkChange) -> Undo:
    """What an undo would do now."""
    found = Undo()
    for piece in _pieces_of(change):
        _sort(_open(piece), change, found)
    return found


def undo(change: BulkChange, *, by: Any, reason: str = "") -> Undo:
    """Give the articles back what they said before; a field that no editor had set follows the
    captures again.

    Raises :class:`AlreadyUndoneError`. An undo that was interrupted is completed by the next.
    """
    if BulkChange.objects.filter(pk=change.pk, undone_at=None).count() == 0:
        raise AlreadyUndoneError
    found = Undo()
    for piece in _pieces_of(change):
        with transaction.atomic():
            ArticleChange.objects.serialize_writers()
            restored = _sort(_open(piece), change, found)
            if change.action == BulkChange.REPARSE:
                _put_back(restored)
            else:
                _restore(restored, by=by, reason=reason)
    BulkChange.objects.filter(pk=change.pk).update(undone_by=_known(by), undone_at=timezone.now())
    found.gone = change.count - change.articles.count()
    return found


def _pieces_of(change: BulkChange) -> Iterable[Sequence[int]]:
    pks = change.articles.filter(is_restored=False).order_by("pk").values_list("pk", flat=True)
    return in_pieces(list(pks), PIECE)


def _open(pks: Sequence[int]) -> list[ChangedArticle]:
    """Those that are not restored yet: another undo may be at work."""
    rows = ChangedArticle.objects.filter(pk__among=pks, is_restored=False)
    return list(rows.select_related("article").order_by("pk"))


def _sort(rows: Sequence[ChangedArticle], change: BulkChange, found: Undo) -> list[ChangedArticle]:
    """Those of the rows that are to be restored; all of them by what becomes of them."""
    named = {row.before.get("source") for row in rows} - {None}
    sources = set(Source.objects.filter(pk__among=named).values_list("pk", flat=True))
    otherwise = read_otherwise([each for row in rows for each in row.captures])
    restored = []
    for row in rows:
        is_set = (plain_of(row.article, name) == value for name, value in change.values.items())
        if not all(is_set) or any(each["pk"] in otherwise for each in row.captures):
            found.changed_since.append(row.article_id)
        elif not row.captures and row.before.get("source") not in {None, *sources}:
            found.lost.append(row.article_id)
        else:
            found.restored.append(row.article_id)
            restored.append(row)
    return restored


def _restore(rows: Sequence[ChangedArticle], *, by: Any, reason: str) -> None:
    articles = [row.article for row in rows]
    captured = current_captures([article.pk for article in articles])
    new, following = {}, []
    for row in rows:
        released = {*row.before} - {*row.were_corrected}
        corrected = sorted({*row.article.corrected_fields} - released)
        new[row.article_id] = (row.before, corrected)
        if row.article_id in captured and released - {*DECISIONS}:
            following.append(row.article_id)
    with _Versions(articles, by=by, reason=reason):
        names = {name for row in rows for name in row.before}
        changes = _ties(articles, names)
        _write(new)
        refresh(list(Article.objects.filter(pk__among=following)), changes)
        changes.follow_up()
    ChangedArticle.objects.filter(pk__among=[row.pk for row in rows]).update(is_restored=True)


def _put_back(rows: Sequence[ChangedArticle]) -> None:
    replaced = [each for row in rows for each in row.captures]
    put_back([row.article for row in rows], replaced)
    ChangedArticle.objects.filter(pk__among=[row.pk for row in rows]).update(is_restored=True)


# -- values ----------------------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """A value as JSON has it: a record as its id, a day in ISO form."""
    if isinstance(value, jdatetime.date):
        value = value.togregorian()
    return value.isoformat() if isinstance(value, date | time) else getattr(value, "pk", value)


def plain_of(article: Article, name: str) -> Any:
    """What an article says in a field, as JSON has it."""
    return article.source_id if name == "source" else plain(getattr(article, name))


def value_of(name: str, value: Any) -> Any:
    """A value that JSON has as the field takes it; records stay their ids."""
    if name == "published_on" and value is not None:
        return jdatetime.date.fromgregorian(date=date.fromisoformat(value))
    if name == "published_time" and value is not None:
        return time.fromisoformat(value)
    return value


def _columns(values: Mapping[str, Any]) -> Values:
    """The columns with the values that a database takes."""
    return {
        "source_id" if name == "source" else name: value_of(name, value)
        for name, value in values.items()
    }


# -- writing ---------------------------------------------------------------------------------------


def _write(new: Mapping[int, tuple[Values, list[str]]]) -> None:
    """Set values and corrected fields by article: one statement for all that get the same."""
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for pk, state in new.items():
        alike[repr(state)].append(pk)
    now = timezone.now()
    for pks in alike.values():
        values, corrected = new[pks[0]]
        Article.objects.filter(pk__among=pks).update(
            **_columns(values), corrected_fields=corrected, updated_at=now
        )


def _ties(articles: Iterable[Article], names: Collection[str]) -> Changes:
    """What follows from setting these fields: source and day decide between namesakes, and which of
    the duplicates is the first."""
    articles = list(articles)
    changes = Changes(updated={article.pk for article in articles})
    if {"source", "published_on"} & {*names}:
        changes.related_in |= changes.updated
        changes.titles |= {article.title_key for article in articles}
        changes.bodies |= {article.body_key for article in articles} - {""}
    return changes


class _Versions:
    """Keeps a version of each article before a change, if imports have changed it since the last
    one, and one of it afterwards."""

    def __init__(self, articles: Sequence[Article], *, by: Any, reason: str) -> None:
        self._pks = [article.pk for article in articles]
        self._by, self._reason = by, reason
        self._before = articles
        self._parts: dict[int, dict[str, list[Any]]] = {}

    def __enter__(self) -> None:
        self._parts = _parts_of(self._pks)
        history = Article.history.model.objects.filter(id__among=self._pks).order_by()
        ids = history.values("id").annotate(last=Max("history_id")).values_list("last", flat=True)
        last = {row.id: row for row in history.filter(history_id__among=list(ids))}
        self._keep(
            [
                article
                for article in self._before
                if article.pk not in last
                or article.differs_from(last[article.pk], self._parts[article.pk])
            ],
            by=None,
            reason=IMPORTED,
        )

    def __exit__(self, kind: object, *error: object) -> None:
        if kind is None:
            self._parts = _parts_of(self._pks)
            after = Article.objects.filter(pk__among=self._pks).order_by("pk")
            self._keep(list(after), by=_known(self._by), reason=self._reason)

    def _keep(self, articles: Sequence[Article], *, by: Any, reason: str) -> None:
        version = Article.history.model
        columns = [tracked.attname for tracked in version.tracked_fields]
        now = timezone.now()
        version.objects.bulk_create(
            version(
                history_date=now,
                history_user=by,
                history_change_reason=reason,
                history_type="~",
                **{name: getattr(article, name) for name in columns},
                **self._parts[article.pk],
            )
            for article in articles
        )


def _parts_of(pks: Sequence[int]) -> dict[int, dict[str, list[Any]]]:
    """Figures and related stories by article, as :attr:`articles.models.Article.parts` has them."""
    found: dict[int, dict[str, list[Any]]] = {pk: {"figures": [], "related": []} for pk in pks}
    figures = Figure.objects.filter(article_id__among=pks).order_by("position", "pk")
    for pk, *row in figures.values_list("article_id", "position", "alt", "caption", "credit"):
        found[pk]["figures"].append(row)
    stories = RelatedStory.objects.filter(article_id__among=pks).order_by("position", "pk")
    for pk, title in stories.values_list("article_id", "title"):
        found[pk]["related"].append(title)
    return found


def _known(user: Any) -> Any:
    return user if getattr(user, "is_authenticated", False) else None

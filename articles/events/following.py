"""Events follow the change log: what an import, a correction, an undo or an erasure has changed.

The position is in the database, written with what was linked, so a crash repeats nothing and
leaves nothing out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F

from articles.db.rows import in_pieces
from articles.db.turns import only_turn
from articles.models import (
    Article,
    ArticleChange,
    ChangeFollower,
    EventLink,
    EventReport,
    EventState,
)

from .linking import regroup, relink, signed
from .signatures import VERSION

FOLLOWER = "events"

_STEP = 50
"""Articles that are linked in one transaction, which on SQLite keeps other writers waiting."""

_LOCK = 0x6576_656E_7473
"""The key of the lock that only one follower of a database holds: "events" in ASCII."""


def behind() -> bool:
    """Whether there is something to follow."""
    state = EventState.objects.filter(pk=1).first() or EventState()
    return state.version != VERSION or state.position < ArticleChange.objects.last_sequence()


def follow(
    advance: Callable[[int], None] = lambda count: None,
    is_stopping: Callable[[], bool] = lambda: False,
) -> None:
    """Link what has changed since the last time; everything, if the log no longer tells what or
    another release has made the links. Raises :class:`filelock.Timeout` where another process is
    doing it."""
    with _own_turn():
        state = _state()
        known = state.version == VERSION and ArticleChange.objects.reaches_back_to(state.position)
        if not known:
            _rebuild(advance, is_stopping)
            return
        while not is_stopping():
            entries = list(
                ArticleChange.objects.filter(sequence__gt=state.position)
                .order_by("sequence")
                .values_list("sequence", "article_id", "kind")[:_STEP]
            )
            if not entries:
                break
            state.position = entries[-1][0]
            indexed = ArticleChange.Kind.INDEXED
            ids = {article_id for _, article_id, kind in entries if kind != indexed}
            found = signed(ids)
            with transaction.atomic():
                ArticleChange.objects.serialize_writers()
                _record(state.position, has_changed=relink(ids, found))
            advance(len(entries))
        ChangeFollower.objects.tell(FOLLOWER, state.position)


def rebuild(advance: Callable[[int], None] = lambda count: None) -> None:
    """Make all links again. Raises :class:`filelock.Timeout` where another process is linking."""
    with _own_turn():
        _rebuild(advance, lambda: False)


def regroup_at_once(ids: Iterable[int]) -> set[int]:
    """Group some reports anew after a decision, in its transaction; returns those whose event may
    be another now."""
    state = _state()
    there = EventReport.objects.filter(pk__among=set(ids)).values_list("pk", flat=True)
    regrouped = regroup(list(there))
    _record(state.position, has_changed=True)
    return regrouped


def _rebuild(advance: Callable[[int], None], is_stopping: Callable[[], bool]) -> None:
    """A rebuild that stops halfway begins again the next time."""
    position = ArticleChange.objects.last_sequence()
    with transaction.atomic():
        EventState.objects.update(version=0)
        _clear()
    for ids in _ids():
        if is_stopping():
            return
        found = signed(ids)
        with transaction.atomic():
            ArticleChange.objects.serialize_writers()
            relink(ids, found)
        advance(len(ids))
    with transaction.atomic():
        EventState.objects.update(version=VERSION)
        _record(position, has_changed=True)
    ChangeFollower.objects.tell(FOLLOWER, position)


def _clear() -> None:
    for model in (EventLink, EventReport):
        rows = model.objects.all()
        rows._raw_delete(rows.db)


def _ids() -> Iterator[Sequence[int]]:
    """The dated articles in the order of their days, so that few windows are read twice."""
    dated = Article.objects.visible().filter(published_on__isnull=False)
    ids = list(dated.order_by("published_on", "pk").values_list("pk", flat=True))
    return in_pieces(ids, _STEP)


def _record(position: int, *, has_changed: bool) -> None:
    EventState.objects.update(position=position)
    if has_changed:
        EventState.objects.update(changes=F("changes") + 1)


def _state() -> EventState:
    return EventState.objects.get_or_create(pk=1)[0]


def _own_turn() -> AbstractContextManager[None]:
    return only_turn(Path(settings.DATA_DIR) / "locks" / "events.lock", _LOCK)

"""What a decision of editors would change: it is made, looked at, and rolled back.

So what is shown before is what is done after, whatever depends on what.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from articles.models import EventReport

Events = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The events that would change, each as the ids of its reports: as they are, and as they would
    be. Those of most reports come first."""

    before: Events
    after: Events

    @property
    def digest(self) -> str:
        """Tells whether it is still what somebody has seen."""
        return hashlib.sha256(json.dumps([self.before, self.after]).encode()).hexdigest()[:16]


def foresee(decide: Callable[[], Collection[int] | None]) -> Foreseen:
    """What ``decide`` would change; it returns the reports whose event may be another then."""
    with transaction.atomic():
        touched = set(decide() or ())
        then = _with_the_rest(touched)
        transaction.set_rollback(True)
    now = _with_the_rest(touched | then.keys())
    # What is not touched stays where it is.
    before, after = _events(now), _events(now | then)
    return Foreseen(
        tuple(each for each in before if each not in after),
        tuple(each for each in after if each not in before),
    )


def _with_the_rest(ids: Collection[int]) -> dict[int, int]:
    """The event of each of these reports, and of all others that it has."""
    if not ids:
        return {}
    events = EventReport.objects.filter(pk__among=ids).values("event")
    return dict(EventReport.objects.filter(event__in=events).values_list("pk", "event"))


def _events(event_of: Mapping[int, int]) -> Events:
    found: dict[int, list[int]] = {}
    for pk, event in sorted(event_of.items()):
        found.setdefault(event, []).append(pk)
    return tuple(sorted(map(tuple, found.values()), key=lambda each: (-len(each), each)))

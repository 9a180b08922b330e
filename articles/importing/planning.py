"""Decides the outcome of each item before anything is written.

The first rule that applies:

1. unreadable or without content → rejected;
2. the same bytes are stored and live → unchanged;
3. known identity, same folded body → unchanged (a view count counts as a sighting);
4. known identity, similar body → updated;
5. known identity, another body → created, as an article of its own;
6. new identity, same body of at least 30 words as an article already there → duplicate;
7. else created.

An erased item is rejected unless an article of the same identity with a similar body still exists.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from articles.models import Article, ArticleIdentity, Capture, TombstoneHash

from .identity import body_hash, fold_body
from .likeness import LikenessIndex
from .preparing import PreparedItem

Outcome = Capture.Outcome
ERASED = "erased"


@dataclass(slots=True)
class PlannedItem:
    """An item with its outcome.

    ``article_id`` is set if the article is already known; ``settle`` says that there are others of
    the same identity, so that :mod:`.reconciling` must find its article.
    """

    item: PreparedItem
    outcome: Capture.Outcome
    error: str = ""
    article_id: int | None = None
    settle: bool = False


class EarlierCapture(NamedTuple):
    """What an accepted item would be as a capture, as far as others of its identity need it."""

    identity: str
    body_hash: str
    content_hash: str
    captured_at: datetime | None
    folded_body: str


class Earlier(Protocol):
    """Items of the same import that are planned but not stored, as in a preview."""

    def bytes_among(self, sha256s: Collection[str]) -> set[str]:
        """The hashes among these that accepted items have."""

    def captures_of(self, identities: Collection[str]) -> Iterable[EarlierCapture]:
        """What accepted items of these identities would be."""

    def body_keys_among(self, keys: Collection[str]) -> set[str]:
        """The keys among these that bodies of accepted items have."""


class _NothingEarlier:
    """Everything that was planned is stored."""

    def bytes_among(self, sha256s: Collection[str]) -> set[str]:
        return set()

    def captures_of(self, identities: Collection[str]) -> Iterable[EarlierCapture]:
        return ()

    def body_keys_among(self, keys: Collection[str]) -> set[str]:
        return set()


@dataclass(slots=True)
class _Sighting:
    article_id: int
    latest: datetime | None


class _Group:
    """The known bodies of one identity: those in the archive and those planned before."""

    def __init__(self) -> None:
        self.hashes: set[str] = set()
        self.index = LikenessIndex()

    def add(self, hash_: str, folded_body: str) -> None:
        if hash_ not in self.hashes:
            self.hashes.add(hash_)
            self.index.add(hash_, folded_body)

    def knows_like(self, item: PreparedItem) -> bool:
        return item.body_hash in self.hashes or bool(self.index.alike(_folded(item)))


def plan(items: Sequence[PreparedItem], earlier: Earlier | None = None) -> list[PlannedItem]:
    """Decide the outcome of a chunk's items, in order. Reads the database, writes nothing."""
    earlier = earlier or _NothingEarlier()
    sightings = _sightings(items)
    items = [item if item.sha256 in sightings else item.with_content() for item in items]
    accepted = [item for item in items if not item.error and item.sha256 not in sightings]
    stored = _stored_bodies(accepted)
    owned = _owned_identities(accepted, stored)
    tombstones = _tombstones(items)
    body_keys = {item.content.body_key for item in accepted if item.content}
    bodies_there = set(
        Article.objects.filter(body_key__among=body_keys - {""}).values_list("body_key", flat=True)
    )
    bodies_there |= earlier.body_keys_among(body_keys - {""})
    groups = _groups(accepted, stored, earlier)
    seen_bytes = earlier.bytes_among([item.sha256 for item in items])

    def decide(item: PreparedItem) -> PlannedItem:
        if item.error:
            # Checked for every item: an erased file may come back damaged or truncated.
            error = ERASED if tombstones & {item.sha256} else item.error
            return PlannedItem(item, Outcome.REJECTED, error)
        if item.sha256 in seen_bytes:
            return PlannedItem(item, Outcome.UNCHANGED, settle=True)
        if sighting := sightings.get(item.sha256):
            captured_at = item.place.captured_at
            later = captured_at and (not sighting.latest or captured_at > sighting.latest)
            return PlannedItem(
                item, Outcome.UNCHANGED, article_id=sighting.article_id, settle=bool(later)
            )
        group = groups.get(item.identity)
        known = stored.get(item.identity) or (group and group.hashes)
        if _refused(item, tombstones) and not (group and group.knows_like(item)):
            return PlannedItem(item, Outcome.REJECTED, ERASED)
        seen_bytes.add(item.sha256)
        settle = item.identity in groups or item.identity in owned
        if known and group:
            if item.body_hash in group.hashes:
                outcome = Outcome.UNCHANGED
            elif group.knows_like(item):
                outcome = Outcome.UPDATED
            else:
                outcome = Outcome.CREATED
        elif item.identity in owned:
            same = owned[item.identity] == item.body_hash
            outcome = Outcome.UNCHANGED if same else Outcome.UPDATED
        elif item.content and item.content.body_key in bodies_there:
            outcome = Outcome.DUPLICATE
        else:
            outcome = Outcome.CREATED
        if group:
            group.add(item.body_hash, _folded(item))
        if item.content and item.content.body_key:
            bodies_there.add(item.content.body_key)
        return PlannedItem(item, outcome, settle=settle)

    return [decide(item) for item in items]


def _folded(item: PreparedItem) -> str:
    return fold_body(item.parsed.get("paragraphs", ()))


def _sightings(items: Sequence[PreparedItem]) -> dict[str, _Sighting]:
    """Live captures of the same bytes, by SHA-256."""
    found: dict[str, _Sighting] = {}
    rows = (
        Capture.objects.live()
        .filter(sha256__among={item.sha256 for item in items}, article__isnull=False)
        .values_list("sha256", "article_id", "captured_at")
    )
    for sha256, article_id, captured_at in rows:
        known = found.setdefault(sha256, _Sighting(article_id, captured_at))
        if captured_at and (not known.latest or captured_at > known.latest):
            known.latest = captured_at
    return found


def _stored_bodies(items: Sequence[PreparedItem]) -> dict[str, dict[str, int]]:
    """Identity → body hash → a live capture that has this body."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    rows = (
        Capture.objects.live()
        .filter(identity__among={item.identity for item in items})
        .values_list("identity", "body_hash", "pk")
    )
    for identity, hash_, pk in rows:
        found[identity].setdefault(hash_, pk)
    return dict(found)


def _groups(
    items: Sequence[PreparedItem], stored: dict[str, dict[str, int]], earlier: Earlier
) -> dict[str, _Group]:
    """The known bodies of every identity that more than one item has."""
    together = Counter(item.identity for item in items)
    before = list(earlier.captures_of(together.keys()))
    shared = stored.keys() | {capture.identity for capture in before}
    groups = {
        identity: _Group()
        for identity, count in together.items()
        if identity in shared or count > 1
    }
    for capture in before:
        groups[capture.identity].add(capture.body_hash, capture.folded_body)
    captures = [pk for identity in groups for pk in stored.get(identity, {}).values()]
    rows = Capture.objects.filter(pk__among=captures).values_list(
        "identity", "body_hash", "parsed__paragraphs"
    )
    for identity, hash_, paragraphs in rows.iterator():
        groups[identity].add(hash_, fold_body(paragraphs))
    return groups


def _owned_identities(
    items: Sequence[PreparedItem], stored: dict[str, dict[str, int]]
) -> dict[str, str]:
    """Identities of articles without live captures: kept by an undo because an editor changed
    them."""
    wanted = {item.identity for item in items} - stored.keys()
    rows = ArticleIdentity.objects.filter(hash__among=wanted).values_list("hash", "article__body")
    return {hash_: body_hash(fold_body(body.split("\n\n"))) for hash_, body in rows}


def _tombstones(items: Sequence[PreparedItem]) -> set[str]:
    if not TombstoneHash.objects.exists():
        return set()
    hashes = {item.sha256 for item in items}
    for item in items:
        hashes |= {item.identity, item.variant, item.body_hash} - {""}
    return set(TombstoneHash.objects.filter(hash__among=hashes).values_list("hash", flat=True))


def _refused(item: PreparedItem, tombstones: set[str]) -> bool:
    hashes = {item.sha256, item.identity, item.variant}
    if item.content and item.content.body_key:
        hashes.add(item.body_hash)
    return not tombstones.isdisjoint(hashes)

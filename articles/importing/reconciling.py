"""Decides which article each capture belongs to, and the content of that article.

One rule, used when captures arrive and when they are withdrawn: the articles of an identity are a
function of its live captures and of editors' corrections. The captures are grouped by their bodies
into items (:mod:`.likeness`). The group with the earliest capture has the identity's own key, each
other one a key that includes its body. Each article says what its latest scrape says. So neither
the order nor the grouping of imports matters, and after an undo the archive is as if the batch had
never been imported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from articles.models import (
    Article,
    ArticleChange,
    ArticleIdentity,
    ArticleMerge,
    Capture,
    ChangedArticle,
    Dismissal,
    EventReport,
    Figure,
    MergedArticle,
    ReaderReport,
    RelatedStory,
    TombstoneHash,
)

from . import linking, sources
from .content import ArticleContent, content_of, keys_of, recency
from .identity import fold_body, key_of, variant_hash
from .likeness import group_alike
from .planning import EarlierCapture

_LAST = datetime.max


@dataclass(slots=True)
class Changes:
    """What reconciling or storing did to the articles; :meth:`follow_up` completes it."""

    created: set[int] = field(default_factory=set)
    updated: set[int] = field(default_factory=set)
    removed: set[int] = field(default_factory=set)
    kept: set[int] = field(default_factory=set)
    """Articles without captures that are kept because an editor has changed them."""
    titles: set[str] = field(default_factory=set)
    """Title keys of articles that were added, removed, or changed in what decides between
    namesakes."""
    bodies: set[str] = field(default_factory=set)
    related_in: set[int] = field(default_factory=set)
    """Articles whose related stories were written."""
    unsettled: set[int] = field(default_factory=set)
    """Articles that share their identity or body with another one, or did before."""

    def follow_up(self) -> None:
        """Update the links of the changed articles and write the change log."""
        linking.link_related(new_in=self.related_in, titles=self.titles)
        moved = linking.mark_duplicates(self.bodies)
        flagged = linking.flag_for_review(self.unsettled | moved)
        kinds = ArticleChange.Kind
        updated = (self.updated | moved | flagged) - self.created - self.removed
        ArticleChange.objects.log(kinds.CREATED, sorted(self.created - self.removed))
        ArticleChange.objects.log(kinds.UPDATED, sorted(updated))
        ArticleChange.objects.log(kinds.REMOVED, sorted(self.removed))


@dataclass(slots=True)
class _Member:
    """A live capture with what reconciling needs."""

    pk: int
    article_id: int | None
    body_hash: str
    content_hash: str
    views: int | None
    captured_at: datetime | None

    @property
    def seniority(self) -> tuple[datetime, str]:
        moment = self.captured_at.replace(tzinfo=None) if self.captured_at else _LAST
        return (moment, self.content_hash)


@dataclass(slots=True)
class _Item:
    """The live captures of one item, with its hash and article."""

    members: list[_Member]
    hash: str = ""
    article: Article | None = None


def touched_by_editors(article_ids: Collection[int]) -> set[int]:
    """The ids among these whose articles a person has changed."""
    corrected = Article.objects.filter(pk__among=article_ids).exclude(corrected_fields=[])
    changed = Article.history.filter(id__among=article_ids)
    return set(corrected.values_list("pk", flat=True)) | set(changed.values_list("id", flat=True))


def settle(identities: Iterable[str]) -> Changes:
    """Assign every live capture of the identities to its article and update these articles.

    Call it inside a transaction after ``ArticleChange.objects.serialize_writers()``, and call
    :meth:`Changes.follow_up` on the result.
    """
    changes = Changes()
    identities = set(identities)
    ground = _ground(identities)
    settled: list[_Item] = []
    crowded: list[_Item] = []
    left: list[Article] = []
    for identity in sorted(identities):
        items = _settle_merged(identity, _items(ground.live.get(identity, [])), ground.merged)
        ground.match(identity, items)
        taken = {item.article.pk for item in items if item.article}
        others = {row.article_id: row.article for row in ground.rows_of(identity).values()}
        changes.kept |= (others.keys() & ground.edited) - taken
        gone = [article for pk, article in others.items() if pk not in taken | ground.edited]
        if gone and taken:
            # Their keys redirect to the article that they turned out to be.
            target = next(item.article for item in items if item.article)
            ArticleIdentity.objects.filter(article__in=gone).update(article=target, absorbed=True)
            ReaderReport.objects.filter(article__in=gone).update(article=target)
        left += gone
        settled += items
        if len(items) > 1 or len(others) > 1:
            crowded += items
    remove_articles(left, changes)
    _give_keys(settled, ground.rows, changes)
    _create(settled, changes)
    _attach(settled)
    refresh([item.article for item in settled if item.article], changes)
    changes.unsettled |= {item.article.pk for item in crowded if item.article}
    return changes


def keys_to_be(
    identities: Collection[str], planned: Iterable[EarlierCapture]
) -> dict[tuple[str, str], str]:
    """The keys of the articles that :func:`settle` would give captures, were the planned ones
    stored, by identity and body hash. Writes nothing."""
    texts: defaultdict[str, dict[str, str]] = defaultdict(dict)
    members: defaultdict[str, list[_Member]] = defaultdict(list)
    for number, each in enumerate(planned, 1):
        texts[each.identity][each.body_hash] = each.folded_body
        members[each.identity].append(
            _Member(-number, None, each.body_hash, each.content_hash, None, each.captured_at)
        )
    ground = _ground(set(identities), texts)
    keys: dict[tuple[str, str], str] = {}
    for identity in identities:
        items = _items([*ground.live.get(identity, []), *members[identity]], texts[identity])
        left = []
        for item in items:
            if row := _merged_row(identity, item, ground.merged):
                keys |= {(identity, each.body_hash): row.article.key for each in item.members}
            else:
                left.append(item)
        ground.match(identity, left)
        keys |= {
            (identity, each.body_hash): key_of(item.hash) for item in left for each in item.members
        }
    return keys


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the database holds about some identities before they are settled."""

    live: dict[str, list[_Member]]
    hashes: dict[str, set[str]]
    rows: dict[str, ArticleIdentity]
    merged: dict[str, ArticleIdentity]
    edited: set[int]
    erased: set[str]

    def rows_of(self, identity: str) -> dict[str, ArticleIdentity]:
        return {hash_: self.rows[hash_] for hash_ in self.hashes[identity] if hash_ in self.rows}

    def match(self, identity: str, items: Sequence[_Item]) -> None:
        """Give each item its hash, and the article that it had."""
        is_plain_taken = identity in self.erased or identity in self.merged
        _match(identity, items, self.rows_of(identity), self.edited, is_plain_taken)


def _ground(identities: set[str], planned: Mapping[str, Iterable[str]] | None = None) -> _Ground:
    """Read it; ``planned`` are body hashes of captures to be, by identity."""
    live, bodies = _captures(identities)
    for identity, hashes_to_be in (planned or {}).items():
        bodies[identity] |= set(hashes_to_be)
    hashes = {
        identity: {identity} | {variant_hash(identity, body) for body in bodies.get(identity, ())}
        for identity in identities
    }
    every = set().union(*hashes.values())
    found = ArticleIdentity.objects.filter(hash__among=every).select_related("article")
    rows = {row.hash: row for row in found}
    plain = {hash_: row for hash_, row in rows.items() if not row.merged}
    erased = TombstoneHash.objects.filter(hash__among=every).values_list("hash", flat=True)
    return _Ground(
        live,
        hashes,
        rows=plain,
        merged={hash_: row for hash_, row in rows.items() if row.merged},
        edited=touched_by_editors({row.article_id for row in plain.values()}),
        erased=set(erased),
    )


def _captures(identities: set[str]) -> tuple[dict[str, list[_Member]], dict[str, set[str]]]:
    """The live captures by identity, and the hashes of all bodies, including withdrawn ones."""
    live: defaultdict[str, list[_Member]] = defaultdict(list)
    bodies: defaultdict[str, set[str]] = defaultdict(set)
    rows = Capture.objects.filter(identity__among=identities).values_list(
        "identity",
        "withdrawn",
        "pk",
        "article_id",
        "body_hash",
        "content_hash",
        "views",
        "captured_at",
    )
    for identity, withdrawn, pk, article_id, body, content, views, captured_at in rows.iterator():
        member = _Member(pk, article_id, body, content, views, captured_at)
        bodies[identity].add(member.body_hash)
        if not withdrawn:
            live[identity].append(member)
    return live, bodies


def _items(members: Sequence[_Member], folded: Mapping[str, str] | None = None) -> list[_Item]:
    """The members grouped into items; the one with the earliest capture comes first.

    ``folded`` are bodies that are not stored, by their hash.
    """
    folded = folded or {}
    by_body: defaultdict[str, list[_Member]] = defaultdict(list)
    for member in members:
        by_body[member.body_hash].append(member)
    if len(by_body) > 1:
        samples = {found[0].pk: hash_ for hash_, found in by_body.items() if hash_ not in folded}
        texts = Capture.objects.filter(pk__among=samples).values_list("pk", "parsed__paragraphs")
        stored = {samples[pk]: fold_body(paragraphs) for pk, paragraphs in texts.order_by("pk")}
        groups = group_alike(
            stored | {hash_: folded[hash_] for hash_ in by_body if hash_ in folded}
        )
    else:
        groups = [set(by_body)] if by_body else []
    items = [
        _Item(
            sorted(
                (member for hash_ in group for member in by_body[hash_]),
                key=lambda member: member.seniority,
            )
        )
        for group in groups
    ]
    return sorted(items, key=lambda item: item.members[0].seniority)


def _settle_merged(
    identity: str, items: Sequence[_Item], merged: dict[str, ArticleIdentity]
) -> list[_Item]:
    """Assign items that an editor has merged into another article to it; return the other items."""
    left = []
    for item in items:
        row = _merged_row(identity, item, merged)
        if row is None:
            left.append(item)
            continue
        item.article = row.article
        hashes = {variant_hash(identity, member.body_hash) for member in item.members}
        _merge_hashes(row, hashes - merged.keys())
        _attach([item])
    return left


def _merged_row(
    identity: str, item: _Item, merged: dict[str, ArticleIdentity]
) -> ArticleIdentity | None:
    """Where an editor's merge has sent the item."""
    hashes = (variant_hash(identity, member.body_hash) for member in item.members)
    return next((merged[hash_] for hash_ in hashes if hash_ in merged), None)


def _merge_hashes(merged: ArticleIdentity, new: set[str]) -> None:
    """Make hashes of other bodies of a merged item lead to the same article as its first one."""
    if not new:
        return
    for hash_ in new:
        ArticleIdentity.objects.update_or_create(
            hash=hash_, defaults={"article": merged.article, "absorbed": True, "merged": True}
        )
    for record in ArticleMerge.objects.standing().filter(target=merged.article):
        if merged.hash in record.hashes:
            record.hashes = sorted({*record.hashes, *new})
            record.save(update_fields=["hashes"])


def _match(
    identity: str,
    items: Sequence[_Item],
    rows: dict[str, ArticleIdentity],
    edited: set[int],
    is_plain_taken: bool,
) -> None:
    """Assign each item its hash, and its existing article if there is one."""
    free = {row.article_id: row.article for row in rows.values()}
    for item in items:
        had = {member.article_id for member in item.members if member.article_id in free}
        if had:
            item.article = free.pop(min(had, key=lambda pk: (pk not in edited, pk)))
    # Articles without a capture may exist: an undo keeps those that an editor has changed.
    for item in items:
        variants = (variant_hash(identity, member.body_hash) for member in item.members)
        for hash_ in (*variants, identity):
            row = rows.get(hash_)
            if item.article is None and row and not row.absorbed and row.article_id in free:
                item.article = free.pop(row.article_id)
    held = {hash_ for hash_, row in rows.items() if row.article_id in free.keys() & edited}
    plain = [] if is_plain_taken or identity in held else [identity]
    for item in items:
        variants_left = [
            hash_
            for member in item.members
            if (hash_ := variant_hash(identity, member.body_hash)) not in held
        ]
        item.hash = (plain or variants_left)[0]
        plain = []


def remove_articles(articles: Sequence[Article], changes: Changes) -> None:
    """Delete articles but not their captures, without history rows: an import created them."""
    ids = [article.pk for article in articles]
    changes.removed |= set(ids)
    changes.titles |= {article.title_key for article in articles}
    changes.bodies |= {article.body_key for article in articles}
    Figure.objects.filter(article__among=ids).delete()
    RelatedStory.objects.filter(article__among=ids).delete()
    RelatedStory.objects.filter(target__among=ids).update(target=None)
    duplicates = Article.objects.filter(duplicate_of__among=ids)
    changes.unsettled |= set(duplicates.values_list("pk", flat=True)) - changes.removed
    duplicates.update(duplicate_of=None)
    Capture.objects.filter(article__among=ids).update(article=None)
    ReaderReport.objects.filter(article__among=ids).update(article=None)
    ArticleIdentity.objects.filter(article__among=ids).delete()
    MergedArticle.objects.filter(article__among=ids).delete()
    ArticleMerge.objects.filter(target__among=ids).delete()
    Dismissal.objects.filter(article__among=ids).delete()
    ChangedArticle.objects.filter(article__among=ids).delete()
    EventReport.objects.filter(article__among=ids).delete()
    Dismissal.objects.filter(original__among=ids).update(original=None)
    remaining = Article.objects.filter(pk__among=ids)
    # Not delete(): it would write history rows, and all dependent rows are already deleted.
    remaining._raw_delete(remaining.db)


def _give_keys(items: Sequence[_Item], rows: dict[str, ArticleIdentity], changes: Changes) -> None:
    """Set the hashes of the articles that stay."""
    moved = [item for item in items if item.article and item.article.key != key_of(item.hash)]
    for item in moved:
        # Clear them first: two articles of one identity may swap keys.
        assert item.article
        Article.objects.filter(pk=item.article.pk).update(key=f"~{item.article.pk}")
    for item in moved:
        assert item.article
        item.article.key = key_of(item.hash)
        Article.objects.filter(pk=item.article.pk).update(key=item.article.key)
        ArticleIdentity.objects.filter(article=item.article).update(absorbed=True)
        changes.updated.add(item.article.pk)
        # Keys decide between namesakes and between duplicates of one day.
        changes.titles.add(item.article.title_key)
        changes.bodies.add(item.article.body_key)
    for item in items:
        row = rows.get(item.hash)
        if item.article and (
            item in moved or row is None or row.article_id != item.article.pk or row.absorbed
        ):
            ArticleIdentity.objects.update_or_create(
                hash=item.hash, defaults={"article": item.article, "absorbed": False}
            )


def _create(items: Sequence[_Item], changes: Changes) -> None:
    """Create articles for items without one; :func:`refresh` fills them."""
    new = [item for item in items if item.article is None]
    for item in new:
        # Takes over a key that once led to another article of this identity.
        ArticleIdentity.objects.filter(hash=item.hash).delete()
        item.article = Article(key=key_of(item.hash))
    created = [item.article for item in new if item.article]
    Article.objects.bulk_create(created)
    ArticleIdentity.objects.bulk_create(
        ArticleIdentity(hash=item.hash, article=item.article) for item in new
    )
    changes.created |= {article.pk for article in created}


def _attach(items: Sequence[_Item]) -> None:
    moved: defaultdict[int, list[int]] = defaultdict(list)
    for item in items:
        for member in item.members:
            if item.article and member.article_id != item.article.pk:
                moved[item.article.pk].append(member.pk)
    for article_id, captures in moved.items():
        Capture.objects.filter(pk__among=captures).update(article_id=article_id)


def current_captures(article_ids: Iterable[int]) -> dict[int, int]:
    """Article id → the id of the live capture whose content is current.

    Captures that came by an editor's merge do not count: the article keeps its own text.
    """
    ids = set(article_ids)
    best: dict[int, tuple[Any, int]] = {}
    others = _merged_captures(ids)
    rows = (
        Capture.objects.live()
        .filter(article_id__among=ids)
        .order_by("pk")
        .values_list("article_id", "pk", "views", "captured_at", "content_hash")
    )
    for article_id, pk, views, captured_at, content_hash in rows.iterator():
        if pk in others:
            continue
        order = recency(views, captured_at, content_hash)
        if article_id not in best or order > best[article_id][0]:
            best[article_id] = (order, pk)
    return {article_id: pk for article_id, (_, pk) in best.items()}


def _merged_captures(article_ids: set[int]) -> set[int]:
    """Captures of the articles that came to them by an editor's merge."""
    rows = ArticleIdentity.objects.filter(article__among=article_ids, merged=True)
    merged = set(rows.values_list("hash", flat=True))
    if not merged:
        return set()
    targets = set(rows.values_list("article_id", flat=True))
    captures = Capture.objects.filter(article_id__among=targets).order_by()
    return {
        pk
        for pk, identity, body in captures.values_list("pk", "identity", "body_hash")
        if variant_hash(identity, body) in merged
    }


def refresh(articles: Sequence[Article], changes: Changes) -> None:
    """Set the articles to what their current captures say, except for corrected fields."""
    current = current_captures(article.pk for article in articles)
    parsed = dict(Capture.objects.filter(pk__among=current.values()).values_list("pk", "parsed"))
    contents = {}
    for article in articles:
        if fields := parsed.get(current.get(article.pk, 0)):
            contents[article.pk] = content_of(fields, keys_of(fields))
    source_ids = sources.resolve(
        sources.PrintedSource(content.source_name, content.fields["language"])
        for content in contents.values()
    )
    figures = _parts(Figure.objects.filter(article_id__among=contents), _figure_row)
    related = _parts(RelatedStory.objects.filter(article_id__among=contents), _related_row)
    for article in articles:
        if content := contents.get(article.pk):
            _refresh_fields(article, content, source_ids, changes)
            _refresh_parts(article, content, figures, related, changes)


def _figure_row(figure: Figure) -> tuple[Any, ...]:
    return (figure.position, figure.alt, figure.caption, figure.credit)


def _related_row(story: RelatedStory) -> tuple[Any, ...]:
    return (story.title, story.title_key)


def _parts(rows: Iterable[Any], row_of: Any) -> dict[int, list[tuple[Any, ...]]]:
    found: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        found[row.article_id].append(row_of(row))
    return found


def _refresh_fields(
    article: Article, content: ArticleContent, source_ids: dict[str, int], changes: Changes
) -> None:
    wanted = content.fields | {"source_id": source_ids.get(sources.alias_of(content.source_name))}
    corrected = set(article.corrected_fields)
    changed = {
        name: value
        for name, value in wanted.items()
        if name.removesuffix("_id") not in corrected and getattr(article, name) != value
    }
    if not changed:
        return
    if changed.keys() & {"title_key", "source_id", "published_on"}:
        changes.titles |= {article.title_key, content.fields["title_key"]} - {""}
        changes.related_in.add(article.pk)
    if changed.keys() & {"body_key", "published_on"}:
        changes.bodies |= {article.body_key, content.fields["body_key"]} - {""}
    if "body_key" in changed and "duplicate_of" not in corrected:
        changed["duplicate_of_id"] = None
        changes.unsettled.add(article.pk)
    # Not save(): imports write no history rows.
    Article.objects.filter(pk=article.pk).update(**changed, updated_at=timezone.now())
    changes.updated.add(article.pk)


def _refresh_parts(
    article: Article,
    content: ArticleContent,
    figures: dict[int, list[tuple[Any, ...]]],
    related: dict[int, list[tuple[Any, ...]]],
    changes: Changes,
) -> None:
    new_figures = figure_rows(article.pk, content)
    if "figures" not in article.corrected_fields and (
        [_figure_row(figure) for figure in new_figures] != figures.get(article.pk, [])
    ):
        Figure.objects.filter(article=article).delete()
        Figure.objects.bulk_create(new_figures)
        changes.updated.add(article.pk)
    new_related = related_rows(article.pk, content)
    if "related" not in article.corrected_fields and (
        [_related_row(story) for story in new_related] != related.get(article.pk, [])
    ):
        RelatedStory.objects.filter(article=article).delete()
        RelatedStory.objects.bulk_create(new_related)
        changes.related_in.add(article.pk)
        changes.updated.add(article.pk)


def figure_rows(article_id: int, content: ArticleContent) -> list[Figure]:
    """Unsaved figures of an article."""
    return [
        Figure(
            article_id=article_id,
            position=figure.position,
            alt=figure.alt,
            caption=figure.caption,
            credit=figure.credit,
        )
        for figure in content.figures
    ]


def related_rows(article_id: int, content: ArticleContent) -> list[RelatedStory]:
    """Unsaved related stories of an article, without targets."""
    return [
        RelatedStory(article_id=article_id, position=position, title=title, title_key=key)
        for position, (title, key) in enumerate(content.related)
    ]

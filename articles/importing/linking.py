"""Links between articles: related stories to their targets, duplicates to the earliest article.

Both are functions of the existing articles, so that the order of imports does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q

from articles.db.rows import update_column
from articles.models import Article, Capture, RelatedStory

Naming = tuple[int, int | None, str]
"""A related story: its article, that article's source, and the key of the title."""


def link_related(*, new_in: Iterable[int] = (), titles: Iterable[str] = ()) -> None:
    """Point related stories at their archived articles.

    ``new_in`` are articles whose related stories were just written; ``titles`` are title keys of
    articles that were added or removed, so that links of any article may change.
    """
    fields = ("pk", "article_id", "article__source_id", "title_key", "target_id")
    stories = set(RelatedStory.objects.filter(article_id__among=set(new_in)).values_list(*fields))
    stories |= set(RelatedStory.objects.filter(title_key__among=set(titles)).values_list(*fields))
    targets = find_targets(
        (article_id, source_id, title) for _, article_id, source_id, title, _ in stories
    )
    update_column(
        RelatedStory,
        "target_id",
        [
            (pk, targets[article_id, source_id, title])
            for pk, article_id, source_id, title, target_id in stories
            if targets[article_id, source_id, title] != target_id
        ],
    )


def find_targets(stories: Iterable[Naming]) -> dict[Naming, int | None]:
    """The article of each related story, or None while it is not archived.

    An article of the same source is preferred; otherwise the earliest article of the title.
    """
    stories = set(stories)
    namesakes: defaultdict[str, list[tuple[int, int | None]]] = defaultdict(list)
    earliest_first = (F("published_on").asc(nulls_last=True), "key")
    rows = (
        Article.objects.filter(title_key__among={title for _, _, title in stories})
        .order_by(*earliest_first)
        .values_list("title_key", "pk", "source_id")
    )
    for title, pk, source_id in rows:
        namesakes[title].append((pk, source_id))
    found: dict[Naming, int | None] = {}
    for naming in stories:
        article_id, source, title = naming
        others = [namesake for namesake in namesakes.get(title, ()) if namesake[0] != article_id]
        own = [namesake for namesake in others if source is not None and namesake[1] == source]
        found[naming] = next((pk for pk, _ in (*own, *others)), None)
    return found


def mark_duplicates(body_keys: Iterable[str]) -> set[int]:
    """Set ``duplicate_of`` to the article of the same body with the smallest day and key; returns
    the changed ids.

    An editor's decision (``duplicate_of`` among the corrected fields) is kept.
    """
    keys = (
        Article.objects.filter(body_key__among=set(body_keys) - {""})
        .values("body_key")
        .annotate(articles=Count("pk"), marked=Count("duplicate_of"))
        .filter(Q(articles__gt=1) | Q(marked__gt=0))
        .values_list("body_key", flat=True)
    )
    groups: defaultdict[str, list[Article]] = defaultdict(list)
    rows = Article.objects.filter(body_key__among=list(keys)).only(
        "key", "published_on", "body_key", "duplicate_of", "corrected_fields"
    )
    for article in rows:
        groups[article.body_key].append(article)
    changed: list[tuple[int, int | None]] = []
    for articles in groups.values():
        first = min(articles, key=lambda article: (article.day or date.max, article.key))
        for article in articles:
            target = None if article is first else first.pk
            if article.duplicate_of_id != target and "duplicate_of" not in article.corrected_fields:
                changed.append((article.pk, target))
    update_column(Article, "duplicate_of_id", changed)
    return {pk for pk, _ in changed}


def flag_for_review(article_ids: Iterable[int]) -> set[int]:
    """Flag duplicates and items with the same identity for review; returns the changed ids.

    What an editor has reviewed stays reviewed.
    """
    articles = Article.objects.filter(pk__among=set(article_ids)).exclude(
        review=Article.Review.DONE
    )
    shared = set(
        Capture.objects.live()
        .filter(article__in=articles)
        .filter(
            Exists(
                Capture.objects.live()
                .filter(identity=OuterRef("identity"))
                .exclude(article=OuterRef("article"))
            )
        )
        .values_list("article_id", flat=True)
    )
    changed: defaultdict[str, set[int]] = defaultdict(set)
    for pk, duplicate_of, review in articles.values_list("pk", "duplicate_of_id", "review"):
        needed = pk in shared or duplicate_of is not None
        wanted = Article.Review.NEEDED if needed else Article.Review.NONE
        if review != wanted:
            changed[wanted].add(pk)
    for state, ids in changed.items():
        Article.objects.filter(pk__among=ids).update(review=state)
    return set().union(*changed.values())

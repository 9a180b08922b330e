"""The review queue: what a person should look at, most important first.

Each kind is one indexed query that returns only its most important items; :mod:`.weighing` sorts
them together. An item leaves the queue when it is dealt with: its report settled, its article or
source reviewed, the proposals about its source decided, its wanted title archived or dismissed
(:mod:`.wanted_articles`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from articles.models import Article, Capture, ReaderReport, RelatedStory, Source, SourceEvidence
from articles.models.articles import ArticleQuerySet

from .wanted_articles import wanted_titles
from .weighing import Kind, weight

LISTED = 200
"""How many items of each kind the queue has at once; more appear when these are done."""

MOST_COUNTED = 1_000
"""The highest count that is shown."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at.

    ``subject`` is the id of the report, article, source or evidence, or the key of a wanted title;
    ``original_id`` is the article that this one may be a duplicate of.
    """

    kind: Kind
    subject: str
    text: str
    touched: int = 1
    article_id: int | None = None
    original_id: int | None = None
    warnings: tuple[str, ...] = field(default=(), compare=False)

    @property
    def weight(self) -> int:
        return weight(self.kind, self.touched)

    @property
    def place(self) -> tuple[int, str, str]:
        """Sort key of the queue, by which the next item is found even if this one has left it."""
        newest_first = f"{10**12 - int(self.subject):013}" if self.subject.isdigit() else "~"
        return (-self.weight, newest_first, self.subject)

    @property
    def mark(self) -> str:
        """The sort key as text for addresses: weight, kind and subject."""
        return f"{self.weight}-{self.kind}-{self.subject}"


def queue(kinds: Iterable[Kind] = Kind) -> list[Item]:
    """The items of these kinds, in order."""
    return sorted((item for kind in kinds for item in _ITEMS[kind]()), key=lambda item: item.place)


def counts() -> dict[Kind, int]:
    """How many items of each kind there are, up to :data:`MOST_COUNTED`."""
    return {kind: rows.count() for kind, rows in _counted().items()}


def after(mark: str, items: list[Item]) -> Item | None:
    """The item after the one of a mark, whether or not that is still in the queue."""
    place = _place_of(mark)
    return next((item for item in items if place is None or item.place > place), None)


def before(mark: str, items: list[Item]) -> Item | None:
    """The item before the one of a mark."""
    place = _place_of(mark)
    found = [item for item in items if place is not None and item.place < place]
    return found[-1] if found else None


def _place_of(mark: str) -> tuple[int, str, str] | None:
    parts = mark.split("-", 2)
    if len(parts) != 3 or not parts[0].isascii() or not parts[0].isdigit():
        return None
    subject = parts[2]
    is_number = subject.isascii() and subject.isdigit() and len(subject) <= 12
    newest_first = f"{10**12 - int(subject):013}" if is_number else "~"
    return (-int(parts[0][:6]), newest_first, subject)


def _reports(*, takedowns: bool) -> Any:
    reports = ReaderReport.objects.filter(state=ReaderReport.State.OPEN)
    if takedowns:
        return reports.filter(kind=ReaderReport.Kind.TAKEDOWN)
    return reports.exclude(kind=ReaderReport.Kind.TAKEDOWN)


def _report_items(kind: Kind) -> Iterator[Item]:
    reports = list(_reports(takedowns=kind is Kind.TAKEDOWN).order_by("-pk")[:LISTED])
    per_article: dict[int | None, int] = {}
    for report in reports:
        per_article[report.article_id] = per_article.get(report.article_id, 0) + 1
    for report in reports:
        touched = per_article[report.article_id] if report.article_id else 1
        yield Item(kind, str(report.pk), report.message[:200], touched, report.article_id)


def _doubtful(doubt: Capture.Doubt) -> Any:
    # The same condition as that of the partial index.
    doubtful = Capture.objects.live().filter(doubt__gt=Capture.Doubt.NONE, doubt=doubt)
    captures = doubtful.filter(article__isnull=False)
    return captures.exclude(article__review=Article.Review.DONE)


def _doubtful_items(kind: Kind, doubt: Capture.Doubt) -> Iterator[Item]:
    rows = (
        _doubtful(doubt)
        .order_by("-pk")
        .values_list("article_id", "article__title", "article__corrected_fields", "warnings")
    )
    seen = set()
    for article_id, title, corrected, warnings in rows[:LISTED]:
        is_settled = doubt == Capture.Doubt.CONTRADICTORY and "published_on" in corrected
        if article_id not in seen and not is_settled:
            seen.add(article_id)
            yield Item(kind, str(article_id), title, 1, article_id, warnings=tuple(warnings))


def _flagged() -> ArticleQuerySet:
    return Article.objects.filter(review=Article.Review.NEEDED)


def _flagged_items() -> Iterator[Item]:
    rows = _flagged().order_by("-pk").values_list("pk", "title", "duplicate_of_id")
    for pk, title, original_id in rows[:LISTED]:
        yield Item(Kind.DUPLICATE, str(pk), title, 1, pk, original_id)


def likely_duplicates() -> ArticleQuerySet:
    """The articles that wait for a decision about what they may be duplicates of, newest first.

    They have an index of their own: articles that need review are few.
    """
    return _flagged().filter(duplicate_of__isnull=False).order_by("-pk")


def _new_sources() -> Any:
    return Source.objects.filter(needs_review=True)


def _source_items() -> Iterator[Item]:
    articles = Article.objects.filter(source=OuterRef("pk")).order_by().values("source")
    count = Coalesce(Subquery(articles.annotate(count=Count("pk")).values("count")), 0)
    for source in _new_sources().annotate(count=count).order_by("-count", "-pk")[:LISTED]:
        yield Item(Kind.SOURCE, str(source.pk), str(source), source.count)


def _habits() -> Any:
    return SourceEvidence.objects.filter(open__gt=0)


def _habit_items() -> Iterator[Item]:
    rows = _habits().order_by("-open", "-pk").values_list("pk", "folded_name", "proposals")
    for pk, name, proposals in rows[:LISTED]:
        touched = max(each["bodies"] for each in proposals)
        yield Item(Kind.HABITS, str(pk), name, touched)


def _wanted_items() -> Iterator[Item]:
    rows = list(wanted_titles().annotate(first=Min("pk")).order_by("-count", "title_key")[:LISTED])
    titles = RelatedStory.objects.in_bulk([row["first"] for row in rows])
    for row in rows:
        story = titles[row["first"]]
        yield Item(Kind.WANTED, story.title_key, story.title, row["count"])


_ITEMS = {
    Kind.TAKEDOWN: lambda: _report_items(Kind.TAKEDOWN),
    Kind.REPORT: lambda: _report_items(Kind.REPORT),
    Kind.CONTRADICTION: lambda: _doubtful_items(Kind.CONTRADICTION, Capture.Doubt.CONTRADICTORY),
    Kind.DUPLICATE: _flagged_items,
    Kind.SOURCE: _source_items,
    Kind.HABITS: _habit_items,
    Kind.WARNING: lambda: _doubtful_items(Kind.WARNING, Capture.Doubt.WARNED),
    Kind.WANTED: _wanted_items,
}


def _counted() -> dict[Kind, Any]:
    queries = {
        Kind.TAKEDOWN: _reports(takedowns=True),
        Kind.REPORT: _reports(takedowns=False),
        Kind.CONTRADICTION: _doubtful(Capture.Doubt.CONTRADICTORY),
        Kind.DUPLICATE: _flagged(),
        Kind.SOURCE: _new_sources(),
        Kind.HABITS: _habits(),
        Kind.WARNING: _doubtful(Capture.Doubt.WARNED),
        Kind.WANTED: wanted_titles(),
    }
    return {kind: rows.order_by()[:MOST_COUNTED] for kind, rows in queries.items()}

"""The overview of the staff pages; the number of queries does not depend on the archive's size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.backup.known_backups import last_backup
from articles.bar_chart import BarChart, Counted
from articles.calendars import Period, Precision
from articles.curation import review_queue
from articles.display import first_calendar, number, period_words
from articles.importing.verifying import SENTENCES, Problem
from articles.models import ArchiveCheck, Article, ImportBatch, ReaderReport, Source
from articles.search import Condition, IndexUnavailableError, counts, health
from articles.watching.cycle import standing
from articles.watching.words import said

from .review_rights import kinds_of

LAST_IMPORTS = 5
MONTHS_SHOWN = 12

CONDITIONS: dict[Condition, str | Promise] = {
    Condition.READY: _("The search index is up to date."),
    Condition.BEHIND: _("The search index lacks the latest changes; the next commit brings them."),
    Condition.STALE: _(
        "The search index was built by another release. Run “search_index --rebuild”."
    ),
    Condition.CUT_OFF: _(
        "The search index is so far behind that it cannot follow. Run “search_index --rebuild”."
    ),
    Condition.MISSING: _("There is no search index. Run “search_index --rebuild”."),
    Condition.DAMAGED: _("The search index cannot be read. Run “search_index --rebuild”."),
    Condition.UNREACHABLE: _("The search engine does not answer; the index then catches up."),
}


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for staff: the count, and its page."""

    title: str | Promise
    count: int
    path: str


def overview(request: HttpRequest) -> dict[str, Any]:
    """The parts of the archive's state that the user may see."""
    may = request.user.has_perm
    context: dict[str, Any] = {
        "tasks": [*_review_queue(request.user), *_tasks(may)],
        "may_import": may("articles.add_importbatch"),
    }
    if may("articles.view_importbatch"):
        context |= {
            "imports": list(ImportBatch.objects.select_related("user")[:LAST_IMPORTS]),
            "growth": growth(timezone.localdate()),
        }
    if may("articles.view_article"):
        index = health()
        check = ArchiveCheck.objects.first()
        context |= {
            "index": index,
            "index_words": CONDITIONS[index.condition],
            "index_is_well": index.condition in {Condition.READY, Condition.BEHIND},
            "check": check,
            "problems": _problems(check),
            "total": _total(),
            "last_backup": last_backup(),
            "findings": [(each, said(each)) for each in standing(timezone.now())],
        }
    return context


def growth(today: date) -> BarChart:
    """From the counts of imports, without undone ones; one query."""
    calendar = first_calendar()
    months = [Period.holding(today, calendar, Precision.MONTH)]
    while len(months) < MONTHS_SHOWN and (previous := months[-1].previous):
        months.append(previous)
    since = timezone.make_aware(datetime.combine(months[-1].first, time.min))
    added: Counter[date] = Counter()
    batches = ImportBatch.objects.filter(created_at__gte=since)
    batches = batches.exclude(state=ImportBatch.State.UNDONE).order_by()
    for moment, outcomes in batches.values_list("created_at", "counts").iterator():
        day = timezone.localtime(moment).date()
        first = Period.holding(day, calendar, Precision.MONTH).first
        added[first] += outcomes.get("created", 0) + outcomes.get("duplicate", 0)
    values = [Counted(period_words(month), added[month.first]) for month in reversed(months)]
    total = sum(value.count for value in values)
    title = ngettext(
        "%(number)s article in twelve months", "%(number)s articles in twelve months", total
    )
    return BarChart(title % {"number": number(total)}, values, gettext("Month"))


def _review_queue(user: Any) -> Iterator[Task]:
    """The whole queue of what this person may deal with; each kind is counted up to a limit."""
    if kinds := kinds_of(user):
        waiting = review_queue.counts()
        total = sum(waiting[kind] for kind in kinds)
        yield Task(_("Review queue"), total, reverse("admin:articles_article_review"))


def _tasks(may: Any) -> Iterator[Task]:
    """Each count uses a partial index that has only what waits."""
    articles = reverse("admin:articles_article_changelist")
    needed = Article.objects.filter(review=Article.Review.NEEDED)
    if may("articles.view_article"):
        yield Task(_("Articles to review"), needed.count(), f"{articles}?review__exact=needed")
        duplicates = needed.filter(duplicate_of__isnull=False).count()
        yield Task(_("Likely duplicates"), duplicates, reverse("admin:duplicates"))
    if may("articles.view_source"):
        sources = reverse("admin:articles_source_changelist")
        new = Source.objects.filter(needs_review=True).count()
        yield Task(_("New sources"), new, f"{sources}?needs_review__exact=1")
    if may("articles.view_readerreport"):
        reports = reverse("admin:articles_readerreport_changelist")
        pending = ReaderReport.objects.filter(state=ReaderReport.State.OPEN).count()
        yield Task(_("Readers' reports"), pending, f"{reports}?state__exact=open")


def _problems(check: ArchiveCheck | None) -> list[tuple[str | Promise, int]]:
    """The messages of the last check, most frequent first."""
    found = check.problems if check else {}
    known = {problem.value for problem in Problem}
    return [
        (SENTENCES[Problem(name)] if name in known else name, count)
        for name, count in sorted(found.items(), key=lambda item: -item[1])
    ]


def _total() -> int | None:
    """How many articles readers can find; None while the index does not answer."""
    try:
        return counts().total
    except IndexUnavailableError:
        return None

"""The output of the command ``search_articles``, for programs and for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.calendars import Calendar, format_iso
from articles.expressions import regex
from articles.models import Article, Capture
from articles.search import Answer, Excerpt, FoundArticle, found_articles, other_names

SCORE_DIGITS = 4
"""Decimals of a score that are given; the engine's numbers have seven digits in all."""

_CONTROLS = regex(r"[\x00-\x1f\x7f-\x9f]+")


def json_object(text: str, answer: Answer) -> dict[str, Any]:
    """The object of docs/commands.md for the query ``text``. Takes three database queries."""
    found = found_articles(answer, excerpts=1)
    captures = _captures(each.article.pk for each in found)
    return {
        "query": text,
        "total": answer.total,
        "results": [
            {
                "key": article.key,
                "title": article.title,
                "source": _source(article),
                "published_gregorian": _iso(article, Calendar.GREGORIAN),
                "jalali": _iso(article, Calendar.JALALI),
                "language": article.language,
                "score": round(each.score, SCORE_DIGITS),
                "snippet": _snippet(each),
                "captures": captures[article.pk],
            }
            for each in found
            for article in [each.article]
        ],
        "partial": answer.is_partial,
    }


def lines(answer: Answer) -> Iterator[str]:
    """A list to be read: how many there are, then key, days, source, title, snippet of each.

    Control characters of texts are left out, which a terminal would obey.
    """
    yield from _introduction(answer)
    for each in found_articles(answer, excerpts=1):
        article = each.article
        yield ""
        yield _plain(f"{article.key}  {_days(article)}  {_source(article)}".rstrip())
        yield _plain(f"  {article.title}")
        for excerpt in each.excerpts:
            yield _plain(f"  {_with_ellipses(excerpt)}")


def _introduction(answer: Answer) -> Iterator[str]:
    yield ngettext("%(total)s article", "%(total)s articles", answer.total) % {
        "total": f"{answer.total:,}"
    }
    if answer.is_partial:
        yield _("No article has all of these words; these have most of them.")
    if names := other_names(answer):
        yield _("Also searched for: %(names)s") % {"names": ", ".join(names)}


def _captures(ids: Iterable[int]) -> defaultdict[int, list[dict[str, Any]]]:
    """The live captures of articles, by file and item: an order that no import changes."""
    rows = Capture.objects.live().filter(article_id__in=list(ids)).order_by()
    captures: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for article_id, file, item in sorted(
        rows.values_list("article_id", "file_name", "item_number")
    ):
        captures[article_id].append({"file": file, "item": item})
    return captures


def _source(article: Article) -> str:
    """The source's name in the article's language; empty when it has none."""
    return article.source.name_in(article.language) if article.source else ""


def _iso(article: Article, calendar: Calendar) -> str | None:
    return format_iso(article.day, calendar) if article.day else None


def _days(article: Article) -> str:
    days = (_iso(article, calendar) for calendar in (Calendar.JALALI, Calendar.GREGORIAN))
    return " ".join(filter(None, days)) or _("no date")


def _snippet(found: FoundArticle) -> str:
    return " ".join(_text(excerpt) for excerpt in found.excerpts)


def _with_ellipses(excerpt: Excerpt) -> str:
    before = "…" if excerpt.begins_inside else ""
    after = "…" if excerpt.ends_inside else ""
    return f"{before}{_text(excerpt)}{after}"


def _text(excerpt: Excerpt) -> str:
    """The stretch without marks, its paragraphs in one line."""
    return " ".join("".join(run.text for run in excerpt.runs).split())


def _plain(text: str) -> str:
    return _CONTROLS.sub(" ", text)

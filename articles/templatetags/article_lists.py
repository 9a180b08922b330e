"""Lists of articles: by day with the beginnings of their texts, as links with their origin, and
those with the most links."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.display import number
from articles.fragments import render
from articles.models import Article, RelatedStory, Source

register = template.Library()


@register.simple_tag
def days(articles: Iterable[Article], source: Source | None = None) -> SafeString:
    """Articles in sections by day, the days in both calendars; ``source`` as in :func:`teasers`."""
    by_day = groupby(articles, key=lambda article: article.day)
    return render("article_lists/days.html", days=by_day, source=source)


@register.simple_tag
def teasers(articles: Iterable[Article], source: Source | None = None) -> SafeString:
    """Articles of :func:`articles.views.site.listing.listing` with the beginnings of their texts.

    The source is named unless it is ``source``, the language unless it is that of the page.
    """
    return render("article_lists/teasers.html", articles=articles, source=source)


@register.simple_tag
def article_links(title: str, id: str, articles: Iterable[Article]) -> SafeString:
    """Articles as links, each with its source and its day; nothing where there are none."""
    links = [(article, article.title, article.language) for article in articles]
    return render("article_lists/links.html", title=title, id=id, links=links)


@register.simple_tag
def related_stories(
    article: Article, stories: Iterable[tuple[RelatedStory, Article | None]]
) -> SafeString:
    """The stories that an article recommends, as links where they are archived."""
    links = [
        (target, story.title, target.language if target else article.language)
        for story, target in stories
    ]
    title = _("Recommended by the source")
    return render("article_lists/links.html", title=title, id="related", links=links)


@register.simple_tag
def ranking(counted: Iterable[tuple[Article, int]]) -> SafeString:
    """Articles with the number of articles that link to each, those with the most first."""
    ranked = [(article, _linked_from(links)) for article, links in counted]
    return render("article_lists/ranking.html", ranked=ranked)


def _linked_from(count: int) -> str:
    words = ngettext("linked from %(number)s article", "linked from %(number)s articles", count)
    return words % {"number": number(count)}

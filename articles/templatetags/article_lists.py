"""Lists of articles: by day with the beginnings of their texts, as links with their origin, and
those with the most links.

Tags, because a page has dozens of articles, and a template takes ten times as long for each.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape
from itertools import groupby

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.display import number, other_day, page_language, readers_day
from articles.models import Article, RelatedStory, Source
from articles.models.addresses import addresses_of
from articles.models.articles import Language
from articles.text.leads import lead

from .archive import SourceLinks, day_path

register = template.Library()


# -- by day ----------------------------------------------------------------------------------------

_DAY = """<section class="day">
  <header class="day__head">
    <h2 class="day__title">
      {title}
    </h2>
    {other}
  </header>
  {teasers}
</section>
"""

_TEASERS = """
<ul class="day__items">
  {teasers}
</ul>
"""

_TEASER = """<li><article class="teaser">
    <h3 class="teaser__title">
      <a href="{address}"><bdi lang="{language}">{title}</bdi></a>
    </h3>
    {lead}
    {meta}
  </article></li>
  """

_META = """<p class="teaser__meta">
      {source}
      {language}
    </p>"""


@register.simple_tag
def days(articles: Iterable[Article], source: Source | None = None) -> SafeString:
    """Articles in sections by day, the days in both calendars; ``source`` as in :func:`teasers`."""
    of_days = groupby(articles, key=lambda article: article.day)
    sections = [_day(day, teasers(of_day, source)) for day, of_day in of_days]
    return mark_safe("".join([*sections, "\n"]))


def _day(day: date | None, of_day: str) -> str:
    title, other = f"\n        {_('Day unknown')}\n      ", ""
    if day:
        words = escape(readers_day(day, weekday=True))
        time = f'<time datetime="{day.isoformat()}">{words}</time>'
        title = f'\n        <a href="{escape(day_path(day))}">{time}</a>\n      '
        other = f'<p class="day__other">{escape(other_day(day))}</p>'
    return _DAY.format(title=title, other=other, teasers=of_day)


@register.simple_tag
def teasers(articles: Iterable[Article], source: Source | None = None) -> SafeString:
    """Articles of :func:`articles.views.site.listing.listing` with the beginnings of their texts.

    The source is named unless it is ``source``, the language unless it is that of the page.
    """
    page, links, address_of = page_language(), SourceLinks(), addresses_of("article")

    def teaser(article: Article) -> str:
        language, beginning = escape(article.language), article.lead  # type: ignore[attr-defined]
        text = f'<bdi lang="{language}">{escape(lead(beginning))}</bdi>'
        own = article.source
        named = links.of(own) if own and own != source else ""
        is_foreign = article.language != page
        other = f'<span class="tag">{escape(_language(article))}</span>' if is_foreign else ""
        return _TEASER.format(
            address=escape(address_of(article.key)),
            language=language,
            title=escape(article.title),
            lead=f'<p class="teaser__lead">{text}</p>' if beginning else "",
            meta=_META.format(source=named, language=other) if named or is_foreign else "",
        )

    return mark_safe(_TEASERS.format(teasers="".join(map(teaser, articles))))


def _language(article: Article) -> str:
    return str(Language(article.language).label)


# -- as links --------------------------------------------------------------------------------------

_LINKS = """
<section class="links" aria-labelledby="{id}-title">
  <h2 class="links__title" id="{id}-title">{title}</h2>
  <ul class="links__list">
    {links}
  </ul>
</section>
"""

_LINK = """
      <li class="links__item">
        <a class="links__name" href="{address}"><bdi lang="{language}">{title}</bdi></a>
        {origin}
      </li>
    """

_RELATED = """
      <li class="links__item">
        {story}
      </li>
    """

_ARCHIVED = """
          <a class="links__name" href="{address}"><bdi lang="{language}">{title}</bdi></a>
          {origin}
        """

_MISSING = """
          <span class="links__name links__name--missing"><bdi lang="{language}">{title}</bdi></span>
          <span class="links__origin">{sentence}</span>
        """

_ORIGIN = """
<span class="links__origin">
  {source}
  {parted}
  {day}
</span>
"""


@register.simple_tag
def article_links(title: str, id: str, articles: Iterable[Article]) -> SafeString:
    """Articles as links, each with its source and its day; nothing where there are none."""
    links = [
        _LINK.format(**_link(article), title=escape(article.title), origin=_origin(article))
        for article in articles
    ]
    return _list_of_links(title, id, links)


@register.simple_tag
def related_stories(
    article: Article, stories: Iterable[tuple[RelatedStory, Article | None]]
) -> SafeString:
    """The stories that an article recommends, as links where they are archived."""

    def link(story: RelatedStory, target: Article | None) -> str:
        title = escape(story.title)
        if target:
            return _ARCHIVED.format(**_link(target), title=title, origin=_origin(target))
        missing = _("not archived yet")
        return _MISSING.format(language=escape(article.language), title=title, sentence=missing)

    links = [_RELATED.format(story=link(*each)) for each in stories]
    return _list_of_links(_("Recommended by the source"), "related", links)


def _list_of_links(title: str, id: str, links: list[str]) -> SafeString:
    if not links:
        return mark_safe("\n\n")
    return mark_safe(_LINKS.format(title=escape(title), id=id, links="".join(links)))


def _link(article: Article) -> dict[str, str]:
    return {
        "address": escape(article.get_absolute_url()),
        "language": escape(article.language),
    }


def _origin(article: Article) -> str:
    source, day = article.source, article.day
    named = f'<bdi lang="{source.name_language}">{escape(str(source))}</bdi>' if source else ""
    words = escape(readers_day(day)) if day else ""
    return _ORIGIN.format(
        source=named,
        parted="·" if source and day else "",
        day=f'<time datetime="{day.isoformat()}">{words}</time>' if day else "",
    )


# -- as a ranking ----------------------------------------------------------------------------------

_RANKED = """<li class="ranking__item">
      <span class="ranking__place" aria-hidden="true">{place}</span>
      <a class="ranking__name" href="{address}"><bdi lang="{language}">{title}</bdi></a>
      <span class="ranking__links">{links}</span>
    </li>
    """


@register.simple_tag
def ranking(counted: Iterable[tuple[Article, int]]) -> SafeString:
    """Articles with the number of articles that link to each, those with the most first."""
    ranked = [
        _RANKED.format(
            place=escape(number(place)),
            **_link(article),
            title=escape(article.title),
            links=escape(_linked_from(links)),
        )
        for place, (article, links) in enumerate(counted, 1)
    ]
    return mark_safe("".join(ranked))


def _linked_from(count: int) -> str:
    words = ngettext("linked from %(number)s article", "linked from %(number)s articles", count)
    return words % {"number": number(count)}

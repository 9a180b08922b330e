"""Template tags of the search page: results, and values with their counts.

Tags, because a page has a hundred of them, and templates take five times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.display import number, other_day, page_language, readers_day
from articles.models import Article
from articles.models.addresses import addresses_of
from articles.models.articles import Language
from articles.search import Excerpt
from articles.text.highlight import Run
from articles.views.search.facets import FacetValue
from articles.views.search.page import Result

from .archive import SourceLinks

register = template.Library()

_LINK = (
    '<li class="facet__value"><a href="{address}"{chosen}>{removal}<bdi{language}>{label}</bdi></a>'
    ' <span class="facet__count">{count}</span></li>'
)
_NO_LINK = (
    '<li class="facet__value"><span>{label}</span> <span class="facet__count">{count}</span></li>'
)


_RESULTS = """
<ol class="results">
  {results}
</ol>
"""

_RESULT = """<li><article class="result">
    <h2 class="result__title">
      <a href="{address}"><bdi lang="{language}">{title}</bdi></a>
    </h2>
    {meta}
    {excerpts}
    {also}
  </article></li>
  """

_EXCERPTS = """
      <p class="result__excerpt">
        <bdi lang="{language}">
          {excerpts}
        </bdi>
      </p>
    """

_EXCERPT = """
            {before}{text}{after}
          """

_ALSO = """
      <p class="result__also">
        {sentence}{copies}
      </p>
    """

_COPY = """
          <a href="{address}">
            <bdi lang="{language}">{name}</bdi></a>"""


@register.simple_tag
def results(found: Iterable[Result]) -> SafeString:
    """The articles that were found, with what matched as ``mark``."""
    page, links, address_of = page_language(), SourceLinks(), addresses_of("article")

    def result(each: Result) -> str:
        article, excerpts = each.found.article, each.found.excerpts
        language = escape(article.language)
        text = _EXCERPTS.format(language=language, excerpts=_excerpts(excerpts)) if excerpts else ""
        return _RESULT.format(
            address=escape(address_of(article.key)),
            language=language,
            title=_marked(each.found.title),
            meta=_meta(article, links, page),
            excerpts=text,
            also=_also(each.duplicates) if each.duplicates else "",
        )

    return mark_safe(_RESULTS.format(results="".join(map(result, found))))


def _excerpts(excerpts: Sequence[Excerpt]) -> str:
    return "".join(
        [
            _EXCERPT.format(
                before="… " if excerpt.begins_inside else "",
                text=_marked(excerpt.runs),
                after=" …" if excerpt.ends_inside and excerpt is excerpts[-1] else "",
            )
            for excerpt in excerpts
        ]
    )


_BETWEEN = "\0"


def _marked(runs: Sequence[Run]) -> str:
    """A text in runs, escaped, with what matched as ``mark``."""
    texts = [text for text, _is_match in runs]
    # All at once: a page of results has about 600 runs.
    escaped = escape(_BETWEEN.join(texts)).split(_BETWEEN)
    if len(escaped) != len(texts):  # the sign is in the text itself
        escaped = list(map(escape, texts))
    return "".join(
        [
            f"<mark>{text}</mark>" if run.is_match else text
            for text, run in zip(escaped, runs, strict=True)
        ]
    )


def _also(copies: Sequence[Article]) -> str:
    """Where else the same text is: the sources of its copies."""
    links = [
        _COPY.format(
            address=escape(copy.get_absolute_url()),
            language=copy.source.name_language if copy.source else page_language(),
            name=escape(str(copy.source) if copy.source else _("Source unknown")),
        )
        for copy in copies
    ]
    parted = f"{escape(_(', '))}\n            \n        ".join(links)
    lines = f"\n        \n        {parted}\n        "
    return _ALSO.format(sentence=escape(_("The same text also at:")), copies=lines)


def _meta(article: Article, links: SourceLinks, page: str) -> str:
    """The source, the day in both calendars and the language of an article."""
    source, day = article.source, article.day
    named = f'<span class="result__source">{links.of(source)}</span>' if source else ""
    words = _both_days(day, page) if day else f"<span>{escape(_('Day unknown'))}</span>"
    language = escape(str(Language(article.language).label))
    return f'<p class="result__meta">{named} {words} <span class="tag">{language}</span></p>'


def _both_days(day: date, page: str) -> str:
    words = escape(readers_day(day, weekday=True, language=page))
    other = escape(other_day(day, page))
    time = f'<time datetime="{day.isoformat()}">{words}</time>'
    return f'<span>{time} <span class="other-day">{other}</span></span>'


@register.simple_tag
def facet_values(values: Iterable[FacetValue]) -> SafeString:
    """The values of a facet as a list of links that narrow the search or remove a choice."""
    page = page_language()
    items = "".join([_facet_value(value, page) for value in values])
    return mark_safe(f'<ul class="facet__values">{items}</ul>')


def _facet_value(value: FacetValue, page: str) -> str:
    chosen = removal = ""
    if value.is_chosen:
        chosen, words = ' aria-current="true"', escape(_("Remove this filter:"))
        removal = f'<span class="visually-hidden">{words} </span>'
    return (_LINK if value.address else _NO_LINK).format(
        address=escape(value.address),
        chosen=chosen,
        removal=removal,
        language=f' lang="{escape(value.language)}"' if value.language else "",
        label=escape(value.label),
        count=escape(number(value.count, page)),
    )

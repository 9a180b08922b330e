"""Template tags of the page of an article: its citations.

Tags, because a template takes several times as long for each.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.display import direction
from articles.models import Article
from articles.models.addresses import address_of
from articles.views.article.citing import Citation

register = template.Library()

_FORM = """<div class="cite__form">
      <h3 class="cite__name" id="cite-{number}">{name}</h3>
      <pre class="cite__text{code}"
           lang="{language}"
           dir="{direction}">{text}</pre>
      {file}
    </div>
    """

_FILE = """
        <p class="cite__file">
          <a href="{address}" download>
            {words}<span class="visually-hidden">: {name}</span></a>
        </p>
      """


@register.simple_tag
def citation_forms(article: Article, citations: Iterable[Citation]) -> SafeString:
    """The citations, those for programs with a link to a file."""

    def form(number: int, citation: Citation) -> str:
        name, file = escape(citation.name), ""
        if citation.form:
            address = escape(address_of("article_format", article.key, citation.form))
            file = _FILE.format(address=address, words=escape(_("Download as a file")), name=name)
        return _FORM.format(
            number=number,
            name=name,
            code=" cite__text--code" if file else "",
            language=escape(citation.language),
            direction="ltr" if file else direction(citation.language),
            text=escape(citation.text),
            file=file,
        )

    return mark_safe("".join([form(*each) for each in enumerate(citations, 1)]))

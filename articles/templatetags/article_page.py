"""Template tags of the page of an article: its day, its pictures and its citations.

Tags, because a template takes several times as long for each.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.display import direction, hijri_day, other_day, page_language, readers_day
from articles.models import Article, Figure
from articles.models.addresses import address_of
from articles.views.article.citing import Citation

from .archive import day_path

register = template.Library()

_DAY = """

  <a href="{address}"><time datetime="{iso}">{words}</time></a>

<span class="other-day">{other}</span>
"""

_HIJRI = """

  <li>
    <details class="hijri">
      <summary>{hijri}</summary>
      <span class="hijri__day">{words}</span>
    </details>
  </li>

"""

_FIGURE = """
<figure class="figure" aria-label="{label}">
  <div class="figure__frame">
    <svg class="figure__icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" \
focusable="false"
         fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round">
      <rect x="3" y="4.5" width="18" height="15" rx="2"/>
      <path d="M3.5 17l5-5.5 4 4 3-2.5 5 4"/>
      <circle cx="15.5" cy="9" r="1.5"/>
    </svg>
    <p class="figure__alt">
      {alt}
    </p>
  </div>
  {caption}
</figure>
"""

_CAPTION = """
    <figcaption class="figure__caption">
      <bdi>{caption}</bdi>
      {credit}
    </figcaption>
  """

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
def linked_day(day: date) -> SafeString:
    """A day in both calendars, the reader's as a link to its page."""
    return mark_safe(
        _DAY.format(
            address=escape(day_path(day)),
            iso=day.isoformat(),
            words=escape(readers_day(day, weekday=True)),
            other=escape(other_day(day)),
        )
    )


@register.simple_tag
def hijri(day: date) -> SafeString:
    """The day in the Hijri calendar, folded; nothing where its tables end."""
    words = hijri_day(day)
    if not words:
        return mark_safe("\n\n")
    return mark_safe(_HIJRI.format(hijri=escape(_("Hijri")), words=escape(words)))


@register.simple_tag
def figures(of_text: Iterable[Figure]) -> SafeString:
    """What the text has of its pictures."""
    return mark_safe("".join(map(_figure, of_text)))


def _figure(figure: Figure) -> str:
    caption = ""
    if figure.caption or figure.credit:
        credit = f"<bdi>[{escape(figure.credit)}]</bdi>"
        caption = _CAPTION.format(
            caption=escape(figure.caption),
            credit=f' <small class="figure__credit">{credit}</small>' if figure.credit else "",
        )
    alt = f"<bdi>{escape(figure.alt)}</bdi>"
    if not figure.alt:
        words = escape(_("A picture without a description"))
        alt = f'<bdi lang="{page_language()}">{words}</bdi>'
    label = escape(_("Picture, described"))
    return _FIGURE.format(label=label, alt=f"\n        {alt}\n      ", caption=caption)


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

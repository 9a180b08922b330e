"""Converts articles for citations, and lists the citations of an article's page."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles.calendars import Calendar
from articles.exporting.bibtex import bibtex
from articles.exporting.citations import CitedArticle, citation_language
from articles.exporting.csl_json import csl_json
from articles.exporting.ris import ris
from articles.exporting.text_citations import apa, plain
from articles.models import Article


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation of the cite box, with its language.

    ``form`` is the suffix of the file to download, empty for citations to read and copy.
    """

    name: str
    text: str
    language: str
    form: str = ""


def cited(request: HttpRequest, article: Article) -> CitedArticle:
    """The citation of an article, accessed today at its page in the language of the request."""
    with override(citation_language(article.language)):
        archive = str(settings.SITE_NAME)
    return CitedArticle(
        key=article.key,
        title=article.title,
        source=article.source.name_in(article.language) if article.source else "",
        author=article.author,
        language=article.language,
        day=article.day,
        url=request.build_absolute_uri(article.get_absolute_url()),
        original_url=article.url,
        accessed=timezone.localdate(),
        archive=archive,
    )


def citations(fields: CitedArticle) -> list[Citation]:
    """All formats, those for people first."""
    dated = {
        Calendar.JALALI: _("With the Jalali date"),
        Calendar.GREGORIAN: _("With the Gregorian date"),
    }
    if fields.words.calendar is Calendar.GREGORIAN:
        dated = dict(reversed(dated.items()))
    language = fields.words.language
    return [
        *(Citation(name, plain(fields, calendar), language) for calendar, name in dated.items()),
        Citation(_("APA style"), apa(fields), language),
        Citation("BibTeX", bibtex(fields), language, "bib"),
        Citation("RIS", ris(fields), language, "ris"),
        Citation("CSL-JSON", csl_json(fields), language, "csl.json"),
    ]

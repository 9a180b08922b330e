"""Fragments of pages: what a page has dozens of (articles of a list, days, bars), and the tags of
:mod:`articles.templatetags` put into pages.

Their templates are in ``templates/jinja2/``, because Jinja2 compiles them to Python: Django's own
take several times as long. They escape every value.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import cache
from typing import Any

from django.template import engines
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, StrictUndefined

from articles import display
from articles.exporting.one_line import isolated_parts
from articles.models.addresses import address_of, addresses_of
from articles.models.articles import Language
from articles.models.sources import Source
from articles.text.leads import lead
from articles.views.by_date.paths import day_path


def render(name: str, **shown: Any) -> SafeString:
    """The fragment of this name, with what is named here and nothing else of a page."""
    return mark_safe(engines["jinja2"].get_template(name).render(shown))


def source_link(source: Source) -> SafeString:
    """A link to the page of a source, with its name."""
    return render("source_link.html", source=source)


class _Environment(Environment):
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A plain dictionary: to copy Jinja2's chain of two takes longer than most fragments."""
        return {**self.globals, **(d or {})}


def environment(**options: Any) -> Environment:
    """What the templates of fragments know: a few functions and filters. Settings name it."""
    strict = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = _Environment(extensions=["jinja2.ext.i18n"], **options | strict)
    # Of the extension, which mypy cannot see.
    made.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(
        address_of=address_of,
        addresses_of=addresses_of,
        day_path=day_path,
        once=cache,  # a list has dozens of articles, and few sources
        page_language=display.page_language,
        source_link=source_link,
    )
    made.filters.update(
        isolated_parts=isolated_parts,
        article_count=display.article_count,
        direction=display.direction,
        language_label=_language_label,
        lead=lead,
        number=display.number,
        other_day=display.other_day,
        readers_day=display.readers_day,
        rounded=display.rounded,
    )
    return made


def _language_label(language: str) -> str:
    return str(Language(language).label)

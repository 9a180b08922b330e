"""Template tags of the page of an article: its day, its pictures and its citations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import template
from django.utils.safestring import SafeString

from articles.display import hijri_day
from articles.fragments import render
from articles.models import Article, Figure
from articles.views.article.citing import Citation

register = template.Library()


@register.simple_tag
def linked_day(day: date) -> SafeString:
    """A day in both calendars, the reader's as a link to its page."""
    return render("article_page/linked_day.html", day=day)


@register.simple_tag
def hijri(day: date) -> SafeString:
    """The day in the Hijri calendar, folded; nothing where its tables end."""
    return render("article_page/hijri.html", words=hijri_day(day))


@register.simple_tag
def figures(of_text: Iterable[Figure]) -> SafeString:
    """What the text has of its pictures."""
    return render("article_page/figures.html", figures=of_text)


@register.simple_tag
def citation_forms(article: Article, citations: Iterable[Citation]) -> SafeString:
    """The citations, those for programs with a link to a file."""
    return render("article_page/citation_forms.html", article=article, citations=citations)

"""Data in an article's page for search engines and link previews."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from articles.exporting.citations import CitedArticle
from articles.exporting.json_ld import news_article, script_text
from articles.exporting.one_line import is_web_address
from articles.link_picture import SIZE
from articles.models import Article
from articles.text.leads import lead

OPEN_GRAPH_LOCALES = {"fa": "fa_IR", "ar": "ar"}


def json_ld(fields: CitedArticle, article: Article) -> SafeString:
    """The content of a script element of type ``application/ld+json``.

    Such an element contains data that browsers do not run, so the Content-Security-Policy does not
    need its hash, and Chromium reports nothing.
    """
    homepage = article.source.homepage if article.source else ""
    data = news_article(
        fields,
        description=lead(article.body, article.title),
        published=published_at(article),
        changed=timezone.localtime(article.updated_at),
        homepage=homepage if is_web_address(homepage) else "",
    )
    return mark_safe(script_text(data))  # every <, > and & in it is escaped


def open_graph(request: HttpRequest, article: Article, language: str) -> list[tuple[str, str]]:
    """Properties and their contents."""
    published = published_at(article) or article.day
    pairs = [
        ("og:type", "article"),
        ("og:title", article.title),
        ("og:description", lead(article.body, article.title)),
        ("og:url", request.build_absolute_uri(article.get_absolute_url())),
        ("og:locale", OPEN_GRAPH_LOCALES[language]),
        *(
            ("og:locale:alternate", OPEN_GRAPH_LOCALES[code])
            for code, _name in settings.LANGUAGES
            if code != language
        ),
        ("article:published_time", published.isoformat() if published else ""),
        ("og:image", picture_address(request, article)),
        ("og:image:type", "image/png"),
        ("og:image:width", str(SIZE[0])),
        ("og:image:height", str(SIZE[1])),
        ("og:image:alt", article.title),
    ]
    return [(name, content) for name, content in pairs if content]


def picture_address(request: HttpRequest, article: Article) -> str:
    """The address of an article's picture in the language of the page."""
    return request.build_absolute_uri(reverse("article_picture", args=[article.key]))


def published_at(article: Article) -> datetime | None:
    """The time of publication in the archive's time zone, if a time was printed."""
    if article.day is None or article.published_time is None:
        return None
    return datetime.combine(
        article.day, article.published_time, tzinfo=timezone.get_default_timezone()
    )

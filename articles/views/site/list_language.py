"""Lists of the whole archive begin with articles in the language of the page, and offer the other
language and all beside them.

``?lang=`` is ``fa``, ``ar`` or ``all``. What a reader has chosen on the front page is kept
in a cookie for the next visit; other pages do not vary by cookies, so that caches can share them.
Where there is no article in the language, all are shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from articles.db.prepared import Given
from articles.display import page_language
from articles.models.articles import ArticleQuerySet, Language

from .pagination import ArticleList, Page

PARAMETER = "lang"
ALL = "all"
COOKIE = "list-language"
_SECONDS_KEPT = 365 * 24 * 3600


class Option(NamedTuple):
    """A link to the start of a list in a language, or in all."""

    name: str
    query: str
    is_current: bool


def asked_language(request: HttpRequest) -> str:
    """The language that the address asks for, or :data:`ALL`; empty if none."""
    return _choice(request.GET.get(PARAMETER, ""))


def kept_language(request: HttpRequest) -> str:
    """The language that the reader has chosen before, or :data:`ALL`; empty if none."""
    return _choice(request.COOKIES.get(COOKIE, ""))


def options(current: str, kept: str = "") -> list[Option]:
    """What is offered beside a list: the page's language, the others, and all; ``kept`` is what
    else stays in their query strings."""
    own = page_language()
    codes = sorted(_offered(), key=lambda code: code != own)
    named = [(code, str(Language(code).label)) for code in codes] + [(ALL, _("All languages"))]
    rest = f"&{kept}" if kept else ""
    return [Option(name, f"?{PARAMETER}={code}{rest}", code == current) for code, name in named]


def keep_language(request: HttpRequest, response: HttpResponse) -> None:
    """Keep a language that the address asks for; no cookie is needed for that of the page."""
    asked = asked_language(request)
    kept = request.COOKIES.get(COOKIE, "")
    if asked == page_language():
        if kept:
            response.delete_cookie(COOKIE)
    elif asked and asked != kept:
        response.set_cookie(
            COOKIE,
            asked,
            max_age=_SECONDS_KEPT,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


class LanguageLists:
    """A list of articles of each language, and of all; ``is_dated`` as of :class:`.ArticleList`."""

    def __init__(self, articles: Callable[[], ArticleQuerySet], *, is_dated: bool = False) -> None:
        self._all = ArticleList(articles, is_dated=is_dated)
        self._of_one = ArticleList(
            lambda: articles().filter(language=Given("language")), is_dated=is_dated
        )

    def page(self, request: HttpRequest, *, kept: str = "", **given: Any) -> tuple[Page, str]:
        """The page that the address asks for, and its language (or :data:`ALL`); ``kept`` is what
        the reader has chosen before.

        Takes one or two queries, twice as many where nothing is in the language. Raises Missing
        like :meth:`.ArticleList.page`.
        """
        language = asked_language(request) or kept or page_language()
        if language != ALL:
            page = self._of_one.page(request.GET, language=language, **given)
            if page.articles:
                return _within(page, language), language
        return _within(self._all.page(request.GET, **given), ALL), ALL


def _within(page: Page, language: str) -> Page:
    """A page with addresses of its neighbours that stay in the language, for whoever opens
    them."""
    return page.with_parameter("" if language == page_language() else f"{PARAMETER}={language}")


def _choice(text: str) -> str:
    return text if text in (*_offered(), ALL) else ""


def _offered() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]

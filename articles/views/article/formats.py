"""An article in other formats than its page: complete as JSON, as text, and as citations."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import PurePosixPath
from typing import Any

import jdatetime
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from articles.exporting.bibtex import bibtex
from articles.exporting.citations import CitedArticle
from articles.exporting.csl_json import csl_json
from articles.exporting.plain_text import PictureWords, plain_text
from articles.exporting.ris import ris
from articles.fields import PUBLIC
from articles.models import Article, Figure, RelatedStory, Source
from articles.models.days import gregorian
from articles.views.site.http_cache import public_page

from .body import body_blocks
from .citing import cited
from .page import retired


@dataclass(frozen=True, slots=True)
class Form:
    """A form of an article. ``is_file`` says that browsers are to save it, for other programs."""

    content_type: str
    write: Callable[[HttpRequest, Article], str]
    is_file: bool = True


@require_safe
@public_page()
def article_format(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """``/articles/<key>.<form>``: json, txt, bib, ris or csl.json.

    ``json`` is the article complete, as :func:`complete` describes it.
    """
    try:
        found = Article.objects.visible().select_related("source").get(key=key)
    except Article.DoesNotExist:
        return retired(request, key, "article_format", form)
    chosen = FORMS[form]
    disposition = "attachment" if chosen.is_file else "inline"
    page = request.build_absolute_uri(found.get_absolute_url())
    return HttpResponse(
        chosen.write(request, found).encode("utf-8", "replace"),
        headers={
            "Content-Type": chosen.content_type,
            "Content-Disposition": f'{disposition}; filename="{key}.{form}"',
            "Content-Security-Policy": "sandbox",
            "Link": f'<{page}>; rel="canonical"',
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
        },
    )


def complete(request: HttpRequest, article: Article, raw: str = "raw_capture") -> dict[str, Any]:
    """Everything that the archive has about an article, as one JSON object.

    - ``key``, ``title``, ``author`` (byline as printed), ``language`` (fa, ar, en, und),
      ``paragraphs``, ``views`` (as last scraped, or null), ``url`` (original address),
      ``external_id`` (the site's news code), ``machine_translated`` (unknown, yes, no): unknown
      texts are empty.
    - ``source``: ``slug``, ``names`` by language, ``homepage``, ``url`` of its page here; or null.
    - ``published``: ``gregorian`` and ``jalali`` (ISO, ASCII digits), ``time`` (HH:MM:SS),
      ``text`` (as printed), ``calendar`` of the printed date; null or empty if unknown.
    - ``figures``: ``position`` (number of paragraphs before it), ``alt``, ``caption``, ``credit``.
    - ``related``: ``title``, and ``key`` and ``url`` if that article is in the archive, else null.
    - ``duplicate_of``: ``key`` and ``url`` of the article that had this text first, or null.
    - ``captures``: each live capture, earliest import first: ``file`` and ``item`` of the dump,
      ``outcome``, ``captured_at`` (or null), ``views``, ``sha256``, ``warnings``, ``url`` of the
      raw text.
    - ``corrected_fields``: names of fields that an editor has set.
    - ``added_at``, ``changed_at``: when it was added to the archive and last changed.
    - ``links``: ``self``, the page in each ``fa`` and ``ar``, and each other form by its suffix.

    Hidden articles are never named in it. ``raw`` is the view that gives raw texts.
    """
    others = Article.objects.visible()
    related = list(article.related_stories.all())
    targets = others.in_bulk(
        {story.target_id for story in related if story.target_id} | {article.duplicate_of_id or 0}
    )
    original = targets.get(article.duplicate_of_id or 0)
    shaped: dict[str, dict[str, Any]] = {
        "source": {"source": source_of(request, article.source) if article.source else None},
        "published_on": {"published": published(article, in_iso(article.published_on))},
        "body": {"paragraphs": article.paragraphs},
        "figures": {"figures": [_figure(figure) for figure in article.figures.all()]},
        "related": {
            "related": [
                _related(request, story, targets.get(story.target_id or 0)) for story in related
            ]
        },
        "duplicate_of": {"duplicate_of": _named(request, original) if original else None},
    }
    fields: dict[str, Any] = {}
    for name in (field.name for field in PUBLIC if field.name not in WITHIN_PUBLISHED):
        fields |= shaped.get(name) or {name: getattr(article, name)}
    return {
        "key": article.key,
        **fields,
        "captures": captures_of(request, article, raw),
        "corrected_fields": article.corrected_fields,
        "added_at": article.created_at.isoformat(),
        "changed_at": article.updated_at.isoformat(),
        "links": _links(request, article),
    }


WITHIN_PUBLISHED = ("published_time", "date_text", "date_calendar")
"""Columns of what ``published`` says beside the day."""


def in_iso(day: jdatetime.date | None) -> tuple[str | None, str | None]:
    """A day in the Gregorian and in the Jalali calendar."""
    if day is None:
        return None, None
    jalali = f"{day.year:04}-{day.month:02}-{day.day:02}"
    return gregorian(day.year, day.month, day.day).isoformat(), jalali


def published(article: Article | Any, day: tuple[str | None, str | None]) -> dict[str, Any]:
    """When an article was published, and as printed; of a row with these columns, too. ``day`` is
    its day as :func:`in_iso` gives it."""
    return {
        "gregorian": day[0],
        "jalali": day[1],
        "time": _time(article.published_time),
        "text": article.date_text,
        "calendar": article.date_calendar,
    }


def _json(request: HttpRequest, article: Article) -> str:
    return json.dumps(complete(request, article), ensure_ascii=False, indent=1) + "\n"


def _text(request: HttpRequest, article: Article) -> str:
    body: list[str | PictureWords] = []
    for _kind, part in body_blocks(article.paragraphs, list(article.figures.all())):
        if isinstance(part, str):
            body.append(part)
        else:
            body += [PictureWords(each.alt, each.caption, each.credit) for each in part]
    return plain_text(cited(request, article), body)


def _citation(write: Callable[[CitedArticle], str]) -> Callable[[HttpRequest, Article], str]:
    return lambda request, article: write(cited(request, article))


FORMS = {
    "json": Form("application/json", _json, is_file=False),
    "txt": Form("text/plain; charset=utf-8", _text, is_file=False),
    "bib": Form("application/x-bibtex; charset=utf-8", _citation(bibtex)),
    "ris": Form("application/x-research-info-systems; charset=utf-8", _citation(ris)),
    "csl.json": Form("application/vnd.citationstyles.csl+json", _citation(csl_json)),
}
"""Formats by what follows the key in the address."""


def source_of(request: HttpRequest, source: Source) -> dict[str, Any]:
    """A source as articles name it."""
    address = request.build_absolute_uri(source.get_absolute_url())
    return named_source(source.slug, source.names, source.homepage, address)


def named_source(slug: str, names: Mapping[str, str], homepage: str, url: str) -> dict[str, Any]:
    """A source: its slug, its names by language, its homepage, and its page here."""
    return {
        "slug": slug,
        "names": {code: name for code, name in names.items() if name},
        "homepage": homepage,
        "url": url,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "position": figure.position,
        "alt": figure.alt,
        "caption": figure.caption,
        "credit": figure.credit,
    }


def _related(request: HttpRequest, story: RelatedStory, target: Article | None) -> dict[str, Any]:
    found = _named(request, target) if target else {"key": None, "url": None}
    return {"title": story.title, **found}


def _named(request: HttpRequest, article: Article) -> dict[str, str]:
    return {
        "key": article.key,
        "url": request.build_absolute_uri(article.get_absolute_url()),
    }


def captures_of(request: HttpRequest, article: Article, raw: str) -> list[dict[str, Any]]:
    """The live captures of an article, the earliest import first, with the addresses of their texts
    in the view ``raw``; one query."""
    names = ("pk", "file_name", "item_number", "outcome", "captured_at", "views", "sha256")
    address = request.build_absolute_uri(reverse(raw, args=[article.key]))
    return [
        {
            "file": _file(capture["file_name"]),
            "item": capture["item_number"],
            "outcome": capture["outcome"],
            "captured_at": capture["captured_at"] and capture["captured_at"].isoformat(),
            "views": capture["views"],
            "sha256": capture["sha256"],
            "warnings": capture["warnings"],
            "url": f"{address}?capture={capture['pk']}",
        }
        for capture in article.captures.live().order_by("pk").values(*names, "warnings")
    ]


def _file(name: str) -> str:
    """A file name as given to the import; of an absolute path, only the last part.

    The folders of the importing machine are not published.
    """
    path = PurePosixPath(name)
    return path.name if path.is_absolute() else name


def _links(request: HttpRequest, article: Article) -> dict[str, str]:
    links = {"self": reverse("article_format", args=[article.key, "json"])}
    for language, _name in settings.LANGUAGES:
        with override(language):
            links[language] = article.get_absolute_url()
    for form in FORMS.keys() - {"json"}:
        links[form] = reverse("article_format", args=[article.key, form])
    links["raw"] = reverse("raw_capture", args=[article.key])
    return {name: request.build_absolute_uri(path) for name, path in sorted(links.items())}


def _time(moment: time | None) -> str | None:
    return moment.isoformat("seconds") if moment else None

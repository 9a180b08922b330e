"""Other records as people and programs name them, instead of by an id."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Source
from articles.models.articles import KEY_LENGTH
from articles.models.sources import NAME_LANGUAGES
from articles.text.folding import fold_key

MOST_OFFERED = 12
MOST_NAMED = 5
"""How many similar names are suggested if none matches exactly."""
MOST_COMPARED = 5_000
"""How many sources a name is compared with."""
LIKE = 0.75
"""How like it a spelling must be, by :func:`difflib.get_close_matches`."""


def source_named(text: str) -> Source:
    """The one source with that slug, name or spelling. Raises ``ValidationError``."""
    found = sources_named(text)
    if len(found) == 1:
        return found[0]
    raise ValidationError(_sentence(found), params={"text": text, "names": _listed(found, text)})


def _sentence(found: list[Source]) -> Any:
    if found:
        return _("Several sources are called “%(text)s”. Type the slug of one: %(names)s")
    return _("No source is called “%(text)s”. Similar names: %(names)s")


def _listed(found: list[Source], text: str) -> str:
    if found:
        return ", ".join(source.slug for source in found)
    return ", ".join(choice_of(source) for source in sources_nearest(text)) or "–"


def sources_named(text: str) -> list[Source]:
    """The source with that slug, otherwise those with that name or spelling."""
    exact = Source.objects.filter(slug=text.strip().lower())
    named = Q(aliases__folded_name=fold_key(text))
    for code in NAME_LANGUAGES:
        named |= Q(**{f"name_{code}": text.strip()})
    return list(exact) or list(Source.objects.filter(named).distinct())


def sources_like(text: str) -> list[Source]:
    """Sources with these letters in a name or spelling; those that start with them come first."""
    folded = fold_key(text)
    if not folded:
        return []
    like = Q(aliases__folded_name__contains=folded) | Q(slug__contains=folded.replace(" ", "-"))
    for code in NAME_LANGUAGES:
        like |= Q(**{f"name_{code}__icontains": text.strip()})
    found = Source.objects.filter(like).distinct()[: MOST_OFFERED * 4]
    return sorted(found, key=lambda source: not fold_key(str(source)).startswith(folded))[
        :MOST_OFFERED
    ]


def sources_nearest(text: str) -> list[Source]:
    """The sources that may be meant by a name that none has: those with its letters, then those
    whose names are spelled much like it."""
    found = {source.pk: source for source in sources_like(text)[:MOST_NAMED]}
    names: dict[str, Source] = {}
    for source in Source.objects.prefetch_related("aliases")[:MOST_COMPARED]:
        own = (getattr(source, f"name_{code}") for code in NAME_LANGUAGES)
        spelled = (alias.folded_name for alias in source.aliases.all())
        names |= dict.fromkeys((*map(fold_key, filter(None, own)), *spelled), source)
    for name in get_close_matches(fold_key(text), names, MOST_NAMED, LIKE):
        found.setdefault(names[name].pk, names[name])
    return list(found.values())[:MOST_NAMED]


def choice_of(source: Source) -> str:
    """What to type for a source: its name, or its slug if the name is ambiguous."""
    name = str(source)
    return name if sources_named(name) == [source] else source.slug


def article_named(text: str) -> Article:
    """The article with that key, or that address on the site or in the admin. Raises
    ``ValidationError``."""
    found = _article_named(text)
    if found is None:
        raise ValidationError(_("There is no article “%(text)s”."), params={"text": text})
    return found


def _article_named(text: str) -> Article | None:
    if match := re.search(r"/articles/article/([0-9]{1,18})/", text):
        return Article.objects.filter(pk=int(match[1])).first()
    parts = re.findall(rf"[a-z2-7]{{{KEY_LENGTH}}}", text.lower())
    return Article.objects.filter(key__in=parts[-1:]).first()

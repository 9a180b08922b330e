"""Finds the source of a printed name: aliases, new sources, and removal of unused sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import slugify

from articles.models import ApiToken, Arrivals, Article, Capture, ImportScope, Source, SourceAlias
from articles.models.sources import NAME_LANGUAGES
from articles.text.folding import fold_key

from .identity import hash_of, source_key
from .preparing import PreparedItem

_KEPT_BY: Sequence[tuple[type[Article | ApiToken | ImportScope], str]] = (
    (Article, "source"),
    (ApiToken, "sources"),
    (ImportScope, "sources"),
)
"""Where articles and staff name a source that then stays, though no capture names it any more."""

NOT_ALLOWED = "not_allowed"
"""The error of an item whose sender may not import its source."""

_NAME_LENGTH = 300
_SLUG_LENGTH = 100

_FOREIGN_LETTERS = {"fa": frozenset("يكىة"), "ar": frozenset("یکگچپژ")}
"""Letters that show that a spelling was typed on the other language's keyboard."""


@dataclass(frozen=True, slots=True)
class PrintedSource:
    """A source as a dump printed it, and the language of the item."""

    name: str
    language: str


def alias_of(name: str) -> str:
    """The folded name under which a printed source is looked up."""
    folded = fold_key(name)
    if len(folded) <= _NAME_LENGTH:
        return folded
    # A "source" this long is an error of the scrape; its hash distinguishes it from others.
    return f"{folded[:_SLUG_LENGTH]} {hash_of('alias', folded)}"


def resolve(printed: Iterable[PrintedSource]) -> dict[str, int]:
    """Source ids by alias; creates sources for unknown names and flags them for review.

    The result does not depend on the order of spellings: each name is the smallest of the spellings
    found, and the slug comes only from the folded name.
    """
    spellings: dict[str, set[PrintedSource]] = {}
    for spelling in printed:
        if alias := alias_of(spelling.name):
            spellings.setdefault(alias, set()).add(spelling)
    known = {
        alias.folded_name: alias.source
        for alias in SourceAlias.objects.filter(folded_name__in=spellings).select_related("source")
    }
    new = {alias: _new_source(alias) for alias in sorted(spellings) if alias not in known}
    changed = []
    for alias, source in (known | new).items():
        if source.needs_review and _take_spellings(source, spellings[alias]) and alias in known:
            changed.append(source)
    Source.objects.bulk_create(new.values())
    SourceAlias.objects.bulk_create(
        SourceAlias(folded_name=alias, source=source) for alias, source in new.items()
    )
    if changed:
        Source.objects.bulk_update(
            changed, [*(f"name_{code}" for code in NAME_LANGUAGES), "language"]
        )
    return {alias: source.pk for alias, source in (known | new).items()}


def known(names: Iterable[str]) -> dict[str, int]:
    """Source ids by alias, for known names only."""
    aliases = SourceAlias.objects.filter(folded_name__in={alias_of(name) for name in names})
    return dict(aliases.values_list("folded_name", "source_id"))


def only_of(allowed: Collection[int], items: Sequence[PreparedItem]) -> list[PreparedItem]:
    """The items, those of other sources or without one as rejected."""
    ids = known(item.content.source_name for item in items if item.content)

    def judged(item: PreparedItem) -> PreparedItem:
        if item.content is None or ids.get(alias_of(item.content.source_name)) in allowed:
            return item
        return item._replace(error=NOT_ALLOWED, parsed_json="", content=None)

    return [judged(item) for item in items]


def prune(names: Iterable[str]) -> None:
    """Reset sources to what the live captures say, after captures of these names were withdrawn.

    A source that no capture names is deleted, unless an editor has changed it, an article still has
    it, or staff have chosen it for something.
    """
    gone = {alias_of(name): source_key(name) for name in names if name}
    left: dict[str, set[PrintedSource]] = {}
    rows = (
        Capture.objects.live()
        .filter(source_key__in=gone.values())
        .order_by()  # with the primary key in the order, every row would be distinct
        .values_list("parsed__source", "parsed__language")
        .distinct()
    )
    for name, language in rows:
        left.setdefault(alias_of(name), set()).add(PrintedSource(name, language))
    for alias in SourceAlias.objects.filter(folded_name__in=gone).select_related("source"):
        source = alias.source
        if not source.needs_review or source.history.exists():
            continue
        if alias.folded_name in left:
            before = _names(source)
            source.name_fa = source.name_ar = source.name_en = ""
            _take_spellings(source, left[alias.folded_name])
            if _names(source) != before:
                Source.objects.filter(pk=source.pk).update(**_names(source))
        elif not any(model.objects.filter(**{name: source}).exists() for model, name in _KEPT_BY):
            # Not source.delete(): that would write a history row for something that an import
            # created. So what leads to it is deleted here.
            alias.delete()
            Arrivals.objects.filter(source=source).delete()
            gone_source = Source.objects.filter(pk=source.pk)
            gone_source._raw_delete(gone_source.db)


def slug_of(alias: str) -> str:
    """A slug from a folded name; a hash distinguishes names that give the same letters."""
    slug = slugify(alias, allow_unicode=True)[:_SLUG_LENGTH]
    if slug.replace("-", " ") == alias:
        return slug
    return f"{slug}-{source_key(alias)[:6]}".lstrip("-")


def _new_source(alias: str) -> Source:
    slug = slug_of(alias)
    if Source.objects.filter(slug=slug).exists():
        # An editor has given this slug to another source.
        slug = f"{slug}-{hash_of('slug', alias)[:10]}"
    return Source(slug=slug, needs_review=True)


def _names(source: Source) -> dict[str, str]:
    return {
        "name_fa": source.name_fa,
        "name_ar": source.name_ar,
        "name_en": source.name_en,
        "language": source.language,
    }


def _take_spellings(source: Source, spellings: Iterable[PrintedSource]) -> bool:
    """Update the source's names from the spellings; true if that changed one."""
    before = _names(source)
    for printed in spellings:
        code = printed.language if printed.language in NAME_LANGUAGES else _script(printed.name)
        field = f"name_{code}"
        found = {getattr(source, field), printed.name[:_NAME_LENGTH]} - {""}
        setattr(source, field, min(found, key=lambda name: _spelling_order(name, code)))
    languages = [code for code in NAME_LANGUAGES if getattr(source, f"name_{code}")]
    source.language = languages[0] if len(languages) == 1 else "und"
    return _names(source) != before


def _script(name: str) -> str:
    """The name field if the item's language is unknown."""
    return "en" if name.isascii() else "fa"


def _spelling_order(name: str, language: str) -> tuple[int, str]:
    foreign = _FOREIGN_LETTERS.get(language, frozenset())
    return (sum(letter in foreign for letter in name), name)

"""BibTeX for BibTeX, biber and reference managers: UTF-8, one field per line."""

from __future__ import annotations

from articles.exporting.citations import CitedArticle

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # Not \{ and \}: BibTeX counts braces even after a backslash.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "%#&_$"},
    }
)

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
"""The macros that every style defines."""

_LANGUAGES = {"fa": "persian", "ar": "arabic", "en": "english"}
"""``langid``, which biblatex and babel use for hyphenation and layout."""


def bibtex(cited: CitedArticle) -> str:
    """An ``@article`` of the source, or ``@misc`` if the source is unknown."""
    # The inner braces keep styles from changing the case of a title, and from splitting a byline
    # at "and".
    values = {
        "author": _braced(_braced(_escaped(cited.author))),
        "title": _braced(_braced(_escaped(cited.title))),
        "journal": _braced(_escaped(cited.source)),
        **_day(cited),
        # Addresses are verbatim in BibTeX; this one has no brace, backslash or space.
        "url": _braced(cited.url),
        "urldate": _braced(cited.accessed.isoformat()),
        "langid": _braced(_LANGUAGES.get(cited.language, "")),
        "note": _braced(_escaped(cited.note)),
    }
    kind = "article" if cited.source else "misc"
    lines = [f"  {name} = {value}," for name, value in values.items() if value]
    return "\n".join([f"@{kind}{{news-{cited.key},", *lines, "}", ""])


def _day(cited: CitedArticle) -> dict[str, str]:
    if cited.day is None:
        return {}
    return {
        "year": _braced(f"{cited.day.year:04}"),
        "month": _MONTHS[cited.day.month - 1],
        "day": _braced(str(cited.day.day)),
    }


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _braced(text: str) -> str:
    return f"{{{text}}}" if text else ""

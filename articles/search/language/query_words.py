"""The words of the query language: fields, languages, variants of operator characters.

Every word may be typed on either keyboard, with or without diacritics, in any case: the tables
are looked up by :func:`articles.text.folding.fold_key`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from articles.text.folding import fold_key
from articles.text.language import ARABIC, ENGLISH, PERSIAN, UNDETERMINED


class Field(StrEnum):
    """What a word before a colon restricts: the place of a word, or the articles."""

    TITLE = "title"
    BODY = "body"
    SOURCE = "source"
    LANGUAGE = "lang"
    DATE = "date"
    FROM = "from"
    TO = "to"


FIELD_WORDS: dict[Field, str] = {
    Field.TITLE: "title headline عنوان تیتر العنوان",
    Field.BODY: "body text متن بدنه النص نص المتن",
    Field.SOURCE: "source منبع خبرگزاری رسانه المصدر مصدر",
    Field.LANGUAGE: "lang language زبان اللغة لغة",
    Field.DATE: "date تاریخ التاريخ",
    Field.FROM: "from since از من منذ",
    Field.TO: "to until تا إلى حتى",
}

LANGUAGE_NAMES: dict[str, str] = {
    PERSIAN: "fa fas per persian farsi فارسی پارسی الفارسية فارسية",
    ARABIC: "ar ara arabic عربی تازی العربية عربية",
    ENGLISH: "en eng english انگلیسی الإنجليزية إنجليزية الإنكليزية إنكليزية إنجليزي",
    UNDETERMINED: "und unknown other نامشخص سایر أخرى",
}
"""Names of the languages of articles; the codes are those of ISO 639-1, -2/T and -2/B."""

MINUS_SIGNS: str = "‐‑‒–−﹣－"
"""Characters typed for "-"; not the em dash, which separates clauses."""

COLONS: str = "：﹕∶"
BARS: str = "｜"
STARS: str = "＊٭"

CLOSING_QUOTES: dict[str, str] = {
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    **dict.fromkeys('"“”„‟″＂', '"“”„‟″＂'),
}
"""Opening quotation marks with the marks that close them. Any curved or straight mark closes any
other, because keyboards and languages combine them in every way; guillemets come in pairs, in
either order."""


_Key = TypeVar("_Key")


def _by_folded_word(words: dict[_Key, str]) -> dict[str, _Key]:
    return {fold_key(word): key for key, line in words.items() for word in line.split()}


FIELDS = _by_folded_word(FIELD_WORDS)
LANGUAGES = _by_folded_word(LANGUAGE_NAMES)

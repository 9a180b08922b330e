"""Folding for search: one fold for index and query, whatever the language.

A query typed on a Persian keyboard matches Arabic text and the reverse; diacritics, tatweel, digits
of another script and thousands marks make no difference. docs/text-rules.md lists the steps, in
this order. Unlike :func:`articles.text.folding.fold_key` (whose results are stored as identities
and so never change), this fold keeps ZWNJ, which separates Persian affixes, and removes the accents
of letters of other scripts too (Erdoğan matches Erdogan).
"""

from __future__ import annotations

import unicodedata

from articles.expressions import regex
from articles.text.folding import LETTERS, FoldTable

ZWNJ = "\u200c"

THOUSANDS_MARKS = ",.٬،\uff0c"
"""Thousands separators in text of any language."""

_PLAIN_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae"})
_ZWNJ_FORMS = str.maketrans({ZWNJ: ZWNJ, "¬": ZWNJ})
_THOUSANDS = regex(rf"(?<!\d)\d{{1,3}}(?:[{THOUSANDS_MARKS}]\d{{3}})+(?!\d)")
_ANY_THOUSANDS_MARK = regex(f"[{THOUSANDS_MARKS}]")
_YEH_HAMZA_WAW = regex("ئ[\u0610-\u061a\u064b-\u065f\u0670\u0640]*و")
_HAMZA_ALEF = regex("ء+ا")
"""A madda written out: القرءان."""
_TEH_MARBUTA_INSIDE = regex(rf"ة(?=[\u064b-\u065f\u0640]*{ZWNJ}?ال\w)")
"""Two words in one, آیةالله, of which the first ends in what is heard as teh."""
_FINAL_HAMZA = regex(r"اء(?!\w)")


class _SearchFoldTable(FoldTable):
    """Like :class:`FoldTable`; also maps letters with marks to letters without."""

    def __missing__(self, code: int) -> int | str | None:
        folded = super().__missing__(code)
        if folded == code:
            letters = unicodedata.normalize("NFKD", chr(code))
            bare = "".join(c for c in letters if unicodedata.category(c) != "Mn")
            if bare and len(bare) < len(letters):
                folded = self[code] = bare.lower().translate(self)
        return folded


_TABLE = _SearchFoldTable({**LETTERS, **_PLAIN_LETTERS, **_ZWNJ_FORMS})


def fold(text: str) -> str:
    """``text`` folded for search; keeps white space and punctuation. Idempotent, never raises."""
    if text.isascii():
        text = text.lower().translate(_TABLE)
    else:
        if not unicodedata.is_normalized("NFKC", text):
            text = unicodedata.normalize("NFKC", text)
        text = text.lower()
        if "ئ" in text:
            text = _YEH_HAMZA_WAW.sub("وو", text)
        if "ة" in text:
            text = _TEH_MARBUTA_INSIDE.sub("ت", text)
        text = text.translate(_TABLE)
        if not unicodedata.is_normalized("NFKC", text):  # a dropped mark separated them
            text = unicodedata.normalize("NFKC", text).translate(_TABLE)
        if "اء" in text:
            text = _FINAL_HAMZA.sub("ا", text)
        if "ءا" in text:
            text = _HAMZA_ALEF.sub("ا", text)
    if _ANY_THOUSANDS_MARK.search(text):
        text = _THOUSANDS.sub(lambda number: _ANY_THOUSANDS_MARK.sub("", number[0]), text)
    return text

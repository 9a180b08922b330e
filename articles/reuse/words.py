"""The words of a text as numbers that are equal for equal words, whichever keyboard wrote them.
Pure."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from articles.expressions import regex
from articles.text.folding import fold_spaceless

MOST_WORDS = 20_000
"""Words of a text that are compared: far more than any article has; a text of one endless line
takes no longer."""

LONGEST_WORD = 100
_MOST_KNOWN = 200_000

_WORD = regex(r"[^\W_]+(?:[\u0300-\u036f\u064b-\u065f\u0670]+[^\W_]*)*")
"""Letters and digits with their marks. What ZWNJ joins is parted, as where a space stands."""

_known: dict[str, int] = {}


def words_of(text: str) -> list[int]:
    """The first words of a text, as numbers."""
    printed = _WORD.findall(text)[:MOST_WORDS]
    known = _known
    try:
        return [known[word] for word in printed]
    except KeyError:
        return [known.get(word) or _learn(word) for word in printed]


def spans_of(text: str) -> list[tuple[int, int]]:
    """Where each of these words stands: offsets of its beginning and end."""
    return list(_first_spans(text))


def _first_spans(text: str) -> Iterator[tuple[int, int]]:
    for count, word in enumerate(_WORD.finditer(text)):
        if count == MOST_WORDS:
            return
        yield word.span()


def _learn(word: str) -> int:
    folded = fold_spaceless(word[:LONGEST_WORD]).encode("utf-8", "surrogatepass")
    number = int.from_bytes(blake2b(folded, digest_size=7).digest(), "big") + 1
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    _known[word] = number
    return number

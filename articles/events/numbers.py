"""The numbers that a report gives, the same whether written 3,000 or «۳ هزار». Pure."""

from __future__ import annotations

from collections.abc import Iterator

from articles.expressions import regex
from articles.text.function_words import IN_ANY_LANGUAGE

_NUMBER = regex(r"(?<![\w.])(\d{1,12})(?:[./٫](\d{1,2}))?(?![\d])(?:\s+(\w+))?")
_TOLD = regex(r"\w+(?:[./٫]\d+)?")
_COUNT = regex(r"(\d{1,9})(?:[./٫](\d{1,2}))?")
_FACTORS = {
    **dict.fromkeys("هزار الف الاف thousand".split(), 10**3),
    **dict.fromkeys("میلیون ملیون ملایین million".split(), 10**6),
    **dict.fromkeys("میلیارد ملیار بیلیون billion".split(), 10**9),
}
_WORDS = {
    word: number
    for number, words in {
        3: "سه ثلاثه ثلاث three",
        4: "چهار اربعه اربع four",
        5: "پنج خمسه خمس five",
        6: "شش سته six",
        7: "هفت سبعه سبع seven",
        8: "هشت ثمانیه ثمانی eight",
        9: "نه تسعه تسع nine",
        10: "ده عشره عشر ten",
        11: "یازده eleven",
        12: "دوازده twelve",
    }.items()
    for word in words.split()
    if word not in ("نه", "ده")  # no, and village
}
_YEARS = (range(1300, 1500), range(1900, 2100))


def numbers(folded: str) -> Iterator[str]:
    """The numbers of a text folded for search (:mod:`articles.text.search_folding`), as ``7.1`` or
    ``3000``; neither years nor 0, 1 and 2, which every report has."""
    for match in _NUMBER.finditer(folded):
        whole, part, unit = match.groups()
        value = int(whole)
        factor = _FACTORS.get(unit, 1) if unit else 1
        if part and factor == 1:
            yield f"{value}.{part}"
        elif factor > 1:
            yield f"{value * factor + (int(part) * factor // 10 ** len(part) if part else 0)}"
        elif value > 2 and not any(value in years for years in _YEARS):
            yield str(value)


def number_words(words: list[str]) -> Iterator[str]:
    """Small numbers that are written out."""
    for word in words:
        if word in _WORDS:
            yield str(_WORDS[word])


def counted(folded: str) -> dict[str, tuple[float, ...]]:
    """How many a report counts of what: the numbers beside each word of a text folded for search,
    but for years. Of two fires with «۳۳ کارگر» and «۴۸ کارگر» one alone can be the other's."""
    words = [word for word in _TOLD.findall(folded) if word not in IN_ANY_LANGUAGE]
    found: dict[str, dict[float, None]] = {}
    for at, word in enumerate(words):
        match = _COUNT.fullmatch(word)
        if match is None or (match[2] is None and any(int(match[1]) in years for years in _YEARS)):
            continue
        value = float(f"{match[1]}.{match[2] or 0}")
        for beside in words[max(at - 1, 0) : at + 2]:
            if not beside[0].isdigit():
                found.setdefault(beside, {})[value] = None
    return {word: tuple(values) for word, values in found.items()}


def weight(number: str) -> float:
    """How much it tells that two reports share a number: a rare one tells more."""
    if "." in number:
        return 1.5
    size = len(number.rstrip("0"))
    return (0.3, 1.0, 2.0, 2.5)[min(len(number), 4) - 1] if size > 1 else 0.4

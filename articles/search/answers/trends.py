"""How often words are said, month by month.

An index counts articles, not words. So it keeps of each article which tokens stand in it several
times (:data:`.schema.REPEATED`): the articles that have a token, plus those that have it once more,
weighed by the bits of their numbers, are how often it stands in all of them. A word of a text
counts once, whether it stands in the title, the text or a caption.

Of several words side by side the index knows only whether an article has them: there each article
counts once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.calendars import Calendar
from articles.search.answers.months import by_month
from articles.search.engine import schema
from articles.search.engine.documents import ANALYZER
from articles.search.engine.protocol import ByMonth, IndexState, Part
from articles.search.engine.schema import LANGUAGE, LANGUAGES, REPEATED, Scope, Stream, field_name
from articles.text.analyzer import STEM_MARKS
from articles.text.language import ARABIC

_EXACT = field_name(Scope.WHOLE, Stream.EXACT)
_STEM = field_name(Scope.WHOLE, Stream.STEM)


@dataclass(frozen=True, slots=True)
class Trends:
    """``words`` are all words of the articles, ``lines`` how often each line is said; by packed
    month."""

    words: ByMonth
    lines: Sequence[ByMonth]

    def words_in(self, calendar: Calendar) -> dict[tuple[int, int], int]:
        """All words by month of a calendar; what has no day is left out."""
        return _dated(self.words, calendar)

    def lines_in(self, calendar: Calendar) -> list[dict[tuple[int, int], int]]:
        """The lines by month of a calendar; what has no day is left out."""
        return [_dated(line, calendar) for line in self.lines]


def _dated(numbers: ByMonth, calendar: Calendar) -> dict[tuple[int, int], int]:
    return {month: count for month, count in by_month(numbers, calendar).items() if month}


def trends(
    state: IndexState, lines: Sequence[Sequence[str]], within: Sequence[Part | None]
) -> list[Trends]:
    """How often lines, each some names of one thing, are said in articles that are within each of
    the parts; None is no limit."""
    _expect(state, lines)
    weighed = [
        (number, weight, part)
        for number, names in enumerate(lines)
        for weight, part in _parts(state, names)
    ]
    combined = state.queries.combined
    asked = [
        part if limit is None else combined(must=[part, limit])
        for limit in within
        for _, _, part in weighed
    ]
    found = iter(state.by_month(asked))
    counted = []
    for limit in within:
        said: list[Counter[int]] = [Counter() for _ in lines]
        for number, weight, _ in weighed:
            for month, articles in next(found).items():
                said[number][month] += weight * articles
        counted.append(Trends(_words(state, limit), said))
    return counted


def _words(state: IndexState, limit: Part | None) -> ByMonth:
    """Remembered where nothing limits, which all readers ask for first."""
    if limit is not None:
        return state.words_by_month(limit)
    everything = state.queries.everything()
    return state.remembered.get(("words",), (), lambda: state.words_by_month(everything))


def _expect(state: IndexState, lines: Sequence[Sequence[str]]) -> None:
    """Ask a cluster for all tokens in one journey."""
    tokens = [token for names in lines for token in _tokens(names)]
    bits = range(schema.MOST_BITS)
    state.expect(
        lambda: {
            _field_of(True): [token for token in tokens if token.isdecimal()],
            _field_of(False): [token for token in tokens if not token.isdecimal()],
            REPEATED: [schema.repeated(token, bit) for token in tokens for bit in bits],
        }
    )


def _parts(state: IndexState, names: Sequence[str]) -> Iterator[tuple[int, Part]]:
    """What finds the articles that say one of the names, each with how often such an article says
    it at least, beside the others."""
    for token in _tokens(names):
        yield from _parts_of_token(state, token)
    for words in dict.fromkeys(tuple(ANALYZER.phrase(name)) for name in names):
        if len(words) > 1:
            yield 1, state.queries.phrase(_EXACT, words)


def _parts_of_token(state: IndexState, token: str) -> Iterator[tuple[int, Part]]:
    queries, field = state.queries, _field_of(token.isdecimal())
    if not state.doc_freq(field, token):
        return
    having = queries.term(field, token)
    if token[0] == STEM_MARKS[ARABIC]:
        # Texts of no known language have stems by both rules, of which the Persian ones count.
        in_arabic = queries.number(LANGUAGE, LANGUAGES.index(ARABIC))
        having = queries.combined(must=[having, in_arabic])
    yield 1, having
    for bit in range(schema.MOST_BITS):
        more = schema.repeated(token, bit)
        if state.doc_freq(REPEATED, more):
            yield 1 << bit, queries.term(REPEATED, more)


def _tokens(names: Sequence[str]) -> list[str]:
    """The counted tokens of those names that are one word, each once."""
    tokens: dict[str, None] = {}
    for name in names:
        forms = ANALYZER.query_forms(name)
        if len(forms) == 1:
            [word] = forms
            tokens |= dict.fromkeys(word.stems or (word.exact,))
    return list(tokens)


def _field_of(is_number: bool) -> str:
    return _EXACT if is_number else _STEM

"""Keeps what articles share up to date with the change log.

What is stored is a function of the visible articles, however they came: a pair is stored if its
articles are of different sources, have a fingerprint in common that at most :data:`MOST_HOLDERS`
articles have, and have passages in common. So when a fingerprint passes that number, up or down,
the articles that have it are compared anew.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from django.db import transaction
from django.db.models import Count

from articles.db.rows import in_pieces, insert, update_column
from articles.models import (
    Article,
    ArticleChange,
    ChangeFollower,
    Fingerprint,
    FingerprintedText,
    ReuseState,
    SharedText,
)

from .comparing import Work, compared, read_text, read_words, working
from .copies import copies_among, sharing_with

VERSION = 2
"""Raised when the rules of the core change: everything is then computed anew."""

MOST_HOLDERS = 100
"""A fingerprint of more articles is one of phrases that everybody prints."""

FOLLOWER = "reuse"
_CHANGES = 1_000
"""Entries of the log, or articles, that are read and committed together."""

_ASKED_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class _Text:
    """An article's text as it is kept."""

    source: int | None
    words: int
    digest: int
    prints: Sequence[int]


class LostTurnError(Exception):
    """Another process has gone on meanwhile."""


def follow(
    advance: Callable[[int], None] = lambda count: None,
    is_stopping: Callable[[], bool] = lambda: False,
    processes: int = 0,
    at_once: int = _CHANGES,
) -> None:
    """Bring what is shared up to the end of the change log; from the beginning where the rules have
    changed, or the log does not reach back. Several processes may do it: one of them goes on, the
    others return. ``is_stopping`` is asked before each step of ``at_once`` articles; texts are
    compared in so many ``processes`` beside this one, or in this one alone."""
    try:
        state = ReuseState.objects.first()
        if state is None or state.version != VERSION or not _reaches_back(state.position):
            state = _begin_anew()
        with working(processes) as work:
            _go_on(state, work, advance, is_stopping, at_once)
    except LostTurnError:
        return


def changes_behind() -> int:
    """About how many entries of the change log are not followed yet."""
    state = ReuseState.objects.first()
    last = ArticleChange.objects.last_sequence()
    if state is None or state.version != VERSION:
        return last
    return last - state.position + (state.reached is not None)


def compute_anew(
    advance: Callable[[int], None] = lambda count: None,
    is_stopping: Callable[[], bool] = lambda: False,
    processes: int = 0,
) -> None:
    """Forget everything, and compute it from the articles."""
    try:
        with working(processes) as work:
            _go_on(_begin_anew(), work, advance, is_stopping)
    except LostTurnError:
        return


def _reaches_back(position: int) -> bool:
    return ArticleChange.objects.reaches_back_to(position)


def _begin_anew() -> ReuseState:
    """Nothing is known but where the log ends now; ``reached`` counts the articles."""
    with transaction.atomic():
        _tell_indexes(FingerprintedText.objects.filter(is_copy=True).values_list("pk", flat=True))
        for model in (Fingerprint, FingerprintedText, SharedText, ReuseState):
            model._base_manager.all().delete()
        last = ArticleChange.objects.last_sequence()
        return ReuseState.objects.create(position=last, version=VERSION, reached=0)


def _go_on(
    state: ReuseState,
    work: Work,
    advance: Callable[[int], None],
    is_stopping: Callable[[], bool],
    at_once: int = _CHANGES,
) -> None:
    """First the articles that were there when it began, then what has changed since."""
    while state.reached is not None and not is_stopping():
        later = Article.objects.filter(pk__gt=state.reached).order_by("pk")
        ids = list(later.values_list("pk", flat=True)[:at_once])
        _update(set(ids), state, work, reached=ids[-1] if ids else None)
        advance(len(ids))
    while state.reached is None and not is_stopping():
        log = ArticleChange.objects.filter(sequence__gt=state.position).order_by("sequence")
        changes = list(log.values_list("sequence", "article_id", "kind")[:at_once])
        if not changes:
            break
        changed = {article for _, article, kind in changes if kind != ArticleChange.Kind.INDEXED}
        _update(changed, state, work, position=changes[-1][0])
        advance(len(changes))
    ChangeFollower.objects.tell(FOLLOWER, state.position)


def _update(ids: Collection[int], state: ReuseState, work: Work, **place: int | None) -> None:
    """Compare the articles that have changed with all others, and store what has come of it."""
    known = _known(ids)
    now, words = _read(ids, work)
    changed = {pk for pk in ids if known.get(pk) != now.get(pk)}
    before = _counts(
        {each for pk in changed for each in _prints(known, pk)}
        | {each for pk in changed for each in _prints(now, pk)}
    )
    after = Counter(before)
    after.subtract(each for pk in changed for each in _prints(known, pk))
    after.update(each for pk in changed for each in _prints(now, pk))
    crossing = [
        each for each in after if (before[each] > MOST_HOLDERS) != (after[each] > MOST_HOLDERS)
    ]
    affected = changed | {pk for _, pk in _holders(crossing)}
    texts = {**_known(affected - changed), **{pk: now[pk] for pk in changed if pk in now}}
    pairs = _pairs(texts, changed, after)
    found = list(_compared(pairs, texts, words, work))
    with transaction.atomic():
        _take_turn(state, place)
        beside = sharing_with(affected.union(ids))
        known_copies = _known_copies(beside)
        _forget([pk for pk in changed if pk in known], known)
        SharedText.objects.of(sorted(affected)).delete()
        _store({pk: now[pk] for pk in changed if pk in now})
        insert(SharedText, _PAIR, found)
        _mark_copies(beside | sharing_with(affected.union(ids)), known_copies)


_PAIR = (
    "one_id other_id shared_of_one shared_of_other words_of_one words_of_other "
    "source_of_one source_of_other"
).split()


def _known_copies(ids: Collection[int]) -> set[int]:
    copies = FingerprintedText.objects.filter(pk__among=sorted(ids), is_copy=True)
    return set(copies.values_list("pk", flat=True))


def _mark_copies(ids: Collection[int], known: Collection[int]) -> None:
    """Keep which of these articles are copies, of which some were ``known`` before."""
    there = FingerprintedText.objects.filter(pk__among=sorted(ids)).values_list("pk", "is_copy")
    stored = dict(there)
    copies = copies_among(stored.keys())
    changed = [(pk, pk in copies) for pk, is_copy in stored.items() if is_copy != (pk in copies)]
    update_column(FingerprintedText, "is_copy", changed)
    _tell_indexes(sorted(copies.symmetric_difference(known) & stored.keys()))


def _tell_indexes(articles: Iterable[int]) -> None:
    """Have search indexes read articles again, which they may have read before this was known."""
    ArticleChange.objects.log(ArticleChange.Kind.INDEXED, list(articles))


def _take_turn(state: ReuseState, place: Mapping[str, int | None]) -> None:
    """Write where this process has come to, unless another one has gone on meanwhile."""
    mine = ReuseState.objects.filter(
        pk=state.pk, position=state.position, reached=state.reached, version=VERSION
    )
    if not mine.update(**place):
        raise LostTurnError
    for name, value in place.items():
        setattr(state, name, value)


def _prints(texts: Mapping[int, _Text], pk: int) -> Sequence[int]:
    return texts[pk].prints if pk in texts else ()


def _known(ids: Collection[int]) -> dict[int, _Text]:
    """What is stored of these articles."""
    rows = FingerprintedText.objects.filter(pk__among=sorted(ids))
    return {
        pk: _Text(source, words, digest, array("q", bytes(prints)))
        for pk, source, words, digest, prints in rows.values_list(
            "pk", "source_id", "words", "digest", "fingerprints"
        )
    }


def _read(ids: Collection[int], work: Work) -> tuple[dict[int, _Text], dict[int, array[int]]]:
    """The visible ones of these articles as they are now, and their words."""
    texts, words = {}, {}
    rows = Article.objects.visible().filter(pk__among=sorted(ids))
    found = list(rows.values_list("pk", "source_id", "body"))
    read = work(read_text, (body for _, _, body in found))
    for (pk, source, _), (of_text, prints) in zip(found, read, strict=True):
        words[pk] = of_text
        digest = blake2b(of_text.tobytes(), digest_size=7).digest()
        texts[pk] = _Text(source, len(of_text), int.from_bytes(digest, "big"), prints)
    return texts, words


def _counts(values: Collection[int]) -> Counter[int]:
    """How many articles have each fingerprint."""
    counts: Counter[int] = Counter()
    for some in in_pieces(sorted(values), _ASKED_AT_ONCE):
        rows = Fingerprint.objects.filter(value__among=some).order_by().values_list("value")
        counts.update(dict(rows.annotate(holders=Count("pk"))))
    return counts


def _holders(values: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The articles that are stored with these fingerprints."""
    for some in in_pieces(sorted(values), _ASKED_AT_ONCE):
        yield from Fingerprint.objects.filter(value__among=some).values_list("value", "article_id")


def _pairs(
    texts: Mapping[int, _Text], changed: Collection[int], counts: Mapping[int, int]
) -> set[tuple[int, int]]:
    """The pairs that are to be compared, of which at least one is among ``texts``."""
    wanted: defaultdict[int, list[int]] = defaultdict(list)
    for pk, text in texts.items():
        for each in text.prints:
            wanted[each].append(pk)
    # Of articles that have not changed, some fingerprints were not counted yet.
    unknown = wanted.keys() - counts.keys()
    counts = {**counts, **_counts(unknown)} if unknown else counts
    shown = {each for each in wanted if 1 < counts[each] <= MOST_HOLDERS}
    pairs = set()
    for each in shown:
        own = wanted[each]
        pairs |= {(one, other) for one in own for other in own if one < other}
    for each, pk in _holders(shown):
        if pk not in changed:
            pairs |= {(min(pk, one), max(pk, one)) for one in wanted[each] if one != pk}
    return pairs


def _compared(
    pairs: Collection[tuple[int, int]],
    texts: Mapping[int, _Text],
    words: dict[int, array[int]],
    work: Work,
) -> Iterator[tuple[int | None, ...]]:
    """Those of the pairs that share passages, as rows of :data:`_PAIR`."""
    others = {pk for pair in pairs for pk in pair} - texts.keys()
    sources = {pk: text.source for pk, text in texts.items()}
    rows = FingerprintedText.objects.filter(pk__among=sorted(others))
    sources |= dict(rows.values_list("pk", "source_id"))
    apart = [
        (one, other)
        for one, other in sorted(pairs)
        if sources[one] is None or sources[one] != sources[other]
    ]
    missing = {pk for pair in apart for pk in pair} - words.keys()
    for some in in_pieces(sorted(missing), _CHANGES):
        bodies = list(Article.objects.filter(pk__among=some).values_list("pk", "body"))
        read = work(read_words, (body for _, body in bodies))
        words.update((pk, of_text) for (pk, _), of_text in zip(bodies, read, strict=True))
    # What is not there was erased meanwhile: the log says so soon.
    there = [(one, other) for one, other in apart if one in words and other in words]
    counted = work(compared, ((words[one], words[other]) for one, other in there))
    for (one, other), (shared_of_one, shared_of_other) in zip(there, counted, strict=True):
        if shared_of_one:
            numbers = (shared_of_one, shared_of_other, len(words[one]), len(words[other]))
            yield one, other, *numbers, sources[one], sources[other]


def _forget(ids: Sequence[int], known: Mapping[int, _Text]) -> None:
    """Remove what is stored of these texts."""
    values = sorted({each for pk in ids for each in known[pk].prints})
    for some in in_pieces(values, _ASKED_AT_ONCE):
        Fingerprint.objects.filter(value__among=some, article_id__among=sorted(ids)).delete()
    FingerprintedText.objects.filter(pk__among=sorted(ids)).delete()


def _store(texts: Mapping[int, _Text]) -> None:
    insert(
        FingerprintedText,
        ("article_id", "source_id", "words", "digest", "fingerprints", "is_copy"),
        [
            (pk, text.source, text.words, text.digest, array("q", text.prints).tobytes(), False)
            for pk, text in texts.items()
        ],
    )
    # In their order, so that neighbours in the index are written together.
    rows = sorted((each, pk) for pk, text in texts.items() for each in text.prints)
    insert(Fingerprint, ("value", "article_id"), rows)

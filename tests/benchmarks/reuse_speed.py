"""How fast articles are compared for shared passages, and how well these are found.

    python tests/benchmarks/reuse_speed.py [-n 10000 20000 40000] [--seed 1]

For each number an archive of its own (SQLite, in a temporary folder) of invented texts from forty
sources, of which half have passages of earlier ones (tests/reuse/splices.py), is compared from the
beginning. Prints articles a second of the clock and of the processor, the greatest memory (of this
process and its largest worker), what is stored, and precision and recall of the words that were
taken. ``--profile`` tells instead of these where the time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.scratch import begin_archive

STEP = 2_000
SOURCES = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, nargs="+", default=[10_000, 20_000, 40_000])
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    for count in options.n:
        if os.fork() == 0:  # each archive in a process of its own: settings are read once
            with tempfile.TemporaryDirectory() as folder:
                _measure(Path(folder), count, options)
            os._exit(0)
        os.wait()


def _measure(folder: Path, count: int, options: argparse.Namespace) -> None:
    begin_archive(folder)
    from articles.models import Fingerprint, SharedText
    from articles.reuse.following import compute_anew

    texts = _fill(count, options.seed)
    if options.profile:
        profile = cProfile.Profile()
        profile.runcall(compute_anew, processes=options.workers)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return
    before = _peak()
    clock, processor = time.perf_counter(), time.process_time()
    compute_anew(processes=options.workers)
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    print(
        f"{count:,} articles: {count / clock:,.0f} a second ({count / processor:,.0f} of the "
        f"processor), {Fingerprint.objects.count() / count:.1f} fingerprints an article, "
        f"{SharedText.objects.count():,} pairs, {_peak()} MiB at most ({before} before)"
    )
    precision, recall = _judged(texts)
    both = 2 * precision * recall / (precision + recall)
    print(f"  words: precision {precision:.3f}, recall {recall:.3f}, F1 {both:.3f}", flush=True)


def _peak() -> int:
    """The greatest memory of this process and of the largest of its workers, in MiB."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(each).ru_maxrss for each in who) // 1024


def _fill(count: int, seed: int) -> list:
    from django.db import connection, transaction

    from articles.db.rows import insert
    from articles.models import Article, Source
    from tests.reuse.splices import Invention

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    sources = [(number, f"source-{number}", f"منبع {number}") for number in range(1, SOURCES + 1)]
    insert(Source, ("id", "slug", "name_fa"), sources)
    texts = []
    names = "id key source_id language title body title_key".split()
    made = Invention(seed).texts(count)
    for start in range(0, count, STEP):
        some = [next(made) for _ in range(min(STEP, count - start))]
        with transaction.atomic():
            insert(
                Article,
                names,
                [
                    (pk, f"{pk:0>16}", pk % SOURCES + 1, "fa", f"خبر {pk}", text.body, f"{pk:0>16}")
                    for pk, text in enumerate(some, start + 1)
                ],
            )
        texts += some
    return texts


def _judged(texts: list) -> tuple[float, float]:
    """Precision and recall of the words of later texts that stand in passages of earlier ones. A
    word that both took from a third text is not counted as wrong."""
    from articles.models import SharedText
    from articles.reuse.passages import passages
    from articles.reuse.words import words_of

    right = wrong = 0
    for one, other in SharedText.objects.values_list("one_id", "other_id").iterator():
        earlier, later = texts[one - 1], texts[other - 1]
        for passage in passages(words_of(earlier.body), words_of(later.body)):
            for at in range(*passage.other):
                right += later.taken_from[at] == one - 1
                wrong += later.taken_from[at] is None
    # Those of one source are not compared.
    taken = sum(
        origin is not None and origin % SOURCES != place % SOURCES
        for place, text in enumerate(texts)
        for origin in text.taken_from
    )
    return right / (right + wrong), right / taken


if __name__ == "__main__":
    main()

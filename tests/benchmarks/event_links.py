"""How well reports of one event are linked, and what linking costs.

    python tests/benchmarks/event_links.py [--events 200] [--seed 1]

Invented reports of so many events in three languages, each with decoys that share its people, its
place or its kind of happening (tests/events/generated_news.py), are imported into an archive of its
own (SQLite, in a temporary folder) and linked. Prints precision and recall of links and of events
among pairs of at most three days apart, within and across languages, and milliseconds of the
processor an article.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.scratch import begin_archive


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder), options.events, options.seed)


def _measure(folder: Path, events: int, seed: int) -> None:
    begin_archive(folder)
    from articles.events.following import follow
    from articles.events.reading import maker
    from articles.models import ArticleChange, EventLink, EventReport
    from tests.events.generated_news import generated, pairs
    from tests.factories import make_article

    told = generated(events, seed)
    ids = {}
    for number, each in enumerate(told):
        report = each.report
        fields = {"body": report.body, "language": report.language, "key": f"report{number:010}"}
        ids[id(each)] = make_article(report.title, day=report.day, **fields).pk
    ArticleChange.objects.log(ArticleChange.Kind.CREATED, sorted(ids.values()))
    clock, processor = time.perf_counter(), time.process_time()
    maker().signature(told[0].report)  # reads its tables
    tables = time.process_time() - processor
    follow()
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    print(
        f"{len(told):,} reports: {1000 * (processor - tables) / len(told):.2f} ms of the processor "
        f"an article, {1000 * clock / len(told):.2f} of the clock; tables {tables:.1f} s"
    )
    linked = set(EventLink.objects.values_list("report", "other"))
    event_of = dict(EventReport.objects.values_list("pk", "event"))
    of_pairs = [
        (
            one.report.language == other.report.language,
            is_same,
            (ids[id(one)], ids[id(other)]) in linked,
            event_of[ids[id(one)]] == event_of[ids[id(other)]],
        )
        for one, other, is_same in pairs(told)
    ]
    for within in (True, False):
        rows = [row[1:] for row in of_pairs if row[0] is within]
        print("within a language" if within else "across languages", f"({len(rows):,} pairs):")
        for name, at in (("links", 1), ("events", 2)):
            right = sum(row[0] and row[at] for row in rows)
            precision = right / (sum(row[at] for row in rows) or 1)
            recall = right / (sum(row[0] for row in rows) or 1)
            print(f"  {name}: precision {precision:.3f}, recall {recall:.3f}", flush=True)


if __name__ == "__main__":
    main()

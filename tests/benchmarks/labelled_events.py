"""How well reports of one event in one language are told apart in real news.

    python tests/benchmarks/labelled_events.py CORPUS

CORPUS is a folder with fa.jsonl.gz and ar.jsonl.gz: the Persian news of language-ml's
course-nlp-ir-1-text-exploring and the Arabic news of antcorpus, an article a line with ``id``,
``lang``, ``title``, ``body`` and ``date``. Their texts are not ours to pass on, so
labelled_reports.json has ids alone: windows of four days of Arabic news, whose likely reports were
grouped into events by reading them, and pairs of Persian reports; docs/events.md has the rule.

Prints precision and recall of links, and precision at several recalls, for the labels that weights
were fitted with and for those kept aside. The pairs of an event of many reports are cut to twelve,
so that none decides. Articles that the corpus has without a day have one guessed from their number,
so days that they name are left out of account.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.scratch import begin_archive

LABELS = Path(__file__).with_name("labelled_reports.json")
RECALLS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
MOST_PAIRS = 12


class Pair(NamedTuple):
    """Two reports, with whether they are of one event, and whether that was kept aside."""

    one: str
    other: str
    is_same: bool
    is_aside: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    corpus = parser.parse_args().corpus
    with tempfile.TemporaryDirectory() as folder:
        begin_archive(Path(folder))
        _measure(corpus)


def _measure(corpus: Path) -> None:
    from articles.events.reading import SHARED
    from articles.events.scoring import LINKED, score

    labels = json.loads(LABELS.read_text())
    signatures = _signatures(corpus, labels["days"])
    anchors = {key: signature.anchors() for key, signature in signatures.items()}
    scored: dict[tuple[str, bool], list[tuple[int, bool]]] = {}
    for pair in (*_in_windows(labels["windows"]), *(Pair(*each) for each in labels["pairs"])):
        shared = len(anchors[pair.one] & anchors[pair.other])
        one, other = signatures[pair.one], signatures[pair.other]
        points = score(one, other) if shared >= SHARED else 0
        scored.setdefault((one.language, pair.is_aside), []).append((points, pair.is_same))
    for (language, is_aside), rows in sorted(scored.items()):
        same = sum(is_same for _, is_same in rows)
        linked = [is_same for points, is_same in rows if points >= LINKED]
        print(
            f"{language}, {'kept aside' if is_aside else 'fitted with'}: {len(rows):,} pairs, "
            f"{same} of one event; links: precision {sum(linked) / (len(linked) or 1):.3f}, "
            f"recall {sum(linked) / same:.3f}; precision at "
            + ", ".join(f"{recall} {at:.2f}" for recall, at in _precisions(rows, same))
        )


def _signatures(corpus: Path, days: dict[str, str]) -> dict[str, Any]:
    from articles.events.reading import maker
    from articles.events.signatures import Report

    found = {}
    for name in ("fa.jsonl.gz", "ar.jsonl.gz"):
        with gzip.open(corpus / name, "rt", encoding="utf-8") as lines:
            for each in map(json.loads, lines):
                if (day := days.get(each["id"])) is None:
                    continue
                report = Report(each["lang"], each["title"], each["body"], date.fromisoformat(day))
                signature = maker().signature(report)
                found[each["id"]] = (
                    signature if each["date"] else replace(signature, days=frozenset())
                )
    return found


def _in_windows(windows: list[dict[str, Any]]) -> Iterator[Pair]:
    for window in windows:
        reports, is_aside = window["reports"], window["aside"]
        same = {pair for event in window["events"] for pair in combinations(sorted(event), 2)}
        unclear = {pair for each in window["unclear"] for pair in combinations(sorted(each), 2)}
        for event in window["events"]:
            for one, other in list(combinations(sorted(event), 2))[:MOST_PAIRS]:
                yield Pair(reports[one], reports[other], True, is_aside)
        for one, other in combinations(range(len(reports)), 2):
            if (one, other) not in same | unclear:
                yield Pair(reports[one], reports[other], False, is_aside)


def _precisions(rows: list[tuple[int, bool]], same: int) -> Iterator[tuple[float, float]]:
    """Of pairs of one score, the wrong ones come first."""
    right, reached = 0, []
    ranked = sorted(rows, key=lambda row: (-row[0], row[1]))
    for count, (_, is_same) in enumerate(ranked, start=1):
        right += is_same
        reached.append((right / same, right / count))
    for recall in RECALLS:
        yield recall, next(precision for found, precision in reached if found >= recall)


if __name__ == "__main__":
    main()

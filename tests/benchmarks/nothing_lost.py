"""How many paragraphs of real news the parser loses, put into dumps of any shape.

    python tests/benchmarks/nothing_lost.py [-n 100000] [--seed 7] [--show 20]

Reads ../shared/corpus. A paragraph is one of six words or more. Those that end a sentence and the
others (headings of tables, lists, credits as much as text) are counted apart. PYTHONPATH with
another checkout before it measures that one's parser.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
REFERENCE = date(2026, 11, 23)
sys.path.append(str(ROOT))


def corpus(folder: Path = CORPUS) -> dict[str, list[str]]:
    """The paragraphs of each language, as an archive stores them."""
    from articles.dumps.lines import clean

    found: dict[str, list[str]] = {}
    for language in ("fa", "ar"):
        with gzip.open(folder / f"{language}.jsonl.gz", "rt", encoding="utf-8") as rows:
            texts = [json.loads(row)["body"] for row in rows]
        cleaned = (clean(each) for text in texts for each in text.split("\n\n"))
        found[language] = [each for each in cleaned if len(each.split()) >= 6]
    return found


def dumps(
    paragraphs: dict[str, list[str]], count: int, draw: random.Random
) -> Iterator[tuple[list[str], str]]:
    """Dumps of one to six paragraphs, ``count`` paragraphs in all, each language in turn."""
    from tests.dump_shapes import WORDS, compose

    sources = {language: cycle(texts) for language, texts in paragraphs.items()}
    while count > 0:
        language = draw.choices(list(paragraphs), [len(each) for each in paragraphs.values()])[0]
        taken = list(islice(sources[language], min(count, draw.randint(1, 6))))
        count -= len(taken)
        draw.shuffle(taken)
        yield taken, compose(draw, taken, WORDS[language])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=100_000, help="how many paragraphs")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", type=int, default=20, help="so many lost ones are printed")
    options = parser.parse_args()

    from articles.dumps import parse_item
    from articles.dumps.names import ends_sentence
    from tests.dump_shapes import lost

    tried, gone = {True: 0, False: 0}, {True: 0, False: 0}
    shown, seconds = 0, 0.0
    for paragraphs, text in dumps(corpus(), options.n, random.Random(options.seed)):
        raw = text.encode()
        started = time.perf_counter()
        item = parse_item(raw, "utf-8", reference=REFERENCE)
        seconds += time.perf_counter() - started
        for each in paragraphs:
            tried[ends_sentence(each)] += 1
        for each in lost(paragraphs, item.paragraphs):
            gone[ends_sentence(each)] += 1
            if shown < options.show:
                shown += 1
                print(f"lost: {each[:150]}", *([f"      {item.error}"] if item.error else []))
    for is_sentence, name in ((True, "sentences"), (False, "other paragraphs")):
        share = gone[is_sentence] / max(tried[is_sentence], 1) * 10_000
        print(f"{name}: {gone[is_sentence]} of {tried[is_sentence]} lost ({share:.2f} in 10,000)")
    print(f"{seconds:.1f} s of parsing")


if __name__ == "__main__":
    main()

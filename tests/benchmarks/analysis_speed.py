"""How fast dumps are analysed and highlighted on one core.

    python tests/benchmarks/analysis_speed.py [-n 2000] [--corpus FOLDER]

Texts are those of the project's own generator, or the articles of a folder of ``fa.jsonl.gz`` and
``ar.jsonl.gz`` (``title`` and ``body`` in each line), short ones put together to news length.
Prints milliseconds a text, cold (an empty table of words) and warm, and the ratio to folding
the same texts in the same run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from generate import Writer  # noqa: E402

from articles.text.analyzer import Analyzer  # noqa: E402
from articles.text.highlight import Highlighter, Terms  # noqa: E402
from articles.text.search_folding import fold  # noqa: E402

WORDS = 300
"""Words of a text at least."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=2_000, help="how many texts of each language")
    parser.add_argument("--corpus", type=Path, help="a folder of articles to use instead")
    options = parser.parse_args()
    for language in ("fa", "ar"):
        source = _articles(options.corpus, language) if options.corpus else _generated(language)
        texts = list(islice(_of_news_length(source), options.n))
        _measure(texts, language)


def _measure(texts: list[str], language: str) -> None:
    analyzer = Analyzer()
    words = texts[0].split()
    highlighter = Highlighter(
        analyzer, Terms(words=tuple(analyzer.query_forms(" ".join(words[:3]))))
    )
    folding = _milliseconds(fold, texts)
    print(
        f"{language}: {len(texts)} texts of {sum(len(t.split()) for t in texts) / len(texts):.0f}"
    )
    for name, function in (
        ("analysis, cold", lambda text: analyzer.analyze(text, language)),
        ("analysis, warm", lambda text: analyzer.analyze(text, language)),
        ("fragments", lambda text: highlighter.fragments(text, language)),
    ):
        took = _milliseconds(function, texts)
        print(f"  {name:16} {took:.3f} ms a text, {took / folding:.1f} times folding")


def _milliseconds(function: Callable[[str], object], texts: list[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        function(text)
    return (time.perf_counter() - start) / len(texts) * 1000


def _of_news_length(texts: Iterator[str]) -> Iterator[str]:
    gathered: list[str] = []
    for text in texts:
        gathered.append(text)
        if sum(len(each.split()) for each in gathered) >= WORDS:
            yield "\n\n".join(gathered)
            gathered = []


def _generated(language: str) -> Iterator[str]:
    writer = Writer(language, random.Random(7))
    number = 0
    while True:
        number += 1
        yield writer.dump(number, [])


def _articles(folder: Path, language: str) -> Iterator[str]:
    with gzip.open(folder / f"{language}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield f"{article['title']}\n\n{article['body']}"


if __name__ == "__main__":
    main()

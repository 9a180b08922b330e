"""How fast an archive is searched by OpenSearch, beside the embedded index, in one run.

    python tests/benchmarks/engines_speed.py --keep FOLDER [-n 300000] [--nodes 3] [--shards 3]

FOLDER is the archive of search_speed.py, made where it is missing. Builds both indexes and times
each kind of query with all counts and the first 20 articles, in turns: **new words** is the first
search of each text, before what it found out about the words is remembered. Milliseconds at the
median and, of what is known, at the 95th percentile; **processor** is the processor time of a known
search, here and on the nodes together, on a machine that others use. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from tests.opensearch.nodes import Nodes  # noqa: E402

RUNS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=20_000, help="how many articles")
    parser.add_argument("--keep", type=Path, required=True, help="the archive")
    parser.add_argument("--queries", type=int, default=15, help="how many of each kind")
    parser.add_argument("--nodes", type=int, default=1, help="start so many nodes")
    parser.add_argument("--shards", type=int, default=1)
    options = parser.parse_args()
    making = ["search_speed.py", "-n", str(options.n), "--keep", str(options.keep), "--build-only"]
    script = Path(__file__).with_name(making[0])
    subprocess.run([sys.executable, script, *making[1:]], check=True)
    with Nodes(options.nodes, compiles_well=True) as nodes:
        _measured(options, nodes)


def _measured(options: argparse.Namespace, nodes: Nodes) -> None:
    url = nodes.url
    replicas = int(options.nodes > 1)
    os.environ |= {
        "ARCHIVE_DATA_DIR": str(options.keep),
        "DJANGO_SETTINGS_MODULE": "newsarchive.settings",
        "SEARCH_URL": f"{url}/speed?shards={options.shards}&replicas={replicas}",
        "SEARCH_INDEX": "off",
    }
    os.chdir(ROOT)
    import django

    django.setup()
    start, on_nodes, here = time.perf_counter(), nodes.processor_seconds(), _children_seconds()
    subprocess.run([sys.executable, "manage.py", "search_index", "--rebuild"], check=True)
    seconds = time.perf_counter() - start
    on_nodes, here = nodes.processor_seconds() - on_nodes, _children_seconds() - here
    print(
        f"OpenSearch: {options.n / seconds:,.0f} articles a second, from the start of the process; "
        f"processor time of an article: {here / options.n * 1e3:.2f} ms to analyse and send, "
        f"{on_nodes / options.n * 1e3:.2f} ms on the nodes",
        flush=True,
    )
    host = "http://" + url.removeprefix("http://").partition(",")[0]
    with urllib.request.urlopen(f"{host}/speed/_stats/store") as answer:
        size = json.load(answer)["_all"]["primaries"]["store"]["size_in_bytes"]
    print(f"OpenSearch: {size / 1024**2:,.0f} MiB, {size / options.n:,.0f} bytes an article")
    _compare(options.queries, nodes)


def _compare(queries: int, nodes: Nodes) -> None:
    from django.conf import settings
    from search_speed import TODAY, _kinds

    from articles.search import Search, Sort, search

    cluster = settings.SEARCH_CLUSTER
    settings.SEARCH_CLUSTER = None
    kinds = list(_kinds(queries))
    columns = ["new words", "median", "p95", "processor"]
    print(
        f"\n| kind | found | embedded: {' | '.join(columns)} | OpenSearch: {' | '.join(columns)} |"
    )
    print("| --- |" + " ---: |" * 9)
    for kind in kinds:
        sort = Sort(kind.options.get("sort", "relevance"))
        cells = [kind.name]
        for chosen in (None, cluster):
            settings.SEARCH_CLUSTER = chosen
            new, known, found = [], [], []
            taken = 0.0
            for turn in range(RUNS + 1):
                if turn == 1:
                    taken = -(time.process_time() + nodes.processor_seconds())
                for text in kind.texts:
                    start = time.perf_counter()
                    answer = search(Search(text, reference=TODAY, sort=sort), with_counts=True)
                    (known if turn else new).append(time.perf_counter() - start)
                    found.append(answer.total)
            if chosen is None:
                cells.append(f"{statistics.median(found):,.0f}")
            taken += time.process_time() + nodes.processor_seconds()
            cells += [_shown(new), _shown(known), _shown(known, _p95)]
            cells.append(f"{taken / len(known) * 1e3:.2f}")
        print("| " + " | ".join(cells) + " |", flush=True)


def _children_seconds() -> float:
    """The processor time of processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _shown(seconds: list[float], of: Callable[[list[float]], Any] = statistics.median) -> str:
    return f"{of(seconds) * 1e3:.2f}"


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


if __name__ == "__main__":
    main()

"""The table of queries.tsv: what must come first, and what must not come at all.

Each line asks an archive: ``samples`` are the sample dumps with the two articles beside them (by
number, see conftest.py), ``spellings`` the invented ones of test_queries.py (by name). ``first``
must lead the results in this order, ``top`` in whatever order, ``none`` must not be among them,
``same`` is a query that must find the same articles. Articles are parted by spaces. Where nothing
is found, what was meant is asked for instead, as the page does.
"""

from __future__ import annotations

import csv
from pathlib import Path

TABLE = Path(__file__).with_name("queries.tsv")

with TABLE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def of_archive(name):
    return [row for row in ROWS if row["archive"] == name]


def query_of(row):
    return row["query"]


def checked(row, archive):
    found = archive.find(row["query"])
    first, top, none = (row[column].split() for column in ("first", "top", "none"))

    assert first or top or none or row["same"]
    assert found[: len(first)] == first
    assert sorted(found[: len(top)]) == sorted(top)
    assert not set(found) & set(none)
    if row["same"]:
        assert set(found) == set(archive.find(row["same"]))
        assert found

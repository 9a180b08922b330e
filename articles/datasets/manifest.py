"""What tells of the dataset: ``manifest.json``, ``schema.json``, ``LICENSE.txt`` and
``README.md``."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .columns import COLUMNS, schema

MANIFEST = "manifest.json"
FORMAT = "news-archive dataset 1"
_LARGEST = 50_000_000
_PATH = re.compile(r"(?:(?:gregorian|jalali)/[0-9]{4}|undated)\.(?:jsonl\.gz|parquet)")


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of the dataset: its path, rows, bytes and SHA-256, and the state of its part."""

    path: str
    rows: int
    bytes: int
    sha256: str
    state: str

    @property
    def name(self) -> str:
        """What its part is called: the year, or ``undated``."""
        return self.path.rpartition("/")[2].partition(".")[0]

    @property
    def calendar(self) -> str:
        """Of which calendar the year is; empty without a day."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The dataset as it is in its folder."""

    files: tuple[DataFile, ...] = ()
    made_at: str = ""
    licence: str = ""


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder; an empty one where there is none that can be read."""
    try:
        with (folder / MANIFEST).open("rb") as file:
            told = json.loads(file.read(_LARGEST))
        files = tuple(DataFile(**each) for each in told["files"])
        files = tuple(each for each in files if _PATH.fullmatch(each.path))
        return Manifest(files, str(told["made_at"]), str(told["licence"]))
    except (OSError, ValueError, TypeError, LookupError):
        return Manifest()


def texts(
    name: str, files: tuple[DataFile, ...], made_at: datetime, licence: str
) -> dict[str, str]:
    """The files beside the data, by name; the manifest last, since it tells that all is there."""
    told: dict[str, Any] = {
        "format": FORMAT,
        "archive": name,
        "made_at": made_at.isoformat(timespec="seconds"),
        "licence": licence,
        "files": [asdict(each) for each in files],
    }
    return {
        "schema.json": json.dumps(schema(), ensure_ascii=False, indent=1) + "\n",
        "LICENSE.txt": (licence or _NO_LICENCE) + "\n",
        "README.md": _readme(name, files),
        MANIFEST: json.dumps(told, ensure_ascii=False, indent=1) + "\n",
    }


_NO_LICENCE = (
    "The operator of the archive has named no licence. Ask before you publish anything of it."
)


def _readme(name: str, files: tuple[DataFile, ...]) -> str:
    columns = "\n".join(
        f"| `{column.name}` | {column.type} | {column.meaning} |" for column in COLUMNS
    )
    forms = sorted({path.partition(".")[2] for path in (each.path for each in files)})
    return f"""# {name}: dataset

One row for each published article, in files by year: `gregorian/2025` and `jalali/1404` have the
same rows cut in two ways, so take one of the two folders; `undated` has the articles without a day.
Forms: {", ".join(f"`.{form}`" for form in forms) or "none"}. JSON Lines are UTF-8, an object a
line, compressed with gzip; `schema.json` describes them.

| column | type | what it is |
| --- | --- | --- |
{columns}

Values that are not known are null. `manifest.json` has the rows, bytes and SHA-256 of every file.
Articles that the archive has erased or hidden are left out when the dataset is next made: do not
keep what is gone. The terms of use are in `LICENSE.txt`.
"""

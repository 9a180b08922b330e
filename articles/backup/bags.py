"""BagIt bags (RFC 8493): folders with checksums that show whether they are complete.

The Library of Congress's own package ``bagit`` comes without wheels and has had no release since
June 2025; a bag only adds five small text files to its payload, so this module writes them, and the
tests check them with that package.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from articles.expressions import regex
from articles.new_files import new_file

PAYLOAD = "data"
_DECLARATION = "bagit.txt"
_DECLARED = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_INFO = "bag-info.txt"
_ALGORITHM = "sha256"
_ALGORITHMS = ("sha512", "sha256")
_LINE = regex(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)")


class Flaw(StrEnum):
    """What can be wrong with a bag."""

    NO_BAG = "no_bag"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    CHANGED = "changed"
    UNLISTED = "unlisted"


class BadBagError(Exception):
    """The folder is not a bag, or an incomplete or damaged one; ``file`` is the file that shows
    it."""

    def __init__(self, flaw: Flaw, file: str) -> None:
        super().__init__(f"{file}: {flaw}")
        self.flaw = flaw
        self.file = file


def seal(
    folder: Path,
    info: Mapping[str, str],
    sign: Callable[[bytes], Mapping[str, bytes]] = lambda listed: {},
) -> None:
    """Turn a folder whose payload is in ``data`` into a bag.

    ``sign`` makes files, by their names in the bag, of the tag manifest, which cannot list them.
    ``bagit.txt`` is written last, so an interrupted bag is never taken for a valid one.
    """
    payload = list(_files(folder / PAYLOAD))
    size = sum(path.stat().st_size for path in payload)
    _write_manifest(folder, f"manifest-{_ALGORITHM}.txt", payload)
    told = {**info, "Payload-Oxum": f"{size}.{len(payload)}"}
    _write(folder / _INFO, "".join(f"{name}: {value}\n" for name, value in told.items()))
    beside = folder / f".{_DECLARATION}"
    _write(beside, _DECLARED)
    tags = [folder / _INFO, folder / f"manifest-{_ALGORITHM}.txt"]
    listed = _listing(folder, tags) + f"{_digest(beside, _ALGORITHM)}  {_DECLARATION}\n"
    _write(folder / f"tagmanifest-{_ALGORITHM}.txt", listed)
    for name, content in sign(listed.encode()).items():
        _write_bytes(folder / name, content)
    beside.rename(folder / _DECLARATION)


def check(folder: Path) -> None:
    """Compare every file of a bag with its checksums. Raises :class:`BadBagError` or OSError."""
    if not _declaration(folder).startswith("BagIt-Version:"):
        raise BadBagError(Flaw.NO_BAG, _DECLARATION)
    if (folder / "fetch.txt").exists():
        raise BadBagError(Flaw.MISSING, "fetch.txt")
    manifests = [name for name in _manifests() if (folder / name).is_file()]
    if not manifests:
        raise BadBagError(Flaw.MISSING, f"manifest-{_ALGORITHM}.txt")
    # Checksums of the tag files first: they show whether the manifest can be trusted.
    for name in _manifests("tag"):
        if (folder / name).is_file():
            _check_manifest(folder, name)
    payload = {path.relative_to(folder).as_posix() for path in _files(folder / PAYLOAD)}
    for name in manifests:
        if unlisted := payload - _check_manifest(folder, name):
            raise BadBagError(Flaw.UNLISTED, min(unlisted))


def _declaration(folder: Path) -> str:
    try:
        return (folder / _DECLARATION).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return ""


def _manifests(prefix: str = "") -> list[str]:
    return [f"{prefix}manifest-{algorithm}.txt" for algorithm in _ALGORITHMS]


def _check_manifest(folder: Path, manifest: str) -> set[str]:
    """The files that the manifest lists, after checking each."""
    algorithm = manifest.partition("-")[2].removesuffix(".txt")
    listed = set()
    for digest, name in _read_manifest(folder / manifest):
        path = folder / name
        if path.is_symlink() or not path.is_file():
            raise BadBagError(Flaw.MISSING, name)
        if _digest(path, algorithm) != digest.lower():
            raise BadBagError(Flaw.CHANGED, name)
        listed.add(name)
    return listed


def _read_manifest(manifest: Path) -> Iterator[tuple[str, str]]:
    try:
        lines = manifest.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise BadBagError(Flaw.UNREADABLE, manifest.name) from error
    for line in filter(None, lines):
        match = _LINE.fullmatch(line)
        name = PurePosixPath(unquote(match[2])) if match else None
        if match is None or name is None or name.is_absolute() or ".." in name.parts:
            raise BadBagError(Flaw.UNREADABLE, manifest.name)
        yield match[1], str(name)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if not path.is_dir())


def _write_manifest(folder: Path, name: str, files: list[Path]) -> None:
    _write(folder / name, _listing(folder, files))


def _listing(folder: Path, files: list[Path]) -> str:
    return "".join(
        f"{_digest(path, _ALGORITHM)}  {path.relative_to(folder).as_posix()}\n" for path in files
    )


def _digest(path: Path, algorithm: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def _write(path: Path, text: str) -> None:
    _write_bytes(path, text.encode())


def _write_bytes(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with new_file(path) as file:
        file.write(content)

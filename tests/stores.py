"""Stores for tests: one whose files have no paths, as elsewhere, and one that is lost."""

from __future__ import annotations

from django.core.files.storage import FileSystemStorage, Storage


class FarStore(Storage):
    def __init__(self, location: str) -> None:
        self._files = FileSystemStorage(location)

    def _open(self, name, mode="rb"):
        return self._files.open(name, mode)

    def _save(self, name, content):
        return self._files.save(name, content)

    def exists(self, name):
        return self._files.exists(name)

    def delete(self, name):
        self._files.delete(name)

    def listdir(self, path):
        return self._files.listdir(path)

    def get_modified_time(self, name):
        return self._files.get_modified_time(name)


class LostStore(Storage):
    """Answers nothing, and says so in an error of its own."""

    class LostError(Exception):
        pass

    def _lost(self, *arguments, **options):
        raise self.LostError("connection refused")

    _open = _save = exists = delete = listdir = get_modified_time = _lost


def far_store(location) -> dict:
    """The setting of one in this folder."""
    return {"BACKEND": "tests.stores.FarStore", "OPTIONS": {"location": str(location)}}


LOST = {"BACKEND": "tests.stores.LostStore"}

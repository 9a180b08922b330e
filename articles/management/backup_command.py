"""Base class of the commands that write and read exports and backups."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from articles.backup.files import DamagedFileError
from articles.backup.loading import BadExportError, NotEmptyError, is_empty, load
from articles.management.archive_command import ArchiveCommand, Exit, reason

_UNUSABLE = (FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError)


class PreservingCommand(ArchiveCommand):
    """A command that writes the archive into files, or reads it from them."""

    @contextmanager
    def ending(self, path: str, sentence: str) -> Iterator[None]:
        """End with ``sentence`` and the reason if the files at the path cannot be used.

        SIGTERM ends the command like Ctrl+C.
        """
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            yield
        except (*_UNUSABLE, PermissionError) as error:
            raise _failure(sentence, path, error, Exit.UNUSABLE_ARGUMENTS) from error
        except OSError as error:
            raise _failure(sentence, path, error, Exit.FAILED) from error
        except KeyboardInterrupt:
            raise CommandError(_("Cancelled."), returncode=Exit.FAILED) from None

    def require_empty(self) -> None:
        """End with a message unless the archive is empty."""
        if not is_empty():
            raise _not_empty()

    def load(
        self, path: str, lines: Iterable[bytes], advance: Callable[[int], None]
    ) -> dict[str, int]:
        """Store an export, or end with a message that says what is wrong with it."""
        try:
            return load(lines, advance)
        except NotEmptyError as error:
            raise _not_empty() from error
        except BadExportError as error:
            raise _not_importable(path, str(error)) from error
        except DamagedFileError as error:
            why = _("It is truncated or damaged (%(error)s).") % {"error": reason(error)}
            raise _not_importable(path, why) from error

    def finish(self) -> None:
        """Build the search index of what was stored, and verify everything."""
        call_command("search_index", rebuild=True, stdout=self.stdout)
        call_command("verify_archive", stdout=self.stdout)


def _failure(sentence: str, path: str, error: OSError, status: Exit) -> CommandError:
    return CommandError(
        sentence % {"path": path, "reason": error.strerror or reason(error)}, returncode=status
    )


def _not_importable(path: str, why: str) -> CommandError:
    return CommandError(
        _("%(path)s cannot be imported. %(why)s Nothing was changed.") % {"path": path, "why": why},
        returncode=Exit.UNUSABLE_ARGUMENTS,
    )


def _not_empty() -> CommandError:
    sentences = (
        _("This archive is not empty: an export or a backup goes into an empty one only."),
        _(
            "If a restoration was stopped after all was stored, “search_index --rebuild” and "
            "“verify_archive” complete it."
        ),
    )
    return CommandError(" ".join(sentences), returncode=Exit.UNUSABLE_ARGUMENTS)

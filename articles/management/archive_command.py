"""Base class of the archive's commands: exit statuses, the terminal's language, migrations
check."""

from __future__ import annotations

import os
import sys
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation
from django.utils.translation import gettext as _

from articles.search import IndexUnavailableError, Trouble
from articles.stores import StoreError

if TYPE_CHECKING:
    from articles.importing.reading import UnreadablePathError


class Exit(IntEnum):
    """Exit statuses of all commands."""

    OK = 0
    SOME_REJECTED = 1
    UNUSABLE_ARGUMENTS = 2
    FAILED = 3


class ArchiveCommand(BaseCommand):
    """A command whose messages are in the terminal's language: Persian or Arabic, otherwise
    English.

    An error of the database or of a store of files ends it with a message and :attr:`Exit.FAILED`.
    """

    requires_system_checks = ()

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(argv)
            sys.stdout.flush()
        except BrokenPipeError:
            # Who reads the output has enough of it, like ``head``. Python would fail once more when
            # it closes it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(Exit.FAILED)

    def execute(self, *args: Any, **options: Any) -> str | None:
        with translation.override(_terminal_language()):
            try:
                return super().execute(*args, **options)
            except DatabaseError as error:
                raise CommandError(
                    _("The database failed: %(error)s. Fix the cause and run the command again.")
                    % {"error": reason(error)},
                    returncode=Exit.FAILED,
                ) from error
            except StoreError as error:
                raise CommandError(str(error), returncode=Exit.FAILED) from error

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        with translation.override(_terminal_language()):
            return super().create_parser(prog_name, subcommand, **kwargs)

    def require_migrated(self) -> None:
        """End with a message unless the database answers and all migrations are applied."""
        try:
            executor = MigrationExecutor(connection)
            missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError as error:
            raise CommandError(
                _("The database cannot be reached: %(error)s") % {"error": reason(error)},
                returncode=Exit.FAILED,
            ) from error
        if missing:
            raise CommandError(
                _("The database is not up to date. Run “manage.py migrate” first."),
                returncode=Exit.FAILED,
            )


def reason(error: Exception) -> str:
    """An error's message as part of a sentence: the first line, without its full stop."""
    return str(error).partition("\n")[0].rstrip(".") or type(error).__name__


def unreadable(error: UnreadablePathError) -> CommandError:
    """The error for a path that cannot be read."""
    return CommandError(
        _("%(path)s cannot be read (%(reason)s). Nothing was imported.")
        % {"path": error.path, "reason": error.reason},
        returncode=Exit.UNUSABLE_ARGUMENTS,
    )


def no_index(error: IndexUnavailableError) -> CommandError:
    """The error for a search index that does not answer."""
    if error.trouble is Trouble.MISSING:
        sentence = _("There is no search index. Run “manage.py search_index --rebuild”.")
    elif error.trouble is Trouble.OUTDATED:
        sentence = _("The search index was built by another release. Run “search_index --rebuild”.")
    elif error.trouble is Trouble.UNREACHABLE:
        sentence = _("The search engine does not answer: %s") % error
    else:
        sentence = _("The search index is damaged (%s). Run “manage.py search_index --rebuild”.")
        sentence %= error
    return CommandError(sentence, returncode=Exit.FAILED)


def _terminal_language() -> str:
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    language = locale[:2].lower()
    return language if language in dict(settings.LANGUAGES) else "en"

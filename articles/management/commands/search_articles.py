"""Search the archive from the command line."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any, BinaryIO

from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.management.archive_command import ArchiveCommand, Exit, no_index
from articles.management.progress import Progress
from articles.management.search_output import json_object, lines
from articles.search import (
    DEEPEST,
    Answer,
    EmptySpanError,
    IndexUnavailableError,
    Limits,
    Match,
    Query,
    Search,
    Sort,
    UnreadableLimitError,
    read_limits,
    search,
)

_UNREADABLE = {
    "language": gettext_lazy("“%(value)s” is not a language. Use fa, ar, en or und."),
    "source": gettext_lazy("There is no source “%(value)s”. Use its slug or printed name."),
    "from": gettext_lazy(
        "--from “%(value)s” is not a date. Use, for example, 1404/10 or 2025-12-28."
    ),
    "to": gettext_lazy("--to “%(value)s” is not a date. Use, for example, 1404/10 or 2025-12-28."),
}
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LINE_ENDS = {ord(mark): f"\\u{ord(mark):04x}" for mark in "\x85\u2028\u2029"}
"""Escaped in JSON, because some programs treat them as ends of lines."""


class Command(ArchiveCommand):
    help = (
        "Search the archive. The query is in the query language of the search page; put -- before "
        "one that begins with a minus sign. Without a query, all that the options leave are given."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("query", nargs="?", metavar="QUERY", help="what to search for")
        parser.add_argument(
            "--queries", metavar="FILE", help="a query on each line, in UTF-8; - for standard input"
        )
        parser.add_argument(
            "--json", action="store_true", help="one JSON object a line for every query"
        )
        parser.add_argument(
            "--limit",
            type=int,
            default=20,
            help=f"results of a query that are given, at most {DEEPEST} (default: 20)",
        )
        parser.add_argument(
            "--match",
            choices=[match.value for match in Match],
            default=Match.ALL.value,
            help="whether all words must match or any will do (default: all)",
        )
        parser.add_argument(
            "--lang", action="append", metavar="LANGUAGE", help="fa, ar, en or und; may repeat"
        )
        parser.add_argument(
            "--source",
            action="append",
            help="the slug of a source, or its name as printed; may repeat",
        )
        parser.add_argument("--from", metavar="DATE", help="the first day, in any calendar")
        parser.add_argument("--to", metavar="DATE", help="the last day, month or year")
        parser.add_argument(
            "--sort",
            choices=[sort.value for sort in Sort],
            default=Sort.RELEVANCE.value,
            help="the order of the results (default: relevance)",
        )
        parser.add_argument(
            "--no-names", action="store_true", help="leave out names in other languages"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        wanted = _wanted(options)
        try:
            if options["queries"] is None:
                self._answer(replace(wanted, text=_valid(options["query"] or "")), options["json"])
            else:
                self._answer_all(options["queries"], wanted, options["json"])
        except IndexUnavailableError as error:
            raise no_index(error) from error
        except KeyboardInterrupt:
            raise CommandError(_("Cancelled."), returncode=Exit.FAILED) from None
        except DatabaseError as error:
            raise CommandError(
                _("The search failed: %(error)s") % {"error": error}, returncode=Exit.FAILED
            ) from error
        except BrokenPipeError:
            # The reader of the pipe has closed it; the buffered output must go somewhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _answer_all(self, path: str, wanted: Search, as_json: bool) -> None:
        progress = (
            nullcontext()
            if self.stdout.isatty()
            else Progress(sys.stderr, _("Searching"), total=None, unit=_("queries"))
        )
        with _opened(path) as file, progress as shown:
            for text in _queries(file):
                if not as_json:
                    self.stdout.write(f"\n== {text}")
                self._answer(replace(wanted, text=text), as_json)
                if shown:
                    shown.advance(1)

    def _answer(self, wanted: Search, as_json: bool) -> None:
        answer = _found(wanted)
        if as_json:
            line = json.dumps(json_object(wanted.text, answer), ensure_ascii=False)
            self.stdout.write(line.translate(_LINE_ENDS))
        else:
            for line in lines(answer):
                self.stdout.write(line)
        self.stdout.flush()


def _wanted(options: dict[str, Any]) -> Search:
    """The search that the options describe, still without its text."""
    if options["limit"] < 0:
        raise _unusable(_("--limit must not be negative."))
    try:
        limits = read_limits(
            languages=map(_valid, options["lang"] or ()),
            sources=map(_valid, options["source"] or ()),
            first=_valid(options["from"] or ""),
            last=_valid(options["to"] or ""),
            reference=timezone.localdate(),
        )
    except UnreadableLimitError as error:
        raise _unusable(_UNREADABLE[error.limit] % {"value": error.value}) from error
    except EmptySpanError as error:
        raise _unusable(_("--to is before --from.")) from error
    if options["query"] is not None and options["queries"] is not None:
        raise _unusable(_("Give a query or --queries, not both."))
    if options["query"] is None and options["queries"] is None and _is_unlimited(limits):
        raise _unusable(_("Say what to search for: a query, --queries, or a limit such as --from."))
    return Search(
        text="",
        reference=timezone.localdate(),
        limits=limits,
        match=Match(options["match"]),
        sort=Sort(options["sort"]),
        with_names=not options["no_names"],
        limit=options["limit"],
    )


def _found(wanted: Search) -> Answer:
    """The answer; a blank query finds what the limits allow, or nothing without limits."""
    if not wanted.text.strip() and _is_unlimited(wanted.limits):
        return Answer(Query(wanted.text), 0, ())
    return search(wanted)


def _is_unlimited(limits: Limits) -> bool:
    return not (any(limits.chosen.values()) or limits.sources or limits.days)


def _opened(path: str) -> AbstractContextManager[BinaryIO]:
    if path == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return open(path, "rb")
    except OSError as error:
        raise _unusable(
            _("The queries cannot be read from %(path)s (%(reason)s).")
            % {"path": path, "reason": error.strerror}
        ) from error


def _queries(file: BinaryIO) -> Iterator[str]:
    """The lines of a file, including blank ones; invalid UTF-8 becomes U+FFFD."""
    for number, line in enumerate(file):
        if number == 0:
            line = line.removeprefix(_BYTE_ORDER_MARK)
        yield line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", "replace")


def _valid(text: str) -> str:
    """An argument with U+FFFD for lone surrogates, which stand for undecodable bytes."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _unusable(sentence: str) -> CommandError:
    return CommandError(sentence, returncode=Exit.UNUSABLE_ARGUMENTS)

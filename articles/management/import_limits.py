"""What the commands that import share: limits, unless options raise them, and the label."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from articles.importing.limits import Limits
from articles.management.archive_command import Exit
from articles.models import ImportBatch


def label_of(options: dict[str, Any], default: str = "") -> str:
    """The label that a command was given. Raises :class:`CommandError` for one that cannot be
    stored."""
    label = str(options["label"] or default).strip()
    if not ImportBatch.is_label(label):
        sentence = _("--label must be one line of at most %(most)d letters.")
        raise CommandError(
            sentence % {"most": ImportBatch.LONGEST_LABEL}, returncode=Exit.UNUSABLE_ARGUMENTS
        )
    return label


def add_limit_options(parser: CommandParser) -> None:
    """Options by which a command's user raises what may be read."""
    parser.add_argument(
        "--max-files",
        type=int,
        default=settings.MAX_UPLOAD_FILES,
        help="so many files may come out of folders and archives (default: MAX_UPLOAD_FILES)",
    )
    parser.add_argument(
        "--max-bytes",
        type=int,
        default=settings.MAX_UNPACKED_BYTES,
        help="so many bytes may be read, unpacked (default: MAX_UNPACKED_BYTES)",
    )


def limits_of(options: dict[str, Any], *, links: bool = False) -> Limits:
    """The limits that the options of a command set. Raises :class:`CommandError`."""
    if options["max_files"] < 1 or options["max_bytes"] < 1:
        raise CommandError(
            _("--max-files and --max-bytes must be positive."), returncode=Exit.UNUSABLE_ARGUMENTS
        )
    return Limits(files=options["max_files"], total_bytes=options["max_bytes"], links=links)


def limit_exceeded() -> CommandError:
    """What a command ends with when more came out of its files than the limits allow."""
    return CommandError(
        _(
            "More files or bytes came out than the limits allow; a damaged or hostile archive does "
            "that. Nothing more was read, and what was stored is whole. If the files are to be "
            "trusted, raise the limits with --max-files and --max-bytes."
        ),
        returncode=Exit.FAILED,
    )

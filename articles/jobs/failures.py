"""Why a job failed, and what staff can do about it."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Failure(StrEnum):
    """The code that is stored with a failed job."""

    UNREADABLE = "unreadable"
    TOO_MUCH = "too_much"
    NOT_UNDOABLE = "not_undoable"
    FILES = "files"
    CHANGED = "changed"
    NOT_FETCHED = "not_fetched"
    WORKER_DIED = "worker_died"
    UNEXPECTED = "unexpected"


SENTENCES: dict[str, str | Promise] = {
    Failure.UNREADABLE: _(
        "A file cannot be opened: it is damaged or not what its name says. Nothing was imported. "
        "Make or fetch it again."
    ),
    Failure.TOO_MUCH: _(
        "More files or more bytes came out of it than the limits allow (a damaged or hostile "
        "archive does that). Nothing more was read. Part it, or raise MAX_UPLOAD_FILES or "
        "MAX_UNPACKED_BYTES."
    ),
    Failure.NOT_UNDOABLE: _("The import is still in progress or has been undone already."),
    Failure.FILES: _(
        "The files could not be read or written: they were removed, or the disk is full. What was"
        " stored is complete. Fix the cause and start again."
    ),
    Failure.CHANGED: _(
        "Files on the server were changed after the preview was shown. Nothing was imported. Start"
        " a new import with them."
    ),
    Failure.NOT_FETCHED: _(
        "The address could not be fetched. Nothing was imported. Correct it, or save the page and "
        "upload it."
    ),
    Failure.WORKER_DIED: _(
        "The worker died three times on this job. What was stored is complete. Split the files, "
        "or look for the cause in the server's log."
    ),
    Failure.UNEXPECTED: _(
        "An unexpected error occurred. What was stored is complete; the server's log says more."
    ),
}

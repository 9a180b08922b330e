"""What is told, and how."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.watching.figures import Kind as Finding


class Kind(StrEnum):
    """What a person can choose to be told of."""

    JOB_DONE = "job_done"
    JOB_FAILED = "job_failed"
    SOURCES = "sources"
    ITEMS = "items"
    UPKEEP = "upkeep"


class Channel(StrEnum):
    PAGE = "page"
    MAIL = "mail"
    WEBHOOK = "webhook"


LABELS: dict[str, str | Promise] = {
    Kind.JOB_DONE: _("A job that I have started is done"),
    Kind.JOB_FAILED: _("A job that I have started has failed"),
    Kind.SOURCES: _("Sources or feeds are silent"),
    Kind.ITEMS: _("Warnings or refusals jump, or days drift"),
    Kind.UPKEEP: _("Backup, checks, index, disk, jobs or worker need a look"),
    Channel.PAGE: _("on these pages"),
    Channel.MAIL: _("by e-mail"),
    Channel.WEBHOOK: _("to my webhook"),
}

BY_DEFAULT = (Channel.PAGE,)

OF_FINDINGS = {
    Finding.SILENT_SOURCE: Kind.SOURCES,
    Finding.SILENT_ARCHIVE: Kind.SOURCES,
    Finding.FEED: Kind.SOURCES,
    Finding.WARNINGS: Kind.ITEMS,
    Finding.DATES: Kind.ITEMS,
    Finding.REFUSALS: Kind.ITEMS,
}
"""All others are of the upkeep."""

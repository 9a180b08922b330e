"""What was found, in the reader's language, and the page that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.display import (
    CALENDARS,
    day_and_clock,
    digits,
    file_size,
    number,
    page_language,
    readers_day,
)
from articles.models import ArchiveFinding

from .figures import Kind


@dataclass(frozen=True, slots=True)
class Said:
    """A finding as it is shown: what is wrong, what can be done, and where."""

    sentence: str
    advice: str | Promise
    path: str


ADVICE: dict[Kind, str | Promise] = {
    Kind.SILENT_SOURCE: _("Look whether its pages or its feed have moved."),
    Kind.SILENT_ARCHIVE: _("Look whether imports and feeds still run."),
    Kind.WARNINGS: _("Its pages may have a new form: look at the items, and teach their lines."),
    Kind.DATES: _("Its days may be read wrongly: compare some items with their raw text."),
    Kind.REFUSALS: _("The reports of the imports say why."),
    Kind.FEED: _("The list of feeds says what was wrong."),
    Kind.BACKUP: _("Run “backup_archive”."),
    Kind.CHECK: _("Run “verify_archive”."),
    Kind.DAMAGE: _("Run “verify_archive”; it names what differs."),
    Kind.INDEX: _("Run “search_index --check”; it says what helps."),
    Kind.DISK: _("Make room, or imports will fail."),
    Kind.JOBS_FAIL: _("The pages of the jobs say why."),
    Kind.JOB_STUCK: _("Look into the server's log, and restart the worker."),
    Kind.WORKER: _("Start “serve” or “worker”; until then nothing that waits is done."),
}

_PAGES = {
    Kind.SILENT_ARCHIVE: "admin:articles_importbatch_changelist",
    Kind.REFUSALS: "admin:articles_importbatch_changelist",
    Kind.FEED: "admin:articles_feed_changelist",
    Kind.JOBS_FAIL: "admin:articles_importbatch_changelist",
}
_OF_SOURCE = {Kind.SILENT_SOURCE, Kind.WARNINGS, Kind.DATES}

DISKS: dict[str, str | Promise] = {"data": _("the data folder"), "uploads": _("the uploads")}


def said(finding: ArchiveFinding) -> Said:
    """A finding in the language that is active."""
    kind = Kind(finding.kind)
    return Said(_sentence(kind, finding.values), ADVICE[kind], _path(kind, finding.subject))


def _path(kind: Kind, subject: str) -> str:
    if kind in _OF_SOURCE:
        return reverse("admin:articles_source_change", args=[subject])
    if kind is Kind.JOB_STUCK:
        return reverse("admin:articles_job", args=[subject])
    return reverse(_PAGES.get(kind, "admin:index"))


def _sentence(kind: Kind, values: Mapping[str, Any]) -> str:
    """Names stand in isolates: they run in their own direction."""
    words = {name: _isolated(values.get(name, "")) for name in ("source", "feed")}
    words |= {name: number(int(values.get(name) or 0)) for name in ("count", "of", "sources")}
    words["day"] = _day(values.get("day") or values.get("since"))
    words["job"] = digits(values.get("job", ""))
    match kind:
        case Kind.SILENT_SOURCE:
            text = gettext("%(source)s has brought nothing since %(day)s, against its habit.")
        case Kind.SILENT_ARCHIVE:
            text = ngettext(
                "Nothing comes in any more: %(sources)s source is silent since %(day)s.",
                "Nothing comes in any more: %(sources)s sources are silent since %(day)s.",
                int(values["sources"]),
            )
        case Kind.WARNINGS:
            text = gettext(
                "Of %(of)s new articles of %(source)s on %(day)s, %(count)s have warnings: far "
                "more than usual."
            )
        case Kind.DATES:
            text = gettext(
                "The days of %(of)s new articles of %(source)s on %(day)s are not as they usually "
                "are."
            )
        case Kind.REFUSALS:
            text = gettext(
                "Of %(of)s items on %(day)s, %(count)s were refused: far more than usual."
            )
        case Kind.FEED:
            text = ngettext(
                "The feed %(feed)s could not be read %(count)s time in a row.",
                "The feed %(feed)s could not be read %(count)s times in a row.",
                int(values["count"]),
            )
        case Kind.DISK:
            words["disk"] = str(DISKS.get(str(values["disk"]), values["disk"]))
            words["free"] = file_size(int(values["free"]))
            text = gettext("The disk of %(disk)s is nearly full: %(free)s are left.")
        case Kind.DAMAGE:
            text = ngettext(
                "The last check of the archive found %(count)s problem.",
                "The last check of the archive found %(count)s problems.",
                int(values["count"]),
            )
        case Kind.JOBS_FAIL:
            text = gettext("%(count)s of %(of)s jobs of the last day failed.")
        case Kind.JOB_STUCK:
            text = gettext("Job %(job)s has not gone on since %(day)s.")
        case Kind.INDEX if not values["count"]:
            text = gettext("The search index is missing, or does not answer.")
        case Kind.INDEX:
            text = gettext("The search index does not follow: %(count)s changes are not in it.")
        case _:
            text = _since_when(kind, is_known="since" in values)
    return text % words


def _since_when(kind: Kind, *, is_known: bool) -> str:
    match kind, is_known:
        case Kind.BACKUP, True:
            return gettext("The last backup is too old: it was made on %(day)s.")
        case Kind.BACKUP, False:
            return gettext("No backup was ever made.")
        case Kind.CHECK, True:
            return gettext("The last check of the archive is too old: it was made on %(day)s.")
        case Kind.CHECK, False:
            return gettext("The archive was never checked.")
        case _, True:
            return gettext("No worker runs: the last one was seen on %(day)s.")
    return gettext("No worker runs.")


def _isolated(name: object) -> str:
    return f"\u2068{name}\u2069"


def _day(value: object) -> str:
    text = str(value or "")
    is_moment = "T" in text
    if not text or page_language() not in CALENDARS:  # the English of a terminal
        return text[:16].replace("T", " ")
    if is_moment:
        return day_and_clock(datetime.fromisoformat(text))
    return readers_day(date.fromisoformat(text))

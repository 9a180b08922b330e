"""Enter what was captured into the transparency log, and sign it."""

from __future__ import annotations

import base64
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.management.archive_command import ArchiveCommand
from articles.models import LogHead
from articles.transparency import heads, log
from articles.transparency.stamping import stamp_heads


class Command(ArchiveCommand):
    help = (
        "Enter what was captured into the transparency log, sign it if it has grown, and print the "
        "size and root that were signed last. The worker does the same once a day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once-a-day", action="store_true", help="sign nothing if it was signed today (UTC)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        log.append()
        now = timezone.now()
        if options["once_a_day"]:
            heads.sign_if_due(now)
        else:
            heads.sign(now)
        stamp_heads()
        head = LogHead.objects.order_by("-size").first()
        if head is None:
            self.stdout.write(_("Nothing was captured yet."))
            return
        root = base64.b64encode(head.root).decode()
        self.stdout.write(f"{head.size} {root}")

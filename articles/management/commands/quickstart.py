"""From a fresh checkout to a served archive."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles.importing.reading import UnreadablePathError, check_paths
from articles.management.archive_command import ArchiveCommand, Exit, unreadable
from articles.models import ImportBatch

SAMPLE_DUMPS = Path(settings.BASE_DIR) / "articles" / "sample_dumps"
_STAFF_NAME = "admin"


class Command(ArchiveCommand):
    help = (
        "Prepare everything on embedded defaults (secret key, SQLite, static files, a staff user "
        "on the first run), import the given dumps, or the sample dumps into an empty archive, and "
        "serve. Run it again at any time: it does what is missing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="PATH", help="dumps to import")
        parser.add_argument("--port", type=int, default=8000, help="port (default: 8000)")
        parser.add_argument("--no-serve", action="store_true", help="prepare only")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            check_paths(options["paths"])
        except UnreadablePathError as error:
            raise unreadable(error) from error
        Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        self._import(options["paths"])
        self._create_staff_user()
        if not options["no_serve"]:
            call_command("serve", port=options["port"])

    def _import(self, paths: list[str]) -> None:
        states = ImportBatch.State
        label = ""
        if not paths:
            if ImportBatch.objects.filter(state__in=[states.DONE, states.UNDONE]).exists():
                return
            with override(settings.LANGUAGE_CODE):  # read on the staff pages, not in this terminal
                paths, label = [str(SAMPLE_DUMPS)], _("Sample dumps")
        try:
            call_command("import_dumps", *paths, label=label, stdout=self.stdout)
        except CommandError as error:
            if error.returncode != Exit.SOME_REJECTED:
                raise
            self.stderr.write(str(error))

    def _create_staff_user(self) -> None:
        users = get_user_model()._default_manager
        if users.filter(is_staff=True).exists():
            return
        password = os.environ.get("DJANGO_SUPERUSER_PASSWORD") or secrets.token_urlsafe(12)
        users.create_superuser(_STAFF_NAME, password=password)
        self.stdout.write(
            _("Staff pages: /admin/, name %(name)s, password %(password)s (shown only this once).")
            % {"name": _STAFF_NAME, "password": password}
        )

"""Serve the archive with the production web server."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from articles.jobs.supervisor import start_keeper
from articles.management.archive_command import ArchiveCommand, Exit
from newsarchive import metrics_port
from newsarchive.request_metrics import begin_anew
from newsarchive.web_worker import server_arguments


class Command(ArchiveCommand):
    help = (
        "Serve the archive with gunicorn until interrupted, with a worker that runs the imports "
        "that staff start in the admin."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address (default: 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port (default: 8000)")
        parser.add_argument(
            "--workers",
            type=int,
            default=(os.cpu_count() or 1) + 1,
            help="server processes (default: one more than the cores)",
        )
        worker = parser.add_mutually_exclusive_group()
        worker.add_argument(
            "--no-worker", action="store_true", help="start no worker (one runs elsewhere)"
        )
        worker.add_argument(
            "--index-only",
            action="store_true",
            help="start a worker that only keeps the search index of this machine up to date "
            "(another machine runs the jobs of staff)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        host, port = options["host"], options["port"]
        _require_free(host, port, "--port")
        addresses = [f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]
        if port == settings.METRICS_PORT:
            raise CommandError(_("METRICS_PORT has to be another port than that of the site."))
        if settings.METRICS_PORT:
            _require_free(metrics_port.ADDRESS, settings.METRICS_PORT, "METRICS_PORT")
            addresses.append(f"{metrics_port.ADDRESS}:{settings.METRICS_PORT}")
        if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
            call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write(_("The archive is at http://%(address)s/") % {"address": addresses[0]})
        self.stdout.flush()
        if not options["no_worker"]:
            options_of_worker = ["--index-only"] if options["index_only"] else []
            start_keeper(str(Path(settings.BASE_DIR) / "manage.py"), *options_of_worker)
        begin_anew()
        # The server replaces this process, so that signals and exit status are the server's.
        arguments = server_arguments("newsarchive.wsgi", addresses, options["workers"])
        arguments.append(f"--chdir={settings.BASE_DIR}")
        os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments])


def _require_free(host: str, port: int, name: str) -> None:
    """End with a message if the port is taken, which this option or setting names, instead of the
    server's retries."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                _("Cannot listen on %(host)s port %(port)d (%(error)s). Choose another %(name)s.")
                % {"host": host, "port": port, "error": error, "name": name},
                returncode=Exit.FAILED,
            ) from error

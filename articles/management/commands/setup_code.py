"""Make the code with which somebody sets up a second factor."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from articles.admin_site.setup_codes import give_code
from articles.management.archive_command import ArchiveCommand, Exit


class Command(ArchiveCommand):
    help = (
        "Print the code with which the account NAME sets up its second factor: for the first "
        "administrator, whom nobody else can give one. It is good for a week and for one use."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="the name of an account")

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        users = get_user_model()._default_manager
        user = users.filter(username=options["name"]).first()
        if user is None:
            sentence = _("There is no account %(name)s.") % {"name": options["name"]}
            raise CommandError(sentence, returncode=Exit.UNUSABLE_ARGUMENTS)
        self.stdout.write(give_code(user))

"""The archive's one Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("News archive")

    def ready(self) -> None:
        from articles import roles, search

        search.connect()
        # After the receiver of django.contrib.auth, which creates the permissions.
        post_migrate.connect(roles.grant, sender=self, dispatch_uid="roles.grant")

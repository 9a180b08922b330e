"""The archive's one Django app."""

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = settings.SITE_NAME

    def ready(self) -> None:
        from articles import roles, search, stores

        search.connect()
        stores.connect()
        # After the receiver of django.contrib.auth, which creates the permissions.
        post_migrate.connect(roles.grant, sender=self, dispatch_uid="roles.grant")

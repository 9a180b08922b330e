"""The archive's one Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("News archive")

    def ready(self) -> None:
        from articles.search import checks, following

        following.connect()
        checks.connect()

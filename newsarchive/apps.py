"""The project's admin site."""

from django.contrib.admin.apps import SimpleAdminConfig


class ArchiveAdminConfig(SimpleAdminConfig):
    """The admin without its discovery at start, for which commands would wait; the addresses
    (:mod:`newsarchive.urls`) bring it."""

    default_site = "articles.admin_site.site.ArchiveAdminSite"

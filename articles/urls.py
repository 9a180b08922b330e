"""The readers' addresses, below the prefix of their language."""

from django.urls import path, re_path

from .views import articles, feeds, formats, home, search, search_help, sources

urlpatterns = [
    path("", home.home, name="home"),
    path("feed/", feeds.archive_feed, name="feed"),
    path("search/", search.search_page, name="search"),
    path("search/feed/", feeds.search_feed, name="search_feed"),
    path("help/search/", search_help.search_help, name="search_help"),
    re_path(r"^articles/(?P<key>[a-z0-9]{16})/$", articles.article, name="article"),
    re_path(
        r"^articles/(?P<key>[a-z0-9]{16})\.(?P<form>json|txt|bib|ris|csl\.json)$",
        formats.article_format,
        name="article_format",
    ),
    re_path(r"^articles/(?P<key>[a-z0-9]{16})/raw/$", articles.raw_capture, name="raw_capture"),
    path("sources/", sources.source_list, name="source_list"),
    re_path(r"^sources/(?P<slug>[-\w]+)/$", sources.source, name="source"),
    re_path(r"^sources/(?P<slug>[-\w]+)/feed/$", feeds.source_feed, name="source_feed"),
]

"""The readers' addresses, below the prefix of their language."""

from django.urls import path, re_path

from .views import articles, home, sources

urlpatterns = [
    path("", home.home, name="home"),
    re_path(r"^articles/(?P<key>[a-z0-9]{16})/$", articles.article, name="article"),
    re_path(r"^articles/(?P<key>[a-z0-9]{16})/raw/$", articles.raw_capture, name="raw_capture"),
    path("sources/", sources.source_list, name="source_list"),
    re_path(r"^sources/(?P<slug>[-\w]+)/$", sources.source, name="source"),
]
